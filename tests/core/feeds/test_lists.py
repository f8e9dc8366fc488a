"""Lists that are no feed: what is declared is read, and what finds nothing is said by name."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.feeds.kinds import read_document
from seedwatch.core.model.feed import FeedDocument, ParsedFeed
from seedwatch.core.model.source import FeedKind, ListOptions, ListPaths

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
JSON = """{"state": "ok", "data": {"list": [
 {"no": 4101, "head": "港務局公布新航線", "at": 1795147200, "intro": "首班船下週啟程。"},
 {"no": 4100, "head": "<b>倉儲</b>機器人上線", "at": "2026-11-19 21:05"},
 {"head": "沒有編號的一則"}]}}"""
SCRIPT = """<html><script>var other = [1, 2];
var notedatalist = [["https://notes.example/detail?nid=9002", "9002：機器人供應鏈"],
 ['/detail?nid=9001', '9001:量子電腦與雲端，']] || [];
</script></html>"""
LISTING = """<html><head><title>快訊</title></head><body>
<ul class="hot"><li><a href="/news/11">港務局公布新航線</a><time>2026-11-20 09:30</time><p>首班船</p></li>
<li><h2><a href="/news/12">倉儲機器人上線</a></h2><time>3 小時前</time></li><li>廣告</li></ul></body></html>"""


def _read(kind: FeedKind, body: str, **options: object) -> ParsedFeed:
    document = FeedDocument(
        kind, body.encode(), "https://notes.example/list", {}, "", 100, ListOptions(**options), NOW  # type: ignore[arg-type]
    )  # fmt: skip
    return read_document(document, ZoneInfo("Asia/Taipei"))


def test_a_json_list_is_read_by_its_paths() -> None:
    paths = ListPaths("data.list", "join('', ['/a/', to_string(no)])", "head", "at", "intro")
    found = _read(FeedKind.JSON, JSON, paths=paths)
    assert [entry.url for entry in found.entries[:2]] == [
        "https://notes.example/a/4101",
        "https://notes.example/a/4100",
    ]
    assert [entry.title for entry in found.entries[:2]] == ["港務局公布新航線", "倉儲機器人上線"]
    assert found.entries[0].summary == "首班船下週啟程。"
    assert [entry.published and entry.published.iso for entry in found.entries[:2]] == [
        "2026-11-20T04:00:00+00:00",
        "2026-11-19T21:05:00+08:00",
    ]


def test_an_item_without_its_address_is_counted() -> None:
    found = _read(
        FeedKind.JSON, JSON, paths=ListPaths("data.list", "no && join('/', ['', to_string(no)])", "head")
    )
    assert len(found.entries) == 2
    assert found.problems == ("3 items, 2 with an address",)


def test_a_script_variable_is_read_in_the_script_s_own_notation() -> None:
    found = _read(
        FeedKind.SCRIPT,
        SCRIPT,
        variable="notedatalist",
        paths=ListPaths(url="[0]", title="[1]"),
        drop=r"^\d+\s*[:：]",
    )
    assert found.format == "script"
    assert [(entry.url, entry.title) for entry in found.entries] == [
        ("https://notes.example/detail?nid=9002", "機器人供應鏈"),
        ("https://notes.example/detail?nid=9001", "量子電腦與雲端，"),
    ]


def test_a_listing_is_read_by_selectors() -> None:
    found = _read(FeedKind.LISTING, LISTING, paths=ListPaths("ul.hot li", "a", "a", "time", "p"))
    assert found.format == "listing"
    assert found.title == "快訊"
    assert [(entry.url, entry.title, entry.summary) for entry in found.entries] == [
        ("https://notes.example/news/11", "港務局公布新航線", "首班船"),
        ("https://notes.example/news/12", "倉儲機器人上線", ""),
    ]
    assert [entry.published and entry.published.utc.hour for entry in found.entries] == [1, 1]
    assert found.problems == ("1 of 3 items have no link",)


def test_the_item_may_be_the_link() -> None:
    found = _read(FeedKind.LISTING, LISTING, paths=ListPaths("h2 a"))
    assert [(entry.url, entry.title) for entry in found.entries] == [
        ("https://notes.example/news/12", "倉儲機器人上線")
    ]


@pytest.mark.parametrize(
    ("kind", "body", "options", "told"),
    [
        (FeedKind.LISTING, LISTING, {"paths": ListPaths(".foo a")}, "the selector finds nothing: .foo a"),
        (FeedKind.LISTING, LISTING, {"paths": ListPaths("ul.hot li", "b")}, "finds no link in 3 items: b"),
        (FeedKind.LISTING, LISTING, {"paths": ListPaths("h2", "a", "i")}, "the selector finds nothing: i"),
        (FeedKind.LISTING, "", {"paths": ListPaths("h2")}, "empty"),
        (FeedKind.LISTING, "<p>no list", {}, "no list of articles found"),
        (FeedKind.JSON, JSON, {"paths": ListPaths("data.items", "no")}, "at data.items; the document has state"),
        (FeedKind.JSON, JSON, {"paths": ListPaths("data.list", "link")}, "none of 3 items has an address at link"),
        (FeedKind.JSON, '{"data": []}', {"paths": ListPaths("data", "a")}, "the list at data is empty"),
        (FeedKind.JSON, "<html>", {"paths": ListPaths("data", "a")}, "no JSON"),
        (FeedKind.JSON, "[" * 100_000, {"paths": ListPaths("data", "a")}, "no JSON"),
        (FeedKind.SCRIPT, SCRIPT, {"variable": "notelist"}, "notelist in the page: it has other, notedatalist"),
        (FeedKind.SCRIPT, "<p>", {"variable": "notelist"}, "it has none with a list"),
        (FeedKind.SCRIPT, "var a = [1", {"variable": "a", "paths": ListPaths(url="[0]")}, "variable a cannot be read"),
    ],
)  # fmt: skip
def test_nothing_found_is_never_a_silent_zero(
    kind: FeedKind, body: str, options: dict[str, object], told: str
) -> None:
    found = _read(kind, body, **options)
    assert told in "; ".join(found.problems)
    assert found.entries == () or found.format == kind.value


@given(
    st.sampled_from([FeedKind.JSON, FeedKind.SCRIPT, FeedKind.LISTING]), st.text(max_size=200), st.booleans()
)
def test_no_bytes_raise(kind: FeedKind, text: str, with_paths: bool) -> None:
    paths = ListPaths("a", "a", "a") if with_paths else ListPaths()
    found = _read(kind, f"var a = {text}", variable="a", paths=paths)
    assert found.entries or found.problems
