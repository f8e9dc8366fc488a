"""Timed jobs: nothing lost, nothing doubled, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from hypothesis import given
from hypothesis import strategies as st

from scheduler.timed import Missed, TimedJob, due_job, due_time, next_time

TAIPEI = ZoneInfo("Asia/Taipei")
NEW_YORK = ZoneInfo("America/New_York")
DAILY = TimedJob("digest", CronTrigger(hour=7, minute=30, timezone=TAIPEI))
NIGHTLY = TimedJob("maintenance", CronTrigger(hour=2, minute=30, timezone=NEW_YORK))
ONE_THIRTY = TimedJob("digest", CronTrigger(hour=1, minute=30, timezone=NEW_YORK))
HOURLY = TimedJob("check", IntervalTrigger(hours=1, timezone=UTC))


def taipei(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 4, day, hour, minute, tzinfo=TAIPEI)


@pytest.mark.parametrize(
    ("last", "now", "at"),
    [
        (taipei(14, 7, 30), taipei(15, 7, 29), None),
        (taipei(14, 7, 30), taipei(15, 7, 30), taipei(15, 7, 30)),
        (taipei(14, 7, 30), taipei(15, 9), taipei(15, 7, 30)),
        (taipei(15, 7, 30), taipei(15, 9), None),
        (taipei(10, 7, 30), taipei(15, 6), taipei(14, 7, 30)),  # five days asleep: once, for the last time
        (taipei(15, 8), taipei(15, 9), None),  # added late: its time was still that one
    ],
    ids=["not yet", "on time", "late", "done", "asleep", "after"],
)
def test_a_daily_time_in_the_readers_zone(last: datetime, now: datetime, at: datetime | None) -> None:
    assert due_time(DAILY, last, now) == at


def test_what_never_ran_is_due_at_once_or_at_its_time() -> None:
    now = taipei(15, 6)
    assert due_time(DAILY, None, now) == now
    later = TimedJob("digest", DAILY.trigger, first=False)
    assert due_time(later, None, now) is None


def test_a_skipped_time_counts_only_while_it_is_fresh() -> None:
    skipping = TimedJob("ping", DAILY.trigger, Missed.SKIP, grace=timedelta(minutes=5))
    assert due_time(skipping, taipei(14, 7, 30), taipei(15, 7, 34)) == taipei(15, 7, 30)
    assert due_time(skipping, taipei(14, 7, 30), taipei(15, 7, 36)) is None


def test_a_time_that_does_not_exist_falls_behind_the_gap_once() -> None:
    """On 8 March 2026 clocks in New York go from 02:00 to 03:00."""
    before = datetime(2026, 3, 7, 2, 30, tzinfo=NEW_YORK)
    at = next_time(NIGHTLY, before)
    assert at is not None
    assert at.astimezone(UTC) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    following = next_time(NIGHTLY, at)
    assert following is not None
    assert following.astimezone(UTC) == datetime(2026, 3, 9, 6, 30, tzinfo=UTC)


def test_a_time_that_exists_twice_comes_once() -> None:
    """On 1 November 2026 clocks in New York go from 02:00 back to 01:00."""
    last = datetime(2026, 10, 31, 1, 30, tzinfo=NEW_YORK)
    seen: list[datetime] = []
    now = datetime(2026, 11, 1, 4, 0, tzinfo=UTC)
    while now < datetime(2026, 11, 1, 9, 0, tzinfo=UTC):
        at = due_time(ONE_THIRTY, last, now)
        if at is not None:
            seen.append(at.astimezone(UTC))
            last = at
        now += timedelta(minutes=10)
    assert len(seen) == 1


def test_a_clock_that_was_a_year_ahead_silences_nothing() -> None:
    wrong = datetime(2027, 4, 1, tzinfo=UTC)
    now = datetime(2026, 4, 1, 12, 10, tzinfo=UTC)
    assert due_time(HOURLY, wrong, now) is None
    assert due_job(HOURLY, wrong, now) is None
    assert due_time(HOURLY, min(wrong, now), now + timedelta(hours=1)) == now + timedelta(hours=1)


def test_a_clock_that_goes_back_repeats_nothing() -> None:
    done = taipei(15, 7, 30)
    assert due_time(DAILY, done, taipei(15, 7, 10)) is None


@given(
    st.lists(st.integers(1, 40 * 60), min_size=1, max_size=60),
    st.sampled_from([DAILY, NIGHTLY, ONE_THIRTY, HOURLY]),
)
def test_looking_more_or_less_often_neither_loses_nor_doubles(minutes: list[int], timed: TimedJob) -> None:
    """Each time that comes is added at most once, and after each look nothing is left over."""
    now = last = datetime(2026, 2, 27, tzinfo=UTC)
    seen: list[datetime] = []
    for each in minutes:
        now += timedelta(minutes=each)
        at = due_time(timed, last, now)
        if at is None:
            continue
        assert last < at <= now
        seen.append(at)
        last = at
        assert due_time(timed, last, now) is None
    assert len(seen) == len(set(seen))
