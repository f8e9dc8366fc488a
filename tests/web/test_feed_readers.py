"""A feed reader that polls three times over new, edited and copied articles has each once, edits as updates."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import uvicorn
from reader import make_reader

from db.archive.articles import store_article
from db.engine.database import Database
from db.search.index import index_stored
from seedwatch.core.model.article import CopyKind, DedupeDecision
from seedwatch.web.app import create_app
from tests.db.samples import make_tagged
from tests.web.archive import fill, store
from tests.web.test_pages import FACTS

PATHS = (
    "/feeds/search.atom?q=%E6%9C%BA%E5%99%A8%E4%BA%BA",
    "/feeds/theme/humanoid-robots.atom",
    "/feeds/source/example.json",
)


@pytest.fixture
def site(sqlite_database: Database) -> Iterator[str]:
    """The pages on a port of this machine, served as `seedwatch serve` does."""
    server = uvicorn.Server(
        uvicorn.Config(create_app(sqlite_database, FACTS), "127.0.0.1", 0, log_level="error")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def edit(database: Database, number: int, **changes: Any) -> None:
    with database.write() as conn:
        stored = store_article(conn, make_tagged(number, **changes), None, DedupeDecision())
        index_stored(conn, stored.article_id)


@pytest.mark.parametrize("path", PATHS)
def test_three_polls(sqlite_database: Database, site: str, path: str) -> None:
    fill(sqlite_database)
    reader = make_reader(":memory:", feed_root="")
    reader.add_feed(site + path)

    def poll() -> tuple[int, int]:
        """(new, edited); nothing where the answer was 304."""
        done = reader.update_feed(site + path)
        return (done.new, done.modified) if done else (0, 0)

    now = datetime.now(UTC)
    assert poll() == (1, 0)
    store(sqlite_database, 3, title="第二天的機器人", text="另一天的機器人的另一件事。", fetched_at=now)
    edit(
        sqlite_database,
        1,
        title="機器人進廠：更正",
        text="改過的機器人。",
        fetched_at=now + timedelta(seconds=5),
    )
    place = DedupeDecision(copy_of=1, copy_kind=CopyKind.IDENTICAL, score=1.0)
    store(sqlite_database, 4, place, title="轉載的機器人", text="改過的機器人。", fetched_at=now)
    assert poll() == (1, 1)
    assert poll() == (0, 0)
    assert sorted(each.title for each in reader.get_entries()) == sorted(
        ["機器人進廠：更正", "第二天的機器人"]
    )
    assert len({each.id for each in reader.get_entries()}) == 2
    reader.close()
