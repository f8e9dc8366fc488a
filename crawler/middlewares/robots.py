"""robots.txt before everything else, by RFC 9309: kept for a day across crawls, and no answer means no.

Scrapy's own middleware reads the body of any status (an error page means "allowed"), takes a time-out for
permission, and forgets the file with the process.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http.request import NO_CALLBACK

from crawler.middlewares.per_host import PerHost
from crawler.network.resolver import refusal
from crawler.network.slots import raise_delay
from crawler.outcomes.classify import classify_failure, stop
from db.sources.hosts import read_host, save_robots
from seedwatch.core.fetching.decision import by_robots
from seedwatch.core.fetching.host_rules import HostRules, host_rules, kept_rules
from seedwatch.core.fetching.robots import (
    MAX_BYTES,
    MAX_REDIRECTS,
    RobotsRule,
    parse_robots,
    robots_for_status,
)
from seedwatch.core.fetching.urls import origin_of
from seedwatch.core.model.outcome import Outcome
from seedwatch.session import session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from db.engine.batch_writer import Writer

#: A host that asks for more than this between two requests (s) gets this.
MAX_CRAWL_DELAY = 30.0
_SECONDS = 15.0
_PRIORITY = 1000
#: What a chain of redirects that goes on is kept as: it counts as no file (RFC 9309, 2.3.1.2).
_NO_FILE = 404
#: Marks a request for a robots.txt; its value counts the bytes received.
_MARK = "robots_bytes"


class RobotsGate:
    """Refuses what robots.txt forbids, and paces the host as it asks.

    A page that a line forbids has ended for good; one whose host gives no answer is worth another try.
    """

    def __init__(self, crawler: Crawler, writer: Writer, agent: str, seconds: float) -> None:
        self.crawler = crawler
        self.writer = writer
        self.agent = agent
        self.seconds = min(seconds, _SECONDS)
        self._rules: PerHost[HostRules] = PerHost(self._load)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsGate:
        settings = crawler.settings
        gate = cls(
            crawler,
            session_of(crawler).writer,
            settings["ROBOTSTXT_USER_AGENT"],
            settings.getfloat("DOWNLOAD_TIMEOUT"),
        )
        crawler.signals.connect(gate.bytes_received, signals.bytes_received)
        return gate

    async def process_request(self, request: Request) -> None:
        if _MARK in request.meta:
            return
        rules = await self._rules.get(origin_of(request.url))
        stop(by_robots(rules, request.url, self.agent))

    def bytes_received(self, data: bytes, request: Request) -> None:
        """Stop reading a file that does not end; what came holds."""
        if _MARK in request.meta:
            request.meta[_MARK] += len(data)
            if request.meta[_MARK] > MAX_BYTES:
                raise StopDownload(fail=False)

    async def _load(self, origin: str) -> HostRules:
        state = await self.writer.aread(lambda conn: read_host(conn, origin))
        rules = kept_rules(state.robots_status, state.robots_body, state.robots_at, datetime.now(UTC))
        rules = rules or await self._fetch(origin)
        if rules.robots is not None and (delay := rules.robots.crawl_delay(self.agent)):
            raise_delay(self.crawler, urlsplit(origin).hostname or "", min(delay, MAX_CRAWL_DELAY))
        return rules

    async def _fetch(self, origin: str) -> HostRules:
        status: int | None = None
        body = b""
        failure: Exception | None = None
        try:
            response = await self.crawler.engine.download_async(self._request(origin))
            status, body = response.status, response.body
        except IgnoreRequest as error:
            if "max redirections" in str(error):
                status = _NO_FILE
            else:
                failure = error
        except Exception as error:  # noqa: BLE001 -- no answer; the pages say why
            failure = error
        inside = refusal(urlsplit(origin).hostname or "")
        if failure is not None and inside is not None:
            return HostRules(RobotsRule.DISALLOW_ALL, outcome=Outcome.FORBIDDEN, reason=inside)
        rule = robots_for_status(status)
        robots = parse_robots(body) if rule is RobotsRule.OBEY else None
        kept = robots.text.encode() if robots is not None else None
        now = datetime.now(UTC)
        await self.writer.awrite(lambda conn: save_robots(conn, origin, status, kept, now))
        return host_rules(status, robots, None if failure is None else classify_failure(failure))

    def _request(self, origin: str) -> Request:
        return Request(
            f"{origin}/robots.txt",
            headers={"Accept": "text/plain,*/*;q=0.5", "Accept-Encoding": "identity"},
            callback=NO_CALLBACK,
            priority=_PRIORITY,
            meta={_MARK: 0, "redirect_ttl": MAX_REDIRECTS, "download_timeout": self.seconds},
        )
