"""Feeds: which are due, and what the last visit said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from db.schema.tables import feed, feed_visit, source
from db.sources.catalogue import register_ad_hoc
from db.sources.hosts import is_lapsed
from seedwatch.core.fetching.conditional import Move
from seedwatch.core.model.feed import FeedOutcome, FeedVisit
from seedwatch.core.model.job import Owner
from seedwatch.core.model.source import NO_OPTIONS, DueFeed, FeedKind, Source
from seedwatch.core.model.text import Language
from seedwatch.core.redaction import redact

#: Visits that found the feed well.
WELL = frozenset({FeedOutcome.OK, FeedOutcome.NOT_MODIFIED})


def due_feeds(
    conn: Connection,
    now: datetime,
    *,
    source_ids: Sequence[str] = (),
    catalogues: Sequence[str] | None = None,
    themes: Sequence[str] = (),
    force: bool = False,
    free: bool = False,
    limit: int | None = None,
) -> tuple[DueFeed, ...]:
    """The declared feeds of enabled sources whose time has come, longest waiting first.

    source_ids: only these sources; empty: all. catalogues: only sources of these; None: of all. force: whether
    due or not. themes: only feeds that lean to one of them; a feed that names no theme leans as its source does, a
    source that names none leans to all.
    free: only feeds that no crawl holds (`db.sources.leases`). limit: no more than so many.
    """
    statement = _feeds().where(feed.c.declared, source.c.enabled)
    if source_ids:
        statement = statement.where(feed.c.source_id.in_(source_ids))
    if catalogues is not None:
        statement = statement.where(source.c.catalogue.in_(catalogues))
    if free:
        statement = statement.where(is_lapsed(feed.c.lease_until, now))
    # Each of the two follows the index of `next_due` as far as the limit; a query with OR reads all that is due.
    never = statement.where(feed.c.next_due.is_(None))
    parts = (statement,) if force else (never, statement.where(feed.c.next_due <= now))
    only_themes = frozenset(themes)
    found = (
        _due(row)
        for part in parts
        for row in _rows(conn, part, limit, every=not only_themes)
        if not only_themes or _covers(row, only_themes)
    )
    return tuple(islice(found, limit))


def _rows(conn: Connection, statement: Select[Any], limit: int | None, *, every: bool) -> Iterator[Row[Any]]:
    """Of a statement whose rows all count, no more than the limit; of another in parts, as far as they are read."""
    if limit is None:
        yield from conn.execute(statement)
    elif every:
        yield from conn.execute(statement.limit(limit))
    else:
        found = conn.execute(statement, execution_options={"yield_per": max(limit, 100)})
        try:
            yield from found
        finally:
            found.close()


@dataclass(frozen=True, slots=True)
class ComingFeed:
    """A feed that is not due yet."""

    source_id: str
    source_name: str
    url: str
    due: datetime


def coming_feeds(conn: Connection, now: datetime, limit: int = 3) -> tuple[ComingFeed, ...]:
    """The feeds that fall due next, the first first."""
    statement = (
        select(feed.c.source_id, source.c.name, feed.c.url, feed.c.next_due)
        .join(source, source.c.id == feed.c.source_id)
        .where(feed.c.declared, source.c.enabled, source.c.erased_at.is_(None), feed.c.next_due > now)
        .order_by(feed.c.next_due, feed.c.id)
        .limit(limit)
    )
    return tuple(ComingFeed(*row) for row in conn.execute(statement))


def ad_hoc_feeds(conn: Connection, sources: Sequence[Source]) -> tuple[DueFeed, ...]:
    """The feeds of sources that are named for one crawl, with what their servers said last time.

    They get rows for their visits, but no crawl ever finds them due. Erased sources are left out.
    """
    register_ad_hoc(conn, sources)
    statement = _feeds().where(feed.c.source_id.in_([each.id for each in sources]))
    named = {(each.id, spec.url): spec.kind for each in sources for spec in each.feeds}
    rows = conn.execute(statement).all()
    return tuple(
        replace(_due(row), kind=kind) for row in rows if (kind := named.get((row.source_id, row.url)))
    )


def _feeds() -> Select[Any]:
    return (
        select(
            feed,
            source.c.language,
            source.c.zone,
            source.c.crawl_delay_s,
            source.c.interval_s,
            source.c.triage,
            source.c.themes.label("source_themes"),
        )
        .join(source, source.c.id == feed.c.source_id)
        .where(source.c.erased_at.is_(None))
        .order_by(feed.c.next_due.asc().nulls_first(), feed.c.id)
    )


def _covers(row: Row[Any], only_themes: frozenset[str]) -> bool:
    themes = row.themes or row.source_themes
    return not themes or not only_themes.isdisjoint(themes)


def _due(row: Row[Any]) -> DueFeed:
    move = Move(row.moved_to, row.moves)
    return DueFeed(
        feed_id=row.id,
        source_id=row.source_id,
        url=move.target if move.target and move.is_confirmed else row.url,
        kind=FeedKind(row.kind),
        language=Language(row.language),
        zone=row.zone,
        crawl_delay=row.crawl_delay_s,
        etag=row.etag,
        last_modified=row.last_modified,
        body_hash=row.body_hash,
        last_visit=row.last_visit,
        interval=row.interval_s,
        failures=row.failures,
        unchanged=row.unchanged,
        validators_unreliable=row.validators_unreliable,
        triage=row.triage,
        options=row.options or NO_OPTIONS,
    )


def record_visit(
    conn: Connection,
    visit: FeedVisit,
    next_due: datetime,
    *,
    run_id: int | None = None,
    owner: Owner | None = None,
) -> bool:
    """Note how a visit ended and when the next is due; the feed's lease ends with it.

    owner: who held the feed. False, and nothing noted, when another has taken it since.

    A feed that was read gets the validators of this answer, also when it has none; an unchanged one replaces
    only those that came; a failed visit leaves them as they were.
    """
    mine = feed.c.id == visit.feed_id
    if owner is not None:
        mine &= feed.c.lease_owner == str(owner)
    ended = {**_state(visit, next_due), **_validators(visit), **_learnt(conn, visit)}
    if conn.execute(update(feed).where(mine).values(ended)).rowcount == 0:
        return False
    conn.execute(insert(feed_visit).values(**_visit_row(visit, run_id)))
    return True


def _visit_row(visit: FeedVisit, run_id: int | None) -> dict[str, Any]:
    return {
        "feed_id": visit.feed_id,
        "run_id": run_id,
        "at": visit.at,
        "outcome": visit.outcome.value,
        "status": visit.status,
        "entries": visit.entries,
        "fresh": visit.fresh,
        "reason": redact(visit.reason),
    }


def _state(visit: FeedVisit, next_due: datetime) -> dict[str, Any]:
    well = visit.outcome in WELL
    return {
        "next_due": next_due,
        "last_visit": visit.at,
        "last_ok": visit.at if well else feed.c.last_ok,
        "failures": 0 if well else feed.c.failures + 1,
        "last_outcome": visit.outcome.value,
        "last_status": visit.status,
        "last_reason": redact(visit.reason),
        "lease_owner": "",
        "lease_until": None,
    }


def _validators(visit: FeedVisit) -> dict[str, str | None]:
    said = {"etag": visit.etag, "last_modified": visit.last_modified, "body_hash": visit.body_hash}
    if visit.outcome is FeedOutcome.OK:
        return said
    if visit.outcome is FeedOutcome.NOT_MODIFIED:
        return {name: value for name, value in said.items() if value is not None}
    return {}


def _learnt(conn: Connection, visit: FeedVisit) -> dict[str, Any]:
    """What the visit adds to the evidence against a feed's validators, and against its address."""
    row = conn.execute(
        select(feed.c.moved_to, feed.c.moves, feed.c.failures).where(feed.c.id == visit.feed_id)
    ).one()
    move = Move(row.moved_to, row.moves).after(visit, row.failures + 1)
    learnt: dict[str, Any] = {"moved_to": move.target, "moves": move.times}
    if visit.outcome in WELL:
        learnt["unchanged"] = feed.c.unchanged + 1 if visit.status == 304 else 0
    return learnt | ({"validators_unreliable": True} if visit.validators_unreliable else {})
