"""Sources that a command added, kept in the database as a catalogue of their own; and sources switched by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select, update

from db.schema.tables import feed, source
from db.sources.catalogue import sync_sources
from seedwatch.core.model.source import NO_OPTIONS, OWN, FeedKind, FeedSpec, FullText, Source, Terms
from seedwatch.core.model.text import Language


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source by which it may be named. catalogue: which declares it; empty: none does any more."""

    id: str
    name: str
    catalogue: str


def add_own(conn: Connection, sources: Sequence[Source]) -> None:
    """Write sources down that no source file declares; no sync changes them."""
    sync_sources(conn, sources, catalogue=OWN)


def remove_own(conn: Connection, source_id: str) -> bool:
    """No longer visit a source that a command added; its articles stay. False for any other source."""
    mine = (source.c.id == source_id) & (source.c.catalogue == OWN)
    values = {"catalogue": "", "enabled": False, "switched": None, "switch_reason": ""}
    if conn.execute(update(source).where(mine).values(values)).rowcount == 0:
        return False
    conn.execute(update(feed).where(feed.c.source_id == source_id).values(declared=False))
    return True


def switch(conn: Connection, source_id: str, on: bool, reason: str = "") -> bool:
    """Switch a source on or off, whatever its declaration says now or later. False where there is none.

    reason: why, where no person did.
    """
    declared = (source.c.id == source_id) & (source.c.catalogue != "")
    values = {"switched": on, "switch_reason": reason, "enabled": on}
    return conn.execute(update(source).where(declared).values(values)).rowcount == 1


def known_sources(conn: Connection) -> tuple[KnownSource, ...]:
    """Every source that is declared, in order of id."""
    rows = conn.execute(
        select(source.c.id, source.c.name, source.c.catalogue)
        .where(source.c.catalogue != "", source.c.erased_at.is_(None))
        .order_by(source.c.id)
    )
    return tuple(KnownSource(*row) for row in rows)


def own_sources(conn: Connection) -> tuple[Source, ...]:
    """The sources that commands added, in order of id."""
    feeds: dict[str, list[FeedSpec]] = {}
    mine = source.c.catalogue == OWN
    listed = select(feed).join(source, source.c.id == feed.c.source_id).where(mine, feed.c.declared)
    for row in conn.execute(listed.order_by(feed.c.id)):
        spec = FeedSpec(row.url, FeedKind(row.kind), tuple(row.themes), row.options or NO_OPTIONS)
        feeds.setdefault(row.source_id, []).append(spec)
    rows = conn.execute(select(source).where(mine, source.c.erased_at.is_(None)).order_by(source.c.id))
    return tuple(_source(row, tuple(feeds.get(row.id, ()))) for row in rows)


def feed_owners(conn: Connection, urls: Sequence[str]) -> dict[str, str]:
    """Which declared source has a feed at these addresses."""
    rows = conn.execute(select(feed.c.url, feed.c.source_id).where(feed.c.declared, feed.c.url.in_(urls)))
    return {row.url: row.source_id for row in rows}


def _source(row: Row[Any], feeds: tuple[FeedSpec, ...]) -> Source:
    terms: dict[str, Any] = row.terms or {}
    return Source(
        id=row.id,
        name=row.name,
        home=row.home,
        language=Language(row.language),
        zone=row.zone,
        feeds=feeds,
        crawl_delay=row.crawl_delay_s,
        interval=row.interval_s,
        themes=tuple(row.themes),
        enabled=row.enabled,
        grade=row.grade,
        checked=row.checked,
        note=row.note,
        verify_tls=row.verify_tls,
        terms=Terms(**{**terms, "profiles": tuple(terms["profiles"]), "keep": FullText(terms["keep"])})
        if terms
        else Terms(),
        region=row.region,
        owner=row.owner,
        wires=tuple(row.wires),
        primary=row.is_primary,
        triage=row.triage,
    )
