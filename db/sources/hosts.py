"""What is remembered of a host between crawls: its robots.txt, and how long it is to be left alone.

Cooldowns and turns are kept here and not in a process, so that scheduled and on-demand crawls share them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from db.engine.dialects import chunks, insert_into
from db.schema.tables import host
from seedwatch.core.model.job import Owner

#: Seconds that a host rests after a crawl that died, where its crawl delay is not known.
LEAST_REST = 1.0
#: No lease of a feed or host lasts longer.
LONGEST_LEASE = timedelta(minutes=10)


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


def forget_silence(conn: Connection, since: datetime, names: Iterable[str]) -> None:
    """Nothing is held against hosts that did not answer a crawl without a network.

    since: when it began. names: of the hosts that it asked in vain; they need not rest.
    """
    silent = update(host).where(host.c.robots_at >= since, host.c.robots_status.is_(None))
    conn.execute(silent.values(robots_at=None))
    for part in chunks(names):
        rested = update(host).where(host.c.name.in_(part))
        conn.execute(rested.values(cooldown_until=None, cooldown_reason="", failures=0))


def read_tdm(conn: Connection, name: str) -> tuple[bytes | None, datetime | None]:
    """A host's tdmrep.json as fetched last (None: it has none), and when that was (None: never)."""
    row = conn.execute(select(host.c.tdm_body, host.c.tdm_at).where(host.c.name == name)).one_or_none()
    return (None, None) if row is None else (row.tdm_body, row.tdm_at)


def save_tdm(conn: Connection, name: str, body: bytes | None, at: datetime) -> None:
    _put(conn, name, tdm_body=body, tdm_at=at)


def take_host_lease(
    conn: Connection,
    name: str,
    now: datetime,
    until: datetime,
    owner: Owner | None = None,
    *,
    urgent_until: datetime | None = None,
) -> datetime | None:
    """Take a host for this process until then. None: taken; else the time when it is free again.

    One statement decides, so that of two processes one gets it. owner: who is to be alive for it to last.
    urgent_until: somebody waits. Where the host is taken, its holder is asked to make way (`asked_to_yield`),
    and until then nobody who is not urgent gets it.
    """
    conn.execute(insert_into(conn, host).values(name=name).on_conflict_do_nothing())
    free = is_lapsed(host.c.next_slot, now)
    if urgent_until is None:
        free = and_(free, is_lapsed(host.c.urgent_until, now))
    values = {"next_slot": until, "lease_owner": str(owner or ""), "urgent_until": None}
    taken = conn.execute(update(host).where(host.c.name == name, free).values(values))
    if taken.rowcount == 1:
        return None
    if urgent_until is not None:
        conn.execute(update(host).where(host.c.name == name).values(urgent_until=urgent_until))
    row = conn.execute(select(host.c.next_slot, host.c.urgent_until).where(host.c.name == name)).one()
    times: list[datetime] = [at for at in row if at is not None]
    return max(times)


def keep_host_lease(
    conn: Connection, name: str, until: datetime, owner: Owner, crawl_delay: float = LEAST_REST
) -> bool:
    """Hold a host for longer; False when another has taken it since.

    crawl_delay: seconds after which it is free when this process dies.
    """
    held = update(host).where(_held_by(owner), host.c.name == name)
    return conn.execute(held.values(next_slot=until, lease_delay_s=crawl_delay)).rowcount == 1


def end_host_lease(conn: Connection, name: str, until: datetime, owner: Owner) -> bool:
    """Give a host back: others may ask it from then on, which is one crawl delay after the last request.

    False, and nothing changed, when another has taken it since.
    """
    held = update(host).where(_held_by(owner), host.c.name == name)
    return conn.execute(held.values(next_slot=until, lease_owner="")).rowcount == 1


def asked_to_yield(conn: Connection, owner: Owner, now: datetime) -> tuple[str, ...]:
    """Hosts that `owner` holds and somebody urgent waits for."""
    question = select(host.c.name).where(_held_by(owner), host.c.urgent_until > now).order_by(host.c.name)
    return tuple(conn.execute(question).scalars())


def release_hosts(conn: Connection, now: datetime, owners: Iterable[str]) -> int:
    """Free the hosts that these owners hold; their number.

    Each is free after its crawl delay, as its last request may just have been sent.
    """
    theirs = host.c.lease_owner.in_(list(owners))
    rows = conn.execute(select(host.c.name, host.c.next_slot, host.c.lease_delay_s).where(theirs)).all()
    for row in rows:
        values = {"lease_owner": "", "next_slot": free_at(row.next_slot, now, row.lease_delay_s)}
        conn.execute(update(host).where(host.c.name == row.name).values(values))
    return len(rows)


def is_lapsed(until: ColumnElement[Any], now: datetime) -> ColumnElement[bool]:
    """Whether a time that a lease lasts is over.

    One further off than LONGEST_LEASE was written by a clock that was wrong, and counts as over.
    """
    return or_(until.is_(None), until <= now, until > now + LONGEST_LEASE)


def _held_by(owner: Owner) -> ColumnElement[bool]:
    return host.c.lease_owner == str(owner)


def free_at(until: datetime | None, now: datetime, crawl_delay: float | None) -> datetime:
    """When a host may be asked again whose crawl died; never later than its lease had lasted."""
    rest = now + timedelta(seconds=LEAST_REST if crawl_delay is None else crawl_delay)
    return rest if until is None else min(until, rest)


def _put(conn: Connection, name: str, **values: Any) -> None:
    add = insert_into(conn, host).values(name=name, **values)
    conn.execute(add.on_conflict_do_update(index_elements=["name"], set_=values))
