"""When an article is fetched again to see whether it was edited: soon at first, then ever more rarely."""

from __future__ import annotations

from datetime import datetime, timedelta

#: Ages, since an article was first seen, at which it is looked at again.
AGES = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=7))


def next_recheck(
    first_seen: datetime, last_seen: datetime, ages: tuple[timedelta, ...] = AGES
) -> datetime | None:
    """The next time to fetch an article again; None when it is done with, or `ages` is empty (switched off).

    A visit that came late stands for all that were due until then: a scheduler that slept does not catch up.
    """
    seen_at = last_seen - first_seen
    return next((first_seen + age for age in ages if age > seen_at), None)
