"""A mark moves only when somebody says so, never back by itself, and can be taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.archive.articles import store_article
from db.engine.database import Database
from db.readers.seen_marks import (
    EVERYTHING,
    SeenMark,
    mark_seen,
    newest_article,
    search_view,
    seen_history,
    seen_up_to,
    take_back,
)
from db.search.index import index_stored
from db.search.query import search
from seedwatch.core.model.answer import ArticleQuery
from seedwatch.core.model.article import CopyKind, DedupeDecision
from seedwatch.core.model.saved import SavedSearch
from tests.db.samples import NOW, make_tagged

LATER = NOW + timedelta(hours=1)


def store(database: Database, number: int, **changes: object) -> int:
    with database.write() as conn:
        found = store_article(conn, make_tagged(number, **changes), None)  # type: ignore[arg-type]
        index_stored(conn, found.article_id)
    return found.article_id


def new_ids(database: Database, view: str) -> list[int]:
    with database.read() as conn:
        mark = seen_up_to(conn, view)
        query = ArticleQuery(after_id=mark.article_id if mark else None)
        return sorted(row.id for row in search(conn, query, LATER).rows)


def test_only_a_mark_makes_what_is_there_old(database: Database) -> None:
    first, second = store(database, 1), store(database, 2)
    assert new_ids(database, EVERYTHING) == new_ids(database, EVERYTHING) == [first, second]
    with database.write() as conn:
        assert mark_seen(conn, EVERYTHING, newest_article(conn), NOW) == SeenMark(second, NOW)
    assert new_ids(database, EVERYTHING) == []
    third = store(database, 3)
    assert new_ids(database, EVERYTHING) == [third]
    assert new_ids(database, "theme:humanoid-robots") == [first, second, third]  # each view has its own


def test_what_was_fetched_before_a_mark_and_stored_after_it_is_new(database: Database) -> None:
    store(database, 1, fetched_at=NOW)
    with database.write() as conn:
        mark_seen(conn, EVERYTHING, newest_article(conn), NOW + timedelta(minutes=5))
    late = store(database, 2, fetched_at=NOW)
    assert new_ids(database, EVERYTHING) == [late]


def test_marks_are_taken_back_one_by_one(database: Database) -> None:
    with database.write() as conn:
        mark_seen(conn, EVERYTHING, 3, NOW)
        mark_seen(conn, EVERYTHING, 7, LATER)
        assert [each.article_id for each in seen_history(conn, EVERYTHING)] == [7, 3]
        assert take_back(conn, EVERYTHING, LATER) == SeenMark(3, NOW)
        assert take_back(conn, EVERYTHING, LATER) is None
        assert take_back(conn, EVERYTHING, LATER) is None
        assert mark_seen(conn, EVERYTHING, 5, LATER).article_id == 5


def test_a_second_device_that_saw_less_moves_nothing(database: Database) -> None:
    with database.write() as conn:
        mark_seen(conn, EVERYTHING, 7, NOW)
        assert mark_seen(conn, EVERYTHING, 3, LATER) == SeenMark(7, NOW)
        assert mark_seen(conn, EVERYTHING, 3, LATER, reader="other").article_id == 3
        assert len(seen_history(conn, EVERYTHING)) == 1


@pytest.mark.parametrize(
    ("asked", "view"),
    [
        (SavedSearch(""), "archive"),
        (SavedSearch("", themes=("nvidia",)), "theme:nvidia"),
        (SavedSearch("", sources=("cna",)), "source:cna"),
        (SavedSearch("晨讀", text="晶片"), "saved:晨讀"),
    ],
)
def test_views_of_one_thing_have_plain_names(asked: SavedSearch, view: str) -> None:
    assert search_view(asked) == view


@given(st.text(max_size=20), st.sampled_from(["", "7d"]), st.lists(st.sampled_from("abc"), max_size=3))
def test_a_view_is_what_was_typed(text: str, since: str, themes: list[str]) -> None:
    asked = SavedSearch("", text=text, themes=tuple(themes), since=since)
    same = SavedSearch("", text=f" {text} ", themes=tuple(reversed(themes)), since=since)
    assert search_view(asked) == search_view(same)
    assert search_view(asked) != search_view(SavedSearch("", text=f"{text} x", since=since))


def test_a_reprint_of_what_was_seen_is_not_new(database: Database) -> None:
    first = store(database, 1)
    with database.write() as conn:
        mark_seen(conn, EVERYTHING, first, NOW)
        place = DedupeDecision(copy_of=first, copy_kind=CopyKind.IDENTICAL, score=1.0)
        copy = store_article(conn, make_tagged(2), None, place).article_id
        index_stored(conn, copy)
    assert new_ids(database, EVERYTHING) == []
    with database.read() as conn:
        listed = search(conn, ArticleQuery(after_id=first, copies=True), LATER).rows
    assert [row.id for row in listed] == [copy]
