"""Pages whose hosts ask for patience are asked again in the same crawl; without a network nothing is postponed."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from db.engine.database import open_database
from db.schema.tables import feed, feed_visit, host
from seedwatch.core.model.feed import FeedOutcome
from seedwatch.core.model.outcome import Outcome
from tests.crawler.crawling import crawl, plan_for
from tests.hostile.web import Behave, Request, Site, Web, answer, running

PAGES = [f"/a-{number}" for number in range(6)]


def refusing_first(times: int, retry_after: str | None) -> Behave:
    """Refuses each page so often before it answers. retry_after: None cuts the connection instead."""
    seen: Counter[str] = Counter()

    async def behave(web: Web, site: Site, request: Request, writer: asyncio.StreamWriter) -> bool:
        if request.path not in PAGES:
            return False
        seen[request.path] += 1
        if seen[request.path] > times:
            return False
        if retry_after is not None:
            headers = {"Retry-After": retry_after}
            writer.write(answer(b"busy", status="503 Service Unavailable", **headers))
        else:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9000\r\n\r\n<p>")
        await writer.drain()
        if retry_after is None:
            writer.close()
        return True

    return behave


@pytest.mark.parametrize("retry_after", ["1", None])
def test_pages_refused_once_are_stored_in_the_same_crawl(sqlite_url: str, retry_after: str | None) -> None:
    site = Site("127.0.0.44", PAGES, behave=refusing_first(1, retry_after))
    with running(site) as web:
        report = crawl(plan_for(web, sqlite_url, max_seconds=100.0))
    assert report.outcomes == {Outcome.STORED: len(PAGES)}
    assert report.postponed == ()
    if retry_after:  # the refused page is asked before any other of its host
        assert web.asked() == [path for path in PAGES for _ in range(2)]


def test_a_page_cut_twice_waits_for_its_host(sqlite_url: str) -> None:
    site = Site("127.0.0.45", PAGES[:1], behave=refusing_first(2, None))
    with running(site) as web:
        report = crawl(plan_for(web, sqlite_url, max_seconds=100.0))
    assert report.outcomes == {Outcome.STORED: 1}
    assert web.asked() == PAGES[:1] * 3


def test_what_is_left_over_is_named_with_its_time(sqlite_url: str) -> None:
    """The hold outlasts the run: the page ends, and its feed is due when the hold is over."""
    began = datetime.now(UTC)
    site = Site("127.0.0.46", PAGES, behave=refusing_first(1, "120"))
    with running(site) as web:
        report = crawl(plan_for(web, sqlite_url, max_seconds=60.0))
    assert report.outcomes == {Outcome.HTTP_ERROR: len(PAGES)}
    [left] = report.postponed
    assert left.count == len(PAGES)
    assert began + timedelta(seconds=120) <= left.again < began + timedelta(seconds=240)
    with open_database(sqlite_url) as database, database.read() as conn:
        assert conn.execute(select(feed.c.next_due)).scalar_one() == left.again


def test_without_a_time_limit_nothing_waits(sqlite_url: str) -> None:
    """The control."""
    with running(Site("127.0.0.47", PAGES, behave=refusing_first(1, "1"))) as web:
        report = crawl(plan_for(web, sqlite_url))
    assert report.outcomes == {Outcome.HTTP_ERROR: len(PAGES)}
    assert web.asked() == PAGES[:1]


def test_without_a_network_nothing_is_postponed(sqlite_url: str) -> None:
    dead = tuple(f"http://127.0.0.48:9/feed{number}.xml" for number in range(6))
    with running() as web:
        report = crawl(plan_for(web, sqlite_url, feed_urls=dead))
    assert report.all_hosts_failed
    with open_database(sqlite_url) as database, database.read() as conn:
        assert {row.next_due for row in conn.execute(select(feed))} == {None}
        assert conn.execute(select(feed_visit.c.id)).all() == []
        assert {(row.cooldown_until, row.robots_at) for row in conn.execute(select(host))} == {(None, None)}


def test_feeds_that_answer_not_modified_are_a_network(sqlite_url: str) -> None:
    with running(Site("127.0.0.49", PAGES[:1], etag='"v1"')) as web:
        plan = plan_for(web, sqlite_url, everything=False)
        crawl(plan)
        feeds = (*web.feed_urls(), "http://127.0.0.50:9/f.xml")
        report = crawl(plan_for(web, sqlite_url, everything=False, feed_urls=feeds))
    assert report.feeds == {FeedOutcome.NOT_MODIFIED: 1, FeedOutcome.NETWORK_ERROR: 1}
    assert not report.all_hosts_failed
