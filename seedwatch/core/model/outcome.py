"""How pages end: one of these outcomes each, and what follows from it."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """How a page ended: each page fetched or refused ends in exactly one of these.

    FINAL outcomes (see `FINAL`) make the address known: it is not fetched again.
    """

    STORED = "stored"  # a new article
    COPY = "copy"  # a new row that joins an article stored before
    REVISED = "revised"  # a known address with changed text
    UNCHANGED = "unchanged"  # a known address with the text that is stored
    OLDER = "older"  # published before the bound
    NOT_ARTICLE = "not-article"  # listing, near-empty, soft 404
    CONSENT = "consent"
    PAYWALL = "paywall"
    LOGIN = "login"
    CHALLENGE = "challenge"  # bot check
    NOT_HTML = "not-html"
    UNDECODABLE = "undecodable"  # no encoding gives right text
    TOO_LARGE = "too-large"
    GONE = "gone"  # 404 or 410
    HTTP_ERROR = "http-error"
    REDIRECT_LOOP = "redirect-loop"
    ROBOTS = "robots"
    FORBIDDEN = "forbidden"  # SSRF guard
    TIMEOUT = "timeout"
    NETWORK_ERROR = "network-error"
    CUT = "cut"  # body shorter than announced
    KILLED_WORKER = "killed-worker"
    UNREADABLE = "unreadable"  # extraction failed or ran out of time
    NOT_STORED = "not-stored"  # the database refused the row
    OFF_TOPIC = "off-topic"  # listed by a feed, but not what the crawl asks for; never fetched
    SKIPPED = "skipped"  # listed by a feed, but no theme wants it; decided anew when it is listed again
    LATER = (
        "later"  # without words to decide by, and enough of these were fetched; the next visit takes it up
    )
    ERASED = "forgotten"  # removed on request, and kept out since


#: Outcomes that are worth another try at a later visit.
TRANSIENT = frozenset(
    {
        Outcome.HTTP_ERROR,
        Outcome.TIMEOUT,
        Outcome.NETWORK_ERROR,
        Outcome.CUT,
        Outcome.NOT_STORED,
        Outcome.OFF_TOPIC,
        Outcome.LATER,
    }
)


FINAL = frozenset(Outcome) - TRANSIENT


#: Outcomes that leave a row in the archive.
KEPT = frozenset({Outcome.STORED, Outcome.COPY, Outcome.REVISED})
