"""Feeds as they are visited: their documents asked for and read, their entries decided, their pages requested."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.extensions.crawl_stats import CrawlStats
from crawler.network.slots import set_delay
from crawler.outcomes.classify import Interrupted, classify_failure, feed_outcome
from crawler.outcomes.failures import asked_request, error_of, failed_request
from crawler.outcomes.feed_response import answered_visit, learnt_visit, read_visit
from crawler.outcomes.page_target import PageTarget, header_map
from crawler.spiders.entries import EntryTriage
from crawler.spiders.pages import Pages
from crawler.spiders.waiting import WaitingRequests
from seedwatch.core.feeds.kinds import KINDS
from seedwatch.core.fetching.conditional import conditional_headers_of, retry_after
from seedwatch.core.fetching.credentials import split_credentials
from seedwatch.core.model.feed import FeedDocument, FeedOutcome, FeedVisit, ParsedFeed
from seedwatch.core.model.source import DueFeed
from seedwatch.core.triage.decide import Action, Decision
from seedwatch.session import session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

#: Entries taken of one document, sitemaps followed of one index, and how deep indexes may nest.
MAX_ENTRIES = 1000
MAX_SITEMAPS = 20
MAX_DEPTH = 2
#: Feeds come before pages.
_PRIORITY = 10


class FeedVisits:
    """A visit ends with the last page that its feed listed (`crawler.outcomes.open_visits`)."""

    def __init__(
        self,
        crawler: Crawler,
        crawl_stats: CrawlStats,
        triage: EntryTriage,
        pages: Pages,
        waiting: WaitingRequests,
    ) -> None:
        session = session_of(crawler)
        self._crawler = crawler
        self._pool = session.pool
        self._crawl_delay = session.plan.crawl_delay
        self._crawl_stats = crawl_stats
        self._triage = triage
        self._pages = pages
        self._waiting = waiting

    def delay_of(self, source_delay: float) -> float:
        """Seconds between two requests to a host: the plan's, else the source's."""
        return source_delay if self._crawl_delay is None else self._crawl_delay

    def begin(self, feed: DueFeed) -> Request:
        """The request for a feed's own document."""
        self._crawl_stats.begin_visit(feed)
        return self._request(feed, feed.url, 0)

    def _request(self, feed: DueFeed, url: str, depth: int) -> Request:
        """Of the feed's own document or one of its sitemaps; only the feed's declared address has credentials."""
        bare, _ = split_credentials(url)
        set_delay(self._crawler, bare, self.delay_of(feed.crawl_delay))
        own = conditional_headers_of(feed) | dict(feed.options.headers) if depth == 0 else {}
        return Request(
            bare,
            self.answered,
            method=feed.options.method,
            headers=own | _credentials_for(bare, feed),
            body=feed.options.body,
            errback=self.failed,
            cb_kwargs={"feed": feed, "depth": depth},
            priority=_PRIORITY,
        )

    async def answered(self, response: Response, feed: DueFeed, depth: int) -> AsyncIterator[Any]:
        """One document of a feed: requests for its new pages and sitemaps; what needs no request ends here."""
        if self._waiting.takes(asked_request(response)):
            return
        headers, now = header_map(response), datetime.now(UTC)
        visit = answered_visit(feed, now, response.status, headers, response.body)
        decisions: tuple[Decision, ...] = ()
        if visit.outcome is FeedOutcome.OK:
            document = FeedDocument(
                feed.kind, response.body, response.url, headers, feed.zone, MAX_ENTRIES, feed.options, now
            )
            parsed = await self._pool.read_feed(document)
            visit = read_visit(visit, parsed)
            if visit.outcome is FeedOutcome.OK:
                decisions = await self._triage.decide(parsed, feed, now)
                for request in self._sitemap_requests(parsed, feed, depth):
                    yield request
        fresh = [each.page.entry for each in decisions if each.is_fresh]
        visit = learnt_visit(feed, visit, response, fresh)
        self._note(feed, visit, depth, retry_after(headers, now))
        self._crawl_stats.count_decisions(decisions)
        ends = [end for each in decisions if (end := each.end(now)) is not None]
        fetched = [(each.page, each.words) for each in decisions if each.action is Action.FETCH]
        self._crawl_stats.visits.expect(feed.feed_id, len(ends) + len(fetched))
        await self._crawl_stats.record_unfetched(ends)
        for page, words in fetched:
            yield self._pages.request(
                PageTarget(replace(page.ref, triage=words), page.entry),
                self.delay_of(feed.crawl_delay),
                _credentials_for(page.ref.url, feed),
            )
        await self._crawl_stats.end_document(feed.feed_id)

    def _note(self, feed: DueFeed, visit: FeedVisit, depth: int, wait: float | None = None) -> None:
        """A feed's own document decides its visit; its sitemaps add entries, or make it worth another try."""
        if depth == 0:
            self._crawl_stats.visits.amend(feed.feed_id, visit, wait)
            return
        self._crawl_stats.visits.count(feed.feed_id, entries=visit.entries, fresh=visit.fresh)
        if visit.outcome is not FeedOutcome.OK:
            self._crawl_stats.visits.lose(feed.feed_id)

    async def failed(self, failure: Failure) -> None:
        """Scrapy's errback: no answer at all."""
        if isinstance(failure.value, Interrupted):
            return
        request, error = failed_request(failure), error_of(failure)
        if self._waiting.takes(request, error):
            return
        feed: DueFeed = request.cb_kwargs["feed"]
        outcome, reason = classify_failure(error)
        self._crawl_stats.note_failure(request.url, outcome, reason)
        visit = FeedVisit(feed.feed_id, datetime.now(UTC), feed_outcome(outcome), reason=reason)
        self._note(feed, visit, request.cb_kwargs["depth"])
        await self._crawl_stats.end_document(feed.feed_id)

    def _sitemap_requests(self, parsed: ParsedFeed, feed: DueFeed, depth: int) -> Iterator[Request]:
        if depth >= MAX_DEPTH or not KINDS[feed.kind].lists_sitemaps:
            return
        urls = parsed.sitemaps[:MAX_SITEMAPS]
        self._crawl_stats.visits.expect(feed.feed_id, len(urls))
        for url in urls:
            yield self._request(feed, url, depth + 1)


def _credentials_for(url: str, feed: DueFeed) -> dict[str, str]:
    """Scrapy takes the header off where a redirect leaves scheme, host or port (tests/hostile proves it)."""
    _, credentials = split_credentials(feed.url)
    return {} if credentials is None else credentials.headers_for(url)
