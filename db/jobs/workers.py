"""Who works: schedulers and other lasting processes, each with a heartbeat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from db.engine.dialects import insert_into
from db.schema.job_tables import worker
from seedwatch.core.model.job import Owner

#: Seconds between two heartbeats.
BEAT = 15.0
#: One that has not been seen for so long is gone.
SILENCE = timedelta(seconds=4 * BEAT)


@dataclass(frozen=True, slots=True)
class WorkerRecord:
    """role: "scheduler" or the like. seen_at: its last heartbeat."""

    owner: Owner
    role: str
    started_at: datetime
    seen_at: datetime


def beat(conn: Connection, owner: Owner, role: str, now: datetime) -> None:
    """Note that a worker lives; the first time also since when. Forgets those long gone."""
    add = insert_into(conn, worker).values(owner=str(owner), role=role, started_at=now, seen_at=now)
    conn.execute(add.on_conflict_do_update(index_elements=["owner"], set_={"seen_at": now}))
    conn.execute(delete(worker).where(worker.c.seen_at < now - 10 * SILENCE))


def leave(conn: Connection, owner: Owner) -> None:
    conn.execute(delete(worker).where(worker.c.owner == str(owner)))


def list_workers(conn: Connection, now: datetime) -> tuple[WorkerRecord, ...]:
    """Those that were seen lately, the oldest first. Whether one on this machine lives, `owners` can tell."""
    rows = conn.execute(
        select(worker).where(worker.c.seen_at > now - SILENCE).order_by(worker.c.started_at, worker.c.owner)
    )
    found = ((Owner.read(row.owner), row) for row in rows)
    return tuple(
        WorkerRecord(owner, row.role, row.started_at, row.seen_at)
        for owner, row in found
        if owner is not None
    )
