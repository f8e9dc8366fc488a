"""Scrapy's log lines for single requests, left out: the ledger says how each page ended."""

from __future__ import annotations

from typing import Any

from scrapy.logformatter import LogFormatter


class ShortFormatter(LogFormatter):
    """No line for what went well or ended in an outcome; errors of the program are still logged."""

    def crawled(self, *args: Any, **kwargs: Any) -> None:
        return None

    def scraped(self, *args: Any, **kwargs: Any) -> None:
        return None
