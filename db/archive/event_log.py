"""The log of what happened to articles. It is only ever appended to: triggers refuse the rest.

Details name rows and numbers, never words of an article, so that an article can be erased without
rewriting the log; headlines are read from the revisions that an event names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select

from db.schema.tables import event


class EventKind(StrEnum):
    STORED = "stored"
    COPY = "copy"  # joined an earlier article: copy_of, kind
    ORIGINAL = "original"  # took its cluster over from another: instead_of
    REVISED = "revised"  # text changed: from, to (revision numbers)
    HEADLINE = "headline"  # title changed: from, to (revision numbers)
    GONE = "gone"  # its address answered 404 or 410
    BACK = "back"  # ... and later with the article again
    MERGED = "merged"  # the same article as another, by their addresses: into
    TAGGED = "tagged"  # theme, verdict
    UNTAGGED = "untagged"
    RELEASED = "released"  # text expired by the source's terms or the page's signals: revisions
    REDESIGN = "redesign"  # a site's pages changed their shape: site, source, what
    ERASED = "forgotten"  # everything removed on request; of a source: its id


@dataclass(frozen=True, slots=True)
class EventRecord:
    id: int
    at: datetime
    kind: str
    article_id: int | None
    detail: Mapping[str, Any]


_ADD = insert(event)


def append(
    conn: Connection, at: datetime, kind: EventKind, article_id: int | None, detail: Mapping[str, Any]
) -> None:
    values = {"at": at, "kind": kind.value, "article_id": article_id, "detail": dict(detail)}
    conn.execute(_ADD, values)


def list_events(
    conn: Connection,
    *,
    kinds: Sequence[EventKind] = (),
    article_id: int | None = None,
    after_id: int = 0,
    limit: int = 100,
) -> tuple[EventRecord, ...]:
    """Oldest first, after the event `after_id`: a reader that keeps the last id sees each event once."""
    statement = select(event).where(event.c.id > after_id).order_by(event.c.id).limit(limit)
    if kinds:
        statement = statement.where(event.c.kind.in_([kind.value for kind in kinds]))
    if article_id is not None:
        statement = statement.where(event.c.article_id == article_id)
    rows = conn.execute(statement).all()
    return tuple(EventRecord(row.id, row.at, row.kind, row.article_id, row.detail) for row in rows)
