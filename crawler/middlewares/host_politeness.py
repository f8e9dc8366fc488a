"""Politeness to hosts, shared by all crawls: cooldowns after 429 and 503, rest for dead hosts, host leases.

Scrapy's slots keep the crawl delay within this process. What other processes must know stands in the database:
until when a host is to be left alone, and which crawl asks it (`crawler.network.host_leases`).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from weakref import WeakSet

from scrapy import Request, signals
from scrapy.exceptions import DownloadFailedError, ResponseDataLossError
from twisted.python.failure import Failure

from crawler.middlewares.per_host import PerHost
from crawler.network.host_leases import HostLeases, attach_leases
from crawler.outcomes.classify import RequestRejected, classify_failure, stop
from crawler.outcomes.page_target import HELD_UNTIL, header_map
from db.sources.hosts import LEAST_REST, HostState, read_host, save_cooldown
from seedwatch.core.fetching.backoff import FEW_FAILURES, after_failure, after_refusal
from seedwatch.core.fetching.conditional import retry_after
from seedwatch.core.fetching.decision import Cooldown, by_cooldown
from seedwatch.core.model.outcome import Outcome
from seedwatch.session import session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from seedwatch.session import CrawlSession

_REFUSING = frozenset({429, 503})
#: Answers that broke off. Scrapy's connection failures stay apart: what refuses is down, not busy.
_BROKE_OFF = (ResponseDataLossError, DownloadFailedError)


@dataclass(slots=True)
class _Host:
    """failures: in a row, of this crawl. pending: requests under way; those that Scrapy forgets vanish."""

    state: HostState
    failures: int = 0
    pending: WeakSet[Request] = field(default_factory=WeakSet)


class HostPoliteness:
    """Rejects requests to hosts in cooldown, and gives back those that wait in their slots."""

    def __init__(self, crawler: Crawler, session: CrawlSession, jitter: Random) -> None:
        self.crawler = crawler
        self._waits = session.plan.max_seconds > 0  # for holds to end, within the run
        self.writer = session.writer
        self.takes_leases = session.plan.crawl_delay != 0
        self.jitter = jitter
        self._hosts: PerHost[_Host] = PerHost(self._meet)
        lease = timedelta(seconds=session.plan.lease_seconds / 2)
        self.leases = HostLeases(self.writer, session.owner, self, lease, urgent=session.plan.is_urgent)
        attach_leases(crawler, self.leases)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> HostPoliteness:
        politeness = cls(crawler, session_of(crawler), Random())
        crawler.signals.connect(politeness.spider_closed, signals.spider_closed)
        crawler.signals.connect(politeness.reached_slot, signals.request_reached_downloader)
        crawler.signals.connect(politeness.answered, signals.response_downloaded)
        return politeness

    async def process_request(self, request: Request) -> None:
        request.meta.pop("download_slot", None)  # a redirect to another host takes that host's slot
        name = urlsplit(request.url).hostname or ""
        known = await self._hosts.get(name)
        stop(by_cooldown(cooldown_of(known.state), datetime.now(UTC)))
        known.pending.add(request)

    def answered(self, response: Response, request: Request) -> None:
        """Scrapy's signal before it takes the next request of the host's slot: later would be one too late."""
        known = self._hosts.known(urlsplit(request.url).hostname or "")
        if known is not None and response.status in _REFUSING:
            now = datetime.now(UTC)
            retry_after_seconds = retry_after(header_map(response), now)
            until = after_refusal(now, retry_after_seconds, known.state.failures, self.jitter.random())
            self._set_cooldown(known, until, f"HTTP {response.status}")
            request.meta[HELD_UNTIL] = until

    async def process_response(self, request: Request, response: Response) -> Response:
        known = await self._hosts.peek(urlsplit(response.url).hostname or "")
        if known is None:
            return response
        known.pending.discard(request)
        if response.status not in _REFUSING and (known.failures or known.state.failures):
            known.failures = 0
            self._save(known, replace(known.state, cooldown_until=None, cooldown_reason="", failures=0))
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        outcome, reason = classify_failure(exception)
        known = await self._hosts.peek(urlsplit(request.url).hostname or "")
        if known is not None:
            known.pending.discard(request)
        if known is None or isinstance(exception, RequestRejected):
            return
        is_cut = type(exception) in _BROKE_OFF
        if not is_cut and outcome not in {Outcome.NETWORK_ERROR, Outcome.TIMEOUT}:
            return
        now = datetime.now(UTC)
        known.failures += 1
        if known.failures >= FEW_FAILURES:
            known.failures = 0
            until = after_failure(now, known.state.failures, self.jitter.random())
            self._set_cooldown(known, until, f"{FEW_FAILURES} failures in a row: {reason}"[:300])
        elif is_cut and self._waits:
            until = after_refusal(now, None, known.failures - 1, self.jitter.random())
            self._set_cooldown(known, until, reason[:300])
            request.meta[HELD_UNTIL] = until

    async def _meet(self, name: str) -> _Host:
        """Read what is known of a host, and take it for this crawl."""
        known = _Host(await self.writer.aread(lambda conn: read_host(conn, name)))
        if self.takes_leases:
            await self.leases.take(name)
        return known

    def is_busy(self, name: str) -> bool:
        """Whether requests to a host are under way or wait."""
        slot, known = self.crawler.engine.downloader.slots.get(name), self._hosts.known(name)
        if self._hosts.is_learning(name) or (known is not None and known.pending):
            return True
        return slot is not None and bool(slot.queue or slot.active)

    def crawl_delay(self, name: str) -> float:
        slot = self.crawler.engine.downloader.slots.get(name)
        return float(slot.delay) if slot is not None else LEAST_REST

    def forget(self, name: str) -> None:
        """Whoever here asks the host again takes it again."""
        self._hosts.forget(name)

    def spider_closed(self) -> None:
        self.leases.close()

    def reached_slot(self, request: Request) -> None:
        """Scrapy's slots know no priorities: what is asked of a host itself would wait behind its pages."""
        if request.priority > 0:
            asyncio.get_running_loop().call_soon(self._overtake, request)

    def _overtake(self, request: Request) -> None:
        """Sent just before a request is queued, so by now it stands last, if it has to wait at all."""
        slot = self.crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        if slot is None or len(slot.queue) < 2 or slot.queue[-1][0] is not request:
            return
        last = slot.queue.pop()
        before = sum(other.priority >= request.priority for other, _ in slot.queue)
        slot.queue.insert(before, last)

    def _set_cooldown(self, known: _Host, until: datetime, reason: str) -> None:
        state = replace(
            known.state, cooldown_until=until, cooldown_reason=reason, failures=known.state.failures + 1
        )
        self._save(known, state)
        refusal = by_cooldown(cooldown_of(state), datetime.now(UTC))
        slot = self.crawler.engine.downloader.slots.get(state.name)
        while refusal is not None and slot is not None and slot.queue:
            _, waiting = slot.queue.popleft()
            rejected = RequestRejected(refusal.outcome, refusal.reason, until=refusal.until)
            waiting.errback(Failure(rejected))

    def _save(self, known: _Host, state: HostState) -> None:
        known.state = state
        self.writer.write(
            lambda conn: save_cooldown(
                conn, state.name, state.cooldown_until, state.cooldown_reason, state.failures
            )
        )


def cooldown_of(state: HostState) -> Cooldown:
    """The cooldown of a host as it is stored."""
    return Cooldown(state.name, state.cooldown_until, state.cooldown_reason)
