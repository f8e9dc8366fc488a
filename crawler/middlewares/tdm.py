"""A host's tdmrep.json (TDM Reservation Protocol), asked for once a day before its first page is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from crawler.middlewares.per_host import PerHost
from crawler.outcomes.page_target import HOST_SIGNALS, is_page_request
from db.sources.hosts import read_host, read_tdm, save_tdm
from seedwatch.core.fetching.robots import parse_robots
from seedwatch.core.fetching.urls import origin_of
from seedwatch.core.fetching.usage_rights import tdm_for
from seedwatch.core.model.rights import HostSignals
from seedwatch.session import session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from sqlalchemy import Connection

    from db.engine.batch_writer import Writer

#: How long a host's file, or that it has none, is believed; as robots.txt is.
KEPT = timedelta(hours=24)
_PATH = "/.well-known/tdmrep.json"
_META = {"download_timeout": 10, "download_maxsize": 256 * 1024, "redirect_ttl": 3, "dont_retry": True}
#: Before the pages that wait for its host.
_PRIORITY = 20


@dataclass(frozen=True, slots=True)
class _Host:
    """robots: values of `seedwatch.core.fetching.robots.Robots.signals`. tdm: the file; None: there is none."""

    robots: tuple[str, ...]
    tdm: bytes | None


class TdmReservations:
    """Hands each page that came what its host says beside it; nothing is refused here.

    It stands nearer to the engine than robots.txt, so that SSRF guard, robots.txt and crawl delay
    apply to this file too.
    """

    def __init__(self, crawler: Crawler, writer: Writer, agent: str) -> None:
        self.crawler = crawler
        self.writer = writer
        self.agent = agent
        self._hosts: PerHost[_Host] = PerHost(self._load)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> TdmReservations:
        return cls(crawler, session_of(crawler).writer, crawler.settings["ROBOTSTXT_USER_AGENT"])

    async def process_response(self, request: Request, response: Response) -> Response:
        if is_page_request(request) and 200 <= response.status < 300:
            host = await self._hosts.get(origin_of(response.url))
            path = urlsplit(response.url).path or "/"
            reserved, policy = tdm_for(host.tdm, path) if host.tdm is not None else (None, None)
            request.meta[HOST_SIGNALS] = HostSignals(host.robots, reserved, policy)
        return response

    async def _load(self, origin: str) -> _Host:
        def read(conn: Connection) -> tuple[bytes | None, bytes | None, datetime | None]:
            return read_host(conn, origin).robots_body, *read_tdm(conn, origin)

        robots, tdm, at = await self.writer.aread(read)
        now = datetime.now(UTC)
        if at is None or now - at >= KEPT:
            tdm = await self._fetch(origin + _PATH)
            await self.writer.awrite(lambda conn: save_tdm(conn, origin, tdm, now))
        return _Host(parse_robots(robots).signals(self.agent) if robots else (), tdm)

    async def _fetch(self, url: str) -> bytes | None:
        try:
            request = Request(url, callback=NO_CALLBACK, priority=_PRIORITY, meta=dict(_META))
            response = await self.crawler.engine.download_async(request)
        except Exception:  # noqa: BLE001 -- whatever went wrong, the host has said nothing, which is noted
            return None
        body: bytes = response.body
        return body if response.status == 200 else None
