"""What an answer, or its absence, becomes: a page to read, or the end of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.outcomes.classify import RequestRejected, classify_failure, classify_response
from crawler.outcomes.failures import error_of, failed_request
from seedwatch.core.model.feed import FeedEntry
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.page import Page, PageOutcome


def header_pairs(response: Response) -> tuple[tuple[str, str], ...]:
    """Lower-case names; repeated headers are kept, in order."""
    return tuple(
        (name.decode("latin-1").lower(), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )


def was_asked(error: BaseException, outcome: Outcome, meta: Mapping[str, Any]) -> bool:
    """Whether a host was asked before the page ended: a policy may stop it first, or at a later hop."""
    stopped = (isinstance(error, RequestRejected) and not error.asked) or outcome in (
        Outcome.ROBOTS,
        Outcome.FORBIDDEN,
    )
    return not stopped or bool(meta.get("redirect_times") or meta.get("retry_times"))


def header_map(response: Response) -> dict[str, str]:
    """Lower-case names; the last of several values."""
    return dict(header_pairs(response))


@dataclass(frozen=True, slots=True)
class PageTarget:
    """A page that owes an outcome. revisit_of: the article that it was stored as, when it is asked again."""

    url: str
    key: str
    source_id: str
    zone: str = ""
    entry: FeedEntry | None = None
    feed_id: int | None = None
    revisit_of: int | None = None

    def end(
        self,
        outcome: Outcome,
        reason: str,
        *,
        fetched: bool = True,
        response: Response | None = None,
        **facts: Any,
    ) -> PageOutcome:
        """facts: more fields of the end."""
        return PageOutcome(
            self.url,
            self.key,
            self.source_id,
            datetime.now(UTC),
            outcome,
            reason,
            status=response.status if response is not None else None,
            bytes=len(response.body) if response is not None else 0,
            feed_id=self.feed_id,
            fetched=fetched,
            revisit_of=self.revisit_of,
            **facts,
        )

    def answered(self, response: Response) -> Page | PageOutcome:
        """A page on its way to the stages, or the end of one whose answer is no page."""
        headers = header_map(response)
        judged = classify_response(response.status, headers.get("content-type"), response.body[:1024])
        if judged is not None:
            return self.end(*judged, response=response)
        return Page(
            url=self.url,
            final_url=response.url,
            status=response.status,
            headers=header_pairs(response),
            body=response.body,
            fetched_at=datetime.now(UTC),
            source_id=self.source_id,
            zone=self.zone,
            entry=self.entry,
            feed_id=self.feed_id,
            revisit_of=self.revisit_of,
        )

    def failed(self, failure: Failure) -> PageOutcome:
        """The end of a page that got no answer, or one that a policy stopped."""
        outcome, reason = classify_failure(error_of(failure))
        fetched = was_asked(error_of(failure), outcome, failed_request(failure).meta)
        return self.end(outcome, reason, fetched=fetched)
