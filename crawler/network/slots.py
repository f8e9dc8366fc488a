"""How long each host is left alone between two requests, in Scrapy's own slots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.plan import LEAST_DELAY

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


def set_delay(crawler: Crawler, url: str, delay: float) -> None:
    """A host keeps the crawl delay (s) of the source that first asks it."""
    host = urlsplit(url).hostname or ""
    crawler.engine.downloader.per_slot_settings.setdefault(host, {"delay": max(delay, LEAST_DELAY)})


def raise_delay(crawler: Crawler, host: str, delay: float) -> None:
    """The host's own wish (s), if it is slower than ours: for the slot that is open and for later ones."""
    downloader = crawler.engine.downloader
    known: dict[str, Any] = downloader.per_slot_settings.setdefault(host, {})
    known["delay"] = max(delay, known.get("delay", 0.0))
    if host in downloader.slots:
        slot = downloader.slots[host]
        slot.delay = max(delay, slot.delay)
