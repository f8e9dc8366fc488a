"""Which hosts this crawl may ask now: of all crawls on a database, one asks a host at a time.

A lease is taken before the first request to a host, and looked at before every one (`sending`): a crawl that was
stopped for longer than its lease sends nothing more until it has the host again. A crawl that somebody waits for
asks the holder to make way; the holder does so between two requests, and goes on when that one is done.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakKeyDictionary

from crawler.outcomes.classify import RequestRejected
from db.sources.hosts import asked_to_yield, end_host_lease, keep_host_lease, take_host_lease
from seedwatch.core.errors import SeedwatchError
from seedwatch.core.model.outcome import Outcome

if TYPE_CHECKING:
    from db.engine.batch_writer import Writer
    from seedwatch.core.model.job import Owner

log = logging.getLogger(__name__)

#: Seconds that a request waits for another crawl to leave its host.
PATIENCE = 90.0
#: Seconds between two looks for somebody urgent, and between two tries of whoever waits.
_LOOK = 1.0
_URGENT_LOOK = 0.25
_PATIENT_LOOK = 5.0
#: Seconds of the crawl delay that are left to the slot's own clock.
_SLIGHT = 0.01


class Asking(Protocol):
    """What a crawl knows of its own requests to a host."""

    def is_busy(self, name: str) -> bool:
        """Whether requests are under way or wait."""

    def crawl_delay(self, name: str) -> float:
        """Seconds between two of them."""

    def forget(self, name: str) -> None:
        """The host was given back: take it again before the next request."""


@dataclass(slots=True)
class _Held:
    """until: when the lease lapses, as `monotonic`. ours: set while requests may be sent.

    sending: their number; quiet: set when it comes down to none."""

    until: float
    ours: asyncio.Event = field(default_factory=asyncio.Event)
    sending: int = 0
    quiet: asyncio.Event = field(default_factory=asyncio.Event)
    last_sent: float = 0.0


class HostLeases:
    """The hosts of one crawl. lease: how long each lasts unless it is renewed. urgent: somebody waits."""

    def __init__(
        self, writer: Writer, owner: Owner, asking: Asking, lease: timedelta, *, urgent: bool = False
    ) -> None:
        self._writer = writer
        self._owner = owner
        self._asking = asking
        self._lease = lease
        self._urgent = urgent
        self._held: dict[str, _Held] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._renewed = 0.0

    async def take(self, name: str) -> None:
        """Hold the host from now on. Raises RequestRejected when others keep it for longer than PATIENCE."""
        self._held[name] = await self._take(name, monotonic() + PATIENCE)
        if not self._tasks:
            self._start(self._keep())

    @asynccontextmanager
    async def sending(self, name: str) -> AsyncIterator[None]:
        """Around every request to a host: it begins while the host is ours, and only then."""
        held = self._held.get(name)
        if held is None:
            yield  # a crawl without delays takes no leases
            return
        await self._may_send(name, held)
        held.sending += 1
        held.quiet.clear()
        held.last_sent = monotonic()
        try:
            yield
        finally:
            held.sending -= 1
            if not held.sending:
                held.quiet.set()

    async def _may_send(self, name: str, held: _Held) -> None:
        """Until the host is ours. Scrapy's slot counts its delay from when it let go a request that waits here."""
        while True:
            await held.ours.wait()
            rest = held.last_sent + self._asking.crawl_delay(name) - monotonic()
            if rest > _SLIGHT:
                await asyncio.sleep(rest)
            elif monotonic() >= held.until:
                await self._renew(name, held)
            else:
                return

    def close(self) -> None:
        """Give every host back."""
        for task in self._tasks:
            task.cancel()
        for name in tuple(self._held):
            self._give_back(name)

    def _start(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _take(self, name: str, end: float | None) -> _Held:
        """end: when to give up, as `monotonic`; None: never."""
        while True:
            now, began = datetime.now(UTC), monotonic()
            urgent_until = now + timedelta(seconds=20 * _URGENT_LOOK) if self._urgent else None
            until = now + self._lease
            free_at = await self._writer.awrite(
                partial(
                    take_host_lease,
                    name=name,
                    now=now,
                    until=until,
                    owner=self._owner,
                    urgent_until=urgent_until,
                )
            )
            if free_at is None:
                held = _Held(began + self._lease.total_seconds())
                held.ours.set()
                return held
            wait = max(0.1, (free_at - now).total_seconds())
            if end is not None and began + (0.1 if self._urgent else wait) > end:
                raise RequestRejected(Outcome.HTTP_ERROR, f"another crawl is asking {name}")
            await asyncio.sleep(min(wait, _URGENT_LOOK if self._urgent else _PATIENT_LOOK))

    async def _keep(self) -> None:
        """Renew the leases of hosts with work to do, let the others go, and make way."""
        while True:
            await asyncio.sleep(_LOOK)
            try:
                await self._look()
            except SeedwatchError as error:  # the crawl itself says it; the next look may come through
                log.warning("leases of hosts not renewed: %s", error)

    async def _look(self) -> None:
        wanted: tuple[str, ...] = ()
        if self._held and not self._urgent:
            wanted = await self._writer.aread(
                lambda conn: asked_to_yield(conn, self._owner, datetime.now(UTC))
            )
        is_time = monotonic() >= self._renewed + self._lease.total_seconds() / 3
        if is_time:
            self._renewed = monotonic()
        for name, held in tuple(self._held.items()):
            if not held.ours.is_set():
                continue  # made way, and waits to have it back
            if not self._asking.is_busy(name):
                if is_time or self._urgent or name in wanted:
                    self._give_back(name)
            elif name in wanted:
                held.ours.clear()
                self._start(self._make_way(name, held))
            elif is_time:
                await self._renew(name, held)

    async def _renew(self, name: str, held: _Held) -> None:
        began, until = monotonic(), datetime.now(UTC) + self._lease
        delay = self._asking.crawl_delay(name)
        if await self._writer.awrite(lambda conn: keep_host_lease(conn, name, until, self._owner, delay)):
            held.until = began + self._lease.total_seconds()
        elif held.ours.is_set():
            held.ours.clear()
            self._start(self._take_again(name, held))

    async def _make_way(self, name: str, held: _Held) -> None:
        """After the request that is under way, and one crawl delay, the host is the other's."""
        if held.sending:
            await held.quiet.wait()
        rest = held.last_sent + self._asking.crawl_delay(name) - monotonic()
        free = datetime.now(UTC) + timedelta(seconds=max(0.0, rest))
        await self._writer.awrite(lambda conn: end_host_lease(conn, name, free, self._owner))
        await self._take_again(name, held)

    async def _take_again(self, name: str, held: _Held) -> None:
        while True:
            try:
                again = await self._take(name, None)
            except SeedwatchError as error:
                log.warning("host %s not taken again yet: %s", name, error)
                await asyncio.sleep(_PATIENT_LOOK)
            else:
                held.until = again.until
                held.ours.set()
                return

    def _give_back(self, name: str) -> None:
        """The host is free for others after its crawl delay."""
        held = self._held.pop(name)
        self._asking.forget(name)
        if not held.ours.is_set():
            return
        free = datetime.now(UTC) + timedelta(seconds=self._asking.crawl_delay(name))
        self._writer.write(lambda conn: end_host_lease(conn, name, free, self._owner))


_leases: WeakKeyDictionary[Any, HostLeases] = WeakKeyDictionary()


def attach_leases(crawler: Any, leases: HostLeases) -> None:
    """Let `sending` find the leases of a crawler."""
    _leases[crawler] = leases


@asynccontextmanager
async def sending(crawler: Any, name: str) -> AsyncIterator[None]:
    """Around every request that a crawler sends to a host."""
    leases = _leases.get(crawler)
    if leases is None:
        yield
        return
    async with leases.sending(name):
        yield
