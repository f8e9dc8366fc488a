"""Stage: the bytes of every page are kept as they came, in WARC files, before anything reads them."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from db.archive.raw_pages import drop_files
from db.engine.batch_writer import Writer
from pipelines.warc.store import ArchiveOptions, WarcStore
from seedwatch.core.model.page import Page, PageOutcome
from seedwatch.core.model.source import FullText
from seedwatch.session import session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

log = logging.getLogger(__name__)


class Archive:
    """Keeps pages in a thread of its own; a folder that cannot be written is said once and costs no
    article.
    """

    def __init__(self, options: ArchiveOptions, run_id: int, writer: Writer) -> None:
        self._writer = writer
        self._store = WarcStore(options, options.directory, run_id) if options.directory else None
        self._thread = ThreadPoolExecutor(1, "archive")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Archive:
        session = session_of(crawler)
        plan = session.plan
        options = ArchiveOptions(plan.raw_dir, plan.pages_bytes, plan.pages_days)
        return cls(options, session.run_id, session.writer)

    async def process_item(self, item: Page | PageOutcome) -> Page | PageOutcome:
        if isinstance(item, PageOutcome) or self._store is None or item.keep is FullText.LEAD:
            return item
        try:
            loop = asyncio.get_running_loop()
            raw = await loop.run_in_executor(self._thread, self._store.keep, item)
        except OSError as error:
            log.error("Pages are no longer kept in this run: %s. Articles are stored all the same.", error)
            self._store = None
            return item
        return replace(item, raw=raw)

    async def close_spider(self) -> None:
        self._thread.shutdown(wait=True)
        if self._store is not None:
            self._store.close()
            removed = self._store.removed
            if removed:
                await self._writer.awrite(lambda conn: drop_files(conn, removed))
