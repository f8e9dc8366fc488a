"""Relevance prefers titles, rarer words, repetition and recent articles; it counts words as words."""

from __future__ import annotations

import pytest

from seedwatch.core.search.match_plan import Term, plan
from seedwatch.core.search.query import parse_query
from seedwatch.core.search.ranking import RankedText, counter, relevance

FILLER = "其他的話" * 20


def terms(query: str) -> tuple[Term, ...]:
    return plan(parse_query(query).root).terms


@pytest.mark.parametrize(
    ("query", "text", "times"),
    [
        ("ai", "ai said ai", 2),
        ("芯片", "芯片芯片", 2),
        ("AI芯片", "ai 芯片, ai芯片", 2),
        ("GPT-4", "gpt 4 and gpt-4 and gpt-40", 2),
        ("chip*", "chips and chip", 2),
        ("資訊", "信息与资讯", 2),
        ("c++", "c and d", 1),
    ],
)
def test_occurrences_are_counted(query: str, text: str, times: int) -> None:
    assert counter(terms(query)[0])(text) == times


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (RankedText("稀土", FILLER, 1), RankedText("別的", FILLER + "稀土", 1)),
        (RankedText("別的", FILLER + "稀土稀土", 1), RankedText("別的", FILLER + "稀土", 1)),
        (RankedText("別的", "稀土", 1), RankedText("別的", "稀土" + FILLER, 1)),
        (RankedText("別的", FILLER + "稀土", 1), RankedText("別的", FILLER + "稀土", 40)),
    ],
)
def test_one_article_ranks_before_another(better: RankedText, worse: RankedText) -> None:
    first, second = relevance([better, worse], terms("稀土"))
    assert first > second


def test_the_rarer_word_weighs_more() -> None:
    found = [RankedText("", "稀土", 1), *[RankedText("", "出口", 1)] * 8]
    scores = relevance(found, terms("稀土 OR 出口"))
    assert scores[0] > max(scores[1:])


def test_without_words_only_age_counts() -> None:
    scores = relevance([RankedText("", "", 5), RankedText("", "", 1)], ())
    assert scores[0] < scores[1]
    assert relevance([], terms("稀土")) == []
