"""The table of runs. One whose process is gone has crashed; it is closed by whoever notices, without a code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from db.schema.tables import feed_visit, outcome, run
from seedwatch.core.model.job import Owner
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.redaction import redact_values

#: No run takes longer.
LONGEST_RUN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run as listed.

    exit_code: None: it runs, or it crashed. finished_at: its end; of a crashed run when that was noticed.
    owner: its process; None for runs of earlier versions. feeds: feeds visited.
    """

    id: int
    kind: str
    started_at: datetime
    finished_at: datetime | None
    pid: int
    owner: Owner | None
    args: Mapping[str, Any]
    exit_code: int | None
    outcomes: Mapping[Outcome, int]
    feeds: int


def start_run(
    conn: Connection,
    kind: str,
    at: datetime,
    pid: int,
    args: Mapping[str, Any],
    *,
    owner: Owner | None = None,
    job_id: int | None = None,
) -> int:
    """Begin a run; its id. owner: the process with its machine, so that others can tell whether it lives."""
    values = {"kind": kind, "started_at": at, "pid": pid, "args": redact_values(dict(args))}
    values |= {"owner": str(owner or ""), "job_id": job_id}
    return int(conn.execute(insert(run).values(values).returning(run.c.id)).scalar_one())


def finish_run(conn: Connection, run_id: int, at: datetime, exit_code: int) -> None:
    conn.execute(update(run).where(run.c.id == run_id).values(finished_at=at, exit_code=exit_code))


def close_crashed(
    conn: Connection, now: datetime, host: str, is_alive: Callable[[Owner], bool]
) -> tuple[tuple[int, str], ...]:
    """Close the runs whose process is gone: (id, kind) of each."""
    statement = select(run.c.id, run.c.kind, run.c.owner, run.c.started_at).where(run.c.finished_at.is_(None))
    dead = [
        (row.id, row.kind)
        for row in conn.execute(statement.order_by(run.c.id))
        if has_crashed(Owner.read(row.owner), row.started_at, now, host, is_alive)
    ]
    ids = [each for each, _ in dead]
    conn.execute(update(run).where(run.c.id.in_(ids), run.c.finished_at.is_(None)).values(finished_at=now))
    return tuple(dead)


def has_crashed(
    owner: Owner | None, started_at: datetime, now: datetime, host: str, is_alive: Callable[[Owner], bool]
) -> bool:
    """Whether a run without an end can only have crashed.

    Of a process on this machine the system tells. Of others nothing here can, so they have a day.
    """
    if owner is not None and owner.host == host:
        return not is_alive(owner)
    return now - started_at > LONGEST_RUN


def tally(conn: Connection, run_id: int) -> Mapping[Outcome, int]:
    """Pages by outcome; outcomes without a page are left out."""
    return _tallies(conn, (run_id,)).get(run_id, MappingProxyType({}))


def unfinished(conn: Connection) -> tuple[RunRecord, ...]:
    """Runs without an end, oldest first."""
    return _records(
        conn, conn.execute(select(run).where(run.c.finished_at.is_(None)).order_by(run.c.id)).all()
    )


def list_runs(conn: Connection, limit: int = 20) -> tuple[RunRecord, ...]:
    """The newest first."""
    return _records(conn, conn.execute(select(run).order_by(run.c.id.desc()).limit(limit)).all())


def get_run(conn: Connection, run_id: int) -> RunRecord | None:
    return next(iter(_records(conn, conn.execute(select(run).where(run.c.id == run_id)).all())), None)


def _records(conn: Connection, rows: Iterable[Row[Any]]) -> tuple[RunRecord, ...]:
    found = tuple(rows)
    ids = [row.id for row in found]
    pages, visits = _tallies(conn, ids), _visits(conn, ids)
    return tuple(
        RunRecord(
            id=row.id,
            kind=row.kind,
            started_at=row.started_at,
            finished_at=row.finished_at,
            pid=row.pid,
            owner=Owner.read(row.owner),
            args=row.args,
            exit_code=row.exit_code,
            outcomes=pages.get(row.id, MappingProxyType({})),
            feeds=visits.get(row.id, 0),
        )
        for row in found
    )


def _tallies(conn: Connection, run_ids: Iterable[int]) -> dict[int, Mapping[Outcome, int]]:
    statement = (
        select(outcome.c.run_id, outcome.c.outcome, func.count())
        .where(outcome.c.run_id.in_(list(run_ids)))
        .group_by(outcome.c.run_id, outcome.c.outcome)
        .order_by(func.count().desc(), outcome.c.outcome)
    )
    counts: dict[int, dict[Outcome, int]] = {}
    for run_id, name, number in conn.execute(statement):
        counts.setdefault(run_id, {})[Outcome(name)] = number
    return {run_id: MappingProxyType(each) for run_id, each in counts.items()}


def _visits(conn: Connection, run_ids: Iterable[int]) -> dict[int, int]:
    statement = (
        select(feed_visit.c.run_id, func.count())
        .where(feed_visit.c.run_id.in_(list(run_ids)))
        .group_by(feed_visit.c.run_id)
    )
    return {row[0]: row[1] for row in conn.execute(statement)}
