"""The run report: one outcome for every page, one for every feed, and what they add up to."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import signals

from crawler.outcomes.open_visits import EndedVisit, Visits
from crawler.outcomes.page_target import TARGET, is_page_request
from crawler.outcomes.report import HostFailure, Postponed, RunReport
from db.archive.page_outcomes import record_outcome, record_outcomes
from db.archive.rechecks import ask_again
from db.engine.batch_writer import Writer
from db.sources.feeds import record_visit
from db.sources.hosts import forget_silence
from seedwatch.core.errors import SeedwatchError
from seedwatch.core.model.crawl import Progress
from seedwatch.core.model.feed import FeedOutcome
from seedwatch.core.model.outcome import KEPT, Outcome
from seedwatch.core.model.page import Page, PageOutcome, PageRef
from seedwatch.core.model.source import DueFeed
from seedwatch.core.redaction import redact
from seedwatch.core.triage.decide import Decision, Reason
from seedwatch.session import session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

    from seedwatch.core.model.crawl import CrawlPlan
    from seedwatch.core.model.job import Owner

log = logging.getLogger(__name__)
#: Outcomes that another feed's words for the page may change.
_OPEN = frozenset({Outcome.OFF_TOPIC, Outcome.SKIPPED, Outcome.LATER})


class CrawlStats:
    """Counts what ends. Pages are recorded by the store; the report holds visits, and pages that a defect
    lost.

    A page is registered once (`register`) and ends once; a second end of the same page is a defect and is not
    counted.
    """

    def __init__(self, writer: Writer, run_id: int, plan: CrawlPlan, owner: Owner) -> None:
        self._writer = writer
        self._owner = owner
        self._run_id = run_id
        self._plan = plan
        self._began = monotonic()
        self._began_at = datetime.now(UTC)
        self._outcomes: Counter[Outcome] = Counter()
        self._feeds: Counter[FeedOutcome] = Counter()
        self._themes: Counter[str] = Counter()
        self._languages: Counter[str] = Counter()
        self._pending: set[str] = set()
        self._unfetched: dict[str, Outcome] = {}
        self._decisions: Counter[Reason] = Counter()
        self._registered = self._refused = self._bytes = self._feeds_begun = 0
        self._answered: set[str] = set()
        self._failed: dict[str, tuple[int, str]] = {}
        self._postponed: dict[str, Postponed] = {}
        self._unrecorded: list[EndedVisit] = []
        self._rechecks: list[int] = []
        self._problems: list[str] = []
        self.interrupted = False
        self.visits = Visits()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CrawlStats:
        session = session_of(crawler)
        crawl_stats = cls(session.writer, session.run_id, session.plan, session.owner)
        crawler.signals.connect(crawl_stats.page_ended, signals.item_scraped)
        crawler.signals.connect(crawl_stats.page_lost, signals.item_error)
        crawler.signals.connect(crawl_stats.callback_failed, signals.spider_error)
        crawler.signals.connect(crawl_stats.answered, signals.response_downloaded)
        crawler.signals.connect(crawl_stats.spider_closed, signals.spider_closed)
        return crawl_stats

    # Pages.

    def register(self, key: str) -> None:
        """A page is going to be fetched, or refused; from now on it owes an outcome.

        One that another feed listed in words that nobody wants is fetched after all: this outcome takes that
        one's place.
        """
        before = self._unfetched.pop(key, None)
        if before is not None:
            self._outcomes[before] -= 1
            self._refused -= 1
            self._registered -= 1
        self._pending.add(key)
        self._registered += 1

    def count_decisions(self, decisions: Iterable[Decision]) -> None:
        """Why entries are fetched or not, those with an outcome at an earlier visit too."""
        self._decisions.update(each.reason for each in decisions)

    async def record_unfetched(self, ends: list[PageOutcome]) -> None:
        """Pages of a feed that end without being fetched, recorded in one transaction."""
        if not ends:
            return
        for end in ends:
            self.register(end.ref.key)
        await self._write(lambda conn: record_outcomes(conn, self._run_id, ends))
        for end in ends:
            await self.page_ended(end)

    async def page_ended(self, item: PageOutcome) -> None:
        """Scrapy's `item_scraped`: the store has committed the page's end."""
        key = item.ref.key
        if key not in self._pending:
            log.error("%s ended twice: %s", item.ref.url, item.outcome)
            return
        self._pending.discard(key)
        if item.outcome in _OPEN:
            self._unfetched[key] = item.outcome
        self._outcomes[item.outcome] += 1
        self._refused += not item.fetched
        if item.ref.recheck_of is not None and item.outcome is Outcome.NETWORK_ERROR:
            self._rechecks.append(item.ref.recheck_of)
        self._themes.update(item.themes)
        if item.outcome in KEPT and item.language:
            self._languages[item.language] += 1
        self._tell()
        await self._record(self.visits.end_page(item.ref.feed_id, item.outcome))

    async def page_lost(self, item: Page | PageOutcome, failure: Failure) -> None:
        """Scrapy's `item_error`: a stage failed, which is a defect; the page ends here instead of in the
        store.
        """
        await self._lose(item.ref, failure)

    async def callback_failed(self, failure: Failure, response: Any) -> None:
        """Scrapy's `spider_error`: the spider failed on an answer, which is a defect too."""
        request = getattr(response, "request", None)
        if request is None:
            return
        if is_page_request(request):
            await self._lose(request.cb_kwargs[TARGET].ref, failure)
            return
        feed: DueFeed = request.cb_kwargs["feed"]
        self.problem(f"{feed.url}: {_words(failure)}")
        self.visits.lose(feed.feed_id)
        await self.end_document(feed.feed_id)

    async def _lose(self, page: PageRef, failure: Failure) -> None:
        reason = f"defect: {_words(failure)}"
        end = page.end(datetime.now(UTC), Outcome.NOT_STORED, reason)
        self.problem(f"{page.url}: {reason}")
        await self._write(lambda conn: record_outcome(conn, self._run_id, end))
        await self.page_ended(end)

    # Feeds.

    def begin_visit(self, feed: DueFeed) -> None:
        self._feeds_begun += 1
        self.visits.begin(feed, datetime.now(UTC))

    async def end_document(self, feed_id: int) -> None:
        """The feed's document (or one more of its sitemaps) is read; its pages may still be under way."""
        await self._record(self.visits.end_document(feed_id))

    async def _record(self, ended: EndedVisit | None) -> None:
        if ended is None:
            return
        self._feeds[ended.visit.outcome] += 1
        self._tell()
        self._unrecorded.append(ended)
        if self._answered or ended.visit.outcome is not FeedOutcome.NETWORK_ERROR:
            await self._record_visits()

    async def _record_visits(self) -> None:
        """Visits wait for a first answer: without a network they say nothing about their feeds."""
        ended, self._unrecorded = self._unrecorded, []
        run_id, owner = self._run_id, self._owner
        for each in ended:
            visit, due = each.visit, each.next_due
            await self._write(partial(record_visit, visit=visit, next_due=due, run_id=run_id, owner=owner))

    async def spider_closed(self) -> None:
        """Where no host answered at all, everything is due as it was before."""
        if self._answered or not self._failed:
            await self._record_visits()
            return
        now, ids = datetime.now(UTC), tuple(self._rechecks)
        names = [urlsplit(f"//{netloc}").hostname or "" for netloc in self._failed]
        await self._write(lambda conn: forget_silence(conn, self._began_at, names))
        await self._write(lambda conn: ask_again(conn, ids, now))

    # Hosts.

    def answered(self, response: Any, request: Any) -> None:
        """Scrapy's `response_downloaded`: any answer proves that there is a network."""
        self._answered.add(urlsplit(request.url).netloc)
        self._bytes += len(response.body)

    def postpone(self, url: str, feed_id: int | None, until: datetime | None, reason: str) -> None:
        """A page is left over until its host may be asked again. until None: it is not, and nothing is noted."""
        if until is None:
            return
        again = until if feed_id is None else self.visits.postpone(feed_id, until) or until
        host = urlsplit(url).netloc
        before = self._postponed.get(host)
        count = before.count if before is not None else 0
        self._postponed[host] = Postponed(host, count + 1, again, redact(reason))

    def note_failure(self, url: str, outcome: Outcome, reason: str) -> None:
        """What ended a page or a feed; failures of hosts are reported at the end of the run."""
        if outcome not in (Outcome.NETWORK_ERROR, Outcome.TIMEOUT):
            return
        host = urlsplit(url).netloc
        count, _ = self._failed.get(host, (0, ""))
        self._failed[host] = (count + 1, reason)

    def problem(self, words: str) -> None:
        """Something that concerns the run, not a single page."""
        self._problems.append(redact(words))

    # The sum.

    def report(self) -> RunReport:
        """The report as it stands."""
        failures = (
            HostFailure(host, count, reason, host in self._answered)
            for host, (count, reason) in sorted(self._failed.items())
        )
        return RunReport(
            run_id=self._run_id,
            kind=self._plan.kind,
            outcomes=_by_count(self._outcomes),
            feeds=_by_count(self._feeds),
            themes=_by_count(self._themes),
            languages=_by_count(self._languages),
            decisions=_by_count(self._decisions),
            fetched=self._outcomes.total() - self._refused,
            refused=self._refused,
            seconds=monotonic() - self._began,
            bytes=self._bytes,
            failures=tuple(failures),
            hosts_answered=len(self._answered),
            postponed=tuple(each for _, each in sorted(self._postponed.items())),
            unfinished=len(self._pending),
            interrupted=self.interrupted,
            problems=tuple(self._problems),
        )

    async def _write(self, job: Any) -> None:
        """Fault boundary: a database that fails here has failed the stages too, and ends the run there."""
        try:
            await self._writer.awrite(job)
        except SeedwatchError as error:
            self._problems.append(str(error))

    def _tell(self) -> None:
        if self._plan.progress is not None:
            stored = sum(self._outcomes[outcome] for outcome in KEPT)
            ended, feeds = self._outcomes.total(), self._feeds.total()
            self._plan.progress(Progress(self._feeds_begun, feeds, self._registered, ended, stored))


def _words(failure: Failure) -> str:
    return redact(f"{type(failure.value).__name__}: {failure.value}"[:500])


def _by_count(counter: Counter[Any]) -> Mapping[Any, int]:
    return {name: count for name, count in counter.most_common() if count}


def stats_of(crawler: Crawler) -> CrawlStats:
    """The counts of a running crawl. Raises RuntimeError for one that was set up without them."""
    found = crawler.get_extension(CrawlStats)
    if found is None:
        raise RuntimeError("this crawl counts nothing: CrawlStats is not among its extensions")
    return found
