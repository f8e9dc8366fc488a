"""The feed spider: due feeds and due re-checks in; what their answers become is said beside it.

`crawler.spiders.visits` visits feeds, `entries` decides what they list, `pages` asks for pages.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from scrapy import Request, Spider

from crawler.extensions.crawl_stats import stats_of
from crawler.spiders.entries import EntryTriage
from crawler.spiders.pages import Pages, recheck_target
from crawler.spiders.visits import FeedVisits
from crawler.spiders.waiting import WaitingRequests
from db.archive.page_outcomes import feeds_with_skipped
from db.archive.rechecks import due_rechecks
from db.sources.catalogue import outlets
from db.sources.leases import claim_feeds, lease_feeds
from db.upkeep.erasure import blocklist
from seedwatch.core.fetching.credentials import split_credentials
from seedwatch.core.model.source import DueFeed, DueRecheck
from seedwatch.core.triage.blocklist import Blocklist
from seedwatch.session import CrawlSession, session_of


class FeedSpider(Spider):
    """Asks the database for due feeds and fetches the entries that are not known."""

    name = "feeds"

    async def start(self) -> AsyncIterator[Request]:
        session = session_of(self.crawler)
        crawl_stats = stats_of(self.crawler)
        for source_id in sorted(set(session.unverified.values())):
            crawl_stats.problem(f"{source_id}: its certificates are NOT verified (verify_tls: false)")
        blocked = await session.writer.aread(blocklist)
        known = await session.writer.aread(outlets)
        triage = EntryTriage(session, blocked, known)
        waiting = WaitingRequests(self.crawler, session.plan.max_seconds)
        pages = Pages(self.crawler, crawl_stats, blocked, waiting, known)
        visits = FeedVisits(self.crawler, crawl_stats, triage, pages, waiting)
        for feed in await _due_feeds(session):
            if blocked.contains(split_credentials(feed.url)[0], "", feed.source_id):
                crawl_stats.problem(f"{feed.url}: forgotten on request, not visited")
                continue
            yield visits.begin(feed)
        if session.plan.rechecks:
            for due in await _due_rechecks(session, blocked):
                triage.remember((due.url_key,))
                yield pages.request(recheck_target(due), visits.delay_of(due.crawl_delay))


async def _due_feeds(session: CrawlSession) -> tuple[DueFeed, ...]:
    """Ad-hoc feeds first, then what is declared and due where the plan asks for that too."""
    now, plan, ad_hoc = datetime.now(UTC), session.plan, session.ad_hoc
    due: tuple[DueFeed, ...] = ()
    if ad_hoc:
        until = now + timedelta(seconds=plan.lease_seconds)
        due = await session.writer.awrite(lambda conn: lease_feeds(conn, ad_hoc, now, session.owner, until))
    if plan.visits_declared:
        due += await _claim(
            session,
            now,
            source_ids=plan.source_ids,
            catalogues=plan.catalogues,
            themes=plan.theme_ids,
            force=plan.force,
            urgent=plan.is_urgent,
        )
    found = {feed.feed_id: feed for feed in due}.values()
    if not plan.everything:
        return tuple(found)
    with_skipped = await session.writer.aread(feeds_with_skipped)
    return tuple(_as_new(feed) if feed.feed_id in with_skipped else feed for feed in found)


def _as_new(feed: DueFeed) -> DueFeed:
    """The feed without what its server said last time: what was listed and skipped then is wanted now."""
    return replace(feed, etag=None, last_modified=None, body_hash=None)


async def _claim(session: CrawlSession, now: datetime, **which: Any) -> tuple[DueFeed, ...]:
    """The feeds that no other crawl visits now, held by this one."""
    until = now + timedelta(seconds=session.plan.lease_seconds)
    return await session.writer.awrite(lambda conn: claim_feeds(conn, now, session.owner, until, **which))


async def _due_rechecks(session: CrawlSession, blocked: Blocklist) -> tuple[DueRecheck, ...]:
    """Pages of stored articles that are due again, each address once."""
    now = datetime.now(UTC)
    found = await session.writer.aread(lambda conn: due_rechecks(conn, now))
    out = blocked.contains
    due = {each.url_key: each for each in found if not out(each.url, each.url_key, each.source_id)}
    return tuple(due.values())
