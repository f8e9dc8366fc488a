"""Which article is a copy of which. A cluster has one original; every other member points at it directly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from db.archive import event_log
from db.archive.event_log import EventKind
from db.schema.tables import article, copy
from seedwatch.core.model.article import CopyKind

_ADD = insert(copy)


@dataclass(frozen=True, slots=True)
class CopyLink:
    """Why an article is a copy. `score`: of seedwatch.core.model.article.CopyMatch; `method`: version of the method."""

    copy_of: int
    kind: CopyKind
    score: float
    method: int


def original_of(conn: Connection, article_id: int) -> int | None:
    """The first article of the cluster: the article itself when it is no copy, None without such a row."""
    statement = select(func.coalesce(article.c.copy_of, article.c.id)).where(article.c.id == article_id)
    found = conn.execute(statement).scalar()
    return None if found is None else int(found)


def add_copy(conn: Connection, article_id: int, link: CopyLink, at: datetime) -> None:
    """Note that a new article is a copy of an original; its own row says so already."""
    conn.execute(_ADD, _row(article_id, link, at))
    event_log.append(conn, at, EventKind.COPY, article_id, {"copy_of": link.copy_of, "kind": link.kind.value})


def join(conn: Connection, article_id: int, link: CopyLink, at: datetime) -> bool:
    """Make a stored article a copy within another's cluster, its own copies with it.

    False when it is there already, or leads it.
    """
    original = original_of(conn, link.copy_of)
    if original is None or original in (article_id, original_of(conn, article_id)):
        return False
    for follower_id, own in _followers(conn, article_id):
        _point(conn, follower_id, replace(own, copy_of=original), at)
    _point(conn, article_id, replace(link, copy_of=original), at)
    event_log.append(conn, at, EventKind.COPY, article_id, {"copy_of": original, "kind": link.kind.value})
    return True


def take_over(conn: Connection, article_id: int, at: datetime) -> bool:
    """Make a copy the original of its cluster. False when it is that already."""
    old = original_of(conn, article_id)
    if old is None or old == article_id:
        return False
    members = dict(_followers(conn, old))
    leave(conn, article_id, at)
    members[old] = members.pop(article_id)
    for member_id, link in members.items():
        _point(conn, member_id, replace(link, copy_of=article_id), at)
    event_log.append(conn, at, EventKind.ORIGINAL, article_id, {"instead_of": old})
    return True


def _followers(conn: Connection, original: int) -> list[tuple[int, CopyLink]]:
    statement = select(copy).where(copy.c.copy_of == original, copy.c.valid_to.is_(None)).order_by(copy.c.id)
    return [
        (row.article_id, CopyLink(row.copy_of, CopyKind(row.kind), row.score, row.method))
        for row in conn.execute(statement)
    ]


def leave(conn: Connection, article_id: int, at: datetime) -> None:
    """Make a copy an article of its own."""
    now = (copy.c.article_id == article_id) & copy.c.valid_to.is_(None)
    conn.execute(update(copy).where(now).values(valid_to=at))
    conn.execute(update(article).where(article.c.id == article_id).values(copy_of=None, copy_kind=None))


def _point(conn: Connection, article_id: int, link: CopyLink, at: datetime) -> None:
    leave(conn, article_id, at)
    conn.execute(_ADD, _row(article_id, link, at))
    now = {"copy_of": link.copy_of, "copy_kind": link.kind.value}
    conn.execute(update(article).where(article.c.id == article_id).values(now))


def _row(article_id: int, link: CopyLink, at: datetime) -> dict[str, Any]:
    return {
        "article_id": article_id,
        "copy_of": link.copy_of,
        "kind": link.kind.value,
        "score": link.score,
        "method": link.method,
        "valid_from": at,
    }
