"""When a feed is due again. Pure: the visit carries the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from seedwatch.core.model.feed import FeedOutcome, FeedVisit

#: However often a feed fails and whatever its server asks, it is tried again after a day.
LONGEST = timedelta(days=1)
#: A Cache-Control is a hint of whoever set up the server: it stretches the interval so far and no further.
_STRETCH = 4
_GOOD = frozenset({FeedOutcome.OK, FeedOutcome.NOT_MODIFIED})


def succeeded(outcome: FeedOutcome) -> bool:
    """Whether the visit reached the feed: anything else counts as a failure in a row."""
    return outcome in _GOOD


def next_due(
    visit: FeedVisit, interval: int, *, failures: int = 0, retry_after: float | None = None
) -> datetime:
    """The earliest time of the next visit.

    interval: the source's, seconds. failures: in a row before this visit; each doubles the wait.
    retry_after: seconds, as the server asks. It and the feed's ttl lengthen the wait, and up to four
    intervals so does how long the answer stays fresh; none shortens it, or lengthens it past a day, unless
    the interval itself is longer.
    """
    wait = timedelta(seconds=interval)
    longest = max(LONGEST, wait)
    if not succeeded(visit.outcome):
        wait *= 2 ** min(failures + 1, 20)
    fresh = min(visit.fresh_for or 0, _STRETCH * interval)
    minimum = max(visit.ttl or 0, retry_after or 0, fresh)
    return visit.at + min(max(wait, timedelta(seconds=min(minimum, 10**7))), longest)
