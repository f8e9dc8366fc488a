"""What is remembered of a host between crawls: its robots.txt, and how long it is to be left alone.

Cooldowns and turns are kept here and not in a process, so that scheduled and on-demand crawls share them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, or_, select, update

from db.engine.dialects import insert_into
from db.schema.tables import host
from seedwatch.core.model.job import Owner

#: Seconds that a host rests after a crawl that died, where its crawl delay is not known.
LEAST_REST = 1.0


@dataclass(frozen=True, slots=True)
class HostState:
    """One host's row.

    robots_status: HTTP status of its robots.txt; None with `robots_at`: no answer.
    robots_body: at most 500 KiB.
    cooldown_until: nothing is asked before. failures: in a row.
    """

    name: str
    robots_status: int | None = None
    robots_body: bytes | None = None
    robots_at: datetime | None = None
    cooldown_until: datetime | None = None
    cooldown_reason: str = ""
    failures: int = 0


def read_host(conn: Connection, name: str) -> HostState:
    """What is known of a host; an empty state when nothing is."""
    known = host.c
    robots = (known.robots_status, known.robots_body, known.robots_at)
    cooldown = (known.cooldown_until, known.cooldown_reason, known.failures)
    row = conn.execute(select(*robots, *cooldown).where(host.c.name == name)).one_or_none()
    return HostState(name) if row is None else HostState(name, *row)


def save_robots(conn: Connection, name: str, status: int | None, body: bytes | None, at: datetime) -> None:
    _put(conn, name, robots_status=status, robots_body=body, robots_at=at)


def save_cooldown(conn: Connection, name: str, until: datetime | None, reason: str, failures: int) -> None:
    """Leave a host alone until then, or no longer (None)."""
    _put(conn, name, cooldown_until=until, cooldown_reason=reason, failures=failures)


def read_tdm(conn: Connection, name: str) -> tuple[bytes | None, datetime | None]:
    """A host's tdmrep.json as fetched last (None: it has none), and when that was (None: never)."""
    row = conn.execute(select(host.c.tdm_body, host.c.tdm_at).where(host.c.name == name)).one_or_none()
    return (None, None) if row is None else (row.tdm_body, row.tdm_at)


def save_tdm(conn: Connection, name: str, body: bytes | None, at: datetime) -> None:
    _put(conn, name, tdm_body=body, tdm_at=at)


def take_host_lease(
    conn: Connection, name: str, now: datetime, until: datetime, owner: Owner | None = None
) -> datetime | None:
    """Take a host for this process until then. None: taken; else the time when it is free again.

    One statement decides, so that of two processes one gets it. owner: who is to be alive for it to last.
    """
    conn.execute(insert_into(conn, host).values(name=name).on_conflict_do_nothing())
    free = or_(host.c.next_slot.is_(None), host.c.next_slot <= now)
    taken = conn.execute(
        update(host).where(host.c.name == name, free).values(next_slot=until, lease_owner=str(owner or ""))
    )
    if taken.rowcount == 1:
        return None
    free_at: datetime | None = conn.execute(select(host.c.next_slot).where(host.c.name == name)).scalar_one()
    return free_at


def keep_host_lease(conn: Connection, name: str, until: datetime, crawl_delay: float = LEAST_REST) -> None:
    """Hold a host for longer. crawl_delay: seconds after which it is free when this process dies."""
    _put(conn, name, next_slot=until, lease_delay_s=crawl_delay)


def end_host_lease(conn: Connection, name: str, until: datetime) -> None:
    """Give a host back: others may ask it from then on, which is one crawl delay after the last request."""
    _put(conn, name, next_slot=until, lease_owner="")


def free_at(until: datetime | None, now: datetime, crawl_delay: float | None) -> datetime:
    """When a host may be asked again whose crawl died; never later than its lease had lasted."""
    rest = now + timedelta(seconds=LEAST_REST if crawl_delay is None else crawl_delay)
    return rest if until is None else min(until, rest)


def _put(conn: Connection, name: str, **values: Any) -> None:
    add = insert_into(conn, host).values(name=name, **values)
    conn.execute(add.on_conflict_do_update(index_elements=["name"], set_=values))
