"""Where things stand: who works, what runs now, what comes next, what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from db.jobs.owners import is_alive
from db.jobs.queue import coming_jobs, last_due, list_jobs
from db.jobs.runs import RunRecord, list_runs
from db.jobs.workers import WorkerRecord, list_workers
from db.sources.feeds import coming_feeds, due_feeds
from seedwatch.core.model.job import Job, JobState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.sources.feeds import ComingFeed
    from scheduler.timed import TimedJob

#: Jobs that ended badly, of which the newest are named.
_BAD = (JobState.DEAD, JobState.FAILED)


@dataclass(frozen=True, slots=True)
class NextTime:
    """When a timed job comes next."""

    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Status:
    """schedulers: those that live. running, waiting: jobs. foreign: of them, kinds this version does not know.

    due: feeds whose time has come; coming: the next ones. bad: jobs that failed or can never be done.
    """

    at: datetime
    schedulers: tuple[WorkerRecord, ...]
    running: tuple[Job, ...]
    waiting: tuple[Job, ...]
    due: int
    coming: tuple[ComingFeed, ...]
    times: tuple[NextTime, ...]
    bad: tuple[Job, ...]
    last_run: RunRecord | None


def status(conn: Connection, now: datetime, timed: Sequence[TimedJob], bad: int = 5) -> Status:
    """bad: how many jobs that ended badly are named, the newest."""
    from scheduler.timed import next_time

    jobs = coming_jobs(conn)
    nexts = [(each.kind, next_time(each, max(now, last_due(conn, each.kind) or now))) for each in timed]
    return Status(
        at=now,
        schedulers=tuple(each for each in list_workers(conn, now) if is_alive(each.owner)),
        running=tuple(each for each in jobs if each.state is JobState.RUNNING),
        waiting=tuple(each for each in jobs if each.state is JobState.WAITING),
        due=len(due_feeds(conn, now, free=True)),
        coming=coming_feeds(conn, now),
        times=tuple(NextTime(kind, at) for kind, at in nexts if at is not None),
        bad=list_jobs(conn, states=_BAD, limit=bad),
        last_run=next(iter(list_runs(conn, 1)), None),
    )
