"""Leases of feeds: of two crawls, one visits a feed; a dead crawl's feeds are free again at once.

A lease names the process that holds it. It ends with the visit, with its time, or with its process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select, update

from db.engine.dialects import chunks
from db.schema.tables import feed, host
from db.sources.feeds import due_feeds
from db.sources.hosts import is_lapsed, release_hosts
from seedwatch.core.model.job import Owner
from seedwatch.core.model.source import DueFeed


def claim_feeds(
    conn: Connection,
    now: datetime,
    owner: Owner,
    until: datetime,
    *,
    source_ids: Sequence[str] = (),
    catalogues: Sequence[str] | None = None,
    themes: Sequence[str] = (),
    force: bool = False,
    limit: int | None = None,
    urgent: bool = False,
) -> tuple[DueFeed, ...]:
    """The feeds that `due_feeds` names and nobody else holds, held by `owner` until then.

    limit: no more than so many, the longest waiting. urgent: the feeds that others hold are named too, and
    stay theirs: somebody waits for what is in them now, and their visit is noted by whoever holds them.
    """
    due = due_feeds(
        conn,
        now,
        source_ids=source_ids,
        catalogues=catalogues,
        themes=themes,
        force=force,
        free=not urgent,
        limit=limit,
    )
    leased = lease_feeds(conn, due, now, owner, until)
    return due if urgent else leased


def lease_feeds(
    conn: Connection, feeds: Sequence[DueFeed], now: datetime, owner: Owner, until: datetime
) -> tuple[DueFeed, ...]:
    """Those of these feeds that nobody else holds, held by `owner` until then."""
    leased: set[int] = set()
    free = is_lapsed(feed.c.lease_until, now)
    for ids in chunks([each.feed_id for each in feeds]):
        mine = update(feed).where(feed.c.id.in_(ids), free).values(lease_owner=str(owner), lease_until=until)
        leased.update(conn.execute(mine.returning(feed.c.id)).scalars())
    return tuple(each for each in feeds if each.feed_id in leased)


def renew_feeds(conn: Connection, owner: Owner, until: datetime) -> int:
    """Hold the feeds that `owner` still holds for longer; their number."""
    return conn.execute(update(feed).where(_of(owner)).values(lease_until=until)).rowcount


def release_leases(conn: Connection, now: datetime, owner: Owner) -> int:
    """Give back every feed and host that `owner` holds; their number. The feeds are due as they were."""
    feeds = update(feed).where(_of(owner)).values(lease_owner="", lease_until=None)
    return conn.execute(feeds).rowcount + release_hosts(conn, now, (str(owner),))


def release_dead_leases(conn: Connection, now: datetime, name: str, is_alive: Callable[[Owner], bool]) -> int:
    """Free the feeds and hosts that dead processes of this machine held; their number.

    name: of this machine. A host is free after its crawl delay, as its last request may just have been sent.
    """
    leased = select(feed.c.lease_owner).where(feed.c.lease_owner != "").distinct()
    taken = select(host.c.lease_owner).where(host.c.lease_owner != "").distinct()
    names = set(conn.execute(leased).scalars()) | set(conn.execute(taken).scalars())
    dead = [each for each in names if _is_dead(each, name, is_alive)]
    if not dead:
        return 0
    feeds = update(feed).where(feed.c.lease_owner.in_(dead)).values(lease_owner="", lease_until=None)
    return conn.execute(feeds).rowcount + release_hosts(conn, now, dead)


def _is_dead(text: str, name: str, is_alive: Callable[[Owner], bool]) -> bool:
    owner = Owner.read(text)
    return owner is not None and owner.host == name and not is_alive(owner)


def _of(owner: Owner) -> ColumnElement[bool]:
    return feed.c.lease_owner == str(owner)
