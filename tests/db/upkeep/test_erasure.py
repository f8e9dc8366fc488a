"""What is forgotten is gone from every table and every answer, and stays away."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select, text

from db.archive import fingerprint_keys
from db.archive.addresses import known_outcomes
from db.archive.articles import store_article
from db.archive.event_log import EventKind, list_events
from db.archive.page_outcomes import record_outcome
from db.archive.raw_pages import raw_pages
from db.engine.database import Database
from db.jobs.runs import start_run
from db.reads.article import article as article_of
from db.reads.export import export_rows
from db.schema.tables import article
from db.search.index import index_stored, reindex_stale
from db.search.query import search
from db.sources.catalogue import sync_sources
from db.sources.feeds import due_feeds
from db.upkeep.erasure import address_target, blocklist, compact, erase, is_erased, source_target
from seedwatch.core.model.answer import ArticleQuery
from seedwatch.core.model.article import CopyKind, DedupeDecision, Fingerprint
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.page import RawRef
from tests.db.samples import NOW, key_of, make_end, make_source, make_tagged

LATER = NOW + timedelta(days=1)
URL = "https://news.example/1"
SECRET = "獨角獸在碼頭散步"


def _fill(database: Database) -> list[int]:
    """An article with a revision and a copy, and one of another source."""
    with database.write() as conn:
        sync_sources(conn, [make_source(), make_source("other")])
        run_id = start_run(conn, "crawl", NOW, 1, {})
        secret = Fingerprint("e1", (11, 12), 1)
        raw = RawRef("f.warc.gz", 0, 400)
        first = store_article(
            conn, make_tagged(1, text=SECRET, fingerprint=secret, raw=raw), None, DedupeDecision()
        )
        changed = make_tagged(1, text=SECRET + "。還唱歌", fetched_at=LATER, raw=None)
        store_article(conn, changed, None, DedupeDecision(first.article_id))
        copy = store_article(
            conn,
            make_tagged(2, source_id="other"),
            None,
            DedupeDecision(copy_of=first.article_id, copy_kind=CopyKind.SYNDICATED, score=0.9),
        )
        fingerprint_keys.add(conn, first.article_id, secret)
        record_outcome(conn, run_id, make_end(URL, Outcome.STORED, article_id=first.article_id, raw=raw))
        for each in (first.article_id, copy.article_id):
            index_stored(conn, each)
    return [first.article_id, copy.article_id]


def _forget(database: Database) -> None:
    with database.read() as conn:
        target = address_target(conn, URL, key_of(URL))
    assert [page.raw.offset for page in target.pages] == [0]
    with database.write() as conn:
        erase(conn, target, LATER)
    with database.write() as conn:
        compact(conn)


def test_nothing_of_an_article_is_left_to_read(database: Database) -> None:
    first, copy = _fill(database)
    _forget(database)
    with database.read() as conn:
        assert article_of(conn, first) is None
        assert [row.id for row in export_rows(conn)] == [copy]
        assert search(conn, ArticleQuery("獨角獸"), LATER).total == 0
        assert [row.id for row in search(conn, ArticleQuery(""), LATER).rows] == [copy]
        assert fingerprint_keys.candidates(conn, Fingerprint("", (11, 12), 1)) == ()
        assert fingerprint_keys.exact(conn, Fingerprint("e1", (), 1)) is None
        assert raw_pages(conn) == ()
        assert conn.execute(text("SELECT count(*) FROM revision WHERE text <> ''")).scalar() == 1
        assert conn.execute(text("SELECT id FROM articles")).scalars().all() == [copy]


def test_the_copies_stay_together_without_it(database: Database) -> None:
    first, copy = _fill(database)
    _forget(database)
    with database.read() as conn:
        found = article_of(conn, copy)
        assert found is not None
        assert (found.copy_of, found.also_at) == (None, ())
        assert conn.execute(select(article.c.copy_of).where(article.c.id == first)).scalar() is None


def test_a_tombstone_keeps_it_out(database: Database) -> None:
    first, _ = _fill(database)
    _forget(database)
    with database.write() as conn:
        assert known_outcomes(conn, [key_of(URL)]) == {key_of(URL): Outcome.ERASED}
        assert is_erased(conn, first)
        assert reindex_stale(conn, 10) == 0
    with database.read() as conn:
        assert blocklist(conn).contains(URL, key_of(URL), "elsewhere")
        events = list_events(conn, kinds=[EventKind.ERASED])
    assert [(event.article_id, event.at) for event in events] == [(first, LATER)]


def test_forgetting_twice_notes_it_once(database: Database) -> None:
    _fill(database)
    _forget(database)
    with database.write() as conn:
        erase(conn, address_target(conn, URL, key_of(URL)), LATER)
        assert len(list_events(conn, kinds=[EventKind.ERASED])) == 1


def test_an_address_never_seen_is_kept_out_too(database: Database) -> None:
    url = "https://news.example/never"
    with database.write() as conn:
        erase(conn, address_target(conn, url, key_of(url)), NOW)
        assert known_outcomes(conn, [key_of(url)]) == {key_of(url): Outcome.ERASED}


def test_a_source_goes_with_all_it_has_and_is_never_due_again(database: Database) -> None:
    _, copy = _fill(database)
    with database.write() as conn:
        erase(conn, source_target(conn, "example"), LATER)
        sync_sources(conn, [make_source(), make_source("other")])
    with database.read() as conn:
        assert {feed.source_id for feed in due_feeds(conn, LATER, force=True)} == {"other"}
        assert [row.id for row in export_rows(conn)] == [copy]
        out = blocklist(conn)
        assert out.contains("https://www.example.example/x", "k", "other")
        assert not out.contains("https://other.example/x", "k", "other")


def test_sqlite_keeps_no_word_of_it_on_the_disk(sqlite_database: Database) -> None:
    _fill(sqlite_database)
    assert sqlite_database.path is not None
    sqlite_database.engine.dispose()
    assert _holds(sqlite_database.path, SECRET)  # the control: it was there
    _forget(sqlite_database)
    sqlite_database.engine.dispose()
    assert not _holds(sqlite_database.path, SECRET)
    assert not _holds(sqlite_database.path, "獨角")


def _holds(path: Path, words: str) -> bool:
    files = [path, path.with_name(path.name + "-wal")]
    return any(words.encode() in file.read_bytes() for file in files if file.is_file())
