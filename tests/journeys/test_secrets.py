"""A feed behind a password is read, and no output of the program tells the password or a token."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from db.engine.database import open_database
from seedwatch.web.app import create_app
from tests.hostile.web import Request, Site, Web, answer, page, running
from tests.journeys.conftest import ALLOWED
from tests.journeys.running import run
from tests.web.test_pages import FACTS

PASSWORD, TOKEN, PROXY = "Zq8pw", "Zq8token", "Zq8proxy"
BASIC = "Basic cmVhZGVyOlpxOHB3"
SECRETS = (PASSWORD, TOKEN, PROXY, "Zq8", BASIC.split()[1])
HOME, STRANGER = "127.0.0.92", "127.0.0.93"


async def behind_a_password(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> bool:
    """Nothing without the password, robots.txt aside; two pages lead elsewhere."""
    if request.path == "/robots.txt":
        return False
    if request.headers.get("authorization") != BASIC:
        out.write(answer(b"", status="401 Unauthorized"))
        return True
    if request.path.startswith("/leaves"):
        out.write(answer(b"", status="302 Found", Location=f"http://{STRANGER}:{web.port}/a-away"))
        return True
    if request.path.startswith("/lures"):
        out.write(
            answer(b"", status="302 Found", Location=f"http://x:{PASSWORD}@{STRANGER}:{web.port}/a-lure")
        )
        return True
    if "access_token=" in request.path:  # the web writes the path into the article
        out.write(page("/a-1"))
        return True
    return False


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    paths = [f"/a-1?access_token={TOKEN}", "/a-2", "/leaves-1", "/lures-1", f"/gone-1?sig={TOKEN}"]
    with running(Site(HOME, paths, behave=behind_a_password), Site(STRANGER, [])) as served:
        yield served


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory, web: Web) -> Path:
    """A folder with an archive of the feed, which a source file declares, and of one that nobody answers."""
    folder = tmp_path_factory.mktemp("secrets")
    (folder / "sources").mkdir()
    feed = web.url(web.sites[HOME], "/feed.xml").replace("://", f"://reader:{PASSWORD}@")
    (folder / "sources" / "own.yaml").write_text(
        f"sources:\n- {{id: own, name: Own, home: {web.url(web.sites[HOME], '/')!r}, language: zh-Hant, pace: 0.5,"
        f" zone: Asia/Taipei, triage: off, feeds: [{{url: '{feed}?token={TOKEN}'}}]}}\n"
    )
    (folder / "feeds.txt").write_text(f"http://reader:{PASSWORD}@127.0.0.94:1/feed.xml?key={TOKEN}\n")
    return folder


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    return {
        "SEEDWATCH_SOURCES_DIR": "sources",
        "SEEDWATCH_SHIPPED_SOURCES": "false",
        "SEEDWATCH_ALLOW_HOSTS": "127.0.0.0/8",
        "SEEDWATCH_BING_URL": f"https://search.example/?api_key={TOKEN}",
    }


@pytest.fixture(scope="module")
def told(crawled: Path, settings: dict[str, str]) -> str:
    """All that the crawls said."""
    own = run(crawled, "crawl", "--all", *ALLOWED, env=settings)
    other = run(crawled, "crawl", "--all", "--feeds", "feeds.txt", *ALLOWED, env=settings)
    assert own.code == 0, own.err
    return own.out + own.err + other.out + other.err


def stored(folder: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "seedwatch.db")) as connection:
        return connection.execute(question).fetchall()


def test_the_feed_and_its_pages_are_read(crawled: Path, told: str, web: Web) -> None:
    assert [request.path for request in web.log if request.host.startswith(HOME)].count("/a-2") == 1
    ends = dict(stored(crawled, "SELECT url_key, outcome FROM outcome")).values()
    assert sorted(ends).count("stored") >= 3, ends
    assert stored(crawled, "SELECT last_outcome FROM feed WHERE url LIKE '%token=%'") == [("ok",)]


def test_no_stranger_is_told_the_password(told: str, web: Web) -> None:
    """Scrapy takes the header off at a redirect; the control: the origin itself is told it."""
    strangers = [request for request in web.log if request.host.startswith(STRANGER)]
    assert "/a-away" in {request.path for request in strangers}
    assert "/a-lure" not in {request.path for request in strangers}
    assert [request for request in strangers if "authorization" in request.headers] == []
    assert [each for each in web.log if each.path == "/robots.txt" and "authorization" in each.headers] == []
    assert any(request.headers.get("authorization") == BASIC for request in web.log)


def test_the_crawl_says_no_secret(told: str) -> None:
    assert no_secret(told)


@pytest.mark.parametrize(
    "column", ["args FROM run", "url FROM outcome", "reason FROM outcome", "reason FROM feed_visit"]
)
def test_no_row_of_a_run_holds_a_secret(crawled: Path, told: str, column: str) -> None:
    rows = stored(crawled, f"SELECT {column}")
    assert rows
    assert no_secret(str(rows))


@pytest.mark.parametrize(
    "command",
    [
        ("runs",), ("runs", "--json"), ("runs", "1"), ("runs", "2"), ("sources", "list"), ("sources", "list", "--json"),
        ("config",), ("config", "--json"), ("doctor",), ("export",), ("search", ""), ("search", "", "--json"),
        ("show", "1"), ("show", "1", "--json"), ("events",), ("events", "--json"), ("db", "stats"), ("reprocess",),
        ("fetch", "--dry-run", f"http://reader:{PASSWORD}@{HOME}/a-1?access_token={TOKEN}"),
        ("crawl", "--feeds", "missing.txt"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_no_command_shows_a_secret(
    crawled: Path, told: str, settings: dict[str, str], command: tuple[str, ...]
) -> None:
    proxy = {"SEEDWATCH_PROXY": f"http://me:{PROXY}@127.0.0.1:1"}
    ended = run(crawled, *command, env=settings | proxy)
    assert "Traceback" not in ended.err
    assert no_secret(ended.out + ended.err)


def test_no_page_shows_a_secret(crawled: Path, told: str) -> None:
    with open_database(f"sqlite:///{crawled / 'seedwatch.db'}") as database:
        client = TestClient(create_app(database, FACTS), base_url="http://127.0.0.1")
        ids = [row[0] for row in stored(crawled, "SELECT id FROM article")]
        paths = [
            "/",
            "/api/articles",
            *(f"/article/{each}" for each in ids),
            *(f"/api/articles/{each}" for each in ids),
        ]
        pages = [client.get(path) for path in paths]
    assert [page.status_code for page in pages[:3]] == [200, 200, 200]
    assert any("***" in page.text for page in pages), "an address with a token is shown without it"
    assert no_secret("".join(page.text for page in pages))


def no_secret(text: str) -> bool:
    places = [text[max(0, text.index(each) - 60) :][:90] for each in SECRETS if each in text]
    assert places == []
    return True
