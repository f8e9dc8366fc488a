"""Articles are looked at again at ages that grow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from seedwatch.core.schedule.recheck import next_recheck

FIRST = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seen_after", "due_after"),
    [
        (timedelta(0), timedelta(hours=1)),
        (timedelta(hours=1), timedelta(hours=6)),
        (timedelta(hours=7), timedelta(days=1)),  # a late visit counts for the ones it missed
        (timedelta(days=1), timedelta(days=7)),
    ],
)
def test_next_age(seen_after: timedelta, due_after: timedelta) -> None:
    assert next_recheck(FIRST, FIRST + seen_after) == FIRST + due_after


def test_an_old_article_is_left_alone() -> None:
    assert next_recheck(FIRST, FIRST + timedelta(days=8)) is None


def test_no_ages_switch_it_off() -> None:
    assert next_recheck(FIRST, FIRST, ()) is None
