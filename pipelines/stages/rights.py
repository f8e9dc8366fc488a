"""Stage: what may be kept of a page, by its source's terms and by what it says itself, for machines."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from db.sources.catalogue import lead_only
from db.sources.hosts import read_host, read_tdm, save_tdm
from db.upkeep.erasure import Blocklist, blocklist
from pipelines.stages.records import page_outcome_of
from seedwatch.core.fetching.robots import parse_robots
from seedwatch.core.fetching.urls import origin_of, url_key
from seedwatch.core.fetching.usage_rights import read_rights_signals, tdm_for
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.page import Page, PageOutcome
from seedwatch.core.model.rights import RightsSignals
from seedwatch.core.model.source import FullText
from seedwatch.session import session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from sqlalchemy import Connection

    from db.engine.batch_writer import Writer

#: How long a host's tdmrep.json, or that it has none, is believed; as robots.txt is.
KEPT = timedelta(hours=24)
_TDM_PATH = "/.well-known/tdmrep.json"
_TDM_BYTES = 256 * 1024
_TDM_SECONDS = 10
#: Where metas stand.
_HEAD_BYTES = 65_536

Fetch = Callable[[str], Awaitable[bytes | None]]


@dataclass(frozen=True, slots=True)
class _Known:
    """What holds for the whole crawl."""

    lead_only: frozenset[str]
    blocklist: Blocklist


@dataclass(frozen=True, slots=True)
class _Host:
    """What a host says beside its pages. robots: values of `core.fetching.robots.Robots.signals`; tdm: its file."""

    robots: tuple[str, ...]
    tdm: bytes | None


class Rights:
    """Reads the signals and marks the page; the archive and the store obey the mark.

    A host is asked for its tdmrep.json once a day, before its first page is kept.
    """

    def __init__(self, writer: Writer, agent: str, fetch: Fetch) -> None:
        self._writer = writer
        self._agent = agent
        self._fetch = fetch
        self._known: asyncio.Task[_Known] | None = None
        self._hosts: dict[str, asyncio.Task[_Host]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Rights:
        settings = crawler.settings
        return cls(session_of(crawler).writer, settings["ROBOTSTXT_USER_AGENT"], _fetching(crawler))

    async def process_item(self, item: Page | PageOutcome) -> Page | PageOutcome:
        if isinstance(item, PageOutcome):
            return item
        if self._known is None:
            self._known = asyncio.ensure_future(self._read_known())
        known = await self._known
        out = known.blocklist
        if out and out.holds(item.final_url, url_key(item.final_url), item.source_id):
            return page_outcome_of(item, Outcome.ERASED, "removed on request")
        signals = self._signals(item, await self._host(origin_of(item.final_url)))
        is_lead = item.source_id in known.lead_only or signals.noarchive
        return replace(item, rights=signals, keep=FullText.LEAD if is_lead else FullText.FULL)

    def _signals(self, page: Page, host: _Host) -> RightsSignals:
        head = page.body[:_HEAD_BYTES].decode("latin-1")
        found = read_rights_signals(page.headers, head, self._agent, host.robots)
        if found.tdm_reserved is not None or host.tdm is None:
            return found
        reserved, policy = tdm_for(host.tdm, urlsplit(page.final_url).path or "/")
        return replace(found, tdm_reserved=reserved, tdm_policy=found.tdm_policy or policy)

    async def _read_known(self) -> _Known:
        def read(conn: Connection) -> _Known:
            return _Known(lead_only(conn), blocklist(conn))

        return await self._writer.aread(read)

    async def _host(self, origin: str) -> _Host:
        if origin not in self._hosts:
            self._hosts[origin] = asyncio.ensure_future(self._meet(origin))
        return await asyncio.shield(self._hosts[origin])

    async def _meet(self, origin: str) -> _Host:
        def read(conn: Connection) -> tuple[bytes | None, bytes | None, datetime | None]:
            return read_host(conn, origin).robots_body, *read_tdm(conn, origin)

        robots, tdm, at = await self._writer.aread(read)
        now = datetime.now(UTC)
        if at is None or now - at >= KEPT:
            tdm = await self._fetch(origin + _TDM_PATH)
            await self._writer.awrite(lambda conn: save_tdm(conn, origin, tdm, now))
        return _Host(parse_robots(robots).signals(self._agent) if robots else (), tdm)


def _fetching(crawler: Crawler) -> Fetch:
    """Through the crawl's own engine: guard, robots.txt and pace hold for this file as for any other."""
    from scrapy import Request
    from scrapy.http.request import NO_CALLBACK

    meta = {
        "download_timeout": _TDM_SECONDS,
        "download_maxsize": _TDM_BYTES,
        "redirect_ttl": 3,
        "dont_retry": True,
    }

    async def fetch(url: str) -> bytes | None:
        try:
            request = Request(url, callback=NO_CALLBACK, priority=20, meta=dict(meta))
            response = await crawler.engine.download_async(request)
        except Exception:  # noqa: BLE001 -- whatever went wrong, the host has said nothing, which is noted
            return None
        body: bytes = response.body
        return body if response.status == 200 else None

    return fetch
