"""Requests for pages, new ones and re-checks, and what their answers become."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.extensions.crawl_stats import CrawlStats
from crawler.network.slots import set_delay
from crawler.outcomes.classify import Interrupted
from crawler.outcomes.failures import asked_request, error_of, failed_request
from crawler.outcomes.page_target import TARGET, PageTarget
from crawler.spiders.waiting import WaitingRequests, held_until
from seedwatch.core.fetching.urls import url_key
from seedwatch.core.model.feed import FeedEntry
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.page import Page, PageOutcome, PageRef
from seedwatch.core.model.source import DueRecheck
from seedwatch.core.sources.outlet import NO_OUTLETS, Outlets, owned_as_answered
from seedwatch.core.triage.blocklist import Blocklist

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

NO_HEADERS: Mapping[str, str] = MappingProxyType({})
#: Re-checks come after everything new.
RECHECK_PRIORITY = -10


def recheck_target(due: DueRecheck) -> PageTarget:
    """The page of a stored article, asked again with its validators."""
    ref = PageRef(due.url, due.url_key, due.source_id, zone=due.zone, recheck_of=due.article_id)
    return PageTarget(ref, FeedEntry(due.url, due.title), due.etag, due.last_modified)


class Pages:
    """Each page that is requested here owes one outcome to the run."""

    def __init__(
        self,
        crawler: Crawler,
        crawl_stats: CrawlStats,
        blocklist: Blocklist,
        waiting: WaitingRequests,
        outlets: Outlets = NO_OUTLETS,
    ) -> None:
        self._crawler = crawler
        self._waiting = waiting
        self._crawl_stats = crawl_stats
        self._blocklist = blocklist
        self._outlets = outlets

    def request(
        self, target: PageTarget, crawl_delay: float, credentials: Mapping[str, str] = NO_HEADERS
    ) -> Request:
        """crawl_delay: of the page's source, seconds. credentials: headers for a feed's own origin."""
        ref = target.ref
        self._crawl_stats.register(ref.key)
        set_delay(self._crawler, ref.url, crawl_delay)
        return Request(
            ref.url,
            self.answered,
            headers={**target.conditional_headers, **credentials},
            errback=self.failed,
            cb_kwargs={TARGET: target},
            priority=0 if ref.recheck_of is None else RECHECK_PRIORITY,
        )

    def answered(self, response: Response, target: PageTarget) -> Iterator[Page | PageOutcome]:
        """A page that changed goes the way of a new one; one that leads to a removed one ends here."""
        request = asked_request(response)
        if self._waiting.takes(request):
            return
        ref = owned_as_answered(target.ref, response.url, self._outlets)
        found = replace(target, ref=ref).answered(response)
        self._crawl_stats.postpone(
            request.url, ref.feed_id, held_until(request)[0], f"HTTP {response.status}"
        )
        if response.url != ref.url and self._is_blocked(response.url, ref.source_id):
            found = ref.end(datetime.now(UTC), Outcome.ERASED, "removed on request")
        yield found

    def _is_blocked(self, url: str, source_id: str) -> bool:
        """Only a redirect can lead from a page that may be had to one that may not."""
        return bool(self._blocklist) and self._blocklist.contains(url, url_key(url), source_id)

    def failed(self, failure: Failure) -> Iterator[PageOutcome]:
        """Scrapy's errback."""
        if isinstance(failure.value, Interrupted):
            return
        request, error = failed_request(failure), error_of(failure)
        if self._waiting.takes(request, error):
            return
        target: PageTarget = request.cb_kwargs[TARGET]
        end = target.failed(failure)
        self._crawl_stats.postpone(request.url, target.ref.feed_id, held_until(request, error)[0], end.reason)
        self._crawl_stats.note_failure(request.url, end.outcome, end.reason)
        yield end
