"""Articles on pages without selectors: found by how links repeat, and no menus among them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.feeds.kinds import read_document
from seedwatch.core.feeds.listing_links import url_shape
from seedwatch.core.model.feed import FeedDocument, ParsedFeed
from seedwatch.core.model.source import FeedKind
from tests.core.feeds.lists.pages import ListPage, list_pages, plain_pages
from tests.core.feeds.lists.score import Score, score

PAGES = {page.name: page for page in list_pages()}
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LEAST_F1 = 0.95


def read(page: ListPage) -> ParsedFeed:
    return read_document(
        FeedDocument(FeedKind.LISTING, page.html.encode(), page.url, {}, "", 1000, now=NOW), None
    )


def test_there_are_enough_pages() -> None:
    assert len(PAGES) >= 50
    assert sum(len(page.listed) for page in PAGES.values()) > 700


def test_links_are_found_and_no_menus() -> None:
    total = sum((score(page, read(page)) for page in PAGES.values()), Score())
    assert total.f1 >= LEAST_F1
    assert total.wrong == 0


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.name)
def test_a_list_is_found_with_its_headlines(page: ListPage) -> None:
    found = read(page)
    counted = score(page, found)
    assert counted.wrong == 0
    assert counted.missed <= 0.1 * len(page.listed)
    assert counted.titles >= 0.95 * counted.right
    if page.dated:
        dated = sum(entry.published is not None for entry in found.entries if entry.url in page.listed)
        assert dated >= 0.9 * len(page.listed)


@pytest.mark.parametrize("page", plain_pages(), ids=lambda page: page.name)
def test_nothing_is_found_where_nothing_is_listed(page: ListPage) -> None:
    found = read(page)
    assert found.entries == ()
    assert "no list of articles" in found.problems[0]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("/news/world/breakingnews/5588961", "/news/politics/breakingnews/5588962", True),
        ("/news/aipl/202607140183.aspx", "/list/aipl.aspx", False),
        ("/zhongwen/articles/c23ekvxllp2o/trad", "/zhongwen/articles/c7v8y3l7068o/trad", True),
        ("/2026/11/20/a-b-c-d/", "/category/robots/", False),
        ("/notes/detail.aspx?nid=12345", "/notes/detail.aspx?nid=99887&utm_source=x", True),
    ],
)
def test_addresses_of_one_kind_have_one_shape(one: str, other: str, alike: bool) -> None:
    shapes = [url_shape(f"https://outlet.example{path}") for path in (one, other)]
    assert (shapes[0] == shapes[1]) is alike


@given(st.text(alphabet="<>a/ \"'=hrefliudvnaul0918新聞", max_size=300))
def test_no_page_raises(text: str) -> None:
    page = ListPage("any", "https://outlet.example/", f"<ul><li><a href='/n/123456'>{text}", {})
    found = read(page)
    assert found.entries or found.problems
