"""Bounds that Scrapy has no settings for: a least rate of the body, and how often it may be packed."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from scrapy import signals

from crawler.outcomes.classify import RequestRejected, TooSlow
from crawler.plan import GRACE_SHARE
from seedwatch.core.model.outcome import Outcome

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

#: Bytes a second that a body must come in on average, once that share of the time limit has passed.
LEAST_RATE = 512
#: Encodings one in another. Each layer is bounded by itself, so this bounds their sum.
MAX_LAYERS = 2
#: First bytes of the encodings that have such; what does not begin so is false, as browsers say too.
_MAGIC = {"gzip": b"\x1f\x8b", "x-gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}
#: When the first bytes of a body came, and how many since.
_BEGAN, _BYTES = "body_began", "body_bytes"


class BodyLimits:
    """Next to the network, before anything is unpacked."""

    def __init__(self, seconds: float) -> None:
        self.grace = seconds / GRACE_SHARE

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BodyLimits:
        bounds = cls(crawler.settings.getfloat("DOWNLOAD_TIMEOUT"))
        crawler.signals.connect(bounds.bytes_received, signals.bytes_received)
        return bounds

    def process_request(self, request: Request) -> None:
        request.meta.pop(_BEGAN, None)  # a redirect and a retry begin anew

    def bytes_received(self, data: bytes, request: Request) -> None:
        """A server that trickles frees its slot before the time limit; one that is silent, at the limit."""
        meta, now = request.meta, monotonic()
        if _BEGAN not in meta:
            meta[_BEGAN], meta[_BYTES] = now, 0
        meta[_BYTES] += len(data)
        elapsed = now - meta[_BEGAN]
        if elapsed > self.grace and meta[_BYTES] < LEAST_RATE * elapsed:
            raise TooSlow(f"{meta[_BYTES]} bytes in {elapsed:.0f} s")

    def process_response(self, request: Request, response: Response) -> Response:
        packed = b",".join(response.headers.getlist("Content-Encoding"))
        if packed.count(b",") >= MAX_LAYERS:
            raise RequestRejected(Outcome.TOO_LARGE, f"packed {packed.count(b',') + 1} times", was_sent=True)
        outer = packed.rpartition(b",")[2].strip().lower().decode("latin-1")
        magic = _MAGIC.get(outer)
        if magic is not None and response.body and not response.body.startswith(magic):
            reason = f"the server says Content-Encoding: {outer}, and the body is not"
            raise RequestRejected(Outcome.HTTP_ERROR, reason, was_sent=True)
        return response
