"""What matched is marked in the published text, in pieces of a bounded length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.search.match_plan import Phrase, plan
from seedwatch.core.search.query import parse_query
from seedwatch.core.search.snippet import WIDTH, snippet, spans


def shown(query: str) -> tuple[Phrase, ...]:
    return plan(parse_query(query).root).shown


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("輝達推出新晶片", "芯片", ["晶片"]),
        ("政府公布資訊安全法", "信息安全", ["資訊安全"]),
        ("AI 晶片與晶片", "AI芯片", ["AI 晶片"]),
        ("稀土與稀有", "稀", ["稀", "稀"]),
        ("Šefčovič said", "sefcovic", ["Šefčovič"]),
        ("said and ai", "ai", ["ai"]),
        ("Nvidia and NVIDIAs", "nvid*", ["Nvidia", "NVIDIAs"]),
        ("芯片出口", "-芯片 出口", ["出口"]),
        ("芯片出口", "芯片 片出", ["芯片出"]),
        ("沒有", "芯片", []),
    ],
)
def test_matches_are_marked(text: str, query: str, marked: list[str]) -> None:
    assert [text[a:b] for a, b in spans(text, shown(query))] == marked


def test_the_piece_holds_most_of_what_matched() -> None:
    text = "開頭提到稀土。" + "無關的話。" * 60 + "這裡稀土與晶片\n都在。" + "無關的話。" * 60
    piece = snippet(text, shown("稀土 芯片"))
    assert [piece.text[a:b] for a, b in piece.highlights] == ["稀土", "晶片"]
    assert piece.text.startswith("…")
    assert piece.text.endswith("…")
    assert "\n" not in piece.text


def test_without_a_match_it_is_the_beginning() -> None:
    assert snippet("開頭" * 200, ()).text == ("開頭" * 200)[:WIDTH] + "…"


@given(
    st.text(alphabet="稀土芯片 資訊，\nab", max_size=400), st.sampled_from(["稀土", "信息", "片", "ab 芯片"])
)
def test_marks_lie_in_order_inside_the_piece(text: str, query: str) -> None:
    piece = snippet(text, shown(query), 60)
    assert len(piece.text) <= 62
    edges = [edge for mark in piece.highlights for edge in mark]
    assert edges == sorted(edges)
    assert all(a < b for a, b in piece.highlights)
    assert not edges or (edges[0] >= 0 and edges[-1] <= len(piece.text))
    assert bool(piece.highlights) == bool(spans(text, shown(query)))
