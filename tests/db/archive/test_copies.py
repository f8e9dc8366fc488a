"""Clusters: one original, every other member points at it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, select, text

from db.archive import copies, event_log
from db.archive.articles import store_article
from db.archive.copies import CopyLink
from db.engine.database import Database
from db.schema.tables import article, copy
from seedwatch.core.model.article import CopyKind, DedupeDecision
from tests.db.samples import NOW, make_tagged

LATER = NOW + timedelta(days=1)


def store(conn: Connection, number: int, copy_of: int | None = None) -> int:
    place = DedupeDecision(copy_of=copy_of, copy_kind=CopyKind.SYNDICATED if copy_of else None, score=0.9)
    return store_article(conn, make_tagged(number), None, place).article_id


def pointers(conn: Connection) -> dict[int, int | None]:
    return {row[0]: row[1] for row in conn.execute(select(article.c.id, article.c.copy_of))}


def test_two_clusters_join_into_one(database: Database) -> None:
    with database.write() as conn:
        first, second = store(conn, 1), store(conn, 2)
        third = store(conn, 3, second)
        assert copies.join(conn, second, CopyLink(first, CopyKind.TRUNCATED, 0.7, 1), LATER)
        assert pointers(conn) == {first: None, second: first, third: first}
        assert not copies.join(conn, second, CopyLink(first, CopyKind.TRUNCATED, 0.7, 1), LATER)
        assert not copies.join(conn, first, CopyLink(third, CopyKind.TRUNCATED, 0.7, 1), LATER)
        history = conn.execute(
            select(copy.c.copy_of, copy.c.valid_to).where(copy.c.article_id == third)
        ).all()
    assert sorted(history, key=str) == sorted([(second, LATER), (first, None)], key=str)


def test_a_better_original_takes_over(database: Database) -> None:
    with database.write() as conn:
        first = store(conn, 1)
        second, third = store(conn, 2, first), store(conn, 3, first)
        assert copies.take_over(conn, third, LATER)
        assert pointers(conn) == {first: third, second: third, third: None}
        assert not copies.take_over(conn, third, LATER)
        last = event_log.list_events(conn, article_id=third)[-1]
        shown = conn.execute(text("SELECT article_id, copy_of FROM copies ORDER BY article_id")).all()
    assert (last.kind, last.detail) == ("original", {"instead_of": first})
    assert shown == [(first, third), (second, third)]
