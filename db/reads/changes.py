"""The change feed: the log of events as people read it, with headlines before and after, newest first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from db.archive.event_log import EventKind
from db.engine.dialects import chunks
from db.schema.tables import article, event, revision
from seedwatch.core.chinese.folding import fold_chars

#: What happened to articles and sites after they were stored.
NEWS = (EventKind.HEADLINE, EventKind.REVISED, EventKind.GONE, EventKind.BACK, EventKind.REDESIGN)
#: Events read from the database at a time.
STEP = 500


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """An event with its article. before, after: its headline around a revision, else both the present one.

    A redesign has no article: `url` is its site, `source_id` its source.
    """

    id: int
    at: datetime
    kind: str
    article_id: int | None
    url: str
    source_id: str
    before: str
    after: str
    detail: Mapping[str, Any]


def change_feed(
    conn: Connection,
    *,
    kinds: Collection[EventKind] = NEWS,
    since: datetime | None = None,
    words: Sequence[str] = (),
    limit: int = 50,
) -> tuple[ChangeEntry, ...]:
    """Newest first. words: all stand in the headlines, the address or the source, in either script."""
    folded_words = [fold_chars(word) for word in words]
    found = (each for each in _stream(conn, _statement(kinds, since)) if _contains_all(each, folded_words))
    return tuple(islice(found, limit))


def _statement(kinds: Collection[EventKind], since: datetime | None) -> Select[Any]:
    statement = (
        select(event, article.c.title, article.c.url, article.c.source_id)
        .outerjoin(article, article.c.id == event.c.article_id)
        .where(event.c.kind.in_([kind.value for kind in kinds]))
        .order_by(event.c.id.desc())
        .limit(STEP)
    )
    return statement if since is None else statement.where(event.c.at >= since)


def _stream(conn: Connection, statement: Select[Any]) -> Iterator[ChangeEntry]:
    rows = conn.execute(statement).all()
    while rows:
        titles = _titles(conn, [row.article_id for row in rows if "to" in row.detail])
        yield from (_past(row, titles) for row in rows)
        rows = conn.execute(statement.where(event.c.id < rows[-1].id)).all()


def _titles(conn: Connection, ids: Sequence[int]) -> dict[tuple[int, int], str]:
    statement = select(revision.c.article_id, revision.c.number, revision.c.title)
    return {
        (row.article_id, row.number): row.title
        for part in chunks(set(ids))
        for row in conn.execute(statement.where(revision.c.article_id.in_(part)))
    }


def _past(row: Row[Any], titles: Mapping[tuple[int, int], str]) -> ChangeEntry:
    title = row.title or ""
    return ChangeEntry(
        id=row.id,
        at=row.at,
        kind=row.kind,
        article_id=row.article_id,
        url=row.url or row.detail.get("site", ""),
        source_id=row.source_id or row.detail.get("source", ""),
        before=titles.get((row.article_id, row.detail.get("from", 0)), title),
        after=titles.get((row.article_id, row.detail.get("to", 0)), title),
        detail=row.detail,
    )


def _contains_all(past: ChangeEntry, folded_words: Sequence[str]) -> bool:
    place = fold_chars("\n".join((past.before, past.after, past.url, past.source_id)))
    return all(word in place for word in folded_words)
