"""A source is silent by its own habit, not by a fixed number of days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.sources.rhythm import LEAST_ARTICLES, Rhythm, rhythm_of, words_for

NOW = datetime(2026, 5, 4, tzinfo=UTC)


def every(hours: float, count: int, last_hours_ago: float) -> list[datetime]:
    last = NOW - timedelta(hours=last_hours_ago)
    return [last - timedelta(hours=hours) * number for number in range(count)]


@pytest.mark.parametrize(
    ("hours", "ago", "silent"),
    [
        (1, 30, False),  # a quiet night and day
        (1, 37, True),
        (24, 47, False),
        (24, 49, True),
        (24 * 7, 24 * 13, False),  # a weekly that is due tomorrow
        (24 * 7, 24 * 15, True),
    ],
)
def test_silence_goes_by_the_usual_gap(hours: float, ago: float, silent: bool) -> None:
    found = rhythm_of(every(hours, 20, ago), NOW)
    assert found.period == timedelta(hours=hours)
    assert (found.silent_since is not None) is silent


def test_few_articles_say_nothing_of_a_habit() -> None:
    times = every(1, LEAST_ARTICLES - 1, 24 * 400)
    assert rhythm_of(times, NOW) == Rhythm(max(times))
    assert rhythm_of([], NOW) == Rhythm()


@given(st.lists(st.integers(1, 10**6), max_size=40))
def test_the_order_of_articles_does_not_matter(minutes: list[int]) -> None:
    times = [NOW - timedelta(minutes=each) for each in minutes]
    assert rhythm_of(times, NOW) == rhythm_of(times[::-1], NOW)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (timedelta(seconds=5), "1 min"),
        (timedelta(minutes=89), "89 min"),
        (timedelta(minutes=90), "2 h"),
        (timedelta(hours=47), "47 h"),
        (timedelta(hours=48), "2 d"),
    ],
)
def test_words(period: timedelta, words: str) -> None:
    assert words_for(period) == words
