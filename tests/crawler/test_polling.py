"""Feeds over many visits: validators that lie are found out, and a feed that moved is followed."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select, update

from db.engine.database import Database
from db.schema.tables import feed
from seedwatch.core.fetching.conditional import CONFIRMATIONS, MOST_UNCHANGED
from seedwatch.core.model.outcome import Outcome
from tests.crawler.crawling import plan_for
from tests.crawler.often import crawl_often
from tests.hostile.web import Request, Site, Web, answer, running
from tests.hostile.web import feed as feed_body

POOL = "tests.crawler.often.InlinePool"
ETAG = '"always"'


async def _eternal(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> bool:
    """304 to everybody who sends a validator, whatever has been published since."""
    if request.path != "/feed.xml":
        return False
    if "if-none-match" in request.headers:
        out.write(b"HTTP/1.1 304 Not Modified\r\n\r\n")
    else:
        out.write(answer(feed_body(web, site), "application/rss+xml", ETag=ETAG))
    return True


async def _honest(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> bool:
    """The control: its validator changes with what it lists."""
    site.etag = f'"{len(site.paths)}"'
    return False


async def _moved(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> bool:
    if request.path != "/old.xml":
        return False
    out.write(answer(b"", status="301 Moved Permanently", Location="/feed.xml"))
    return True


@pytest.mark.parametrize(("behave", "is_liar"), [(_eternal, True), (_honest, False)])
def test_eternal_304(behave: object, is_liar: bool, sqlite_url: str, sqlite_database: Database) -> None:
    """After so many answers by 304 a visit has no conditions; what it brings to light is remembered."""
    with running(Site("127.0.0.47", ["/a-1"], behave=behave)) as web:  # type: ignore[arg-type]
        plan = plan_for(web, sqlite_url, pool=POOL)
        crawl_often([plan])
        with sqlite_database.write() as conn:
            conn.execute(update(feed).values(unchanged=MOST_UNCHANGED - 1))
        (quiet,) = crawl_often([plan])
        assert quiet.outcomes == {}
        web.sites["127.0.0.47"].paths.append("/a-2")
        found, after = crawl_often([plan] * 2)
        sent = ["if-none-match" in each.headers for each in web.log if each.path == "/feed.xml"]
    assert (found.outcomes, after.outcomes) == ({Outcome.STORED: 1}, {})
    assert sent == [False, True, False, not is_liar]
    with sqlite_database.read() as conn:
        state = conn.execute(select(feed.c.validators_unreliable, feed.c.last_outcome)).one()
    assert state == (is_liar, "not-modified")


def test_a_feed_that_moved_is_asked_where_it_went(sqlite_url: str) -> None:
    with running(Site("127.0.0.48", ["/a-1"], behave=_moved)) as web:
        url = web.url(web.sites["127.0.0.48"], "/old.xml")
        plan = plan_for(web, sqlite_url, feed_urls=(url,), pool=POOL)
        crawl_often([plan] * (CONFIRMATIONS + 2))
        asked = [each.path for each in web.log if each.path.endswith(".xml")]
    assert asked == ["/old.xml", "/feed.xml"] * CONFIRMATIONS + ["/feed.xml"] * 2
