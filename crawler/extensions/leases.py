"""Keeps what a crawl holds: the feeds it visits, and the job it does; ends the crawl that lost its job.

A crawl that was stopped for longer than its lease finds another in its place when it comes back. Its writer
refuses what it still wants to store (`db.engine.batch_writer`), and here it learns to end.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy import signals

from db.jobs.queue import LEASE
from db.sources.leases import renew_feeds
from seedwatch.core.errors import DatabaseError, LeaseLostError
from seedwatch.session import session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

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
        owner = self._session.owner
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            try:
                await self._session.writer.awrite(
                    lambda conn: renew_feeds(conn, owner, datetime.now(UTC) + LEASE)
                )
            except LeaseLostError as error:
                log.error("%s", error)
                await self._crawler.stop_async()
                return
            except DatabaseError as error:  # the crawl itself says it; the next renewal may come through
                log.warning("leases not renewed: %s", error)
