"""Pages of stored articles asked again, to see what was edited or taken down."""

from __future__ import annotations

from collections.abc import Iterator

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.extensions.crawl_stats import CrawlStats
from crawler.outcomes.classify import Interrupted
from crawler.outcomes.failures import failed_request
from crawler.outcomes.page_response import PageTarget, header_map
from seedwatch.core.model.feed import FeedEntry
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.page import Page, PageOutcome
from seedwatch.core.model.source import DueRecheck

#: After everything new.
PRIORITY = -10
_NOT_MODIFIED = 304


class Rechecks:
    """Conditional requests, and what their answers mean. A page that changed goes the way of a new one."""

    def __init__(self, crawl_stats: CrawlStats) -> None:
        self._ledger = crawl_stats

    def request(self, due: DueRecheck) -> Request:
        """Owes an outcome from now on."""
        self._ledger.take_up(due.url_key)
        conditional_headers = {"If-None-Match": due.etag, "If-Modified-Since": due.last_modified}
        return Request(
            due.url,
            self.answered,
            headers={name: value for name, value in conditional_headers.items() if value},
            errback=self.failed,
            cb_kwargs={"due": due},
            priority=PRIORITY,
        )

    def answered(self, response: Response, due: DueRecheck) -> Iterator[Page | PageOutcome]:
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

    def failed(self, failure: Failure) -> Iterator[PageOutcome]:
        """Scrapy's errback."""
        if isinstance(failure.value, Interrupted):
            return
        request = failed_request(failure)
        end = _subject(request.cb_kwargs["due"]).failed(failure)
        self._ledger.note_failure(request.url, end.outcome, end.reason)
        yield end


def _subject(due: DueRecheck) -> PageTarget:
    entry = FeedEntry(due.url, due.title)
    return PageTarget(due.url, due.url_key, due.source_id, due.zone, entry, revisit_of=due.article_id)
