"""Timed jobs: when each is due, by an APScheduler trigger, and what becomes of times that were missed.

Pure: the last time comes from the table of jobs and the clock is passed in, so that a restart, a sleep or a
clock that jumps neither loses a time nor doubles one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from apscheduler.triggers.base import BaseTrigger

from seedwatch.core.model.job import NewJob, Priority

#: Times looked at when many were missed: beyond, only the last ones can matter.
_MOST = 10_000


class Missed(StrEnum):
    """What becomes of the times that passed while nothing ran."""

    ONCE = "once"  # made up for, all of them together, as soon as possible
    SKIP = "skip"  # only while it is fresh (`grace`); else the next one


@dataclass(frozen=True, slots=True)
class TimedJob:
    """A job that is due at times. first: whether it is due at once where it never ran.

    grace: how late a time may be with Missed.SKIP.
    """

    kind: str
    trigger: BaseTrigger
    missed: Missed = Missed.ONCE
    first: bool = True
    grace: timedelta = timedelta(minutes=5)
    priority: Priority = Priority.NORMAL
    args: Mapping[str, Any] = field(default_factory=dict)


def due_job(timed: TimedJob, last: datetime | None, now: datetime) -> NewJob | None:
    """The job to be added now; None when nothing is due. last: when one of its kind was due the last time."""
    at = due_time(timed, last, now)
    if at is None:
        return None
    return NewJob(timed.kind, at, timed.args, unique_key="timed", priority=timed.priority)


def due_time(timed: TimedJob, last: datetime | None, now: datetime) -> datetime | None:
    """The newest time of the trigger that has come since `last` and counts by its rule."""
    if last is None:
        return now if timed.first else None
    # A time ahead of the clock was written by a clock that was wrong; it must not silence the job until then.
    at: datetime | None = None
    following = next_time(timed, min(last, now))
    for _ in range(_MOST):
        if following is None or following > now:
            break
        at, following = following, next_time(timed, following)
    if at is None:
        return None
    is_stale = timed.missed is Missed.SKIP and now - at > timed.grace
    return None if is_stale else at


def next_time(timed: TimedJob, after: datetime) -> datetime | None:
    """The trigger's first time after that one; None when there is none.

    A wall time that the end of summer time brings twice counts once. For what is due every hour there are
    intervals.
    """
    found: datetime | None = timed.trigger.get_next_fire_time(after, after)
    if found is not None and found.fold and _wall_clock(found) == _wall_clock(after.astimezone(found.tzinfo)):
        found = timed.trigger.get_next_fire_time(found, found)
    return found


def _wall_clock(at: datetime) -> datetime:
    return at.replace(tzinfo=None, fold=0)
