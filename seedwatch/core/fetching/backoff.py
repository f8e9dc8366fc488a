"""Backoff: how long a host is left alone that says so, or that no longer answers."""

from __future__ import annotations

from datetime import datetime, timedelta

#: A request waits within its run for a hold that ends this soon, and without Retry-After none lasts longer.
LONGEST_WAIT = timedelta(minutes=5)
#: No host may send us away for longer, whatever its Retry-After says.
LONGEST = timedelta(hours=24)
#: Failures in a row after which a host counts as dead for a while.
FEW_FAILURES = 5
_FIRST_REFUSAL = timedelta(seconds=5)
_LEAST_REPEATED = timedelta(seconds=1)
_FIRST_REST = timedelta(minutes=10)
_JITTER = 0.25


def after_refusal(now: datetime, retry_after: float | None, before: int, jitter: float) -> datetime:
    """When to ask again after 429, 503 or an answer that broke off.

    retry_after: seconds, None without; one that is too short again and again is made longer.
    before: refusals and rests in a row until now.
    jitter: 0 to 1, spreads crawlers that were refused together; never shortens what was asked for.
    """
    if retry_after is not None:
        least = _LEAST_REPEATED * (1 << min(before, 9)) if before else timedelta()
        return now + min(max(timedelta(seconds=retry_after), min(least, LONGEST_WAIT)), LONGEST)
    return now + min(_doubled(_FIRST_REFUSAL, before, jitter), LONGEST_WAIT)


def after_failure(now: datetime, before: int, jitter: float) -> datetime:
    """When to try a host again that failed FEW_FAILURES times in a row. Arguments as above."""
    return now + _doubled(_FIRST_REST, before, jitter)


def waits_within(until: datetime, now: datetime, deadline: datetime | None) -> bool:
    """Whether a request waits for a hold to end and is asked again in the same run.

    deadline: of the run; None: it has no time limit, and does not wait.
    """
    return deadline is not None and until < deadline and until - now <= LONGEST_WAIT


def _doubled(first: timedelta, before: int, jitter: float) -> timedelta:
    wait: timedelta = first * (1 << min(before, 12)) * (1 + _JITTER * jitter)
    return min(wait, LONGEST)
