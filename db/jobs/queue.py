"""The one table of jobs: added once, claimed by one process at a time, taken over when it dies.

A claim is a lease with a fencing number. Whoever claims gets a higher number than all before, and every later
statement of a worker carries its own: one that was stopped for longer than its lease changes nothing when it
comes back. Claiming is one statement with the state in its condition, so that it needs no lock of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, case, func, insert, or_, select, update

from db.engine.dialects import insert_into
from db.schema.job_tables import OPEN_AND_NAMED, job
from seedwatch.core.model.job import OPEN, Claim, Job, JobState, NewJob, Owner

#: Times a job is started before it is given up.
ATTEMPTS = 3
#: A worker renews three times within one.
LEASE = timedelta(seconds=60)
#: A lease further off than this was written by a clock that was wrong, and counts as lapsed.
_LONGEST = 10 * LEASE
_OPEN = tuple(state.value for state in sorted(OPEN))


def add_job(conn: Connection, new: NewJob, at: datetime) -> int | None:
    """Add a job. None: one of its kind and unique key is open already.

    Returns its id.
    """
    values = {
        "kind": new.kind,
        "args": dict(new.args),
        "unique_key": new.unique_key,
        "due": new.due,
        "priority": int(new.priority),
        "state": JobState.WAITING.value,
        "created_at": at,
    }
    if not new.unique_key:
        return int(conn.execute(insert(job).values(values).returning(job.c.id)).scalar_one())
    add = insert_into(conn, job).values(values)
    once = add.on_conflict_do_nothing(
        index_elements=["kind", "unique_key"],
        index_where=OPEN_AND_NAMED,
    )
    added = conn.execute(once.returning(job.c.id)).scalar()
    return None if added is None else int(added)


def claim_job(
    conn: Connection,
    now: datetime,
    owner: Owner,
    kinds: Collection[str],
    *,
    lease: timedelta = LEASE,
) -> Job | None:
    """Take the most urgent job of these kinds that is due or whose lease lapsed; None when there is none."""
    give_up(conn, now)
    free = _free(now)
    first = (
        select(job.c.id)
        .where(free, job.c.kind.in_(list(kinds)))
        .order_by(job.c.priority.desc(), job.c.due, job.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)  # says nothing on SQLite, where writers come one at a time
        .scalar_subquery()
    )
    claimed = (
        update(job)
        .where(job.c.id == first, free)
        .values(
            state=JobState.RUNNING.value,
            lease_until=now + lease,
            lease_owner=str(owner),
            started_at=now,
            attempts=job.c.attempts + 1,
            fence=job.c.fence + 1,
        )
        .returning(job)
    )
    row = conn.execute(claimed).one_or_none()
    return None if row is None else _job(row)


def renew_claim(conn: Connection, claim: Claim, now: datetime, lease: timedelta = LEASE) -> bool:
    """Hold a claimed job for longer; False when another has taken it over."""
    mine = update(job).where(is_current(claim)).values(lease_until=now + lease)
    return conn.execute(mine).rowcount == 1


def hand_claim(conn: Connection, claim: Claim, owner: Owner) -> bool:
    """Name the process that does the work in place of the one that claimed it; False as in `renew_claim`."""
    return conn.execute(update(job).where(is_current(claim)).values(lease_owner=str(owner))).rowcount == 1


def is_still_claimed(conn: Connection, claim: Claim) -> bool:
    """Whether a claim still counts: asked within the transaction that writes the work down."""
    return conn.execute(select(job.c.id).where(is_current(claim))).one_or_none() is not None


def finish_job(
    conn: Connection, claim: Claim, at: datetime, *, reason: str = "", result: Mapping[str, Any] | None = None
) -> bool:
    """Close a claimed job well; False, and nothing written, when another has taken it over."""
    return _close(conn, claim, JobState.DONE, at, reason, result)


def fail_job(conn: Connection, claim: Claim, at: datetime, reason: str, again_at: datetime | None) -> bool:
    """Close an attempt that failed: the job waits until `again_at`, or is given up (None, or tried enough)."""
    if again_at is None:
        return _close(conn, claim, JobState.FAILED, at, reason, None)
    spent = job.c.attempts >= ATTEMPTS
    values = {
        "state": case((spent, JobState.FAILED.value), else_=JobState.WAITING.value),
        "finished_at": case((spent, at)),
        "due": again_at,
        "reason": reason,
        "lease_until": None,
        "lease_owner": "",
    }
    return conn.execute(update(job).where(is_current(claim)).values(values)).rowcount == 1


def bury_job(conn: Connection, claim: Claim, at: datetime, reason: str) -> bool:
    """Close a job that can never be done. Named in `seedwatch status`; nothing tries it again."""
    return _close(conn, claim, JobState.DEAD, at, reason, None)


def return_job(conn: Connection, claim: Claim) -> bool:
    """Give a claimed job back undone, as if it had not been claimed: its worker was told to stop."""
    values = {
        "state": JobState.WAITING.value,
        "lease_until": None,
        "lease_owner": "",
        "attempts": job.c.attempts - 1,
    }
    return conn.execute(update(job).where(is_current(claim)).values(values)).rowcount == 1


def cancel_job(conn: Connection, job_id: int, at: datetime, reason: str) -> bool:
    """Close a job that waits; False when it runs or has ended."""
    waits = and_(job.c.id == job_id, job.c.state == JobState.WAITING.value)
    values = {"state": JobState.FAILED.value, "finished_at": at, "reason": reason}
    return conn.execute(update(job).where(waits).values(values)).rowcount == 1


def release_dead(conn: Connection, now: datetime, host: str, is_alive: Callable[[Owner], bool]) -> int:
    """Let the leases of this machine's dead processes lapse at once; the number of jobs it freed.

    Leases of other machines lapse by themselves: nothing here can tell whether their owner lives.
    """
    names = select(job.c.lease_owner).where(job.c.state == JobState.RUNNING.value).distinct()
    dead = [
        name
        for name in conn.execute(names).scalars()
        if (owner := Owner.read(name)) is not None and owner.host == host and not is_alive(owner)
    ]
    if not dead:
        return 0
    theirs = and_(job.c.state == JobState.RUNNING.value, job.c.lease_owner.in_(dead))
    return conn.execute(update(job).where(theirs).values(lease_until=now)).rowcount


def give_up(conn: Connection, now: datetime) -> int:
    """Close the jobs that ended their workers as often as a job may; their number."""
    spent = and_(_lapsed(now), job.c.attempts >= ATTEMPTS)
    values = {
        "state": JobState.FAILED.value,
        "finished_at": now,
        "lease_until": None,
        "lease_owner": "",
        "reason": f"given up: {ATTEMPTS} attempts ended without a word",
    }
    return conn.execute(update(job).where(spent).values(values)).rowcount


def get_job(conn: Connection, job_id: int) -> Job | None:
    row = conn.execute(select(job).where(job.c.id == job_id)).one_or_none()
    return None if row is None else _job(row)


def list_jobs(
    conn: Connection, *, states: Collection[JobState] = (), kinds: Collection[str] = (), limit: int = 100
) -> tuple[Job, ...]:
    """The newest first."""
    return _jobs(conn, _narrowed(states, kinds).order_by(job.c.id.desc()).limit(limit))


def coming_jobs(conn: Connection, limit: int = 100) -> tuple[Job, ...]:
    """Open jobs in the order in which they are claimed, running ones first."""
    running = case((job.c.state == JobState.RUNNING.value, 0), else_=1)
    order = (running, job.c.priority.desc(), job.c.due, job.c.id)
    return _jobs(conn, _narrowed(OPEN, ()).order_by(*order).limit(limit))


def last_due(conn: Connection, kind: str) -> datetime | None:
    """When the last job of a kind was due, whatever became of it; None when there was none."""
    found: datetime | None = conn.execute(select(func.max(job.c.due)).where(job.c.kind == kind)).scalar()
    return found


def waiting_kinds(conn: Connection, now: datetime) -> frozenset[str]:
    """Kinds of which a job could be claimed now: a cheap look, without a writer's turn."""
    return frozenset(conn.execute(select(job.c.kind).where(_free(now)).distinct()).scalars())


def foreign_kinds(conn: Connection, known: Collection[str]) -> tuple[str, ...]:
    """Kinds of open jobs that this version does not know: left alone, and named."""
    statement = select(job.c.kind).where(job.c.state.in_(_OPEN)).distinct().order_by(job.c.kind)
    return tuple(kind for kind in conn.execute(statement).scalars() if kind not in known)


def is_current(claim: Claim) -> Any:
    """The condition under which a worker's statement counts."""
    return and_(job.c.id == claim.job_id, job.c.fence == claim.fence, job.c.state == JobState.RUNNING.value)


def _close(
    conn: Connection,
    claim: Claim,
    state: JobState,
    at: datetime,
    reason: str,
    result: Mapping[str, Any] | None,
) -> bool:
    values = {
        "state": state.value,
        "finished_at": at,
        "lease_until": None,
        "lease_owner": "",
        "reason": reason,
        "result": None if result is None else dict(result),
    }
    return conn.execute(update(job).where(is_current(claim)).values(values)).rowcount == 1


def _free(now: datetime) -> Any:
    waits = and_(job.c.state == JobState.WAITING.value, job.c.due <= now)
    return or_(waits, _lapsed(now))


def _lapsed(now: datetime) -> Any:
    over = or_(job.c.lease_until <= now, job.c.lease_until > now + _LONGEST)
    return and_(job.c.state == JobState.RUNNING.value, over)


def _narrowed(states: Collection[JobState], kinds: Collection[str]) -> Select[Any]:
    statement = select(job)
    if states:
        statement = statement.where(job.c.state.in_([state.value for state in sorted(states)]))
    return statement.where(job.c.kind.in_(list(kinds))) if kinds else statement


def _jobs(conn: Connection, statement: Select[Any]) -> tuple[Job, ...]:
    rows: Sequence[Row[Any]] = conn.execute(statement).all()
    return tuple(_job(row) for row in rows)


def _job(row: Row[Any]) -> Job:
    return Job(
        id=row.id,
        kind=row.kind,
        args=row.args,
        unique_key=row.unique_key,
        due=row.due,
        priority=row.priority,
        state=JobState(row.state),
        attempts=row.attempts,
        fence=row.fence,
        created_at=row.created_at,
        owner=Owner.read(row.lease_owner),
        lease_until=row.lease_until,
        started_at=row.started_at,
        finished_at=row.finished_at,
        reason=row.reason,
        result=row.result,
    )
