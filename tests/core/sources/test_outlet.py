"""Whose an article is, by its address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.sources.outlet import (
    Outlet,
    Outlets,
    outlet_name,
    owned,
    owned_as_answered,
    owned_as_listed,
)
from tests.refs import ref_of

DECLARED = Outlets.of(
    (
        Outlet("daily", "Asia/Taipei", "https://www.daily.com.tw/"),
        Outlet("daily-money", "Asia/Taipei", "https://money.daily.com.tw/"),
        Outlet("caster", "Europe/London", "https://www.caster.com/news"),
        Outlet("caster-zh", "Europe/London", "https://www.caster.com/zhongwen/trad"),
        Outlet("portal-tw", "Asia/Taipei", "https://tw.news.portal.com/"),
        Outlet("one", "UTC", "http://127.0.0.1:8001/"),
        Outlet("other", "UTC", "http://127.0.0.1:8002/"),
    )
)
ENDPOINT = "https://search.example/news"


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://daily.com.tw/a/1", "daily"),
        ("https://money.daily.com.tw/a/1", "daily-money"),
        ("https://sport.daily.com.tw/a/1", "daily"),
        ("https://m.money.daily.com.tw/a/1", "daily-money"),
        ("https://www.caster.com/news/articles/1", "caster"),
        ("https://www.caster.com/zhongwen/articles/1/trad", "caster-zh"),
        ("https://tw.news.portal.com/a.html", "portal-tw"),
        ("https://tw.stock.portal.com/a.html", "portal-tw"),
        ("https://fr.news.portal.com/a.html", "portal.com"),
        ("https://www.unknown.co.uk/a", "unknown.co.uk"),
        ("https://somebody.ghost.io/a", "somebody.ghost.io"),
        ("http://127.0.0.1:8002/a", "other"),
        ("http://127.0.0.1:8003/a", "127.0.0.1:8003"),
    ],
)
def test_the_nearest_home_wins(url: str, outlet: str) -> None:
    found = DECLARED.at(url)
    assert found is not None
    assert found.id == outlet


def test_an_endpoint_lends_neither_name_nor_zone() -> None:
    page = ref_of("https://www.unknown.co.uk/a", "bing-news", "UTC", via="bing-news")
    mine = owned(page, page.url, DECLARED)
    assert (mine.source_id, mine.zone, mine.via) == ("unknown.co.uk", "", "bing-news")
    declared = owned(page, "https://money.daily.com.tw/a", DECLARED)
    assert (declared.source_id, declared.zone) == ("daily-money", "Asia/Taipei")


def test_what_an_outlet_s_own_feed_lists_stays_its_own() -> None:
    page = ref_of("https://www.unknown.co.uk/a", "daily", "Asia/Taipei")
    assert owned(page, page.url, DECLARED) is page


def test_a_link_that_hides_the_address_is_the_publisher_s_that_the_feed_names() -> None:
    hidden = ref_of("https://search.example/articles/CBMi", "search", via="search")
    listed = owned_as_listed(hidden, ENDPOINT, "https://www.daily.com.tw", DECLARED)
    assert listed.source_id == "daily"
    assert owned_as_listed(hidden, ENDPOINT, None, DECLARED).source_id == "search"
    assert (
        owned_as_answered(listed, "https://search.example/articles/CBMi?hl=en", DECLARED).source_id == "daily"
    )
    assert owned_as_answered(listed, "https://www.caster.com/news/1", DECLARED).source_id == "caster"


@pytest.mark.parametrize(
    ("names", "called"),
    [
        (("海岸報", "海岸"), "海岸報"),
        (("", "  Coast \n Times "), "Coast Times"),
        (("", ""), "coast.example"),
        (("報" * 200,), "報" * 80),
    ],
)
def test_an_outlet_is_called_as_it_calls_itself(names: tuple[str, ...], called: str) -> None:
    assert outlet_name("coast.example", *names) == called


@given(st.text(max_size=60))
def test_no_address_raises(text: str) -> None:
    for url in (text, f"https://{text}", f"http://127.0.0.1:{text}"):
        found = DECLARED.at(url)
        assert found is None or found.id
