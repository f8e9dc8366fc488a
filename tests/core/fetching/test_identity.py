"""Which claimed addresses can name a page, and which are proved by their spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.fetching.identity import agrees, base_address, claimed_address

OWN = "https://news.example/finance/2026/port-cranes-resume"


@pytest.mark.parametrize(
    ("claim", "own"),
    [
        ("undefined", OWN),
        ("https://news.example/undefined", OWN),
        ("/finance/null", OWN),
        ("[object Object]", OWN),
        ("{{ canonicalUrl }}", OWN),
        ("https://news.example/${slug}", OWN),
        ("%7B%7Burl%7D%7D", OWN),
        ("/", OWN),
        ("https://news.example", OWN),
        ("https://news.example/index.php", OWN),
        ("https://news.example/zh-tw/", OWN),
        ("/finance/", OWN),
        ("/finance/2026", OWN),
        ("/finance/index.html", OWN),
        ("/finance/2026/port-", OWN),
        ("/finance/2026/port-cranes", OWN),
        ("https://news.example/show?id=", "https://news.example/show?id=57"),
        ("https://news.example/show", "https://news.example/show?id=57"),
        ("https://news.example/news/12", "https://news.example/news/1234"),
        ("https://news.example/0057-", "https://news.example/0057-a"),
        ("https://news.example/en/a-1", "https://news.example/zh/a-1"),
        ("https://news.example/a-1", "https://news.example/en/a-1"),
        ("https://en.news.example/a-1", "https://zh.news.example/a-1"),
        ("https://news.example/a-1?lang=en", "https://news.example/a-1?lang=zh-tw"),
        ("https://other.example/finance/2026/port-cranes-resume", OWN),
        ("javascript:void(0)", OWN),
        ("http://[broken", OWN),
        ("", OWN),
    ],
)
def test_what_names_no_article(claim: str, own: str) -> None:
    assert claimed_address((claim,), own) is None


@pytest.mark.parametrize(
    ("claim", "own"),
    [
        (OWN, OWN),
        ("/finance/2026/port-cranes-resume", OWN + "?page=2"),
        ("https://news.example/story/7240", "https://news.example/story/7240/port-cranes"),
        ("https://news.example/news/1234", "https://news.example/news/1234-port-cranes"),
        ("https://news.example/news/1234", "https://news.example/news/1234.html"),
        ("https://news.example/news/1234", "https://news.example/show?id=1234"),
        ("https://news.example/show?id=57", "https://news.example/show?id=57&tab=2"),
        ("https://www.news.example/a/77", "https://news.example/b/77"),
        ("https://news.example/", "https://news.example/"),
        ("https://news.example/#!/story/7", "https://news.example/a/7"),
    ],
)
def test_what_may_name_the_article(claim: str, own: str) -> None:
    assert claimed_address((claim,), own) is not None


@pytest.mark.parametrize(
    ("claim", "own", "asked", "proved"),
    [
        (OWN, OWN, OWN, True),
        (OWN, "https://news.example/p?id=9", OWN, True),
        ("https://news.example/news/1234", "https://news.example/show?id=1234", "https://c.example/x", True),
        ("https://news.example/port-cranes-resume", OWN, OWN, True),
        ("https://news.example/news/20001/55", "https://news.example/news/20001/77", OWN, False),
        ("https://news.example/20261118/a", "https://news.example/20261118/b", "https://c.example/x", False),
        ("https://news.example/b", "https://news.example/a", "https://news.example/a", False),
    ],
)
def test_what_addresses_alone_prove(claim: str, own: str, asked: str, proved: bool) -> None:
    assert agrees(claim, own, asked) is proved


def test_the_first_usable_claim_counts_and_a_base_is_stood_on() -> None:
    assert claimed_address(("undefined", "/news/1"), OWN) == "https://news.example/news/1"
    assert (
        claimed_address(("news/1.html",), OWN, "https://news.example/") == "https://news.example/news/1.html"
    )
    assert claimed_address(("b-7",), OWN, "/deep/er/") == "https://news.example/deep/er/b-7"
    for broken in ("http://[", "javascript:1", "data:,x"):
        assert base_address(OWN, broken) == OWN
    assert claimed_address(("https://news.example/a/1",), "page.html") == "https://news.example/a/1"


@given(st.text(max_size=60), st.text(max_size=30))
def test_no_claim_raises_and_what_is_taken_is_an_address_of_the_site(claim: str, base: str) -> None:
    found = claimed_address((claim,), OWN, base)
    assert found is None or found.startswith(("https://", "http://"))
    assert found is None or agrees(found, found, OWN)
