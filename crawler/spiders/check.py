"""Ask each source once for its feed, side by side, by the rules of a crawl; nothing of it is stored."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from statistics import median
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.network.slots import set_delay
from crawler.outcomes.classify import classify_failure
from crawler.outcomes.failures import error_of
from crawler.outcomes.page_target import header_map, header_pairs
from crawler.spiders.probe import run_probe
from db.engine.database import Database
from seedwatch.core.feeds.kinds import read_document
from seedwatch.core.fetching.credentials import split_credentials
from seedwatch.core.fetching.usage_rights import read_rights_signals
from seedwatch.core.model.crawl import CrawlPlan
from seedwatch.core.model.feed import FeedDocument, ParsedFeed
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.source import FeedKind, Source
from seedwatch.core.sources.checking import (
    FULL_TEXT,
    SeenFeed,
    SourceCheck,
    Verdict,
    classify_feed,
    classify_status,
)

_PERMANENT = frozenset({301, 308})
_LISTS = frozenset({FeedKind.LISTING, FeedKind.JSON, FeedKind.SCRIPT})
_MAX_ITEMS = 500
_BY_OUTCOME = {Outcome.ROBOTS: Verdict.ROBOTS, Outcome.FORBIDDEN: Verdict.FORBIDDEN}
#: Told of each check as it ends.
Seen = Callable[[SourceCheck], None]


class CheckSpider(Spider):
    """One request a source: its first feed."""

    name = "check"

    def __init__(self, sources: Sequence[Source], seen: Seen, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._sources = tuple(sources)
        self._seen = seen

    async def start(self) -> AsyncIterator[Request]:
        for source in self._sources:
            feed = source.feeds[0]
            bare, credentials = split_credentials(feed.url)
            set_delay(self.crawler, bare, source.crawl_delay)
            own = {} if credentials is None else credentials.headers_for(bare)
            yield Request(
                bare,
                self.answered,
                method=feed.options.method,
                headers=own | dict(feed.options.headers),
                body=feed.options.body,
                errback=self.failed,
                cb_kwargs={"source": source, "began": monotonic()},
            )

    def answered(self, response: Response, source: Source, began: float) -> None:
        seconds = float(response.meta.get("download_latency") or monotonic() - began)
        self._seen(check_of(source, response, seconds, datetime.now(UTC)))

    def failed(self, failure: Failure) -> None:
        request: Any = getattr(failure, "request", None)
        source: Source = request.cb_kwargs["source"]
        outcome, reason = classify_failure(error_of(failure))
        verdict = _BY_OUTCOME.get(outcome, Verdict.DEAD)
        if "certificate" in reason:
            verdict = Verdict.CERTIFICATE
        elif outcome is Outcome.HTTP_ERROR:
            verdict = Verdict.ERROR
        seconds = monotonic() - request.cb_kwargs["began"]
        now = datetime.now(UTC)
        self._seen(SourceCheck(source.id, request.url, now, verdict, reason, seconds=round(seconds, 2)))


def check_of(source: Source, response: Response, seconds: float, now: datetime) -> SourceCheck:
    """What an answer says of a source."""
    feed = source.feeds[0]
    by_status = classify_status(response.status)
    if by_status is not None:
        status = response.status
        return SourceCheck(source.id, feed.url, now, *by_status, status=status, seconds=round(seconds, 2))
    zone = source.zone or "UTC"
    headers = header_map(response)
    document = FeedDocument(
        feed.kind, response.body, response.url, headers, zone, _MAX_ITEMS, feed.options, now
    )
    parsed = read_document(document, ZoneInfo(zone))
    newest = max((each.published.utc for each in parsed.entries if each.published), default=None)
    seen = SeenFeed(
        format=parsed.format,
        items=len(parsed.entries) + len(parsed.sitemaps),
        newest=newest,
        seconds=seconds,
        now=now,
        is_listing=feed.kind in _LISTS,
        moved_to=_moved_to(response),
        problem="; ".join(parsed.problems)[:200],
        start=response.body[:4096],
    )
    verdict, reason = classify_feed(seen)
    rights = read_rights_signals(header_pairs(response), "")
    return SourceCheck(
        source_id=source.id,
        url=feed.url,
        at=now,
        verdict=verdict,
        reason=reason,
        status=response.status,
        format=parsed.format,
        items=seen.items,
        newest=newest,
        full_text=_has_texts(parsed),
        rights="reserved" if rights.noarchive else source.terms.keep.value,
        seconds=round(seconds, 2),
    )


def _moved_to(response: Response) -> str:
    """Where permanent redirects, and nothing else, led; empty where there were none."""
    reasons = response.meta.get("redirect_reasons", ())
    return response.url if reasons and all(each in _PERMANENT for each in reasons) else ""


def _has_texts(parsed: ParsedFeed) -> bool:
    sizes = [len(each.words.content if each.words else each.summary) for each in parsed.entries]
    return bool(sizes) and median(sizes) >= FULL_TEXT


def check_sources(plan: CrawlPlan, database: Database, sources: Sequence[Source], seen: Seen) -> None:
    """Check each source once. Once per process, as `crawler.run.run_crawl`."""
    run_probe(plan, database, CheckSpider, sources=sources, seen=seen)
