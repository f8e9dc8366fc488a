"""A web with the failures of a catalogue: each source ends in its named verdict, side by side."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select

from crawler.spiders.check import check_sources
from crawler.spiders.discover import discover
from db.engine.database import Database, open_database
from db.schema.source_tables import source_check
from db.schema.tables import source
from db.sources.checks import record_checks
from db.sources.own import add_own, switch
from seedwatch.core.model.crawl import CrawlPlan
from seedwatch.core.model.source import FeedKind, FeedSpec, Source
from seedwatch.core.model.text import Language
from seedwatch.core.sources.checking import SourceCheck, Verdict
from tests.hostile.web import Behave, Request, Site, Web, answer, running
from tests.warm import in_fork

PAGE = "<!doctype html><html lang='zh-TW'><head><title>{title}</title>{head}</head><body>{body}</body></html>"
ITEM = "<item><title>機器人進廠</title><link>http://a.example/1</link><pubDate>{date}</pubDate></item>"
PAST, AHEAD = "Mon, 02 Mar 2026 08:00:00 GMT", "Sun, 02 Mar 2098 08:00:00 GMT"


def rss(items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>測試報</title>{items}</channel></rss>".encode()


def always(body: bytes, kind: str = "application/rss+xml", status: str = "200 OK", **headers: str) -> Behave:
    async def behave(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> bool:
        if not request.path.startswith("/feed"):
            return False
        out.write(answer(body, kind, status, **headers))
        return True

    return behave


async def hang_up(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> bool:
    out.close()
    return True


_NOW = datetime(2026, 5, 4, tzinfo=UTC)


async def move(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> bool:
    if request.path == "/feed":
        out.write(answer(b"", status="301 Moved Permanently", Location="/new"))
    elif request.path == "/new":
        out.write(answer(GOOD, "application/rss+xml"))
    return request.path in ("/feed", "/new")


GOOD = rss(ITEM.format(date=PAST))
FRONT = PAGE.format(title="首頁", head="", body="<p>歡迎</p>").encode()
WALL = PAGE.format(title="Just a moment", head="", body="<p>Solve the captcha to go on</p>").encode()
CASES: dict[str, tuple[Verdict, Site]] = {
    "good": (Verdict.OK, Site("127.0.2.1", behave=always(GOOD))),
    "gone": (Verdict.DEAD, Site("127.0.2.2", behave=always(b"", status="404 Not Found"))),
    "silent": (Verdict.DEAD, Site("127.0.2.3", behave=hang_up)),
    "locked": (Verdict.BLOCKED, Site("127.0.2.4", behave=always(b"", status="401 Unauthorized"))),
    "walled": (Verdict.BLOCKED, Site("127.0.2.5", behave=always(WALL, "text/html"))),
    "busy": (Verdict.BLOCKED, Site("127.0.2.6", behave=always(b"", status="503 Service Unavailable"))),
    "closed": (Verdict.ROBOTS, Site("127.0.2.7", robots="User-agent: *\nDisallow: /\n")),
    "page": (Verdict.HTML, Site("127.0.2.8", behave=always(FRONT, "text/html"))),
    "empty": (Verdict.EMPTY, Site("127.0.2.9", behave=always(rss("")))),
    "ahead": (Verdict.WRONG_ZONE, Site("127.0.2.10", behave=always(rss(ITEM.format(date=AHEAD))))),
    "broken": (Verdict.ERROR, Site("127.0.2.11", behave=always(b"", status="500 Server Error"))),
    "list": (Verdict.NOTHING_LISTED, Site("127.0.2.12", behave=always(FRONT, "text/html"))),
    "moved": (Verdict.MOVED, Site("127.0.2.13", behave=move)),
    "garbage": (Verdict.UNREADABLE, Site("127.0.2.14", behave=always(b"\x00\x01 nothing", "text/plain"))),
}


def source_at(web: Web, name: str, site: Site) -> Source:
    kind = FeedKind.LISTING if name == "list" else FeedKind.FEED
    url = web.url(site, "/feed")
    return Source(name, name, web.url(site, "/"), Language.ZH_HANT, "UTC", (FeedSpec(url, kind),))


def plan(url: str) -> CrawlPlan:
    return CrawlPlan(url, permits=("127.0.0.0/8",), crawl_delay=0.0, fetch_seconds=10.0)


def _check(url: str, sources: tuple[Source, ...]) -> list[SourceCheck]:
    found: list[SourceCheck] = []
    with open_database(url) as database:
        check_sources(plan(url), database, sources, found.append)
    return found


def test_every_failure_is_named_right(sqlite_url: str) -> None:
    with running(*(site for _, site in CASES.values())) as web:
        sources = tuple(source_at(web, name, site) for name, (_, site) in CASES.items())
        found = in_fork(_check, sqlite_url, sources)
    assert {each.source_id: each.verdict for each in found} == {
        name: verdict for name, (verdict, _) in CASES.items()
    }
    assert all(each.reason for each in found if each.verdict is not Verdict.OK)


def test_only_outlets_that_answered_are_on_and_people_decide(database: Database) -> None:
    made = [
        Source(name, name, "http://a.example/", Language.EN, "UTC", (FeedSpec(f"http://a.example/{name}"),))
        for name in ("up", "down", "mine")
    ]
    with database.write() as conn:
        add_own(conn, made)
        switch(conn, "mine", True)
    checks = [
        SourceCheck(name, "http://a.example/", _NOW, verdict, "why")
        for name, verdict in (("up", Verdict.OK), ("down", Verdict.DEAD), ("mine", Verdict.DEAD))
    ]
    with database.write() as conn:
        record_checks(conn, checks)
        add_own(conn, [replace(each, enabled=True) for each in made])  # a sync changes nothing of it
        enabled = {row.id: row.enabled for row in conn.execute(select(source.c.id, source.c.enabled))}
        assert len(conn.execute(select(source_check.c.id)).all()) == 3
    assert enabled == {"up": True, "down": False, "mine": True}


def _discover(url: str, at: str) -> tuple[list[tuple[str, str, str]], list[str], str]:
    with open_database(url) as database:
        found = discover(plan(url), database, at)
    return [(each.url, each.via, each.title) for each in found.found], list(found.tried), found.page.language


def test_a_page_names_its_feed(sqlite_url: str) -> None:
    link = "<link rel='alternate' type='application/rss+xml' href='/feed.xml'>"
    front = PAGE.format(title="首頁", head=link, body="<p>歡迎</p>").encode()

    async def behave(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> bool:
        if request.path == "/":
            out.write(answer(front))
        elif request.path == "/feed.xml":
            out.write(answer(GOOD, "application/rss+xml"))
        else:
            out.write(answer(b"", status="404 Not Found"))
        return True

    site = Site("127.0.2.20", behave=behave)
    with running(site) as web:
        found, _, language = in_fork(_discover, sqlite_url, web.url(site, "/"))
        assert found == [(web.url(site, "/feed.xml"), "named by the page", "測試報")]
    assert language == "zh-TW"


def test_the_usual_paths_are_tried_and_named(sqlite_url: str) -> None:
    async def behave(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> bool:
        is_front = request.path == "/"
        out.write(answer(FRONT) if is_front else answer(b"", status="404 Not Found"))
        return True

    site = Site("127.0.2.21", behave=behave)
    with running(site) as web:
        found, tried, _ = in_fork(_discover, sqlite_url, web.url(site, "/"))
        paths = ("/", "/feed", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml")
        assert {web.url(site, path) for path in paths} <= set(tried)
    assert found == []
