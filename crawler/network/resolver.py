"""The one place that every connection passes: names are resolved and checked, then connected or not.

Feeds, pages, redirects and robots.txt all come through here, and so do address literals and their legacy
spellings. What was checked is what is connected to, so an answer that changes in between changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from seedwatch.core.fetching.ip_guard import Permits, classify_address
from seedwatch.session import has_session, session_of

if TYPE_CHECKING:
    from twisted.internet.base import ReactorBase

#: Why a host was refused, for the middleware that tells the page's end. Bounded: hosts of one process.
_refusals: dict[str, str] = {}
_MAX_REFUSALS = 10_000
_ANYWHERE = Permits.parse(("0.0.0.0/0", "::/0"))


def refusal(host: str) -> str | None:
    """Why the last look-up of a host gave no address that may be connected to; None when it gave one."""
    return _refusals.get(host)


class GuardedResolver(CachingHostnameResolver):
    """Scrapy's resolver for IPv4 and IPv6, with each answer checked and a time limit."""

    def __init__(
        self,
        reactor: ReactorBase,
        cache_size: int,
        permits: Permits,
        timeout: float,
        proxy: str | None = None,
    ) -> None:
        """proxy: of the owner's own choice, so it need not be public; its targets are checked before."""
        super().__init__(reactor, cache_size)
        self.proxy = urlsplit(proxy) if proxy else None
        self.permits = permits
        self.timeout = timeout

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: ReactorBase) -> GuardedResolver:
        settings = crawler.settings
        plan = session_of(crawler).plan if has_session(crawler) else None
        permits = Permits.parse(plan.permits) if plan is not None else Permits()
        size = settings.getint("DNSCACHE_SIZE") if settings.getbool("DNSCACHE_ENABLED") else 0
        return cls(reactor, size, permits, settings.getfloat("DNS_TIMEOUT"), plan.proxy if plan else None)

    def resolveHostName(  # noqa: N802 -- Twisted's name
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[Any]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        judging = _Judging(resolutionReceiver, hostName, portNumber, self._permits_for(hostName, portNumber))
        judging.watch = self.reactor.callLater(self.timeout, judging.give_up)
        # mypy does not read @implementer.
        receiver = cast("IResolutionReceiver", judging)
        return super().resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)

    def _permits_for(self, host: str, port: int) -> Permits:
        """port: 0 where a tunnel through the proxy asks for the proxy's name."""
        own = self.proxy
        is_proxy = own is not None and host == own.hostname and port in {0, own.port}
        return _ANYWHERE if is_proxy else self.permits


@implementer(IResolutionReceiver)
class _Judging:
    """Passes on the addresses that may be connected to. A late answer is dropped: who waited was told."""

    def __init__(self, receiver: Any, host: str, port: int, permits: Permits) -> None:
        self.receiver = receiver
        self.host = host
        self.port = port or None
        self.permits = permits
        self.watch: Any = None
        self.is_done = False
        self.refused = ""
        self.passed = 0

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        verdict = classify_address(address.host, self.permits, self.port)
        if not verdict.allowed:
            self.refused = verdict.reason
        elif not self.is_done:
            self.passed += 1
            self.receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        if self.is_done:
            return
        self.is_done = True
        if self.watch is not None and self.watch.active():
            self.watch.cancel()
        _note(self.host, self.refused if self.refused and not self.passed else None)
        self.receiver.resolutionComplete()

    def give_up(self) -> None:
        """The resolver did not answer in time: no address."""
        self.refused = ""
        self.resolutionComplete()


def _note(host: str, reason: str | None) -> None:
    if reason is None:
        _refusals.pop(host, None)
    elif len(_refusals) < _MAX_REFUSALS:
        _refusals[host] = reason
