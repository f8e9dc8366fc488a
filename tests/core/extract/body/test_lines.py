"""What is counted in all lines at once is what each line says by itself."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.extract.body import phrases
from seedwatch.core.extract.body.lines import (
    BAR,
    CJK,
    CLAUSE,
    COLON,
    DIGIT,
    MAYBE_DIGIT,
    SEMICOLON,
    STOP,
    TERMINAL,
    Lines,
)

_CHARS = st.one_of(st.sampled_from(list(",;.!? :：|›，。！0９٣7港한aÉ😀©")), st.characters(codec="utf-8"))
_LINE = st.text(_CHARS, min_size=1, max_size=90).map(lambda text: " ".join(text.split())).filter(bool)


@given(st.lists(_LINE, min_size=1, max_size=8))
def test_counts_are_those_of_each_line(texts: list[str]) -> None:
    lines = Lines(texts)
    ends = lines.has(CLAUSE) | (lines.has(STOP | SEMICOLON) & lines.before_space())
    assert lines.sizes.tolist() == list(map(len, texts))
    assert lines.count(lines.has(CJK)).tolist() == [len(phrases.CJK.findall(text)) for text in texts]
    assert lines.count(lines.has(DIGIT)).tolist() == [len(re.findall("[0-9]", text)) for text in texts]
    assert lines.count(ends).tolist() == [
        len(re.findall(r"[,，。、！？；：،।]|[.;!?](?= )", text)) for text in texts
    ]
    assert lines.last(STOP).tolist() == [text.endswith((".", "!", "?")) for text in texts]
    assert lines.last(TERMINAL).tolist() == [text.endswith(phrases.TERMINAL) for text in texts]
    assert lines.last(COLON).tolist() == [text[-1] in ":：" for text in texts]
    assert lines.begin_with(BAR, 60).tolist() == [bool(set("|›»") & set(text[:60])) for text in texts]
    few = lines.count(lines.has(MAYBE_DIGIT)).tolist()
    assert all(count >= len(re.findall(r"\d", text)) for count, text in zip(few, texts, strict=True))


def test_phrases_of_a_line_are_not_those_of_its_neighbours() -> None:
    lines = [
        "By Jane",
        "an İ, lengthened in lower case",
        "subscribe to our newsletter",
        "港口",
        "x" * 300 + " © 2026",
    ]
    found = phrases.phrases_of(lines).tolist()
    assert found == [phrases.phrases_of([line])[0] for line in lines]
    assert found[0] & phrases.BYLINE
    assert not found[1]
    assert found[2] & phrases.FOLLOW
    assert not found[3]
    assert found[4] & phrases.LEGAL
