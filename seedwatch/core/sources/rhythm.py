"""How often a source publishes by its own habit, and whether it has fallen silent. Pure statistics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

#: Days with articles that a habit needs; gaps within a source's usual ones do not count as silence.
LEAST_ARTICLES = 5
#: A source is silent after so many times its longest usual gap, and never before a day and a half.
PATIENCE = 2.0
LEAST_SILENCE = timedelta(hours=36)
#: Of the gaps between articles, the share that counts as usual.
_USUAL = 0.9


@dataclass(frozen=True, slots=True)
class Rhythm:
    """last: its newest article. period: its usual gap; None where too few articles say nothing of it.

    silent_since: the time of `last`, where the source has been quiet for longer than it ever usually is.
    """

    last: datetime | None = None
    period: timedelta | None = None
    silent_since: datetime | None = None


def rhythm_of(times: Sequence[datetime], now: datetime) -> Rhythm:
    """The habit of a source by the times of its articles, in any order; later than `now` does not count."""
    known = sorted(each for each in times if each <= now)
    if not known:
        return Rhythm()
    last = known[-1]
    if len(known) < LEAST_ARTICLES:
        return Rhythm(last)
    gaps = sorted(after - before for before, after in pairwise(known))
    period = gaps[min(len(gaps) - 1, int(_USUAL * len(gaps)))]
    is_silent = now - last > max(LEAST_SILENCE, PATIENCE * period)
    return Rhythm(last, period, last if is_silent else None)


def words_for(period: timedelta) -> str:
    """A gap as people say it: 40 min, 6 h, 3 d."""
    minutes = period.total_seconds() / 60
    if minutes < 90:
        return f"{max(1, round(minutes))} min"
    hours = minutes / 60
    return f"{round(hours)} h" if hours < 48 else f"{round(hours / 24)} d"
