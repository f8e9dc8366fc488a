"""Pages of stored articles asked again, to see what was edited or taken down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from core.model.feed import FeedEntry
from core.model.page import Outcome, Page, PageEnd
from core.model.source import DueRevisit
from crawler.answers import header_map, header_pairs, was_asked
from crawler.extensions.ledger import Ledger
from crawler.judge import Interrupted, judge_answer, judge_failure

#: After everything new.
PRIORITY = -10
_NOT_MODIFIED = 304


class Revisits:
    """Conditional requests, and what their answers mean. A page that changed goes the way of a new one."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def request(self, due: DueRevisit) -> Request:
        """Owes an outcome from now on."""
        self._ledger.take_up(due.url_key)
        conditions = {"If-None-Match": due.etag, "If-Modified-Since": due.last_modified}
        return Request(
            due.url,
            self.answered,
            headers={name: value for name, value in conditions.items() if value},
            errback=self.failed,
            cb_kwargs={"due": due},
            priority=PRIORITY,
        )

    def answered(self, response: Response, due: DueRevisit) -> Iterator[Page | PageEnd]:
        headers = header_map(response)
        if response.status == _NOT_MODIFIED:
            yield PageEnd(
                due.url,
                due.url_key,
                due.source_id,
                datetime.now(UTC),
                Outcome.UNCHANGED,
                "not modified",
                status=response.status,
                article_id=due.article_id,
                etag=headers.get("etag", due.etag),
                last_modified=headers.get("last-modified", due.last_modified),
                revisit_of=due.article_id,
            )
            return
        judged = judge_answer(response.status, headers.get("content-type"), response.body[:1024])
        if judged is not None:
            yield _end(due, *judged, status=response.status, size=len(response.body))
            return
        yield Page(
            url=due.url,
            final_url=response.url,
            status=response.status,
            headers=header_pairs(response),
            body=response.body,
            fetched_at=datetime.now(UTC),
            source_id=due.source_id,
            zone=due.zone,
            entry=FeedEntry(due.url, due.title),
            revisit_of=due.article_id,
        )

    def failed(self, failure: Failure) -> Iterator[PageEnd]:
        """Scrapy's errback: no answer at all, or one that a policy stopped."""
        if isinstance(failure.value, Interrupted):
            return
        request = failure.request
        outcome, reason = judge_failure(failure.value)
        if outcome in (Outcome.NETWORK_ERROR, Outcome.TIMEOUT):
            self._ledger.host_failed(request.url, reason)
        fetched = was_asked(failure.value, outcome, request.meta)
        yield _end(request.cb_kwargs["due"], outcome, reason, fetched=fetched)


def _end(
    due: DueRevisit,
    outcome: Outcome,
    reason: str,
    *,
    fetched: bool = True,
    status: int | None = None,
    size: int = 0,
) -> PageEnd:
    return PageEnd(
        due.url,
        due.url_key,
        due.source_id,
        datetime.now(UTC),
        outcome,
        reason,
        status=status,
        bytes=size,
        fetched=fetched,
        revisit_of=due.article_id,
    )
