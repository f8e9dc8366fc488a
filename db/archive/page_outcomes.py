"""How pages ended: each page has one end in a run, and the ends add up to the pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, select, update

from db.archive import event_log, layouts, raw_pages, rechecks
from db.archive.addresses import write_addresses
from db.archive.event_log import EventKind
from db.engine.dialects import Upsert, insert_for
from db.engine.rows import row_of
from db.schema.tables import address, article, outcome
from seedwatch.core.model.outcome import FINAL, Outcome
from seedwatch.core.model.page import PageOutcome
from seedwatch.core.redaction import redact

NOT_MODIFIED = 304


def record_outcome(conn: Connection, run_id: int, end: PageOutcome) -> None:
    """Note how one page ended; see `record_outcomes`."""
    record_outcomes(conn, run_id, (end,))


def record_outcomes(conn: Connection, run_id: int, ends: Sequence[PageOutcome]) -> None:
    """Note how pages ended, one row per run and address (the last end counts), with the bytes kept of them.

    A final outcome makes the address known. GONE marks the article that the address led to.
    """
    if not ends:
        return
    _write_outcomes(conn, run_id, ends)
    write_addresses(conn, [_end_address(end) for end in ends if end.outcome in FINAL])
    raw_pages.keep(conn, run_id, ends)
    layouts.keep(conn, ends)
    rechecks.schedule(conn, ends)
    for end in ends:
        if end.outcome is Outcome.GONE:
            _mark_gone(conn, end)
        elif end.outcome is Outcome.UNCHANGED and end.status == NOT_MODIFIED:
            _mark_seen(conn, end)


def feeds_with_skipped(conn: Connection) -> frozenset[int]:
    """Feeds with entries that no theme wanted when they were listed."""
    skipped = outcome.c.outcome == Outcome.SKIPPED.value
    question = select(outcome.c.feed_id).where(skipped, outcome.c.feed_id.is_not(None)).distinct()
    return frozenset(conn.execute(question).scalars())


def _mark_gone(conn: Connection, end: PageOutcome) -> None:
    led_to = select(address.c.article_id).where(address.c.url_key == end.ref.key).scalar_subquery()
    gone = (
        update(article)
        .where(article.c.id == led_to, article.c.gone_at.is_(None))
        .values(gone_at=end.at)
        .returning(article.c.id)
    )
    for article_id in conn.execute(gone).scalars().all():
        event_log.append(conn, end.at, EventKind.GONE, article_id, {"status": end.status})


def _mark_seen(conn: Connection, end: PageOutcome) -> None:
    """What the store does for a page that came, for one that need not come."""
    mine = article.c.id == end.article_id
    if conn.execute(select(article.c.gone_at).where(mine)).scalar() is not None:
        event_log.append(conn, end.at, EventKind.BACK, end.article_id, {})
    conn.execute(update(article).where(mine).values(last_seen=end.at, gone_at=None))


def _write_outcomes(conn: Connection, run_id: int, ends: Sequence[PageOutcome]) -> None:
    rows = [
        row_of(
            outcome,
            end,
            end.ref,
            end.notes,
            run_id=run_id,
            url_key=end.ref.key,  # tells which page it is where its address is redacted
            url=redact(end.ref.url),
            reason=redact(end.reason),
        )
        for end in ends
    ]
    conn.execute(_upsert(conn.dialect.name), rows)


@cache
def _upsert(dialect: str) -> Upsert:
    add = insert_for(dialect, outcome)
    keys = ("run_id", "url_key")
    changed = {column.name: add.excluded[column.name] for column in outcome.c if column.name not in keys}
    return add.on_conflict_do_update(index_elements=keys, set_=changed)


def _end_address(end: PageOutcome) -> dict[str, Any]:
    return {
        "url_key": end.ref.key,
        "url": end.ref.url,
        "article_id": end.article_id,
        "outcome": end.outcome.value,
        "first_seen": end.at,
        "last_seen": end.at,
    }
