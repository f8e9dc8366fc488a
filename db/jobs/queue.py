"""What the web pages and the command line ask the scheduler to do: crawl this, re-tag this.

A request is claimed for a time (its lease). A worker that dies lets it lapse, and another takes the request
over, up to ATTEMPTS times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, FromClause, Row, and_, insert, or_, select, update

from db.schema.tables import request

ATTEMPTS = 3
LEASE = timedelta(minutes=10)


class RequestState(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """`attempts`: times claimed so far. `lease_until`: None unless claimed."""

    id: int
    kind: str
    args: Mapping[str, Any]
    state: RequestState
    created_at: datetime
    attempts: int
    lease_until: datetime | None
    finished_at: datetime | None
    result: Mapping[str, Any] | None


def add_request(conn: Connection, kind: str, args: Mapping[str, Any], at: datetime) -> int:
    values = {"kind": kind, "args": dict(args), "state": RequestState.WAITING.value, "created_at": at}
    return int(conn.execute(insert(request).values(values).returning(request.c.id)).scalar_one())


def claim_request(
    conn: Connection, now: datetime, who: str, *, kinds: Sequence[str] = (), lease: timedelta = LEASE
) -> RequestRecord | None:
    """Take the oldest request that waits or whose lease lapsed; None when there is none.

    who: name of the worker, needed again to renew and to finish. Two workers never get one request, whether
    or not their transactions take turns; on PostgreSQL None may also mean that another takes the last one.
    """
    _give_up(conn, now)
    waiting = request.alias()
    oldest = select(waiting.c.id).where(_free(now, waiting)).order_by(waiting.c.id).limit(1)
    if kinds:
        oldest = oldest.where(waiting.c.kind.in_(kinds))
    # One statement. The state stands in its condition once more, so that a row which another worker took
    # between the choice and the change is left to him; PostgreSQL passes over rows that are being taken.
    claimed = (
        update(request)
        .where(request.c.id == oldest.with_for_update(skip_locked=True).scalar_subquery(), _free(now))
        .values(
            state=RequestState.CLAIMED.value,
            lease_until=now + lease,
            claimed_by=who,
            attempts=request.c.attempts + 1,
        )
        .returning(request)
    )
    found = conn.execute(claimed).one_or_none()
    return None if found is None else _record(found)


def renew_request(
    conn: Connection, request_id: int, now: datetime, who: str, lease: timedelta = LEASE
) -> bool:
    """Hold a claimed request for longer; False when another has taken it over."""
    mine = update(request).where(_held(request_id, who)).values(lease_until=now + lease)
    return conn.execute(mine).rowcount == 1


def finish_request(
    conn: Connection,
    request_id: int,
    at: datetime,
    who: str,
    *,
    ok: bool = True,
    result: Mapping[str, Any] | None = None,
) -> bool:
    """Close a claimed request; False, and nothing written, when another has taken it over."""
    state = RequestState.DONE if ok else RequestState.FAILED
    values = {"state": state.value, "finished_at": at, "lease_until": None, "result": result}
    return conn.execute(update(request).where(_held(request_id, who)).values(values)).rowcount == 1


def list_requests(
    conn: Connection, *, states: Sequence[RequestState] = (), limit: int = 100
) -> tuple[RequestRecord, ...]:
    """The newest first."""
    question = select(request).order_by(request.c.id.desc()).limit(limit)
    if states:
        question = question.where(request.c.state.in_([state.value for state in states]))
    return tuple(_record(row) for row in conn.execute(question))


def _free(now: datetime, table: FromClause = request) -> Any:
    lapsed = and_(table.c.state == RequestState.CLAIMED.value, table.c.lease_until <= now)
    return or_(table.c.state == RequestState.WAITING.value, lapsed)


def _held(request_id: int, who: str) -> Any:
    return and_(
        request.c.id == request_id, request.c.state == RequestState.CLAIMED.value, request.c.claimed_by == who
    )


def _give_up(conn: Connection, now: datetime) -> None:
    spent = and_(_free(now), request.c.attempts >= ATTEMPTS)
    result = {"reason": f"given up after {ATTEMPTS} attempts"}
    values = {"state": RequestState.FAILED.value, "finished_at": now, "lease_until": None, "result": result}
    conn.execute(update(request).where(spent).values(values))


def _record(row: Row[Any]) -> RequestRecord:
    return RequestRecord(
        id=row.id,
        kind=row.kind,
        args=row.args,
        state=RequestState(row.state),
        created_at=row.created_at,
        attempts=row.attempts,
        lease_until=row.lease_until,
        finished_at=row.finished_at,
        result=row.result,
    )
