"""Filters by id or by any name that is shown."""

from __future__ import annotations

import pytest

from seedwatch.core.errors import QueryError, QueryFault
from seedwatch.core.search.names import FilterKind, NameTable, languages, unknown
from seedwatch.core.search.query import parse_query, terms, with_ids
from seedwatch.core.search.tree import FilterTerm

SOURCES = NameTable(
    {
        "cna": ("中央社",),
        "inside": ("INSIDE 硬塞的網路趨勢觀察",),
        "udn": ("聯合新聞網",),
        "udn-money": ("經濟日報",),
    }
)


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ("cna", ("cna",)),
        ("CNA", ("cna",)),
        ("中央社", ("cna",)),
        ("inside", ("inside",)),
        ("硬塞的網路趨勢觀察", ("inside",)),
        ("硬塞的网络趋势观察", ()),
        ("联合新闻网", ("udn",)),
        ("聯合", ()),
        ("", ()),
    ],
)
def test_ids_and_names_in_any_script_are_known(value: str, ids: tuple[str, ...]) -> None:
    assert SOURCES.ids(value) == ids


def test_what_was_perhaps_meant_is_shown_with_its_id() -> None:
    assert "聯合新聞網 (udn)" in SOURCES.near("聯合新聞")
    assert SOURCES.near("聯合") == ("聯合新聞網 (udn)",)
    error = unknown(FilterKind.SOURCE, "聯合", 7, SOURCES.near("聯合"))
    assert (error.position, error.fault, error.near) == (7, QueryFault.NO_SOURCE, ("聯合新聞網 (udn)",))


@pytest.mark.parametrize(
    ("value", "ids"),
    [("zh-TW", ("zh-Hant",)), ("简体", ("zh-Hans",)), ("English", ("en",)), ("zh", ("zh",)), ("xx", ())],
)
def test_languages_have_names_too(value: str, ids: tuple[str, ...]) -> None:
    assert languages().ids(value) == ids


def test_filters_of_a_query_become_ids() -> None:
    def resolve(kind: FilterKind, value: str, position: int) -> tuple[str, ...]:
        if value == "x":
            raise unknown(kind, value, position, ())
        return ("one", "two") if kind is FilterKind.THEME else ("cna",)

    root = with_ids(parse_query("稀土 -(theme:機器人 OR source:中央社)").root, resolve)
    found = [term.token for term in terms(root) if isinstance(term, FilterTerm)]
    assert found == ["t:one", "t:two", "s:cna"]
    with pytest.raises(QueryError) as caught:
        with_ids(parse_query("稀土 theme:x").root, resolve)
    assert caught.value.position == 9
