"""Which parameters are tracking: never one whose value could choose what is shown."""

from __future__ import annotations

import pytest

from seedwatch.core.fetching.url_rules import TRACKING, TRACKING_PREFIXES
from seedwatch.core.fetching.urls import canonical_url, url_key

PLAIN = "https://news.example/story/2026/1118"


@pytest.mark.parametrize(
    "tail",
    [
        "?gaa_at=eafs&gaa_n=AS8&gaa_ts=6700&gaa_sig=Zz", "?brid=ZRa1", "?xmt=AQ0abc&slof=1", "?_bhlid=12ab",
        "?sfmc_id=77",
        "?rdid=1&share_url=https%3A%2F%2Fwww.facebook.com%2Fshare%2Fx", "?ck_subscriber_id=12", "?rcm=ACoAAA",
        "?xsec_source=pc_share&xsec_token=AB", "?pk_campaign=a&pk_kwd=b", "?itm_source=x&itm_medium=y",
        "?mtm_group=1",
        "?CFID=123&CFTOKEN=456",
        "?osCsid=0a1b2c3d4e5f60718293a4b5c6d7e8f9", "?zenid=abc", "?ASP.NET_SessionId=x1y2",
        "?sid=0a1b2c3d4e5f60718293a4b5c6d7e8f9", "?from=timeline&isappinstalled=0",
        "&utm_source=line", "%3Futm_source=x",
        "?utm_source=a?utm_medium=b", "?fbclid=a&amp;utm_id=7", "?",
    ],
)  # fmt: skip
def test_what_is_dropped(tail: str) -> None:
    assert canonical_url(PLAIN + tail) == PLAIN


@pytest.mark.parametrize("name", ["pk_id", "itm_id", "itm_no", "stm_no", "ito_id", "oft_id", "matomo_id", "cx_test_no",
                                  "hsa_id", "sid", "from", "s", "session", "news_id", "ncid", "icid"])  # fmt: skip
def test_what_tells_two_articles_apart_stays(name: str) -> None:
    first, second = (f"https://news.example/show?{name}={number}" for number in (7, 8))
    assert canonical_url(first) == first
    assert url_key(first) != url_key(second)


def test_no_beginning_swallows_a_name_that_is_no_campaign() -> None:
    assert all(prefix.startswith(("utm", "aspsessionid")) for prefix in TRACKING_PREFIXES)
    assert not TRACKING & {
        "id",
        "no",
        "p",
        "page",
        "aid",
        "nid",
        "art_id",
        "sn",
        "q",
        "s",
        "v",
        "t",
        "sid",
        "from",
    }


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ("https://n.example/show?id=7?utm_source=x", "https://n.example/show?id=7"),
        ("https://n.example/show?id=7?fbclid=x&b=1", "https://n.example/show?b=1&id=7"),
        ("https://n.example/go?u=http://a.example/?b=1", "https://n.example/go?u=http://a.example/?b=1"),
        ("https://n.example/show?id=7?page=2", "https://n.example/show?id=7?page=2"),
        ("https://n.example/show??id=7", "https://n.example/show?id=7"),
        ("https://n.example/(S(lit3py55t21z5v55vlm25s55))/story/1", "https://n.example/story/1"),
        (
            "https://n.example/(A(abcdefghijklmnopqrst)S(lit3py55t21z5v55vlm25s55))/s/1",
            "https://n.example/s/1",
        ),
        ("https://n.example/wiki/Rust_(S(x))/1", "https://n.example/wiki/Rust_(S(x))/1"),
        ("https://wsj.com/articles/foo-1?mod=x", "https://wsj.com/articles/foo-1"),
        ("https://cn.wsj.com/articles/foo-1?mod=x", "https://cn.wsj.com/articles/foo-1"),
        ("https://storm.mg/article/77?mode=whole", "https://storm.mg/article/77"),
        ("https://sports.ettoday.net/news/2/3.htm?from=x&t=1", "https://sports.ettoday.net/news/2/3.htm"),
        ("https://www.qq.com/s?key=7", "https://www.qq.com/s?key=7"),
    ],
)
def test_second_queries_sessions_in_paths_and_hosts_of_one_outlet(given: str, right: str) -> None:
    assert canonical_url(given) == right
    assert canonical_url(right) == right
