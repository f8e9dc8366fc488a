"""Numbers and signs as readers write them: what is one number is found as one, what is none runs into none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.chinese.folding import clause_around, fold_chars, split_clauses
from seedwatch.core.search.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("½", "½"), ("1½", "1 ½"), ("10⁶", "10 ⁶"), ("x²", "x2"), ("CO₂", "co2"),
        ("①12", "① 12"),
        ("⒛", "⒛"),
        ("㉑", "㉑"),
        ("㎏", "kg"),
        ("5㎏", "5kg"), ("№7", "no7"), ("1,490", "1490"), ("１，４９０", "1490"), ("1,234,567", "1234567"),
        ("1,490kg", "1490kg"), ("1 234", "1 234"), ("1'234", "1234"), ("12,34", "12 34"),
        ("1,2345", "1 2345"),
        ("2026,12", "2026 12"), ("1234,567", "1234 567"),
        ("a1,490", "a1 490"), ("3.14", "3 14"),
    ],
)  # fmt: skip
def test_numbers(text: str, tokens: str) -> None:
    assert " ".join(tokenize(fold_chars(text)).tokens) == tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋", "高橋"), ("𠮷野家", "吉野家"), ("濵田", "滨田"), ("嶋", "島"), ("斎", "齋"),
        ("斉", "齊"), ("渡邉", "渡邊"), ("渡辺", "渡邊"), ("栁", "柳"), ("冨", "富"),
    ],
)  # fmt: skip
def test_other_writings_of_a_glyph(one: str, other: str) -> None:
    assert fold_chars(one) == fold_chars(other)


def test_what_is_a_word_of_its_own_stays_one() -> None:
    for one, other in (
        ("浜", "濱"),
        ("芸", "藝"),
        ("弁", "辯"),
        ("齋", "齊"),
        ("10⁶", "106"),
        ("½", "12"),
        ("①", "1"),
    ):
        assert fold_chars(one) != fold_chars(other)


@given(st.integers(1, 10**12), st.sampled_from(["", "元", "億", "kg"]))
def test_a_number_is_the_same_with_and_without_separators(number: int, unit: str) -> None:
    assert tokenize(fold_chars(f"{number:,}{unit}")).tokens == tokenize(fold_chars(f"{number}{unit}")).tokens


@given(st.text(alphabet="1234567,，。元a ", max_size=30), st.integers(0, 29))
def test_a_clause_holds_its_place_and_no_number_is_cut(text: str, at: int) -> None:
    folded = fold_chars(text)
    if at < len(folded):
        start, end = clause_around(folded, at)
        assert 0 <= start <= at <= end <= len(folded)
        assert folded[start:end] in split_clauses(folded) or start == end
