"""Questions of people, and the views that plain SQL reads."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest
from sqlalchemy import text

from db.archive.articles import store_article
from db.archive.page_outcomes import record_outcome
from db.archive.tags import TagDecision, fix_tag
from db.engine.database import Database
from db.jobs.runs import start_run
from db.reads.article import article as article_of
from db.reads.export import export_rows
from db.reads.lists import theme_volumes
from db.reads.sources import source_states
from db.reads.stats import stats
from db.sources.catalogue import sync_sources
from db.sources.feeds import due_feeds, record_visit
from seedwatch.core.model.article import CopyKind, DedupeDecision
from seedwatch.core.model.feed import FeedOutcome, FeedVisit
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.page import RawRef
from seedwatch.core.model.source import Terms
from tests.db.samples import NOW, PUBLISHED, make_article, make_end, make_source, make_tagged


@pytest.fixture
def filled(database: Database) -> Database:
    """Article 1 original, 2 its copy, 3 untagged and undated."""
    with database.write() as conn:
        sync_sources(conn, [make_source(terms=Terms(credit="範例新聞社"))])
        run_id = start_run(conn, "crawl", NOW, 1, {})
        first = store_article(conn, make_tagged(1), run_id, DedupeDecision()).article_id
        place = DedupeDecision(copy_of=first, copy_kind=CopyKind.SYNDICATED, score=0.9)
        store_article(conn, make_tagged(2, source_id="other"), run_id, place)
        store_article(conn, make_tagged(3, (), published=None), run_id, DedupeDecision())
        end = make_end("https://news.example/1", Outcome.STORED, article_id=first, raw=RawRef("f", 0, 700))
        record_outcome(conn, run_id, end)
    return database


def test_an_unknown_article(filled: Database) -> None:
    with filled.read() as conn:
        assert article_of(conn, 999) is None


def test_names_and_credit_come_from_the_source(filled: Database) -> None:
    with filled.read() as conn:
        known, unknown = article_of(conn, 1), article_of(conn, 2)
    assert known is not None
    assert unknown is not None
    assert (known.source_name, known.credit) == ("範例新聞", "範例新聞社")
    assert (unknown.source_name, unknown.credit) == ("other", "")
    assert [each.id for each in unknown.also_at] == [1]


def test_an_article_as_it_was(filled: Database) -> None:
    with filled.write() as conn:
        later = make_tagged(1, (), title="改過的標題", fetched_at=NOW + timedelta(hours=2))
        store_article(conn, later, None, DedupeDecision(article_id=1))
        fix_tag(conn, 1, "humanoid-robots", TagDecision.REMOVED, NOW + timedelta(hours=3))

        def at(hours: int) -> tuple[str, int, list[str]] | None:
            found = article_of(conn, 1, NOW + timedelta(hours=hours))
            if found is None:
                return None
            return found.current.title, len(found.revisions), [each.verdict for each in found.tags]

        first = make_tagged(1).article.title
        assert at(-1) is None
        assert at(1) == (first, 1, [TagDecision.RULE])
        assert at(2) == ("改過的標題", 2, [])
        assert at(4) == ("改過的標題", 2, [TagDecision.REMOVED])


def test_export_is_complete_and_ordered(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.reads.export.EXPORT_STEP", 2)
    with filled.read() as conn:
        rows = list(export_rows(conn))
    assert [(row.id, row.copy_of, row.themes) for row in rows] == [
        (1, None, ("humanoid-robots",)),
        (2, 1, ("humanoid-robots",)),
        (3, None, ()),
    ]
    assert (rows[0].body, rows[0].published) == (make_article(1).text, "2026-04-02T08:15:00+08:00")
    assert (rows[2].published, rows[2].published_utc) == (None, None)


def test_stats(filled: Database) -> None:
    with filled.read() as conn:
        found = stats(conn)
    assert (found.articles, found.copies, found.undated, found.revisions) == (3, 1, 1, 3)
    assert (found.tags, found.sources, found.feeds, found.runs) == (2, 1, 1, 1)
    assert (found.raw_pages, found.kept_bytes, found.languages) == (1, 700, {"zh-Hant": 3})
    assert (found.first_seen, found.last_seen) == (NOW, NOW)
    assert found.size > 10_000


def test_stats_of_an_empty_database(database: Database) -> None:
    with database.read() as conn:
        found = stats(conn)
    assert (found.articles, found.first_seen, found.kept_bytes) == (0, None, 0)


def test_theme_volumes(filled: Database) -> None:
    with filled.write() as conn:
        (volume,) = theme_volumes(conn)
        fix_tag(conn, 2, "humanoid-robots", TagDecision.REMOVED, NOW + timedelta(hours=1))
        (after,) = theme_volumes(conn)
    assert (volume.theme, volume.articles, volume.originals) == ("humanoid-robots", 2, 1)
    assert (volume.last_published, volume.last_seen) == (PUBLISHED.utc, NOW)
    assert (after.articles, after.originals) == (1, 1)


def test_source_states(filled: Database) -> None:
    with filled.write() as conn:
        (due,) = due_feeds(conn, NOW)
        failed = FeedVisit(due.feed_id, NOW, FeedOutcome.HTTP_ERROR, 503, reason="server error")
        record_visit(conn, failed, NOW + timedelta(hours=1))
        (state,) = source_states(conn)
    (feed,) = state.feeds
    assert (state.id, state.enabled, state.articles) == ("example", True, 2)
    assert (feed.failures, feed.last_outcome, feed.last_status) == (1, "http-error", 503)
    assert (feed.next_due, feed.last_ok) == (NOW + timedelta(hours=1), None)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (
            "SELECT id, source, source_name, copy_of FROM articles ORDER BY id",
            (1, "example", "範例新聞", None),
        ),
        ("SELECT article_id, theme, score FROM tags ORDER BY article_id", (1, "humanoid-robots", 0.875)),
        ("SELECT article_id, copy_of, kind FROM copies", (2, 1, "syndicated")),
        (
            "SELECT id, kind, article_id, url FROM events ORDER BY id",
            (1, "stored", 1, "https://news.example/1"),
        ),
    ],
)
def test_views_for_people(filled: Database, question: str, answer: tuple[object, ...]) -> None:
    with filled.read() as conn:
        assert conn.execute(text(question)).first() == answer


def test_views_are_readable_with_sqlites_own_shell(sqlite_database: Database) -> None:
    with sqlite_database.write() as conn:
        store_article(conn, make_tagged(1), None, DedupeDecision())
    plain = sqlite3.connect(str(sqlite_database.path))
    try:
        row = plain.execute("SELECT published, published_local, first_seen FROM articles").fetchone()
        evidence = plain.execute("SELECT evidence ->> '$[0].phrase' FROM tags").fetchone()
    finally:
        plain.close()
    assert row == ("2026-04-02 00:15:00.000000", "2026-04-02T08:15:00+08:00", "2026-04-02 09:30:00.000000")
    assert evidence == ("人形機器人",)
