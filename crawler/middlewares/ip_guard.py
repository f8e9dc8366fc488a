"""Refuse addresses by spelling, scheme and port before anything is asked; tell what the resolver refused."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.exceptions import CannotResolveHostError
from twisted.internet.interfaces import IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.network.resolver import refusal
from crawler.outcomes.classify import RequestRejected, stop
from seedwatch.core.fetching.decision import by_address
from seedwatch.core.fetching.ip_guard import Permits
from seedwatch.core.model.outcome import Outcome
from seedwatch.session import session_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

#: An address of which nothing behind this part can change where it leads: its verdict is asked for once.
_PLAIN = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?/")


class AddressGuard:
    """First of the middlewares, so that a redirect and a robots.txt pass it like any other request."""

    def __init__(self, permits: Permits) -> None:
        self.permits = permits
        self._allowed: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AddressGuard:
        plan = session_of(crawler).plan
        permits = Permits.parse(plan.permits)
        return cls(permits) if plan.proxy is None else AddressGuardBehindProxy(permits, plan.proxy)

    def process_request(self, request: Request) -> Any:
        plain = _PLAIN.match(request.url)
        if plain is not None and plain[0] in self._allowed:
            return
        if "@" in urlsplit(request.url).netloc:  # a feed's own were taken off: a redirect's are a stranger's
            raise RequestRejected(Outcome.FORBIDDEN, "an address with a user name")
        stop(by_address(request.url, self.permits))
        if plain is not None:
            self._allowed.add(plain[0])

    def process_exception(self, request: Request, exception: Exception) -> None:
        """A host without addresses that may be connected to looks to Scrapy like one that does not exist."""
        if isinstance(exception, CannotResolveHostError):
            reason = refusal(urlsplit(request.url).hostname or "")
            if reason is not None:
                raise RequestRejected(Outcome.FORBIDDEN, reason) from exception


class AddressGuardBehindProxy(AddressGuard):
    """The resolver sees the proxy's name only: so every target is resolved and checked here, before.

    A name that does not resolve here is not asked for, since nobody can say where the proxy would go.
    """

    def __init__(self, permits: Permits, proxy: str) -> None:
        super().__init__(permits)
        self.proxy = proxy

    async def process_request(self, request: Request) -> None:
        super().process_request(request)
        parts = urlsplit(request.url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        own = urlsplit(self.proxy)
        if (host, port) == (own.hostname, own.port):
            raise RequestRejected(Outcome.FORBIDDEN, "the proxy itself")
        if not await _has_public_address(host, port):
            reason = refusal(host)
            if reason is not None:
                raise RequestRejected(Outcome.FORBIDDEN, reason)
            raise CannotResolveHostError(f"{host} does not resolve here, so where the proxy goes is unknown")
        request.meta["proxy"] = self.proxy


async def _has_public_address(host: str, port: int) -> bool:
    """Whether the guarded resolver passes any address of a host."""
    from twisted.internet import reactor

    passed: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
    reactor.nameResolver.resolveHostName(_Waiting(passed), host, portNumber=port)
    return await passed


@implementer(IResolutionReceiver)
class _Waiting:
    """Told of each address that may be connected to, and of the end."""

    def __init__(self, passed: asyncio.Future[bool]) -> None:
        self.passed = passed
        self.count = 0

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802 -- Twisted's name
        pass

    def addressResolved(self, address: Any) -> None:  # noqa: N802 -- Twisted's name
        self.count += 1

    def resolutionComplete(self) -> None:  # noqa: N802 -- Twisted's name
        if not self.passed.done():
            self.passed.set_result(self.count > 0)
