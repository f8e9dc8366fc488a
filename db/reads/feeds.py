"""What feeds tell: the articles of a search that came in or changed last, and those that were erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from db.reads.export import found_rows
from db.schema.tables import article
from seedwatch.core.chinese.names import Lexicon
from seedwatch.core.model.answer import ArticleQuery, Sort
from seedwatch.core.model.export import ExportRow
from seedwatch.core.search.names import Resolver

#: Pages are asked again for edits for 7 days (seedwatch.core.schedule.recheck): so long an article may change.
RECENT = timedelta(days=14)
#: Articles of a feed, and of one in which little happens.
ENTRIES, AT_LEAST = 100, 30
#: Articles of the last days that are looked at; of more, those published last.
_LOOKED_AT = 2000


def latest_rows(
    conn: Connection,
    query: ArticleQuery,
    now: datetime,
    lexicon: Lexicon | None = None,
    names: Resolver | None = None,
    *,
    texts: bool = False,
) -> list[ExportRow]:
    """What a feed of a search holds, by when it came in or changed, latest first.

    Not by publication: an article that comes in late would stand below what readers have fetched already.
    """
    asked = replace(query, sort=Sort.DATE, cursor=None)
    since = now - RECENT
    recent = replace(asked, seen_since=max(since, asked.seen_since) if asked.seen_since else since)
    found = {
        row.id: row for row in found_rows(conn, recent, now, lexicon, names, texts=texts, most=_LOOKED_AT)
    }
    if len(found) < AT_LEAST:
        older = found_rows(conn, asked, now, lexicon, names, texts=texts, most=AT_LEAST)
        found = {row.id: row for row in older} | found
    return sorted(found.values(), key=lambda row: (_changed(row), row.id), reverse=True)[:ENTRIES]


def _changed(row: ExportRow) -> datetime:
    return max(row.fetched_at, row.edited_at or row.fetched_at)


def erased_lately(conn: Connection, now: datetime, sources: Sequence[str] = ()) -> list[tuple[int, datetime]]:
    """(id, time) of articles that were erased in the last days, of these sources or of all."""
    question = select(article.c.id, article.c.erased_at).where(article.c.erased_at >= now - RECENT)
    if sources:
        question = question.where(article.c.source_id.in_(sources))
    rows = conn.execute(question.order_by(article.c.erased_at.desc(), article.c.id).limit(ENTRIES))
    return [(row.id, row.erased_at) for row in rows]
