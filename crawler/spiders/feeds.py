"""The feed spider: due feeds in; pages out, and an end for every page that needs no fetching or got no
answer.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.http import Response
from sqlalchemy import Connection
from twisted.python.failure import Failure

from crawler.extensions.crawl_stats import stats_of
from crawler.intake import EntryFilter, NewEntry, is_known, is_older, new_entries
from crawler.outcomes.classify import Interrupted, classify_failure, feed_outcome
from crawler.outcomes.failures import error_of, failed_request
from crawler.outcomes.feed_response import answered_visit, learnt_visit, read_visit
from crawler.outcomes.page_response import PageTarget, header_map
from crawler.plan import LEAST_DELAY
from crawler.spiders.rechecks import Rechecks
from db.archive.addresses import known_outcomes
from db.archive.rechecks import due_rechecks
from db.jobs.queue import LEASE
from db.sources.leases import claim_feeds
from db.upkeep.erasure import blocklist
from seedwatch.core.fetching.conditional import conditional_headers_of, retry_after
from seedwatch.core.fetching.credentials import split_credentials
from seedwatch.core.model.feed import FeedOutcome, FeedVisit, ParsedFeed
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.page import Page, PageOutcome
from seedwatch.core.model.source import DueFeed, DueRecheck, FeedKind
from seedwatch.session import session_of

T = TypeVar("T")

#: Entries taken of one document, sitemaps followed of one index, and how deep indexes may nest.
MAX_ENTRIES = 1000
MAX_SITEMAPS = 20
MAX_DEPTH = 2


class FeedSpider(Spider):
    """Asks the database for due feeds and fetches the entries that are not known."""

    name = "feeds"

    async def start(self) -> AsyncIterator[Request]:
        session = session_of(self.crawler)
        self.plan, self.pool, self.writer, self.since = (
            session.plan,
            session.pool,
            session.writer,
            session.since,
        )
        self.crawl_stats = stats_of(self.crawler)
        self.filter = EntryFilter(self.plan.query)
        self.seen: set[str] = set()
        for source_id in sorted(set(session.unverified.values())):
            self.crawl_stats.problem(f"{source_id}: its certificates are NOT verified (verify_tls: false)")
        self.blocklist = await self._read(blocklist)
        for feed in await self._due(session.ad_hoc):
            if self.blocklist.holds(split_credentials(feed.url)[0], "", feed.source_id):
                self.crawl_stats.problem(f"{feed.url}: forgotten on request, not visited")
                continue
            self.crawl_stats.begin_visit(feed)
            yield self._feed_request(feed, feed.url, 0)
        if self.plan.rechecks:
            for request in await self._revisits():
                yield request

    async def _revisits(self) -> tuple[Request, ...]:
        """Pages of stored articles that are due again."""
        now, rechecks = datetime.now(UTC), Rechecks(self.crawl_stats)
        found = await self._read(lambda conn: due_rechecks(conn, now))
        out = self.blocklist.holds
        due = {each.url_key: each for each in found if not out(each.url, each.url_key, each.source_id)}
        self.seen.update(due)
        for each in due.values():
            self._set_pace(each.url, each)
        return tuple(map(rechecks.request, due.values()))

    async def _due(self, ad_hoc: tuple[str, ...]) -> tuple[DueFeed, ...]:
        """Guests are always due, and come alone unless declared sources are asked for too."""
        now, plan = datetime.now(UTC), self.plan
        due: tuple[DueFeed, ...] = ()
        if ad_hoc:
            due = await self._claim(now, source_ids=ad_hoc, force=True)
        if not ad_hoc or plan.source_ids or plan.theme_ids:
            due += await self._claim(now, source_ids=plan.source_ids, themes=plan.theme_ids, force=plan.force)
        return tuple({feed.feed_id: feed for feed in due}.values())

    async def _claim(self, now: datetime, **which: Any) -> tuple[DueFeed, ...]:
        """The feeds that no other crawl visits now, held by this one."""
        owner = session_of(self.crawler).owner
        return await self.writer.awrite(lambda conn: claim_feeds(conn, now, owner, now + LEASE, **which))

    async def _read(self, job: Callable[[Connection], T]) -> T:
        return await self.writer.aread(job)

    # Feeds.

    def _feed_request(self, feed: DueFeed, url: str, depth: int) -> Request:
        """Of the feed's own document or one of its sitemaps; only the feed's declared address has credentials."""
        bare, _ = split_credentials(url)
        self._set_pace(bare, feed)
        conditional = conditional_headers_of(feed) if depth == 0 else {}
        return Request(
            bare,
            self.parse_feed,
            headers=conditional | _credentials_for(bare, feed),
            errback=self.feed_failed,
            cb_kwargs={"feed": feed, "depth": depth},
            priority=10,
        )

    async def parse_feed(self, response: Response, feed: DueFeed, depth: int) -> AsyncIterator[Any]:
        """One document of a feed: requests for its new pages and sitemaps, ends of pages that need no
        request.
        """
        headers, now = header_map(response), datetime.now(UTC)
        visit = answered_visit(feed, now, response.status, headers, response.body)
        pages: tuple[NewEntry, ...] = ()
        if visit.outcome is FeedOutcome.OK:
            parsed = await self.pool.read_feed(response.body, response.url, headers, feed.zone, MAX_ENTRIES)
            visit = read_visit(visit, parsed)
            if visit.outcome is FeedOutcome.OK:
                pages = await self._new_pages(parsed, feed, now)
                for request in self._sitemap_requests(parsed, feed, depth):
                    yield request
        visit = learnt_visit(feed, visit, response, [page.entry for page in pages])
        self._note(feed, visit, depth, retry_after(headers, now))
        self.crawl_stats.visits.expect(feed.feed_id, len(pages))
        ends = {page.key: end for page in pages if (end := self._end_unasked(page, feed, now))}
        await self.crawl_stats.refuse(list(ends.values()))
        for page in pages:
            if page.key not in ends:
                self.crawl_stats.take_up(page.key)
                yield self._page_request(page, feed)
        await self.crawl_stats.end_document(feed.feed_id)

    def _note(self, feed: DueFeed, visit: FeedVisit, depth: int, wait: float | None = None) -> None:
        """A feed's own document decides its visit; its sitemaps add entries, or make it worth another try."""
        if depth == 0:
            self.crawl_stats.visits.amend(feed.feed_id, visit, wait)
            return
        self.crawl_stats.visits.count(feed.feed_id, entries=visit.entries, fresh=visit.fresh)
        if visit.outcome is not FeedOutcome.OK:
            self.crawl_stats.visits.lose(feed.feed_id)

    async def feed_failed(self, failure: Failure) -> None:
        """Scrapy's errback: no answer at all."""
        if isinstance(failure.value, Interrupted):
            return
        request = failed_request(failure)
        feed: DueFeed = request.cb_kwargs["feed"]
        outcome, reason = classify_failure(error_of(failure))
        self.crawl_stats.note_failure(request.url, outcome, reason)
        visit = FeedVisit(feed.feed_id, datetime.now(UTC), feed_outcome(outcome), reason=reason)
        self._note(feed, visit, request.cb_kwargs["depth"])
        await self.crawl_stats.end_document(feed.feed_id)

    def _sitemap_requests(self, parsed: ParsedFeed, feed: DueFeed, depth: int) -> Iterator[Request]:
        if depth >= MAX_DEPTH or feed.kind is not FeedKind.SITEMAP:
            return
        urls = parsed.sitemaps[:MAX_SITEMAPS]
        self.crawl_stats.visits.expect(feed.feed_id, len(urls))
        for url in urls:
            yield self._feed_request(feed, url, depth + 1)

    # Pages.

    async def _new_pages(self, parsed: ParsedFeed, feed: DueFeed, now: datetime) -> tuple[NewEntry, ...]:
        """Entries that neither this run nor the archive has seen, and that are asked for: one query a
        feed.
        """
        found = [each for each in new_entries(parsed.entries) if each.key not in self.seen]
        known = await self._read(lambda conn: known_outcomes(conn, [each.key for each in found]))
        new = [
            each for each in found if not is_known(known.get(each.key), each.entry.published, self.since, now)
        ]
        wanted = tuple(each for each in new if self._wanted(each, feed))
        if len(wanted) < len(new):
            self.crawl_stats.visits.lose(feed.feed_id)  # a 304 would hide the others from the next crawl
        self.seen.update(each.key for each in wanted)
        return wanted

    def _wanted(self, candidate: NewEntry, feed: DueFeed) -> bool:
        """A search endpoint has matched its entries itself, by more than we see of them."""
        return feed.kind is FeedKind.SEARCH or self.filter.takes(candidate.entry)

    def _end_unasked(self, page: NewEntry, feed: DueFeed, now: datetime) -> PageOutcome | None:
        """The end of a page that needs no asking."""
        published = page.entry.published
        if self.blocklist.holds(page.url, page.key, feed.source_id):
            return _subject(page, feed).end(Outcome.ERASED, "removed on request", fetched=False)
        if published is not None and is_older(published, self.since, now):
            reason = f"published {published.iso} by the feed"
            return _subject(page, feed).end(Outcome.OLDER, reason, fetched=False)
        return None

    def _set_pace(self, url: str, feed: DueFeed | DueRecheck) -> None:
        """A host keeps the pace of the source that first asks it."""
        crawl_delay = feed.crawl_delay if self.plan.crawl_delay is None else self.plan.crawl_delay
        host = urlsplit(url).hostname or ""
        delay = max(crawl_delay, LEAST_DELAY)
        self.crawler.engine.downloader.per_slot_settings.setdefault(host, {"delay": delay})

    def _page_request(self, page: NewEntry, feed: DueFeed) -> Request:
        self._set_pace(page.url, feed)
        return Request(
            page.url,
            self.parse_page,
            headers=_credentials_for(page.url, feed),
            errback=self.page_failed,
            cb_kwargs={"page": page, "feed": feed},
        )

    def parse_page(self, response: Response, page: NewEntry, feed: DueFeed) -> Iterator[Page | PageOutcome]:
        yield _subject(page, feed).answered(response)

    def page_failed(self, failure: Failure) -> Iterator[PageOutcome]:
        """Scrapy's errback."""
        if isinstance(failure.value, Interrupted):
            return
        request = failed_request(failure)
        end = _subject(request.cb_kwargs["page"], request.cb_kwargs["feed"]).failed(failure)
        self.crawl_stats.note_failure(request.url, end.outcome, end.reason)
        yield end


def _credentials_for(url: str, feed: DueFeed) -> dict[str, str]:
    """Scrapy takes the header off where a redirect leaves scheme, host or port (tests/hostile proves it)."""
    _, credentials = split_credentials(feed.url)
    return {} if credentials is None else credentials.headers_for(url)


def _subject(page: NewEntry, feed: DueFeed) -> PageTarget:
    return PageTarget(page.url, page.key, feed.source_id, feed.zone, page.entry, feed.feed_id)
