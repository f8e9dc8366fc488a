"""Pages of stored articles asked again, to see what was edited or taken down."""

from __future__ import annotations

from collections.abc import Iterator

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.extensions.crawl_stats import Ledger
from crawler.outcomes.classify import Interrupted
from crawler.outcomes.page_response import Subject, header_map
from seedwatch.core.model.feed import FeedEntry
from seedwatch.core.model.page import Outcome, Page, PageEnd
from seedwatch.core.model.source import DueRevisit

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
        if response.status != _NOT_MODIFIED:
            yield _subject(due).answered(response)
            return
        headers = header_map(response)
        yield _subject(due).end(
            Outcome.UNCHANGED,
            "not modified",
            response=response,
            article_id=due.article_id,
            etag=headers.get("etag", due.etag),
            last_modified=headers.get("last-modified", due.last_modified),
        )

    def failed(self, failure: Failure) -> Iterator[PageEnd]:
        """Scrapy's errback."""
        if isinstance(failure.value, Interrupted):
            return
        end = _subject(failure.request.cb_kwargs["due"]).failed(failure)
        self._ledger.note_failure(failure.request.url, end.outcome, end.reason)
        yield end


def _subject(due: DueRevisit) -> Subject:
    entry = FeedEntry(due.url, due.title)
    return Subject(due.url, due.url_key, due.source_id, due.zone, entry, revisit_of=due.article_id)
