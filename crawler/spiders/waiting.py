"""Requests that wait for their host, and are asked again in the same run: after 429, 503 or a cut connection."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.exceptions import DontCloseSpider

from crawler.outcomes.classify import RequestRejected
from crawler.outcomes.page_target import HELD_UNTIL
from seedwatch.core.fetching.backoff import waits_within

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

#: Before the other pages of its host: one good answer to the refused page frees them all.
_FIRST_PRIORITY = 5
#: Clocks are read twice, here and where the hold is looked at.
_MARGIN = 0.05


class WaitingRequests:
    """Keeps the crawl open while requests wait. None waits past the time limit, or longer than five minutes."""

    def __init__(self, crawler: Crawler, seconds: float) -> None:
        """seconds: the run's time limit from now on; 0: it has none, and nothing waits."""
        self._crawler = crawler
        self._deadline = datetime.now(UTC) + timedelta(seconds=seconds) if seconds else None
        self._waiting: dict[str, deque[Request]] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}
        crawler.signals.connect(self._stay_open, signals.spider_idle)
        crawler.signals.connect(self._close, signals.spider_closed)

    def takes(self, request: Request, error: BaseException | None = None) -> bool:
        """Whether the request is asked again later in this run; else it ends now.

        error: what came in place of an answer.
        """
        until, refused = held_until(request, error)
        now = datetime.now(UTC)
        if until is None or not waits_within(until, now, self._deadline):
            return False
        host = urlsplit(request.url).hostname or ""
        waiting = self._waiting.setdefault(host, deque())
        again = _renewed(request, first=refused)
        if refused:
            waiting.appendleft(again)
        else:
            waiting.append(again)
        if host not in self._timers:
            wait = max(0.0, (until - now).total_seconds()) + _MARGIN
            self._timers[host] = asyncio.get_running_loop().call_later(wait, self._ask, host)
        return True

    def _ask(self, host: str) -> None:
        """Those that come too early still, since the host refused again, wait again."""
        self._timers.pop(host, None)
        for request in self._waiting.pop(host, ()):
            self._crawler.engine.crawl(request)

    def _stay_open(self) -> None:
        if self._waiting:
            raise DontCloseSpider

    def _close(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        self._waiting.clear()


def held_until(request: Request, error: BaseException | None = None) -> tuple[datetime | None, bool]:
    """Until when the request's host is left alone, None where it is not; and whether this request is why."""
    if isinstance(error, RequestRejected):
        return error.until, False
    return request.meta.get(HELD_UNTIL), True


def _renewed(request: Request, *, first: bool) -> Request:
    meta = {key: value for key, value in request.meta.items() if key not in (HELD_UNTIL, "download_slot")}
    priority = max(request.priority, _FIRST_PRIORITY) if first else request.priority
    return request.replace(meta=meta, priority=priority)
