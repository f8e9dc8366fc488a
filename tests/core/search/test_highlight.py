"""Marked pieces always join to the published text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.search.highlight import Piece, Span, cut

SPANS = st.lists(st.builds(Span, st.integers(-5, 40), st.integers(-5, 40), st.sampled_from("abc")))


@given(st.text(max_size=30), SPANS)
def test_pieces_join_to_the_text(text: str, spans: list[Span]) -> None:
    assert "".join(piece.text for piece in cut(text, spans)) == text


@given(st.text(min_size=1, max_size=30), SPANS)
def test_a_character_is_marked_by_exactly_its_spans(text: str, spans: list[Span]) -> None:
    marked = [labels for piece in cut(text, spans) for labels in [piece.labels] * len(piece.text)]
    for at, labels in enumerate(marked):
        assert set(labels) == {s.label for s in spans if s.start <= at < s.end}


def test_overlaps_are_shared() -> None:
    text = "人形機器人進廠"
    assert cut(text, [Span(0, 5, "humanoid"), Span(2, 7, "factory")]) == (
        Piece("人形", ("humanoid",)),
        Piece("機器人", ("factory", "humanoid")),
        Piece("進廠", ("factory",)),
    )
