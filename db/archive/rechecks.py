"""When the pages of stored articles are asked again. The ages are those of `seedwatch.core.schedule.recheck`.

A visit that failed is not repeated before the next age: an article costs its host four requests at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Connection, delete, func, select, update

from db.engine.dialects import Upsert, chunks, insert_for
from db.schema.tables import article, recheck, source
from seedwatch.core.fetching.urls import url_key
from seedwatch.core.model.outcome import KEPT, Outcome
from seedwatch.core.model.page import PageOutcome
from seedwatch.core.model.source import DueRecheck
from seedwatch.core.schedule.recheck import AGES, next_recheck

#: Re-checks of one run, and of these to one source: 50 at a second each are within a scheduled crawl.
MOST, MOST_OF_SOURCE = 300, 50
#: A scheduler that slept longer than this past the last age leaves an article alone.
GRACE = timedelta(days=1)
_READ = KEPT | {Outcome.UNCHANGED}


def due_rechecks(conn: Connection, now: datetime, limit: int = MOST) -> tuple[DueRecheck, ...]:
    """Pages to be asked again now, of enabled sources, longest waiting first."""
    turn = func.row_number().over(partition_by=article.c.source_id, order_by=(recheck.c.due, article.c.id))
    waiting = (
        select(
            *(recheck.c[name] for name in ("article_id", "url", "etag", "last_modified", "due")),
            article.c.source_id,
            article.c.title,
            source.c.zone,
            source.c.crawl_delay_s,
            turn.label("turn"),
        )
        .join(article, article.c.id == recheck.c.article_id)
        .join(source, source.c.id == article.c.source_id)
        .where(recheck.c.due <= now, article.c.first_seen > now - AGES[-1] - GRACE)
        .where(article.c.erased_at.is_(None), source.c.enabled, source.c.erased_at.is_(None))
        .subquery()
    )
    statement = (
        select(waiting)
        .where(waiting.c.turn <= MOST_OF_SOURCE)
        .order_by(waiting.c.due, waiting.c.article_id)
        .limit(limit)
    )
    return tuple(
        DueRecheck(
            article_id=row.article_id,
            url=row.url,
            url_key=url_key(row.url),
            source_id=row.source_id,
            zone=row.zone,
            crawl_delay=row.crawl_delay_s,
            title=row.title,
            etag=row.etag,
            last_modified=row.last_modified,
        )
        for row in conn.execute(statement)
    )


def has_due(conn: Connection, now: datetime) -> bool:
    """Whether any page is due again; cheaper than asking which."""
    statement = (
        select(recheck.c.article_id)
        .join(article, article.c.id == recheck.c.article_id)
        .join(source, source.c.id == article.c.source_id)
        .where(recheck.c.due <= now, article.c.first_seen > now - AGES[-1] - GRACE)
        .where(article.c.erased_at.is_(None), source.c.enabled, source.c.erased_at.is_(None))
        .limit(1)
    )
    return conn.execute(statement).one_or_none() is not None


def schedule(conn: Connection, ends: Sequence[PageOutcome]) -> None:
    """Set the next time for the articles whose pages ended, with the validators of those that were read."""
    read = {end.article_id: end for end in ends if end.article_id is not None and end.outcome in _READ}
    rechecked = {end.ref.recheck_of: end for end in ends if end.ref.recheck_of is not None}
    born = _first_seen(conn, read.keys() | rechecked.keys())
    due = {each: next_recheck(at, (read.get(each) or rechecked[each]).at) for each, at in born.items()}
    rows = [
        {
            "article_id": each,
            "url": end.ref.url,
            "etag": end.etag,
            "last_modified": end.last_modified,
            "due": due[each],
        }
        for each, end in read.items()
        if due.get(each) is not None
    ]
    if rows:
        conn.execute(_upsert(conn.dialect.name), rows)
    done = [each for each in born if due[each] is None]
    for each, end in rechecked.items():
        if each in read or each in done:
            continue
        if end.outcome in _READ:
            done.append(each)  # its address leads to another article now
        else:
            conn.execute(update(recheck).where(recheck.c.article_id == each).values(due=due.get(each)))
    _drop(conn, done)


def ask_again(conn: Connection, ids: Sequence[int], now: datetime) -> None:
    """These articles' pages are due at once: they could not be asked, as there was no network."""
    for part in chunks(ids):
        conn.execute(update(recheck).where(recheck.c.article_id.in_(part)).values(due=now))


def _first_seen(conn: Connection, ids: set[int]) -> dict[int, datetime]:
    statement = select(article.c.id, article.c.first_seen)
    return {
        row.id: row.first_seen
        for part in chunks(ids)
        for row in conn.execute(statement.where(article.c.id.in_(part)))
    }


def _drop(conn: Connection, ids: Sequence[int]) -> None:
    for part in chunks(ids):
        conn.execute(delete(recheck).where(recheck.c.article_id.in_(part)))


@cache
def _upsert(dialect: str) -> Upsert:
    add = insert_for(dialect, recheck)
    changed = {name: add.excluded[name] for name in ("url", "etag", "last_modified", "due")}
    return add.on_conflict_do_update(index_elements=["article_id"], set_=changed)


def prune(conn: Connection, now: datetime) -> None:
    """Delete re-checks that nobody made: switched off, or of sources that are off."""
    conn.execute(delete(recheck).where(recheck.c.due < now - AGES[-1] - GRACE))
