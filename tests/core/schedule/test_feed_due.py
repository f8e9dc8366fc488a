"""When feeds are due again, and what is too old."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.model.feed import FeedOutcome, FeedVisit
from seedwatch.core.model.moment import DateOrigin, Moment, OffsetKnown, Precision, is_before
from seedwatch.core.schedule.feed_due import LONGEST, next_due

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def visit(outcome: FeedOutcome = FeedOutcome.OK, ttl: int | None = None) -> FeedVisit:
    return FeedVisit(1, NOW, outcome, ttl=ttl)


@pytest.mark.parametrize(
    ("outcome", "ttl", "failures", "retry_after", "seconds"),
    [
        (FeedOutcome.OK, None, 0, None, 1800),
        (FeedOutcome.NOT_MODIFIED, None, 0, None, 1800),
        (FeedOutcome.OK, 60, 0, None, 1800),  # a ttl never hastens
        (FeedOutcome.OK, 7200, 0, None, 7200),
        (FeedOutcome.HTTP_ERROR, None, 0, None, 3600),
        (FeedOutcome.HTTP_ERROR, None, 2, None, 14400),
        (FeedOutcome.HTTP_ERROR, None, 0, 10, 3600),
        (FeedOutcome.HTTP_ERROR, None, 0, 9000, 9000),
        (FeedOutcome.HTTP_ERROR, None, 0, 10**12, 86400),
        (FeedOutcome.NETWORK_ERROR, None, 500, None, 86400),
    ],
)
def test_next_due(
    outcome: FeedOutcome, ttl: int | None, failures: int, retry_after: float | None, seconds: int
) -> None:
    due = next_due(visit(outcome, ttl), 1800, failures=failures, retry_after=retry_after)
    assert due == NOW + timedelta(seconds=seconds)


@given(
    st.sampled_from(FeedOutcome),
    st.integers(0, 10**9),
    st.integers(60, 10**6),
    st.integers(0, 10**6),
    st.floats(0, 1e12),
)
def test_never_hastened_never_lost(
    outcome: FeedOutcome, ttl: int, interval: int, failures: int, asked: float
) -> None:
    wait = next_due(visit(outcome, ttl), interval, failures=failures, retry_after=asked) - NOW
    assert timedelta(seconds=interval) <= wait <= max(LONGEST, timedelta(seconds=interval))


@pytest.mark.parametrize(
    ("at", "precision", "before"),
    [
        ("2026-05-04T11:59:59+00:00", Precision.SECOND, True),
        ("2026-05-04T12:00:01+00:00", Precision.SECOND, False),
        ("2026-05-04T19:59:00+08:00", Precision.MINUTE, True),
        ("2026-05-04T00:00:00+00:00", Precision.DAY, False),  # the day is not over
        ("2026-05-03T00:00:00+00:00", Precision.DAY, True),
    ],
)
def test_is_before(at: str, precision: Precision, before: bool) -> None:
    moment = Moment(datetime.fromisoformat(at), precision, OffsetKnown.STATED, DateOrigin.FEED, at)
    assert is_before(moment, NOW) is before


@pytest.mark.parametrize(("fresh_for", "seconds"), [(None, 1800), (60, 1800), (3600, 3600), (10**6, 7200)])
def test_freshness_stretches_the_interval_a_little(fresh_for: int | None, seconds: int) -> None:
    due = next_due(FeedVisit(1, NOW, FeedOutcome.OK, fresh_for=fresh_for), 1800)
    assert due == NOW + timedelta(seconds=seconds)
