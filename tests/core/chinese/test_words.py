"""Terms begin and end where words do; fragments and everyday words are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.chinese.words import WordBorders, words_of
from seedwatch.themes import everyday_words

TEXT = "業內認為，人工智慧如何改寫全球製造，靈巧手公司亮相，成本下降，稀土出口進入新階段。"


@pytest.mark.parametrize(
    ("term", "whole"),
    [
        ("人工智慧", True),
        ("稀土出口", True),
        ("稀土", True),
        ("業內認", False),
        ("何改寫全球製造", False),
        ("進入", False),
        ("成本", False),
        ("沒有的詞", False),
    ],
)
def test_a_term_is_whole_words(term: str, whole: bool) -> None:
    assert WordBorders(TEXT, everyday_words()).is_term(term) is whole


@given(st.text(max_size=200))
def test_words_cover_the_text(text: str) -> None:
    words = words_of(text)
    assert "".join(text[word.start : word.end] for word in words) == text
