"""Stage: what may be kept of a page, by its source's terms and by what it and its host say, for machines."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from db.sources.catalogue import lead_only
from seedwatch.core.fetching.usage_rights import read_rights_signals
from seedwatch.core.model.page import Page, PageOutcome
from seedwatch.core.model.rights import RightsSignals
from seedwatch.core.model.source import FullText
from seedwatch.session import session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from db.engine.batch_writer import Writer

#: Where metas stand.
_HEAD_BYTES = 65_536


class Rights:
    """Reads the signals and marks the page; the archive and the store obey the mark."""

    def __init__(self, writer: Writer, agent: str) -> None:
        self._writer = writer
        self._agent = agent
        self._lead_only: asyncio.Task[frozenset[str]] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Rights:
        return cls(session_of(crawler).writer, crawler.settings["ROBOTSTXT_USER_AGENT"])

    async def process_item(self, item: Page | PageOutcome) -> Page | PageOutcome:
        if isinstance(item, PageOutcome):
            return item
        if self._lead_only is None:
            self._lead_only = asyncio.ensure_future(self._writer.aread(lead_only))
        sources = await self._lead_only
        signals = rights_signals_of(item, self._agent)
        is_lead = item.ref.source_id in sources or signals.noarchive
        return replace(item, rights=signals, keep=FullText.LEAD if is_lead else FullText.FULL)


def rights_signals_of(page: Page, agent: str) -> RightsSignals:
    """What a page reserves. What it says itself goes before what its host says of its path."""
    head = page.body[:_HEAD_BYTES].decode("latin-1")
    found = read_rights_signals(page.headers, head, agent, page.host.robots)
    if found.tdm_reserved is not None:
        return found
    return replace(
        found, tdm_reserved=page.host.tdm_reserved, tdm_policy=found.tdm_policy or page.host.tdm_policy
    )
