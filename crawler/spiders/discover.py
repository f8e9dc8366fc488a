"""Ask a site for its feeds, politely: guard, robots.txt and delays of a crawl; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.outcomes.classify import classify_failure
from crawler.outcomes.failures import error_of, failed_request
from crawler.outcomes.page_target import header_map
from crawler.spiders.probe import run_probe
from db.engine.database import Database
from seedwatch.core.encoding.decode import decode
from seedwatch.core.feeds.kinds import read_document
from seedwatch.core.model.crawl import CrawlPlan
from seedwatch.core.model.feed import FeedDocument, ParsedFeed
from seedwatch.core.model.source import FeedKind
from seedwatch.core.sources.discovery import COMMON_PATHS, FoundFeed, PageFacts, page_facts, sitemaps_of

_SITEMAPS = frozenset({"sitemap", "sitemap-index"})
MAX_ITEMS = 1000


@dataclass(slots=True)
class Discovery:
    """What was found so far. tried: addresses with what they answered, in words."""

    found: list[FoundFeed] = field(default_factory=list)
    tried: dict[str, str] = field(default_factory=dict)
    page: PageFacts = field(default_factory=PageFacts)


class DiscoverSpider(Spider):
    """The address itself first; then what it names; then the usual paths and sitemaps; a listing last."""

    name = "discover"

    def __init__(self, url: str, result: Discovery, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._url = url
        self._result = result
        self._pending = 0
        self._page: Response | None = None
        self._stages = iter((self._named, self._usual, self._listing))

    async def start(self) -> Any:
        yield self._ask(self._url, "the address itself")

    def _ask(self, url: str, via: str) -> Request:
        self._pending += 1
        return Request(url, self.answered, errback=self.failed, cb_kwargs={"via": via})

    def answered(self, response: Response, via: str) -> Iterator[Request]:
        self._pending -= 1
        if response.status != 200:
            self._result.tried[response.url] = f"HTTP {response.status}"
        elif via == "robots.txt":
            for url in sitemaps_of(response.body.decode("utf-8", "replace"), response.url):
                yield self._ask(url, "sitemap in robots.txt")
        else:
            self._read(response, via)
        yield from self._next()

    def failed(self, failure: Failure) -> Iterator[Request]:
        self._pending -= 1
        _, reason = classify_failure(error_of(failure))
        self._result.tried[failed_request(failure).url] = reason
        yield from self._next()

    def _read(self, response: Response, via: str) -> None:
        parsed = read_feed_body(response, FeedKind.FEED)
        if parsed.format in ("html", "unknown", "") or not (
            parsed.entries or parsed.sitemaps or parsed.title
        ):
            self._result.tried[response.url] = "a page, no feed" if parsed.format == "html" else "no feed"
            if self._page is None:
                text = decode(response.body, header_map(response).get("content-type")).text
                self._page, self._result.page = response, page_facts(text, response.url)
            return
        kind = FeedKind.SITEMAP if parsed.format in _SITEMAPS else FeedKind.FEED
        self._result.tried[response.url] = f"{parsed.format}, {len(parsed.entries)} items"
        self._result.found.append(found_feed(response.url, kind, parsed, via))

    def _next(self) -> Iterator[Request]:
        """The next stage, when nothing is pending and nothing was found."""
        while not self._pending and not self._result.found:
            stage = next(self._stages, None)
            if stage is None:
                return
            yield from stage()

    def _named(self) -> Iterator[Request]:
        for url in self._result.page.feeds:
            yield self._ask(url, "named by the page")

    def _usual(self) -> Iterator[Request]:
        for path in COMMON_PATHS:
            yield self._ask(urljoin(self._url, path), "usual path")
        yield self._ask(urljoin(self._url, "/robots.txt"), "robots.txt")

    def _listing(self) -> Iterator[Request]:
        if self._page is not None:
            parsed = read_feed_body(self._page, FeedKind.LISTING)
            if parsed.entries:
                listing = found_feed(self._page.url, FeedKind.LISTING, parsed, "list of links")
                self._result.found.append(listing)
        return iter(())


def read_feed_body(response: Response, kind: FeedKind) -> ParsedFeed:
    """A response as a feed of that kind."""
    headers, now = header_map(response), datetime.now(UTC)
    document = FeedDocument(kind, response.body, response.url, headers, "UTC", MAX_ITEMS, now=now)
    return read_document(document, ZoneInfo("UTC"))


def found_feed(url: str, kind: FeedKind, parsed: ParsedFeed, via: str) -> FoundFeed:
    newest = max((each.published.utc for each in parsed.entries if each.published), default=None)
    date = "" if newest is None else newest.date().isoformat()
    return FoundFeed(url, kind, parsed.title, len(parsed.entries), date, parsed.language or "", via)


def discover(plan: CrawlPlan, database: Database, url: str) -> Discovery:
    """Look for feeds at an address. Once per process, as `crawler.run.run_crawl`."""
    result = Discovery()
    run_probe(plan, database, DiscoverSpider, url=url, result=result)
    return result
