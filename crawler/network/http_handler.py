"""Scrapy's HTTP handler with what it has no settings for: host leases, a bound on headers, certificates by host.

The names with an underscore are Scrapy's and Twisted's own; tests/crawler/test_tls.py and tests/hostile prove
that they still mean what they meant.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from twisted.web._newclient import ParseError
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.network.host_leases import sending
from seedwatch.session import session_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

#: All headers of an answer, those of 1xx answers before it included. Real ones have 2 to 10 kB.
MAX_HEADER_BYTES = 256 * 1024
#: What the name of a header is made of (RFC 9110, 5.6.2).
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")

logger = logging.getLogger(__name__)


class Handler(HTTP11DownloadHandler):
    """For http and https."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._contextFactory: IPolicyForHTTPS
        self._pool._factory = _Factory
        unverified = session_of(crawler).unverified
        if unverified:
            by_host = CertificatesByHost(self._contextFactory, unverified)
            self._contextFactory = cast("IPolicyForHTTPS", by_host)  # mypy does not read @implementer

    async def download_request(self, request: Request) -> Response:
        async with sending(self.crawler, urlsplit(request.url).hostname or ""):
            return await super().download_request(request)


@implementer(IPolicyForHTTPS)
class CertificatesByHost:
    """Verifies certificates but those of a few hosts, whose sources say that they have none to verify."""

    def __init__(self, strict: Any, unverified: Collection[str]) -> None:
        self.strict = strict
        self.lax = _ScrapyClientContextFactory(verify_certificates=False)
        self.unverified = frozenset(unverified)

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802 -- Twisted's name
        name = hostname.decode("ascii").lower()
        return (self.lax if name in self.unverified else self.strict).creatorForNetloc(hostname, port)


class _Parser(_LenientHTTPClientParser):
    """Bounds all headers together, and reads single ones as browsers do: long lines, odd names, twice a length.

    Twisted bounds a line (16 KiB), not their number, and refuses the answer for one bad name.
    """

    MAX_LENGTH = MAX_HEADER_BYTES
    header_bytes = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 -- Twisted's name
        self.header_bytes += len(line)
        if self.header_bytes > MAX_HEADER_BYTES:
            raise ParseError(f"more than {MAX_HEADER_BYTES} bytes of headers", b"")
        super().lineReceived(line)

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802 -- Twisted's name
        name = name.strip()
        if not _TOKEN.fullmatch(name):
            logger.debug("a header line with the odd name %r is left out", name[:80])
            return
        if name.lower() == b"content-length":
            lengths = {part.strip() for part in value.split(b",")}
            known = self.connHeaders.getRawHeaders(name, [])
            value = next(iter(lengths))
            if len(lengths) > 1 or not value.isdigit() or (known and known != [value]):
                raise ParseError("lengths that contradict one another", value[:80])
            if known:
                return
        super().headerReceived(name, value)  # type: ignore[no-untyped-call]


class _Protocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Any:
        answered = super().request(request)
        assert self._parser is not None
        self._parser.__class__ = _Parser  # as Scrapy does: Twisted names the class in the middle of a method
        return answered


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> Any:  # noqa: N802 -- Twisted's name
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]  # Twisted gives it no types
