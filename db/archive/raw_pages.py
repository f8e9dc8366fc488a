"""Pages kept as they came, by reference into the WARC files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, select

from db.engine.dialects import chunks, insert_into
from db.schema.tables import raw_page
from seedwatch.core.model.page import PageOutcome, RawRef


@dataclass(frozen=True, slots=True)
class RawPage:
    id: int
    raw: RawRef
    url: str
    url_key: str
    source_id: str
    fetched_at: datetime
    outcome: str


def keep(conn: Connection, run_id: int | None, ends: Iterable[PageOutcome]) -> None:
    """Note the kept bytes of pages that have any. Noting the same place again changes nothing."""
    rows = [
        {
            "file": end.raw.file,
            "start": end.raw.offset,
            "length": end.raw.length,
            "url_key": end.ref.key,
            "url": end.ref.url,
            "source_id": end.ref.source_id,
            "fetched_at": end.at,
            "outcome": end.outcome.value,
            "run_id": run_id,
        }
        for end in ends
        if end.raw is not None
    ]
    if rows:
        conn.execute(insert_into(conn, raw_page).on_conflict_do_nothing(), rows)


def raw_pages(
    conn: Connection, *, url_key: str | None = None, after_id: int = 0, limit: int = 1000
) -> tuple[RawPage, ...]:
    """In the order in which they were kept, after the one with `after_id`."""
    statement = select(raw_page).where(raw_page.c.id > after_id).order_by(raw_page.c.id).limit(limit)
    if url_key is not None:
        statement = statement.where(raw_page.c.url_key == url_key)
    return tuple(map(_page, conn.execute(statement)))


def pages_where(conn: Connection, condition: ColumnElement[bool]) -> tuple[RawPage, ...]:
    """The kept pages that a condition on `raw_page` holds for."""
    return tuple(map(_page, conn.execute(select(raw_page).where(condition).order_by(raw_page.c.id))))


def _page(row: Row[Any]) -> RawPage:
    return RawPage(
        id=row.id,
        raw=RawRef(row.file, row.start, row.length),
        url=row.url,
        url_key=row.url_key,
        source_id=row.source_id,
        fetched_at=row.fetched_at,
        outcome=row.outcome,
    )


def raw_files(conn: Connection) -> tuple[tuple[str, datetime, int], ...]:
    """Each file with the time of its newest page and the bytes noted in it, oldest first."""
    newest = func.max(raw_page.c.fetched_at, type_=raw_page.c.fetched_at.type)
    statement = (
        select(raw_page.c.file, newest, func.sum(raw_page.c.length))
        .group_by(raw_page.c.file)
        .order_by(newest, raw_page.c.file)
    )
    return tuple((name, at, int(size)) for name, at, size in conn.execute(statement))


def drop_files(conn: Connection, files: Iterable[str]) -> int:
    """Forget the pages of files that were removed; how many."""
    return sum(
        int(conn.execute(delete(raw_page).where(raw_page.c.file.in_(part))).rowcount)
        for part in chunks(files)
    )
