"""What answers and failures mean."""

from __future__ import annotations

import pytest
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError, IgnoreRequest, ResponseDataLossError

from crawler.outcomes.classify import RequestRejected, classify_failure, classify_response, feed_outcome
from seedwatch.core.model.feed import FeedOutcome
from seedwatch.core.model.outcome import Outcome


@pytest.mark.parametrize(
    ("status", "kind", "start", "outcome"),
    [
        (200, "text/html; charset=utf-8", b"<html>", None),
        (200, None, b"<html>", None),
        (200, "application/octet-stream", b"<html>", None),
        (200, "image/png", b"<html>", Outcome.NOT_HTML),
        (200, "text/html", b"%PDF-1.4", Outcome.NOT_HTML),
        (404, "text/html", b"", Outcome.GONE),
        (410, "text/html", b"", Outcome.GONE),
        (301, "text/html", b"", Outcome.FORBIDDEN),
        (403, "text/html", b"", Outcome.HTTP_ERROR),
        (503, "text/html", b"", Outcome.HTTP_ERROR),
    ],
)
def test_answers(status: int, kind: str | None, start: bytes, outcome: Outcome | None) -> None:
    judged = classify_response(status, kind, start)
    assert (judged and judged[0]) == outcome


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (RequestRejected(Outcome.FORBIDDEN, "a private address"), Outcome.FORBIDDEN),
        (IgnoreRequest("Forbidden by robots.txt"), Outcome.ROBOTS),
        (IgnoreRequest("max redirections reached"), Outcome.REDIRECT_LOOP),
        (DownloadTimeoutError("3 s"), Outcome.TIMEOUT),
        (ResponseDataLossError(), Outcome.CUT),
        (RuntimeError("what is this"), Outcome.NETWORK_ERROR),
    ],
)
def test_failures(error: Exception, outcome: Outcome) -> None:
    found, reason = classify_failure(error)
    assert found == outcome
    assert reason


@pytest.mark.parametrize(
    ("outcome", "of_feed"),
    [
        (Outcome.ROBOTS, FeedOutcome.REFUSED),
        (Outcome.TIMEOUT, FeedOutcome.NETWORK_ERROR),
        (Outcome.REDIRECT_LOOP, FeedOutcome.HTTP_ERROR),
        (Outcome.TOO_LARGE, FeedOutcome.UNREADABLE),
    ],
)
def test_feeds(outcome: Outcome, of_feed: FeedOutcome) -> None:
    assert feed_outcome(outcome) == of_feed


@pytest.mark.parametrize(
    ("words", "is_said"),
    [
        ("certificate verify failed: unable to get local issuer certificate", True),
        ("service_identity.VerificationError", True),
        ("[('SSL routines', '', 'unexpected eof while reading')]", False),
        ("certificate", False),
    ],
)
def test_a_certificate_that_cannot_be_verified_is_said_in_words(words: str, is_said: bool) -> None:
    outcome, reason = classify_failure(DownloadFailedError(words))
    assert outcome is Outcome.NETWORK_ERROR
    assert reason.startswith("its certificate cannot be verified: ") is is_said
    assert words in reason
