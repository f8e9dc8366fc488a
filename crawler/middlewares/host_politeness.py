"""Patience with hosts, shared by all crawls: holds after 429 and 503, rest for dead hosts, turns.

Scrapy's slots keep the pace within this process. What other processes must know stands in the database: until
when a host is to be left alone, and whose turn it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from weakref import WeakSet

from scrapy import Request, signals
from twisted.python.failure import Failure

from crawler.middlewares.per_host import PerHost
from crawler.outcomes.classify import RequestRejected, classify_failure, stop
from crawler.outcomes.page_target import header_map
from db.sources.hosts import (
    HostState,
    end_host_lease,
    keep_host_lease,
    read_host,
    save_cooldown,
    take_host_lease,
)
from seedwatch.core.fetching.backoff import FEW_FAILURES, after_failure, after_refusal
from seedwatch.core.fetching.conditional import retry_after
from seedwatch.core.fetching.decision import Cooldown, by_cooldown
from seedwatch.core.model.outcome import Outcome
from seedwatch.session import NOBODY, session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from sqlalchemy import Connection

    from db.engine.batch_writer import Writer
    from seedwatch.core.model.job import Owner

#: A turn lasts so long unless it is prolonged: what a killed crawl costs the next one.
TURN = timedelta(seconds=30)
_PROLONGED_EVERY = 10.0
#: How long a request waits for another crawl to leave its host (s).
_PATIENCE = 90.0
_REFUSING = frozenset({429, 503})


@dataclass(slots=True)
class _Host:
    """failures: in a row, of this crawl. pending: requests under way; those that Scrapy forgets vanish."""

    state: HostState
    failures: int = 0
    pending: WeakSet[Request] = field(default_factory=WeakSet)


class HostPoliteness:
    """Refuses requests to hosts that are on hold, and gives back those that wait in their slots."""

    def __init__(
        self,
        crawler: Crawler,
        writer: Writer,
        crawl_delay: float | None,
        jitter: Random,
        owner: Owner = NOBODY,
    ) -> None:
        self.crawler = crawler
        self._owner = owner
        self.writer = writer
        self.takes_turns = crawl_delay != 0
        self.jitter = jitter
        self._hosts: PerHost[_Host] = PerHost(self._meet)
        self._held: set[str] = set()
        self._keeping: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> HostPoliteness:
        session = session_of(crawler)
        patience = cls(crawler, session.writer, session.plan.crawl_delay, Random(), session.owner)
        crawler.signals.connect(patience.spider_closed, signals.spider_closed)
        crawler.signals.connect(patience.reached_slot, signals.request_reached_downloader)
        crawler.signals.connect(patience.answered, signals.response_downloaded)
        return patience

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
            asked = retry_after(header_map(response), now)
            until = after_refusal(now, asked, known.state.failures, self.jitter.random())
            self._hold(known, until, f"HTTP {response.status}")

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
        is_down = outcome in {Outcome.NETWORK_ERROR, Outcome.TIMEOUT} and not isinstance(
            exception, RequestRejected
        )
        if known is None or not is_down:
            return
        known.failures += 1
        if known.failures >= FEW_FAILURES:
            known.failures = 0
            until = after_failure(datetime.now(UTC), known.state.failures, self.jitter.random())
            self._hold(known, until, f"{FEW_FAILURES} failures in a row: {reason}"[:300])

    async def _meet(self, name: str) -> _Host:
        """Read what is known of a host, and take it for this crawl."""
        known = _Host(await self.writer.aread(lambda conn: read_host(conn, name)))
        if self.takes_turns:
            await self._take(name)
        return known

    async def _take(self, name: str) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + _PATIENCE
        while True:
            now = datetime.now(UTC)
            free_at = await self.writer.awrite(_taking(name, now, self._owner))
            if free_at is None:
                self._held.add(name)
                self._keeping = self._keeping or asyncio.ensure_future(self._keep())
                return
            wait = max(0.1, (free_at - now).total_seconds())
            if loop.time() + wait > end:
                raise RequestRejected(Outcome.HTTP_ERROR, f"another crawl is asking {name}")
            await asyncio.sleep(min(wait, 5.0))

    async def _keep(self) -> None:
        """Prolong the turns of hosts with work to do, and let the others go."""
        while True:
            await asyncio.sleep(_PROLONGED_EVERY)
            slots = self.crawler.engine.downloader.slots
            for name in tuple(self._held):
                slot, known = slots.get(name), self._hosts.known(name)
                waiting = self._hosts.is_learning(name) or (known is not None and bool(known.pending))
                if waiting or (slot is not None and (slot.queue or slot.active)):
                    self.writer.write(
                        _keeping(name, datetime.now(UTC) + TURN, slot.delay if slot is not None else 0.0)
                    )
                else:
                    self._let_go(name)

    def _let_go(self, name: str) -> None:
        """The host is free for others after the pace; whoever here asks it again takes a turn again."""
        self._held.discard(name)
        self._hosts.forget(name)
        slot = self.crawler.engine.downloader.slots.get(name)
        delay = slot.delay if slot is not None else 0.0
        free = datetime.now(UTC) + timedelta(seconds=delay)
        self.writer.write(lambda conn: end_host_lease(conn, name, free))

    def spider_closed(self) -> None:
        if self._keeping is not None:
            self._keeping.cancel()
        for name in tuple(self._held):
            self._let_go(name)

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

    def _hold(self, known: _Host, until: datetime, reason: str) -> None:
        state = replace(
            known.state, cooldown_until=until, cooldown_reason=reason, failures=known.state.failures + 1
        )
        self._save(known, state)
        refusal = by_cooldown(cooldown_of(state), datetime.now(UTC))
        slot = self.crawler.engine.downloader.slots.get(state.name)
        while refusal is not None and slot is not None and slot.queue:
            _, waiting = slot.queue.popleft()
            waiting.errback(Failure(RequestRejected(refusal.outcome, refusal.reason)))

    def _save(self, known: _Host, state: HostState) -> None:
        known.state = state
        self.writer.write(
            lambda conn: save_cooldown(
                conn, state.name, state.cooldown_until, state.cooldown_reason, state.failures
            )
        )


def _taking(name: str, now: datetime, owner: Owner) -> Callable[[Connection], datetime | None]:
    return lambda conn: take_host_lease(conn, name, now, now + TURN, owner)


def _keeping(name: str, until: datetime, delay: float) -> Callable[[Connection], None]:
    return lambda conn: keep_host_lease(conn, name, until, delay)


def cooldown_of(state: HostState) -> Cooldown:
    """The cooldown of a host as it is stored."""
    return Cooldown(state.name, state.cooldown_until, state.cooldown_reason)
