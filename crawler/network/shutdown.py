"""Ending a crawl early without leaving a host with more requests than it has now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twisted.python.failure import Failure

from crawler.outcomes.classify import Interrupted

if TYPE_CHECKING:
    from scrapy.core.downloader import Downloader


def give_back_queued(downloader: Downloader) -> None:
    """Requests that wait for their host's pace go back unasked: Scrapy alone would still send every one of
    them.
    """
    for slot in downloader.slots.values():
        while slot.queue:
            _, waiting = slot.queue.popleft()
            waiting.errback(Failure(Interrupted("the crawl was told to stop")))
