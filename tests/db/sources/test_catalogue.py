"""What a catalogue writes is its own: no other's sources are touched, and none of one crawl are ever due."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from db.engine.database import Database
from db.schema.source_tables import catalogue
from db.schema.tables import feed, source
from db.sources.catalogue import CatalogueSync, sync_catalogues, sync_sources
from db.sources.feeds import ad_hoc_feeds, due_feeds, record_visit
from seedwatch.core.model.feed import FeedOutcome, FeedVisit
from seedwatch.core.model.source import SHIPPED, Catalogue, FeedKind, FeedSpec, Source
from tests.db.samples import NOW, make_source

LATER = NOW + timedelta(hours=1)


def part(catalogue_name: str, /, *ids: str, **changes: object) -> Catalogue:
    return Catalogue(catalogue_name, tuple(make_source(each, **changes) for each in ids))


def due(conn: Connection, *catalogues: str) -> dict[str, str]:
    """Sources that are due, with the catalogue that declared each."""
    found = {each.source_id for each in due_feeds(conn, NOW, catalogues=catalogues or None)}
    holders = {row.id: row.catalogue for row in conn.execute(select(source.c.id, source.c.catalogue))}
    return {each: holders[each] for each in sorted(found)}


def test_what_has_not_changed_is_not_written_again(database: Database) -> None:
    with database.write() as conn:
        assert sync_catalogues(conn, [part("own", "a")], NOW) == CatalogueSync(True)
        assert sync_catalogues(conn, [part("own", "a")], LATER) == CatalogueSync(False)
        assert conn.execute(select(catalogue.c.synced_at)).scalars().all() == [NOW]
        assert sync_catalogues(conn, [part("own", "a", name="B")], LATER).written
        assert conn.execute(select(source.c.name)).scalars().all() == ["B"]


def test_a_catalogue_leaves_those_of_others_on(database: Database) -> None:
    with database.write() as conn:
        sync_catalogues(conn, [part(SHIPPED, "a", "b"), part("here", "c")], NOW)
        sync_catalogues(conn, [part("there", "d")], NOW)
        assert due(conn) == {"a": SHIPPED, "b": SHIPPED, "c": "here", "d": "there"}
        assert due(conn, "there") == {"d": "there"}
        assert due(conn, SHIPPED, "here") == {"a": SHIPPED, "b": SHIPPED, "c": "here"}
        assert due_feeds(conn, NOW, catalogues=(), force=True) == ()


def test_what_a_catalogue_no_longer_declares_is_off_and_nobodys(database: Database) -> None:
    with database.write() as conn:
        sync_catalogues(conn, [part(SHIPPED, "a"), part("own", "b", "c")], NOW)
        done = sync_catalogues(conn, [part(SHIPPED, "a"), part("own", "c")], NOW)
        assert done.released == ("b",)
        assert due(conn) == {"a": SHIPPED, "c": "own"}
        assert sync_catalogues(conn, [part("other", "b")], NOW).foreign == ()
        assert due(conn)["b"] == "other"


def test_the_later_catalogue_of_an_installation_wins_and_gives_back(database: Database) -> None:
    shipped = part(SHIPPED, "a", "b")
    with database.write() as conn:
        sync_catalogues(conn, [shipped, part("own", "a", name="mine")], NOW)
        assert due(conn) == {"a": "own", "b": SHIPPED}
        sync_catalogues(conn, [shipped, part("own")], NOW)
        assert due(conn) == {"a": SHIPPED, "b": SHIPPED}
        assert set(conn.execute(select(source.c.name)).scalars()) == {"範例新聞"}


def test_anothers_source_of_the_same_id_stays_until_it_is_taken(database: Database) -> None:
    with database.write() as conn:
        sync_catalogues(conn, [part("here", "a", "b", name="here")], NOW)
        there = [part("there", "b", "c", name="there")]
        assert sync_catalogues(conn, there, NOW).foreign == (("b", "here"),)
        assert due(conn) == {"a": "here", "b": "here", "c": "there"}
        assert sync_catalogues(conn, there, NOW) == CatalogueSync(False, foreign=(("b", "here"),))
        assert sync_catalogues(conn, there, NOW, take=True).taken == ("b",)
        assert due(conn) == {"a": "here", "b": "there", "c": "there"}
        assert sync_catalogues(conn, there, NOW) == CatalogueSync(False)


def test_given_up_sources_come_back_to_the_catalogue_that_declares_them_too(database: Database) -> None:
    here = [part("here", "a", "b")]
    with database.write() as conn:
        sync_catalogues(conn, here, NOW)
        sync_catalogues(conn, [part("there", "b")], NOW, take=True)
        sync_catalogues(conn, [part("there")], NOW)
        assert due(conn) == {"a": "here"}
        sync_catalogues(conn, here, NOW)
        assert due(conn) == {"a": "here", "b": "here"}


def test_sources_of_before_catalogues_go_off_unless_one_declares_them(database: Database) -> None:
    with database.write() as conn:
        sync_sources(conn, [make_source("a"), make_source("left")], catalogue="")
        sync_catalogues(conn, [part("own", "a")], NOW)
        assert due(conn) == {"a": "own"}


def search(url: str = "https://find.example/?q=a") -> Source:
    return make_source("find", feeds=(FeedSpec(url, FeedKind.SEARCH),))


def test_feeds_of_one_crawl_are_given_to_it_and_due_to_nobody(database: Database) -> None:
    with database.write() as conn:
        (found,) = ad_hoc_feeds(conn, [search()])
        assert (found.url, found.kind) == ("https://find.example/?q=a", FeedKind.SEARCH)
        record_visit(conn, FeedVisit(found.feed_id, NOW, FeedOutcome.OK, 200, etag='"1"'), LATER)
        assert due_feeds(conn, LATER, force=True) == ()
        again, other = (
            ad_hoc_feeds(conn, [search()]),
            ad_hoc_feeds(conn, [search("https://find.example/?q=b")]),
        )
        assert [each.etag for each in (*again, *other)] == ['"1"', None]
        assert due_feeds(conn, LATER, force=True) == ()


def test_a_crawl_of_a_declared_source_s_feed_leaves_the_declaration_alone(database: Database) -> None:
    with database.write() as conn:
        sync_catalogues(conn, [part("own", "a")], NOW)
        before = conn.execute(select(source)).all(), conn.execute(select(feed)).all()
        assert len(ad_hoc_feeds(conn, [make_source("a", name="not this")])) == 1
        assert (conn.execute(select(source)).all(), conn.execute(select(feed)).all()) == before


DECLARE = """
import sys
from datetime import UTC, datetime
from db.engine.database import open_database
from db.sources.catalogue import sync_catalogues
from seedwatch.core.model.source import Catalogue
from tests.db.samples import make_source
url, mine = sys.argv[1:]
with open_database(url) as database:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(20):
        ids = [f"both-{n}" for n in range(40)] + [f"{mine}-{n}" for n in range(20 + number % 2)]
        with database.write() as conn:
            parts = [Catalogue(mine, tuple(map(make_source, ids)))]
            sync_catalogues(conn, parts, datetime.now(UTC), take=True)
"""


@pytest.mark.usefixtures("database")
def test_two_processes_that_declare_at_once_end_well_and_double_nothing(
    database_url: str, database: Database
) -> None:
    children = [
        subprocess.Popen(
            [sys.executable, "-c", DECLARE, database_url, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("here", "there")
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:  # both go now
        assert child.stdin is not None
        child.stdin.write("\n")
        child.stdin.flush()
    ends = [(child.communicate()[1], child.returncode) for child in children]
    assert ends == [("", 0)] * 2
    with database.read() as conn:
        found = conn.execute(select(source.c.id, feed.c.url).join(feed).where(source.c.enabled)).all()
        own = {row.id for row in found}
        assert len(found) == len(own)
        assert {f"both-{n}" for n in range(40)} <= own
        assert {f"{name}-{n}" for name in ("here", "there") for n in range(20)} <= own
        assert conn.execute(select(catalogue.c.name).order_by(catalogue.c.name)).scalars().all() == [
            "here",
            "there",
        ]
