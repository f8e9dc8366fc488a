"""What an answer to a page request, or its absence, becomes: a page to read, or the outcome of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.outcomes.classify import RequestRejected, classify_failure, classify_response
from crawler.outcomes.failures import error_of, failed_request
from seedwatch.core.model.feed import FeedEntry
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.page import Page, PageOutcome, PageRef
from seedwatch.core.model.rights import NO_HOST_SIGNALS

#: Where `crawler.middlewares.tdm` leaves the HostSignals of a page's host, in the request's meta.
HOST_SIGNALS = "host_signals"
#: Where `crawler.middlewares.host_politeness` leaves the time until which a refused request's host is left alone.
HELD_UNTIL = "held_until"
#: The callback's argument that makes a request one for a page.
TARGET = "target"
_NOT_MODIFIED = 304


def header_pairs(response: Response) -> tuple[tuple[str, str], ...]:
    """Lower-case names; repeated headers are kept, in order."""
    return tuple(
        (name.decode("latin-1").lower(), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )


def header_map(response: Response) -> dict[str, str]:
    """Lower-case names; the last of several values."""
    return dict(header_pairs(response))


def is_page_request(request: Request) -> bool:
    """Whether a request is for a page: not for a feed, robots.txt or another file of a host."""
    return TARGET in request.cb_kwargs


def was_sent(error: BaseException, outcome: Outcome, meta: Mapping[str, Any]) -> bool:
    """Whether a host was asked before the page ended: a policy may stop it first, or at a later hop."""
    stopped = (isinstance(error, RequestRejected) and not error.was_sent) or outcome in (
        Outcome.ROBOTS,
        Outcome.FORBIDDEN,
    )
    return not stopped or bool(meta.get("redirect_times") or meta.get("retry_times"))


@dataclass(frozen=True, slots=True)
class PageTarget:
    """A page that is asked for and owes an outcome, with the validators that a re-check sends."""

    ref: PageRef
    entry: FeedEntry | None = None
    etag: str | None = None
    last_modified: str | None = None

    @property
    def conditional_headers(self) -> dict[str, str]:
        sent = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in sent.items() if value}

    def answered(self, response: Response) -> Page | PageOutcome:
        """A page on its way to the stages, or the outcome of one whose answer is no page."""
        page = Page(
            self.ref,
            response.url,
            response.status,
            header_pairs(response),
            response.body,
            datetime.now(UTC),
            self.entry,
            response.meta.get(HOST_SIGNALS, NO_HOST_SIGNALS),
        )
        if response.status == _NOT_MODIFIED and self.ref.recheck_of is not None:
            return self._unchanged(page.end(Outcome.UNCHANGED, "not modified"))
        classified = classify_response(response.status, page.content_type, response.body[:1024])
        return page if classified is None else page.end(*classified)

    def _unchanged(self, end: PageOutcome) -> PageOutcome:
        """A 304 need not repeat the validators."""
        return replace(
            end,
            article_id=self.ref.recheck_of,
            etag=end.etag or self.etag,
            last_modified=end.last_modified or self.last_modified,
        )

    def failed(self, failure: Failure) -> PageOutcome:
        """The outcome of a page that got no answer, or one that a policy stopped."""
        error = error_of(failure)
        outcome, reason = classify_failure(error)
        fetched = was_sent(error, outcome, failed_request(failure).meta)
        return self.ref.end(datetime.now(UTC), outcome, reason, fetched=fetched)
