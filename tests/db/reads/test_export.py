"""An export writes every hit of a search once, newest first, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from db.archive.articles import store_article
from db.engine.database import Database
from db.reads.export import BEGINNING, export_rows, found_rows, row_of_article
from db.search.index import index_stored
from db.search.query import search
from seedwatch.core.errors import QueryError
from seedwatch.core.model.answer import ArticleQuery, Sort
from seedwatch.core.model.article import CopyKind, DedupeDecision
from tests.db.samples import NOW, PUBLISHED, make_tagged

LONG = "機器人的長文。" * 400


def fill(database: Database, count: int) -> list[int]:
    ids = []
    with database.write() as conn:
        for number in range(count):
            published = replace(PUBLISHED, at=NOW - timedelta(hours=number))
            tagged = make_tagged(number, published=published, text=f"{number}。{LONG}")
            ids.append(store_article(conn, tagged, None).article_id)
            index_stored(conn, ids[-1])
        place = DedupeDecision(copy_of=ids[0], copy_kind=CopyKind.IDENTICAL, score=1.0)
        copy = store_article(conn, make_tagged(900, text=f"0。{LONG}"), None, place)
        index_stored(conn, copy.article_id)
    return ids


@pytest.mark.parametrize("cap", [3, 2000])
def test_every_hit_once_newest_first(database: Database, monkeypatch: pytest.MonkeyPatch, cap: int) -> None:
    monkeypatch.setattr("db.search.matches.CAP", cap)
    ids = fill(database, 11)
    with database.read() as conn:
        rows = list(found_rows(conn, ArticleQuery("機器人"), NOW))
        assert [row.id for row in rows] == ids
        assert [row.id for row in found_rows(conn, ArticleQuery("機器人"), NOW, most=5)] == ids[:5]
        assert len(list(found_rows(conn, ArticleQuery(copies=True), NOW))) == 12
        assert list(found_rows(conn, ArticleQuery("無此字詞"), NOW)) == []


def test_a_ranked_answer_keeps_its_order(database: Database) -> None:
    fill(database, 5)
    query = ArticleQuery("機器人", sort=Sort.RELEVANCE, limit=20)
    with database.read() as conn:
        listed = [row.id for row in search(conn, query, NOW).rows]
        assert [row.id for row in found_rows(conn, query, NOW)] == listed


def test_whole_texts_are_read_only_where_they_are_asked_for(database: Database) -> None:
    (one,) = fill(database, 1)
    with database.read() as conn:
        (brief,), (whole,) = (
            list(found_rows(conn, ArticleQuery(), NOW, texts=texts)) for texts in (False, True)
        )
        assert len(brief.body) == BEGINNING
        assert whole.body == f"0。{LONG}"
        everything = {row.id: row for row in export_rows(conn)}
        assert everything[one] == whole
        assert row_of_article(conn, one) == brief
        assert row_of_article(conn, 999) is None


def test_a_query_that_cannot_be_read_is_said_before_the_first_row(database: Database) -> None:
    with database.read() as conn, pytest.raises(QueryError):
        found_rows(conn, ArticleQuery("(機器人"), NOW)
