"""Backoff: how long a host is left alone that says so, or that no longer answers."""

from __future__ import annotations

from datetime import datetime, timedelta

#: No host may send us away for longer, whatever its Retry-After says.
LONGEST = timedelta(hours=24)
#: Failures in a row after which a host counts as dead for a while.
FEW_FAILURES = 5
_FIRST_REFUSAL = timedelta(minutes=1)
_FIRST_REST = timedelta(minutes=10)
_JITTER = 0.25


def after_refusal(now: datetime, retry_after: float | None, before: int, jitter: float) -> datetime:
    """When to ask again after 429 or 503.

    retry_after: seconds by Retry-After, None without. before: refusals and rests in a row until now.
    jitter: 0 to 1, spreads crawlers that were refused together; never shortens what was asked for.
    """
    if retry_after is not None:
        return now + min(timedelta(seconds=max(0.0, retry_after)), LONGEST)
    return now + _doubled(_FIRST_REFUSAL, before, jitter)


def after_failure(now: datetime, before: int, jitter: float) -> datetime:
    """When to try a host again that failed FEW_FAILURES times in a row. Arguments as above."""
    return now + _doubled(_FIRST_REST, before, jitter)


def _doubled(first: timedelta, before: int, jitter: float) -> timedelta:
    wait: timedelta = first * (1 << min(before, 12)) * (1 + _JITTER * jitter)
    return min(wait, LONGEST)
