"""Keeps what a crawl holds: the feeds it visits, and the job it does; ends the crawl that lost its job.

A crawl that was stopped for longer than its lease finds another in its place when it comes back. Its writer
refuses what it still wants to store (`db.engine.batch_writer`), and here it learns to end.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from scrapy import signals

from db.jobs.queue import renew_claim
from db.sources.leases import renew_feeds
from seedwatch.core.errors import DatabaseError, LeaseLostError
from seedwatch.session import session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from sqlalchemy import Connection

    from seedwatch.session import CrawlSession

log = logging.getLogger(__name__)


class Leases:
    """Renews three times within a lease, as long as the crawl runs."""

    def __init__(self, crawler: Crawler, session: CrawlSession) -> None:
        self._crawler = crawler
        self._session = session
        self._keeping: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Leases:
        leases = cls(crawler, session_of(crawler))
        crawler.signals.connect(leases.spider_opened, signals.spider_opened)
        crawler.signals.connect(leases.spider_closed, signals.spider_closed)
        return leases

    def spider_opened(self) -> None:
        self._keeping = asyncio.ensure_future(self._keep())

    def spider_closed(self) -> None:
        if self._keeping is not None:
            self._keeping.cancel()

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(self._session.plan.lease_seconds / 3)
            try:
                await self._session.writer.awrite(self._renew)
            except LeaseLostError as error:
                log.error("%s", error)
                await self._crawler.stop_async()
                return
            except DatabaseError as error:  # the crawl itself says it; the next renewal may come through
                log.warning("leases not renewed: %s", error)

    def _renew(self, conn: Connection) -> None:
        """The writer's guard has looked at the claim in the same transaction."""
        now, lease = datetime.now(UTC), timedelta(seconds=self._session.plan.lease_seconds)
        renew_feeds(conn, self._session.owner, now + lease)
        if self._session.claim is not None:
            renew_claim(conn, self._session.claim, now, lease)
