"""Texts that a source's terms, or a page's own signals, let us keep no longer expire by themselves.

What stays is title, lead and link. The daily maintenance calls `keep_within_terms`; the store calls
`expire_texts` when a known page begins to say noarchive.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, or_, select, update

from db.archive import event_log
from db.archive.event_log import EventKind
from db.archive.raw_pages import RawPage, pages_where
from db.engine.database import Database
from db.engine.dialects import chunks, erase_on_disk
from db.schema.tables import article, fingerprint_key, raw_page, revision
from db.search.index import index_stored, remove
from db.sources.catalogue import lead_only, retentions
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.page import RawRef

#: Articles in one transaction.
STEP = 100


@dataclass(frozen=True, slots=True)
class ExpiredTexts:
    """articles: whose text was let go. pages: kept pages whose bytes were erased."""

    articles: int = 0
    pages: int = 0


NOTHING = ExpiredTexts()


@dataclass(frozen=True, slots=True)
class _Bound:
    """No text of a source that was fetched before."""

    source_id: str
    before: datetime


def keep_within_terms(
    database: Database, now: datetime, erase: Callable[[Sequence[RawRef]], object]
) -> ExpiredTexts:
    """Let go of everything past its source's terms, in short transactions.

    erase: overwrites the bytes of kept pages; called before the database forgets where they are, so that a
    run that breaks off is repeated by the next.
    """
    with database.read() as conn:
        bounds = [_Bound(name, now - timedelta(days=days)) for name, days in retentions(conn).items()]
        bounds += [_Bound(name, now) for name in lead_only(conn)]
        pages = _pages(conn, bounds)
    erase([page.raw for page in pages])
    with database.write() as conn:
        _drop_pages(conn, pages)
    return ExpiredTexts(sum(_expire_all_texts(database, bound, now) for bound in bounds), len(pages))


def _expire_all_texts(database: Database, bound: _Bound, now: datetime) -> int:
    total = 0
    while True:
        with database.write() as conn:
            ids = _late(conn, bound)
            expire_texts(conn, ids, now, before=bound.before)
        total += len(ids)
        if len(ids) < STEP:
            return total


def _late(conn: Connection, bound: _Bound) -> tuple[int, ...]:
    statement = (
        select(revision.c.article_id)
        .join(article, article.c.id == revision.c.article_id)
        .where(article.c.source_id == bound.source_id, _is_kept(bound.before))
        .distinct()
        .order_by(revision.c.article_id)
        .limit(STEP)
    )
    return tuple(int(each) for each in conn.execute(statement).scalars())


def _is_kept(before: datetime | None) -> ColumnElement[bool]:
    kept = or_(revision.c.text != "", revision.c.raw_file.is_not(None))
    return kept if before is None else kept & (revision.c.fetched_at < before)


def expire_texts(
    conn: Connection, article_ids: Sequence[int], at: datetime, *, before: datetime | None = None
) -> None:
    """Let go of the texts of articles, and of what they are found by but title and lead.

    before: only texts fetched earlier; None: all.
    """
    erase_on_disk(conn)
    released: list[int] = []
    for ids in chunks(article_ids):
        mine = revision.c.article_id.in_(ids) & _is_kept(before)
        held = conn.execute(
            select(revision.c.article_id, revision.c.raw_file, revision.c.raw_offset).where(mine)
        )
        rows = held.all()
        released += dict.fromkeys(row.article_id for row in rows)
        _mark_for_erasing(conn, [(row.raw_file, row.raw_offset) for row in rows if row.raw_file])
        blank = {"text": "", "raw_file": None, "raw_offset": None, "raw_length": None}
        conn.execute(update(revision).where(mine).values(**blank))
        conn.execute(delete(fingerprint_key).where(fingerprint_key.c.article_id.in_(ids)))
    for article_id in released:
        if remove(conn, article_id):
            index_stored(conn, article_id)
        event_log.append(conn, at, EventKind.RELEASED, article_id, {})


def _mark_for_erasing(conn: Connection, places: Sequence[tuple[str, int]]) -> None:
    """The bytes are beyond a transaction: the next tidy erases what is marked."""
    for file, start in places:
        mine = (raw_page.c.file == file) & (raw_page.c.start == start)
        conn.execute(update(raw_page).where(mine).values(outcome=Outcome.ERASED.value))


def _pages(conn: Connection, bounds: Sequence[_Bound]) -> tuple[RawPage, ...]:
    """Kept pages past their source's bound, and those marked for erasing."""
    found = pages_where(conn, raw_page.c.outcome == Outcome.ERASED.value)
    for bound in bounds:
        late = (raw_page.c.source_id == bound.source_id) & (raw_page.c.fetched_at < bound.before)
        found += pages_where(conn, late)
    return found


def _drop_pages(conn: Connection, pages: Sequence[RawPage]) -> None:
    for ids in chunks([page.id for page in pages]):
        conn.execute(delete(raw_page).where(raw_page.c.id.in_(ids)))
