"""Retry-After is kept to the second and capped; without it waits double."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.fetching.backoff import LONGEST, after_failure, after_refusal, waits_within

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "seconds"), [(0.0, 0), (120.0, 120), (-5.0, 0), (10.0**9, LONGEST.total_seconds())]
)
def test_what_the_host_asks_for(asked: float, seconds: float) -> None:
    assert after_refusal(NOW, asked, 0, 0.7) == NOW + timedelta(seconds=seconds)


def test_waits_double_up_to_five_minutes() -> None:
    waits = [after_refusal(NOW, None, before, 0.0) - NOW for before in range(8)]
    assert waits == [timedelta(seconds=each) for each in (5, 10, 20, 40, 80, 160, 300, 300)]


def test_a_host_that_always_says_at_once_is_not_asked_without_a_pause() -> None:
    waits = [after_refusal(NOW, 0.0, before, 0.0) - NOW for before in (0, 1, 2, 3, 40)]
    assert waits == [timedelta(seconds=each) for each in (0, 2, 4, 8, 300)]


@pytest.mark.parametrize(
    ("wait", "left", "waits"),
    [(5, 900, True), (5, 5, False), (300, 900, True), (301, 900, False), (5, None, False), (-1, 3, True)],
)
def test_a_request_waits_while_the_hold_ends_within_the_run(wait: int, left: int | None, waits: bool) -> None:
    deadline = None if left is None else NOW + timedelta(seconds=left)
    assert waits_within(NOW + timedelta(seconds=wait), NOW, deadline) is waits


@given(st.integers(0, 10_000), st.floats(0, 1))
def test_every_wait_is_bounded(before: int, jitter: float) -> None:
    for until in (after_refusal(NOW, None, before, jitter), after_failure(NOW, before, jitter)):
        assert NOW < until <= NOW + LONGEST


@given(st.integers(0, 20), st.floats(0, 1))
def test_jitter_lengthens_a_wait_and_never_shortens_it(before: int, jitter: float) -> None:
    """Crawlers that were refused together come back apart, none of them earlier than without."""
    for plain, spread in (
        (after_refusal(NOW, None, before, 0.0), after_refusal(NOW, None, before, jitter)),
        (after_failure(NOW, before, 0.0), after_failure(NOW, before, jitter)),
    ):
        assert plain <= spread <= NOW + min(1.25 * (plain - NOW), LONGEST)


def test_jitter_spreads_over_a_quarter_of_the_wait() -> None:
    spread = [after_failure(NOW, 0, jitter) - NOW for jitter in (0.0, 0.5, 1.0)]
    assert spread == [timedelta(minutes=10), timedelta(minutes=11.25), timedelta(minutes=12.5)]
