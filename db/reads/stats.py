"""How much the database holds."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, func, select, text

from db.archive.tags import TagDecision
from db.migrations import current_version
from db.reads.records import Stats
from db.schema.tables import address, article, event, feed, raw_page, revision, run, source, tag


def stats(conn: Connection) -> Stats:
    """What the database holds now."""
    seen = conn.execute(_span(article.c.first_seen, article.c.last_seen)).one()
    return Stats(
        version=current_version(conn) or "",
        size=_size(conn),
        articles=_count(conn, article),
        copies=_count(conn, article, article.c.copy_of.is_not(None)),
        undated=_count(conn, article, article.c.undated),
        revisions=_count(conn, revision),
        tags=_count(conn, tag, tag.c.valid_to.is_(None), tag.c.verdict != TagDecision.REMOVED.value),
        events=_count(conn, event),
        addresses=_count(conn, address),
        sources=_count(conn, source, source.c.enabled),
        feeds=_count(conn, feed, feed.c.declared),
        runs=_count(conn, run),
        raw_pages=_count(conn, raw_page),
        kept_bytes=int(conn.execute(select(func.coalesce(func.sum(raw_page.c.length), 0))).scalar_one()),
        first_seen=seen.first,
        last_seen=seen.last,
        languages=_languages(conn),
    )


def _span(first: Column[Any], last: Column[Any]) -> Select[Any]:
    return select(
        func.min(first, type_=first.type).label("first"), func.max(last, type_=last.type).label("last")
    )


def _count(conn: Connection, table: Table, *where: Any) -> int:
    return int(conn.execute(select(func.count()).select_from(table).where(*where)).scalar_one())


def _languages(conn: Connection) -> MappingProxyType[str, int]:
    statement = select(article.c.language, func.count()).group_by(article.c.language)
    return MappingProxyType({row[0]: row[1] for row in conn.execute(statement.order_by(func.count().desc()))})


def _size(conn: Connection) -> int:
    if conn.dialect.name == "sqlite":
        measure = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    else:
        measure = "SELECT pg_database_size(current_database())"
    return int(conn.execute(text(measure)).scalar_one())
