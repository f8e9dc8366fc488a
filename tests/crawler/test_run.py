"""Whole crawls: what goes wrong around pages, and that it costs no more than it must."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from db.engine.database import Database, open_database
from db.schema.tables import feed, raw_page, run
from seedwatch.core.errors import DatabaseError, InputError
from seedwatch.core.model.feed import FeedOutcome
from seedwatch.core.model.outcome import Outcome
from tests.crawler.crawling import crawl, plan_for
from tests.hostile.web import Site, Web, running

ROOT = Path(__file__).parents[2]


@pytest.fixture
def web() -> Iterator[Web]:
    with running(Site("127.0.0.40", [f"/a-{number}" for number in range(6)])) as served:
        yield served


def test_killer_pages_cost_only_themselves(sqlite_url: str) -> None:
    paths = ["/a-1", "/a-kill", "/a-2", "/a-hold", "/a-raise", *(f"/a-{number}" for number in range(3, 12))]
    with running(Site("127.0.0.41", paths)) as served:
        pool = "tests.crawler.killer.VulnerablePool"
        report = crawl(plan_for(served, sqlite_url, workers=2, pool=pool, page_seconds=3.0))
    assert report.outcomes == {Outcome.STORED: 11, Outcome.KILLED_WORKER: 1, Outcome.UNREADABLE: 2}


def test_no_network_at_all(sqlite_url: str, web: Web) -> None:
    """Every host refuses: said of the run as a whole, so that the caller can say it once."""
    plan = plan_for(
        web, sqlite_url, feed_urls=("http://127.0.0.42:9/feed.xml", "http://127.0.0.43:9/feed.xml")
    )
    report = crawl(plan)
    assert report.all_hosts_failed
    assert report.feeds == {FeedOutcome.NETWORK_ERROR: 2}
    assert [failure.host for failure in report.failures] == ["127.0.0.42:9", "127.0.0.43:9"]


def test_one_host_that_answers_is_a_network(sqlite_url: str, web: Web) -> None:
    """The control: one feed that cannot be reached beside one that can."""
    plan = plan_for(web, sqlite_url, feed_urls=(*web.feed_urls(), "http://127.0.0.42:9/feed.xml"))
    report = crawl(plan)
    assert not report.all_hosts_failed
    assert report.outcomes == {Outcome.STORED: 6}


def test_a_database_that_cannot_be_reached(web: Web) -> None:
    with pytest.raises(DatabaseError):
        crawl(plan_for(web, "postgresql://nobody@127.0.0.1:9/none"))
    assert not web.log


def test_a_feed_address_that_is_none(web: Web, sqlite_url: str) -> None:
    with pytest.raises(InputError, match="no feed address"):
        crawl(plan_for(web, sqlite_url, feed_urls=("feeds.txt",)))


def test_pages_that_cannot_be_kept_are_stored_all_the_same(
    web: Web, sqlite_database: Database, sqlite_url: str, tmp_path: Path
) -> None:
    """A file stands where the folder should be; the same happens on a full disk."""
    (tmp_path / "kept").write_text("in the way")
    report = crawl(plan_for(web, sqlite_url, raw_dir=tmp_path / "kept"))
    assert report.outcomes == {Outcome.STORED: 6}
    with sqlite_database.read() as conn:
        assert not conn.execute(select(raw_page)).all()


def test_the_run_and_its_feeds_are_recorded(web: Web, sqlite_database: Database, sqlite_url: str) -> None:
    crawl(plan_for(web, sqlite_url, kind="topic", query="港口 OR 衛星"))
    with sqlite_database.read() as conn:
        row = conn.execute(select(run)).one()
        state = conn.execute(select(feed)).one()
    assert (row.kind, row.exit_code) == ("topic", 0)
    assert state.last_outcome == FeedOutcome.OK
    assert state.body_hash is None, "entries were left out by the query: the feed must be read again"


def test_scrapys_own_command_line(tmp_path: Path) -> None:
    """`scrapy crawl feeds` in a checkout: an empty database has no due feeds, and the run is recorded."""
    url = f"sqlite:///{tmp_path}/s.db"
    command = [sys.executable, "-m", "scrapy", "crawl", "feeds", "-s", f"SEEDWATCH_DATABASE_URL={url}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with open_database(url) as database, database.read() as conn:
        row = conn.execute(select(run)).one()
    assert (row.kind, row.exit_code) == ("scrapy", 0)
