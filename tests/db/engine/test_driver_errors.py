"""Locks, kills and several processes at once."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, select, text

from db.archive import copies, event_log, raw_pages, tags
from db.archive.articles import article_at, known_keys, store_article, texts_of
from db.archive.copies import CopyLink
from db.archive.event_log import EventKind
from db.archive.page_outcomes import record_outcome, record_outcomes
from db.archive.tags import TagDecision
from db.engine.database import Database, open_database
from db.jobs import queue, runs, workers
from db.reads.article import article as article_of
from db.reads.export import export_rows
from db.reads.lists import theme_volumes, undated
from db.reads.sources import source_states
from db.reads.stats import stats
from db.schema.tables import address, article, event, outcome, revision, tag
from db.sources import catalogue, feeds, leases
from seedwatch.core.errors import DatabaseError
from seedwatch.core.model.article import CopyKind, DedupeDecision
from seedwatch.core.model.feed import FeedOutcome, FeedVisit
from seedwatch.core.model.job import Claim, NewJob, Owner
from seedwatch.core.model.outcome import Outcome
from tests.db.samples import HIT, NOW, make_end, make_source, make_tagged

ME = Owner("here", 1, 1)
CLAIM = Claim(1, 1)

WRITES: dict[str, Callable[[Connection], object]] = {
    "store_article": lambda conn: store_article(conn, make_tagged(9), 1, DedupeDecision()),
    "store_article, revised": lambda conn: store_article(
        conn, make_tagged(1, text="x"), 1, DedupeDecision(1)
    ),
    "store_article, unchanged": lambda conn: store_article(
        conn, make_tagged(), 1, DedupeDecision(1, unchanged=True)
    ),
    "record_outcome": lambda conn: record_outcome(conn, 1, make_end("https://a.example/", Outcome.OLDER)),
    "record_outcomes": lambda conn: record_outcomes(
        conn, 1, [make_end("https://a.example/", Outcome.TIMEOUT)]
    ),
    "sync_sources": lambda conn: catalogue.sync_sources(conn, [make_source("b")]),
    "record_visit": lambda conn: feeds.record_visit(conn, FeedVisit(1, NOW, FeedOutcome.OK), NOW),
    "start_run": lambda conn: runs.start_run(conn, "crawl", NOW, 1, {}),
    "finish_run": lambda conn: runs.finish_run(conn, 1, NOW, 0),
    "add_job": lambda conn: queue.add_job(conn, NewJob("crawl", NOW, {}), NOW),
    "claim_job": lambda conn: queue.claim_job(conn, NOW, ME, ["crawl"]),
    "renew_claim": lambda conn: queue.renew_claim(conn, CLAIM, NOW),
    "finish_job": lambda conn: queue.finish_job(conn, CLAIM, NOW),
    "fail_job": lambda conn: queue.fail_job(conn, CLAIM, NOW, "why", NOW),
    "return_job": lambda conn: queue.return_job(conn, CLAIM),
    "claim_feeds": lambda conn: leases.claim_feeds(conn, NOW, ME, NOW),
    "release_leases": lambda conn: leases.release_leases(conn, NOW, ME),
    "beat": lambda conn: workers.beat(conn, ME, "scheduler", NOW),
    "events.append": lambda conn: event_log.append(conn, NOW, EventKind.GONE, 1, {}),
    "set_tags": lambda conn: tags.set_tags(conn, 1, (), NOW),
    "fix_tag": lambda conn: tags.fix_tag(conn, 1, HIT.theme, TagDecision.REMOVED, NOW),
    "join": lambda conn: copies.join(conn, 2, CopyLink(1, CopyKind.IDENTICAL, 1.0, 1), NOW),
    "take_over": lambda conn: copies.take_over(conn, 2, NOW),
    "drop_files": lambda conn: raw_pages.drop_files(conn, ["f"]),
}
READS: dict[str, Callable[[Connection], object]] = {
    "known_keys": lambda conn: known_keys(conn, ["f" * 32]),
    "texts_of": lambda conn: texts_of(conn, [1]),
    "article_at": lambda conn: article_at(conn, "f" * 32),
    "due_feeds": lambda conn: feeds.due_feeds(conn, NOW),
    "tally": lambda conn: runs.tally(conn, 1),
    "list_runs": runs.list_runs,
    "unfinished": runs.unfinished,
    "list_events": event_log.list_events,
    "list_jobs": queue.list_jobs,
    "coming_jobs": queue.coming_jobs,
    "waiting_kinds": lambda conn: queue.waiting_kinds(conn, NOW),
    "list_workers": lambda conn: workers.list_workers(conn, NOW),
    "kept_pages": raw_pages.raw_pages,
    "kept_files": raw_pages.raw_files,
    "current_tags": lambda conn: tags.current_tags(conn, 1),
    "original_of": lambda conn: copies.original_of(conn, 1),
    "article": lambda conn: article_of(conn, 1),
    "export_rows": lambda conn: list(export_rows(conn)),
    "stats": stats,
    "undated": undated,
    "theme_volumes": theme_volumes,
    "source_states": source_states,
}


def fill(conn: Connection) -> None:
    runs.start_run(conn, "crawl", NOW, 1, {})
    catalogue.sync_sources(conn, [make_source()])
    store_article(conn, make_tagged(1), 1, DedupeDecision())
    store_article(conn, make_tagged(2), 1, DedupeDecision())
    queue.add_job(conn, NewJob("crawl", NOW - timedelta(days=1), {}), NOW)


@pytest.fixture
def locked(sqlite_url: str) -> Database:
    database = open_database(sqlite_url, busy_seconds=0.02)
    with database.write() as conn:
        fill(conn)
    return database


@pytest.mark.parametrize("name", WRITES)
def test_every_write_against_a_locked_database(locked: Database, name: str) -> None:
    with locked:
        other = sqlite3.connect(str(locked.path), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError, match="kept it locked"), locked.write() as conn:
            WRITES[name](conn)
        other.close()
        with locked.write() as conn:  # the control: without the lock it works
            WRITES[name](conn)


@pytest.mark.parametrize("name", READS)
def test_every_read_goes_on_while_another_process_writes(locked: Database, name: str) -> None:
    with locked:
        other = sqlite3.connect(str(locked.path), isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
            other.execute("UPDATE article SET title = 'x'")
            with locked.read() as conn:
                READS[name](conn)
        finally:
            other.close()


#: Stores articles from argv[2] on in steps of argv[3], argv[4] in all, five a transaction, a line each.
WRITER = """
import sys
from seedwatch.core.model.article import DedupeDecision
from seedwatch.core.model.outcome import Outcome
from db.archive.articles import store_article
from db.archive.page_outcomes import record_outcome
from db.engine.database import open_database
from db.jobs.runs import start_run
from tests.db.samples import NOW, make_end, make_tagged

first, step, count = map(int, sys.argv[2:])
with open_database(sys.argv[1]) as database:
    with database.write() as conn:
        run_id = start_run(conn, "crawl", NOW, 1, {})
    for begin in range(0, count, 5):
        with database.write() as conn:
            for number in range(first + begin * step, first + (begin + 5) * step, step):
                tagged = make_tagged(number)
                stored = store_article(conn, tagged, run_id, DedupeDecision())
                end = make_end(tagged.article.ref.url, stored.outcome, article_id=stored.article_id)
                record_outcome(conn, run_id, end)
        print(begin + 5, flush=True)
"""


def writer(url: str, first: int, step: int, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, url, str(first), str(step), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def count_of(conn: Connection, table: object) -> int:
    return int(conn.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


def assert_whole(conn: Connection, stored: int) -> None:
    """Every article has its revision, tag, two addresses, event and the end of its page."""
    counts = {
        table.name: count_of(conn, table) for table in (article, revision, tag, event, outcome, address)
    }
    assert counts == {
        "article": stored,
        "revision": stored,
        "tag": stored,
        "event": stored,
        "outcome": stored,
        "address": 2 * stored,
    }


def test_a_writer_killed_in_the_middle_leaves_nothing_torn(database_url: str) -> None:
    child = writer(database_url, 0, 1, 100_000)
    assert child.stdout is not None
    committed = 0
    for line in child.stdout:
        committed = int(line)
        if committed >= 50:
            break
    time.sleep(0.003)  # into the next transaction
    child.send_signal(signal.SIGKILL)
    rest = child.communicate()[0].split()
    committed = int(rest[-1]) if rest else committed
    with open_database(database_url) as database:
        with database.read() as conn:
            stored = count_of(conn, article)
            assert committed <= stored <= committed + 5
            assert stored % 5 == 0
            assert_whole(conn, stored)
            if conn.dialect.name == "sqlite":
                assert conn.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        with database.write() as conn:  # again from the start: nothing doubled
            ended = [
                store_article(conn, make_tagged(number), None, DedupeDecision()).outcome
                for number in range(stored + 1)
            ]
        assert ended == [Outcome.UNCHANGED] * stored + [Outcome.STORED]


def test_two_processes_write_at_once(database_url: str) -> None:
    children = [writer(database_url, first, 2, 100) for first in (0, 1)]
    results = [(child.communicate()[1], child.returncode) for child in children]
    assert results == [("", 0)] * 2
    with open_database(database_url) as database, database.read() as conn:
        assert_whole(conn, 200)


def test_two_processes_write_the_same_articles(database_url: str) -> None:
    children = [writer(database_url, 0, 1, 60) for _ in range(2)]
    results = [(child.communicate()[1], child.returncode) for child in children]
    assert results == [("", 0)] * 2
    with open_database(database_url) as database, database.read() as conn:
        assert count_of(conn, article) == 60
        assert count_of(conn, revision) == 60
        assert count_of(conn, tag) == 60
        assert count_of(conn, outcome) == 120
