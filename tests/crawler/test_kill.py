"""kill -9 in the middle of a crawl, then the same crawl again: nothing lost, nothing doubled."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import func, select, text

from db.engine.database import Database
from db.schema.tables import address, article, outcome, run
from seedwatch.core.model.outcome import Outcome
from tests.crawler.crawling import crawl, plan_for, start_crawl
from tests.hostile.web import Site, Web, running

PATHS = [f"/a-{number}" for number in range(80)]
#: Pages that the web answers before a crawl is stopped; it holds back the others until then. A host's file on
#: rights is asked for behind the pages that are under way by then, and nothing is stored without it.
FIRST = 50
SOME = 10
#: Seconds, on a busy machine too.
PATIENCE = 120.0


def _wait(ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < deadline, "the crawl never came so far"
        time.sleep(0.01)


def _wait_for_server(database: Database) -> None:
    """PostgreSQL may still be at the last statement of a client that was killed."""
    if database.path is None:
        busy = text(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
        )

        def alone() -> bool:
            with database.read() as conn:
                return conn.execute(busy).scalar_one() == 0

        _wait(alone)


def _rows(database: Database) -> int:
    with database.read() as conn:
        return int(conn.execute(select(func.count()).select_from(article)).scalar_one())


@pytest.fixture
def web() -> Iterator[Web]:
    with running(*(Site(f"127.0.0.{30 + n}", PATHS[n::2], etag='"1"') for n in range(2))) as served:
        yield served


def test_a_killed_crawl_is_finished_by_the_next(web: Web, database: Database, database_url: str) -> None:
    web.held.update(PATHS[FIRST:])
    child = start_crawl(plan_for(web, database_url, fetch_seconds=60.0))
    _wait(lambda: _rows(database) >= SOME)
    os.kill(child.pid or 0, signal.SIGKILL)
    child.join()
    _wait_for_server(database)
    before = _rows(database)
    web.held.clear()

    report = crawl(plan_for(web, database_url))

    assert _rows(database) == len(PATHS)
    assert report.outcomes == {Outcome.STORED: len(PATHS) - before}
    with database.read() as conn:
        keys = conn.execute(select(address.c.url_key)).scalars().all()
        ends = conn.execute(select(outcome.c.url_key).where(outcome.c.outcome == "stored")).scalars().all()
        exits = conn.execute(select(run.c.exit_code).order_by(run.c.id)).scalars().all()
    assert max(Counter(keys).values()) == max(Counter(ends).values()) == 1
    assert len(ends) == len(PATHS)
    assert exits == [None, 0], "the killed run has no end, the next one has"


def test_a_third_crawl_fetches_and_stores_nothing(
    web: Web, sqlite_database: Database, sqlite_url: str
) -> None:
    plan = plan_for(web, sqlite_url)
    crawl(plan)
    web.log.clear()
    report = crawl(plan)
    assert report.outcomes == {}
    assert web.asked() == []
    assert _rows(sqlite_database) == len(PATHS)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_crawl_ends_in_good_order(
    web: Web, sqlite_database: Database, sqlite_url: str, sign: signal.Signals
) -> None:
    """Requests that wait for their turn are given back; the next crawl takes them up."""
    web.held.update(PATHS[FIRST:])
    child = start_crawl(plan_for(web, sqlite_url, fetch_seconds=60.0))
    _wait(lambda: _rows(sqlite_database) >= SOME and len(web.asked()) == FIRST + 2)
    os.kill(child.pid or 0, sign)
    time.sleep(1.0)  # the signal comes first, then the answers that are on the wire
    web.held.clear()
    child.join(PATIENCE)
    assert child.exitcode == 0
    asked = len(web.asked())
    assert asked == FIRST + 2, "nothing more is asked for"
    with sqlite_database.read() as conn:
        assert conn.execute(select(run.c.exit_code)).scalars().all() == [130]
        assert conn.execute(select(func.count()).select_from(outcome)).scalar_one() == asked
    assert crawl(plan_for(web, sqlite_url)).outcomes == {Outcome.STORED: len(PATHS) - asked}
