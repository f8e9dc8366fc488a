"""Scrapy's log lines for single requests, left out: the run report says how each page ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response
    from twisted.python.failure import Failure


class ShortFormatter(LogFormatter):
    """No line for what went well or ended in an outcome; errors of the program are still logged."""

    # None means no line, says Scrapy's manual; its types forgot.

    def crawled(self, request: Request, response: Response, spider: Spider) -> None:  # type: ignore[override]
        return None

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> None:  # type: ignore[override]
        return None
