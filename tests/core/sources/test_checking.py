"""When a source that failed is asked again, and how its first answer is named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from seedwatch.core.sources.checking import (
    ADVICE,
    ANSWERED,
    SeenFeed,
    SourceCheck,
    Verdict,
    classify_feed,
    classify_status,
    is_due,
    worst_first,
)

NOW = datetime(2026, 5, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failing_days", "hours", "due"),
    [(0, 23, False), (0, 24, True), (6, 24, True), (7, 24, False), (7, 24 * 7, True), (30, 24 * 6, False)],
)
def test_daily_for_a_week_then_weekly(failing_days: int, hours: int, due: bool) -> None:
    at = NOW - timedelta(hours=hours)
    assert is_due(at, at - timedelta(days=failing_days), NOW) is due


@pytest.mark.parametrize(
    ("seconds", "newest", "moved", "verdict"),
    [
        (0.2, NOW, "", Verdict.OK),
        (10.0, NOW, "", Verdict.OK),
        (10.1, NOW, "", Verdict.SLOW),
        (0.2, NOW + timedelta(hours=1), "", Verdict.OK),
        (0.2, NOW + timedelta(hours=8), "", Verdict.WRONG_ZONE),
        (0.2, None, "https://b.example/", Verdict.MOVED),
    ],
)
def test_a_feed_with_items(seconds: float, newest: datetime | None, moved: str, verdict: Verdict) -> None:
    found, _ = classify_feed(SeenFeed("rss", 3, newest, seconds, NOW, moved_to=moved))
    assert found is verdict
    assert found in ANSWERED


@pytest.mark.parametrize(
    ("status", "verdict"),
    [(200, None), (404, Verdict.DEAD), (401, Verdict.BLOCKED), (429, Verdict.BLOCKED), (502, Verdict.ERROR)],
)
def test_by_status(status: int, verdict: Verdict | None) -> None:
    found = classify_status(status)
    assert (found and found[0]) == verdict


def test_every_verdict_has_advice_and_the_worst_come_first() -> None:
    assert set(ADVICE) == set(Verdict)
    checks = [SourceCheck(each.value, "", NOW, each) for each in reversed(Verdict)]
    assert [each.verdict for each in worst_first(checks)] == list(Verdict)
