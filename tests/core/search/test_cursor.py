"""Cursors come back as they were; anything else is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.errors import InputError
from seedwatch.core.search.cursor import ByDate, ByRelevance, read_cursor

numbers = st.integers(-(2**62), 2**62)
scores = st.floats(allow_nan=False, allow_infinity=False)


@given(st.one_of(st.builds(ByDate, numbers), st.builds(ByRelevance, scores, numbers, numbers, scores)))
def test_a_cursor_is_read_as_it_was_written(cursor: ByDate | ByRelevance) -> None:
    assert str(cursor).replace("-", "").replace("_", "").isalnum()
    assert read_cursor(str(cursor)) == cursor


@given(st.text(min_size=1))
def test_any_other_word_is_refused(word: str) -> None:
    if len(word) < 12:
        with pytest.raises(InputError, match="cursor"):
            read_cursor(word)


def test_no_cursor_is_the_first_page() -> None:
    assert read_cursor(None) is None
    assert read_cursor("") is None
