"""Lists that are no feed, crawled: what they list is stored, and what finds nothing is the visit's outcome."""

from __future__ import annotations

import asyncio
import json

from sqlalchemy import select

from db.engine.database import Database
from db.schema.tables import feed
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.source import FeedKind, FeedSpec, ListOptions, ListPaths, Source
from seedwatch.core.model.text import Language
from tests.crawler.crawling import plan_for
from tests.crawler.often import crawl_often
from tests.hostile.web import Request, Site, Web, answer, running

POOL = "tests.crawler.often.InlinePool"
ADDRESS = "127.0.0.52"
ASKED = json.dumps({"section": "world"})
ROWS = "".join(
    f"<li><a href='/a-10{n}00'>港口第{n}期工程公布評估報告</a><time>2026-11-20</time></li>"
    for n in range(1, 5)
)
PAGES = {
    "/listing": f"<html><body><nav><a href='/about'>關於</a></nav><ul>{ROWS}</ul></body></html>",
    "/script": "<script>var notes = [['/a-20100', '20100：第一則'], ['/a-20200', '20200：第二則'],] || [];</script>",
    "/renamed": "<script>var others = [1];</script>",
}


async def _lists(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> bool:
    if request.path == "/api":
        is_right = request.method == "POST" and request.body == ASKED and request.headers.get("x-app") == "1"
        rows = {"rows": [{"link": "/a-30100", "head": "唯一的一則"}]} if is_right else {"rows": []}
        out.write(answer(json.dumps(rows).encode(), "application/json"))
        return True
    if request.path in PAGES:
        out.write(answer(PAGES[request.path].encode()))
        return True
    return False


def test_what_lists_name_is_stored(sqlite_url: str, sqlite_database: Database) -> None:
    with running(Site(ADDRESS, [], behave=_lists)) as web:
        root = web.url(web.sites[ADDRESS], "")
        by_post = ListOptions(
            ListPaths("rows", "link", "head"), method="POST", headers=(("X-App", "1"),), body=ASKED
        )
        notes = ListOptions(ListPaths(url="[0]", title="[1]"), variable="notes")
        feeds = (
            FeedSpec(f"{root}/listing", FeedKind.LISTING),
            FeedSpec(f"{root}/api", FeedKind.JSON, (), by_post),
            FeedSpec(f"{root}/script", FeedKind.SCRIPT, (), notes),
            FeedSpec(f"{root}/renamed", FeedKind.SCRIPT, (), notes),
        )
        source = Source("lists", "L", f"{root}/", Language.ZH_HANT, "Asia/Taipei", feeds)
        plan = plan_for(web, sqlite_url, pool=POOL, feed_urls=(), ad_hoc=(source,), ad_hoc_only=True)
        (ended,) = crawl_often([plan])
        asked = {path for path in web.asked() if path.startswith("/a-")}
    assert ended.outcomes == {Outcome.STORED: 7}
    assert asked == {"/a-10100", "/a-10200", "/a-10300", "/a-10400", "/a-20100", "/a-20200", "/a-30100"}
    with sqlite_database.read() as conn:
        rows = conn.execute(select(feed.c.url, feed.c.last_outcome, feed.c.last_reason)).all()
    visits = {url.removeprefix(root): (outcome, reason) for url, outcome, reason in rows}
    assert {path for path, (outcome, _) in visits.items() if outcome == "ok"} == {
        "/listing",
        "/api",
        "/script",
    }
    assert visits["/renamed"][0] == "not-a-feed"
    assert "no script variable notes in the page: it has others" in visits["/renamed"][1]
