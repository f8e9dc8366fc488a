"""What an answer, or its absence, means for a page. Pure."""

from __future__ import annotations

import re
import zlib
from datetime import datetime

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    StopDownload,
    UnsupportedURLSchemeError,
)

from seedwatch.core.fetching.decision import Refusal
from seedwatch.core.model.feed import FeedOutcome
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.redaction import redact


class RequestRejected(IgnoreRequest):
    """A request that a policy stopped: the outcome it ends in, and why.

    was_sent: whether the host got the request. until: when its host may be asked again, where it is left alone.
    """

    def __init__(
        self, outcome: Outcome, reason: str, *, was_sent: bool = False, until: datetime | None = None
    ) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason
        self.was_sent = was_sent
        self.until = until


def stop(refusal: Refusal | None) -> None:
    """Raises RequestRejected for a refusal."""
    if refusal is not None:
        raise RequestRejected(refusal.outcome, refusal.reason, until=refusal.until)


class TooSlow(StopDownload):
    """A body that trickles in; said in words."""

    def __init__(self, words: str) -> None:
        super().__init__(fail=True)
        self.args = (words,)


class Interrupted(IgnoreRequest):
    """A request given back unasked because the crawl was told to stop; it has no outcome."""


#: By class, first match wins.
_FAILURES: tuple[tuple[type[BaseException], Outcome], ...] = (
    (zlib.error, Outcome.HTTP_ERROR),  # a Content-Encoding that is false
    (DownloadTimeoutError, Outcome.TIMEOUT),
    (TooSlow, Outcome.TIMEOUT),
    (ResponseDataLossError, Outcome.CUT),
    (DownloadCancelledError, Outcome.TOO_LARGE),
    (UnsupportedURLSchemeError, Outcome.FORBIDDEN),
    (NotSupported, Outcome.FORBIDDEN),
    (CannotResolveHostError, Outcome.NETWORK_ERROR),
    (DownloadConnectionRefusedError, Outcome.NETWORK_ERROR),
    (DownloadFailedError, Outcome.NETWORK_ERROR),
)
#: Words of Scrapy's own middlewares, which have no classes.
_IGNORED = (
    ("robots.txt", Outcome.ROBOTS),
    ("max redirections", Outcome.REDIRECT_LOOP),
    ("exceeded DOWNLOAD_MAXSIZE", Outcome.TOO_LARGE),
    ("exceeds DOWNLOAD_MAXSIZE", Outcome.TOO_LARGE),
)
_UNVERIFIED = ("certificate verify failed", "service_identity")
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml"})
_MEDIA_TYPE = re.compile(r"[\s\"']*([\w!#$&^.+*-]+/[\w!#$&^.+*-]+)[\"']?(?=[;\s]|$)")
_VAGUE_TYPES = frozenset({"", "application/octet-stream", "unknown/unknown", "application/unknown", "*/*"})
_BINARY_STARTS = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"RIFF", b"ID3")


def classify_failure(error: BaseException) -> tuple[Outcome, str]:
    """The outcome of a page that got no answer, and the reason in words."""
    if isinstance(error, RequestRejected):
        return error.outcome, error.reason
    words = redact(" ".join(str(error).split()))[:300]
    if isinstance(error, IgnoreRequest):
        outcome = next((outcome for sign, outcome in _IGNORED if sign in words), Outcome.FORBIDDEN)
        return outcome, words
    outcome = next((outcome for kind, outcome in _FAILURES if isinstance(error, kind)), Outcome.NETWORK_ERROR)
    if any(sign in words for sign in _UNVERIFIED):
        return outcome, f"its certificate cannot be verified: {words}"
    return outcome, f"{type(error).__name__}: {words}" if words else type(error).__name__


def media_type(content_type: str | None) -> str:
    """Type and subtype in lower case; empty where a header names none ("charset=utf-8", "html").

    Of several that were joined by commas the last one counts, as in browsers.
    """
    found = ""
    for part in (content_type or "").split(","):
        match = _MEDIA_TYPE.match(part)
        if match and match[0].strip(" \"'") != "*/*":
            found = match[1].lower()
    return found


def classify_response(status: int, content_type: str | None, start: bytes) -> tuple[Outcome, str] | None:
    """The outcome of a page whose answer is no page; None for one that is worth reading.

    start: the first bytes of the body.
    """
    if status in (404, 410):
        return Outcome.GONE, f"HTTP {status}"
    if 300 <= status < 400:
        return Outcome.FORBIDDEN, f"HTTP {status} to an address that is not followed"
    if not 200 <= status < 300:
        return Outcome.HTTP_ERROR, f"HTTP {status}"
    kind = media_type(content_type)
    if kind not in _PAGE_TYPES and kind not in _VAGUE_TYPES:
        return Outcome.NOT_HTML, kind
    if start.startswith(_BINARY_STARTS) or b"\x00\x00\x00" in start:
        return Outcome.NOT_HTML, "binary"
    return None


def feed_outcome(outcome: Outcome) -> FeedOutcome:
    """The outcome of a feed whose address ended as a page would."""
    if outcome in (Outcome.ROBOTS, Outcome.FORBIDDEN):
        return FeedOutcome.REFUSED
    if outcome in (Outcome.GONE, Outcome.HTTP_ERROR, Outcome.REDIRECT_LOOP):
        return FeedOutcome.HTTP_ERROR
    if outcome in (Outcome.TIMEOUT, Outcome.NETWORK_ERROR, Outcome.CUT):
        return FeedOutcome.NETWORK_ERROR
    return FeedOutcome.UNREADABLE
