"""The sum of the migrations is the schema, on empty and on filled databases."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import bindparam, inspect, select, text

from db.archive.articles import store_article
from db.engine.database import Database, open_database, open_reader
from db.migrations import migrate, versions
from db.schema import job_tables, reader_tables, source_tables
from db.schema.tables import metadata, source
from db.schema.types import UtcTime
from db.schema.views import VIEWS
from db.sources.feeds import due_feeds
from seedwatch.core.errors import DatabaseError
from seedwatch.core.model.article import DedupeDecision
from tests.db.samples import NOW, make_tagged

Reopen = Callable[[str], Database]
SEARCH_TABLES = ("search",)  # made by SQL of their engine: not in the metadata


def test_versions_are_numbered_without_gaps() -> None:
    assert versions() == tuple(f"{number:04}" for number in range(1, len(versions()) + 1))


def test_an_empty_database_is_brought_up_to_date(empty_url: str, reopen: Reopen) -> None:
    database = reopen(empty_url)
    assert database.version() == versions()[-1]
    with database.read() as conn:
        assert set(VIEWS) <= set(inspect(conn).get_view_names())


def test_migrations_add_up_to_the_tables(database: Database) -> None:
    def ours(_obj: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
        return not (kind == "table" and (name or "").startswith(SEARCH_TABLES))

    with database.read() as conn:
        context = MigrationContext.configure(conn, opts={"include_object": ours, "compare_type": False})
        assert {job_tables.job, job_tables.worker, source_tables.source_check} <= set(metadata.sorted_tables)
        assert reader_tables.seen_mark in metadata.sorted_tables
        assert compare_metadata(context, metadata) == []


def test_upgrading_again_changes_nothing(database: Database) -> None:
    with database.write() as conn:
        stored = store_article(conn, make_tagged(), None, DedupeDecision())
    assert database.upgrade() == versions()[-1]
    with database.read() as conn:
        assert conn.execute(text("SELECT id FROM articles")).scalars().all() == [stored.article_id]


#: An article as the first version stored it: frozen, as the migration is.
FILLED = (
    """INSERT INTO article (id, url_key, url, source_id, revision, title, language, undated, first_seen,
    last_seen) VALUES (7, 'k', 'https://a.example/1', 'a', 1, '標題', 'zh-Hant', true, :at, :at)""",
    """INSERT INTO revision (article_id, number, valid_from, fetched_at, signature_version, extractor,
    authors, dates, title, text) VALUES (7, 1, :at, :at, 1, 1, '[]', '[]', '標題', '內文')""",
    """INSERT INTO tag (article_id, theme, score, verdict, valid_from, evidence)
    VALUES (7, 'robots', 0.5, 'rule', :at, '[]')""",
)


def test_a_filled_database_keeps_its_rows_through_every_step(empty_url: str) -> None:
    with open_database(empty_url, upgrade=False) as database:
        assert database.version() is None
        with database.write() as conn:
            migrate(conn, "0001")
            for statement in FILLED:
                conn.execute(text(statement).bindparams(bindparam("at", type_=UtcTime)), {"at": NOW})
        assert database.upgrade() == versions()[-1]
        with database.read() as conn:
            assert conn.execute(text("SELECT id, title, text FROM articles")).all() == [(7, "標題", "內文")]
            assert conn.execute(text("SELECT article_id, theme FROM tags")).all() == [(7, "robots")]


#: An outlet and its feed as the version before catalogues stored them.
DECLARED = (
    """INSERT INTO source (id, name, language, zone, crawl_delay_s, interval_s, themes, enabled, terms)
    VALUES ('a', '某報', 'zh-Hant', 'Asia/Taipei', 1.0, 1800, '[]', true, '{}')""",
    """INSERT INTO feed (id, source_id, url_digest, url, kind, themes, declared, etag)
    VALUES (3, 'a', 'd', 'https://a.example/feed', 'feed', '[]', true, '"1"')""",
)


def fill_before_catalogues(database: Database) -> None:
    with database.write() as conn:
        migrate(conn, "0008")
        for statement in DECLARED:
            conn.execute(text(statement))


def test_sources_of_before_catalogues_stay_on_with_their_poll_state(empty_url: str) -> None:
    with open_database(empty_url, upgrade=False) as database:
        fill_before_catalogues(database)
        database.upgrade()
        with database.read() as conn:
            (found,) = due_feeds(conn, NOW)
            assert (found.feed_id, found.source_id, found.etag) == (3, "a", '"1"')
            assert conn.execute(select(source.c.catalogue)).scalars().all() == [""]


KILLED = """
import os, signal, sys
from sqlalchemy import event
from db.engine.database import open_database
database = open_database(sys.argv[1], upgrade=False)
@event.listens_for(database.engine, "before_cursor_execute")
def kill(conn, cursor, statement, *rest):
    if "CREATE TABLE catalogue" in statement:  # the column beside it is there already
        os.kill(os.getpid(), signal.SIGKILL)
database.upgrade()
"""


def test_a_database_whose_upgrade_was_killed_goes_on(empty_url: str) -> None:
    """Killed between two statements of a step, and left between two steps."""
    with open_database(empty_url, upgrade=False) as database:
        with database.write() as conn:
            migrate(conn, "0004")
        fill_before_catalogues(database)
    killed = subprocess.run([sys.executable, "-c", KILLED, empty_url], check=False)
    assert killed.returncode == -signal.SIGKILL
    with pytest.raises(DatabaseError, match=r"0008(?s:.*)seedwatch db upgrade"):
        open_reader(empty_url)
    with open_database(empty_url) as database, database.read() as conn:
        assert database.version() == versions()[-1]
        assert [each.feed_id for each in due_feeds(conn, NOW)] == [3]
        assert set(VIEWS) <= set(inspect(conn).get_view_names())


def test_a_newer_database_is_refused_with_both_versions(database_url: str, reopen: Reopen) -> None:
    with reopen(database_url).write() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match=f"9999.*{versions()[-1]}") as caught:
        open_database(database_url)
    assert caught.value.exit_code == 4


def test_two_programs_that_open_a_new_database_at_once(empty_url: str) -> None:
    code = "import sys; from db.engine.database import open_database; open_database(sys.argv[1]).close()"
    children = [
        subprocess.Popen([sys.executable, "-c", code, empty_url], stderr=subprocess.PIPE) for _ in range(2)
    ]
    results = [(child.communicate()[1].decode(), child.returncode) for child in children]
    assert results == [("", 0)] * 2
