"""One crawl from its plan to its report, in this process."""

from __future__ import annotations

import asyncio
import gc
import logging
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from crawler.outcomes.report import HostFailure, RunReport
from crawler.plan import LEAST_DELAY
from crawler.session import close_session, open_session
from seedwatch.core.errors import DatabaseError
from seedwatch.core.model.crawl import CrawlPlan, Progress
from seedwatch.processes import on_stop
from seedwatch.redacted_logs import redact_logs
from seedwatch.session import CrawlSession, attach

if TYPE_CHECKING:
    from scrapy.crawler import AsyncCrawlerProcess, Crawler
    from twisted.python.failure import Failure

__all__ = ["CrawlPlan", "HostFailure", "Progress", "RunReport", "run_crawl"]

#: Exit codes of the run's row; the command line's are the same.
_INTERRUPTED = 130
_FAILED = 1
_NO_NETWORK = 3
#: Seconds that answers on the wire have when the crawl is told to stop: the scheduler kills after 7.
_LAST_ANSWERS = 4.0
#: New objects between two looks for garbage (Python's own habit: 700); a page makes some thousands.
_GARBAGE = 20_000
#: Loggers whose lines repeat, with tracebacks, what the run report says of each page.
_QUIET = (
    "scrapy.downloadermiddlewares",
    "scrapy.core.downloader",
    "scrapy.core.engine",
    "scrapy.utils",
)


def run_crawl(plan: CrawlPlan) -> RunReport:
    """Crawl, and tell how it ended. Once per process: Twisted's reactor cannot be started twice.

    SIGINT and SIGTERM end it in good order: what is stored is kept, the report says interrupted.
    Raises InputError, DatabaseError; single pages and hosts never raise.
    """
    session = open_session(plan, datetime.now(UTC))
    try:
        report = _Crawl(session).run()
    except BaseException:
        close_session(session, _FAILED)
        raise
    alarms = close_session(session, _code(report))
    return replace(report, problems=(*report.problems, *alarms))


def _code(report: RunReport) -> int:
    if report.interrupted:
        return _INTERRUPTED
    return _NO_NETWORK if report.all_hosts_failed else 0


class _Crawl:
    """Scrapy's process around one session. Scrapy is imported here, after the session has started its workers."""

    def __init__(self, session: CrawlSession) -> None:
        # Importing it looks through all modules for each frame of the stack (inspect.stack): less here
        # than where the engine would do it, deep in the reactor.
        import scrapy.core.downloader.handlers.http11  # noqa: F401
        from scrapy import signals
        from scrapy.crawler import AsyncCrawlerProcess

        self._process: AsyncCrawlerProcess = AsyncCrawlerProcess(crawl_settings(session.plan))
        quieten()
        redact_logs()
        self._crawler: Crawler = self._process.create_crawler("feeds")
        attach(session, self._process, self._crawler)
        self._crawler.signals.connect(self._start_failed, signals.spider_error)
        self._crawler.signals.connect(self._closed, signals.spider_closed)
        self._error: BaseException | None = None
        self._reason = ""
        self._interrupts = 0
        # Most of what is there now stays to the end: looking through it again and again would only take time.
        gc.freeze()
        gc.set_threshold(_GARBAGE)

    def run(self) -> RunReport:
        from crawler.extensions.crawl_stats import stats_of

        crawl = self._process.crawl(self._crawler)
        loop = asyncio.get_event_loop()
        on_stop(loop, self._interrupt)
        self._process.start(install_signal_handlers=False)
        _end_threads()
        if crawl.done() and not crawl.cancelled() and (error := crawl.exception()) is not None:
            raise error
        if self._error is not None:
            raise self._error
        if self._reason.startswith("database "):
            raise DatabaseError(self._reason)
        return stats_of(self._crawler).report()

    def _start_failed(self, failure: Failure, response: Any) -> None:
        """Scrapy's `spider_error` without a response: the due feeds could not be read."""
        if response is None:
            self._error = failure.value

    def _closed(self, reason: str) -> None:
        self._reason = reason

    def _interrupt(self) -> None:
        """First: take nothing more up, and finish what is on the wire soon. Second: leave at once."""
        from crawler.extensions.crawl_stats import stats_of
        from crawler.network.shutdown import give_back_queued

        loop = asyncio.get_running_loop()
        self._interrupts += 1
        if self._interrupts > 1:
            loop.stop()
            return
        loop.call_later(_LAST_ANSWERS, loop.stop)
        stats_of(self._crawler).interrupted = True
        give_back_queued(self._crawler.engine.downloader)
        self._stopping = asyncio.ensure_future(self._process.stop())


def _end_threads() -> None:
    """Where the loop was left at once, Twisted ended no threads, and the process would wait for them."""
    from twisted.internet import reactor

    if reactor.threadpool is not None:
        reactor.threadpool.stop()
        reactor.threadpool = None


def quieten() -> None:
    """Scrapy opens its logger for debugging; a record nobody reads costs as much as one that is read."""
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def crawl_settings(plan: CrawlPlan) -> Any:
    """Scrapy's settings for a crawl: `crawler.settings` plus the plan's values."""
    from scrapy.settings import Settings

    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    values = {
        "USER_AGENT": plan.user_agent,
        "DOWNLOAD_TIMEOUT": plan.fetch_seconds,
        "DOWNLOAD_MAXSIZE": plan.body_bytes,
        "CLOSESPIDER_PAGECOUNT": plan.max_pages,
        "CLOSESPIDER_TIMEOUT": plan.max_seconds,
    }
    if plan.proxy is not None:
        values["HTTPPROXY_ENABLED"] = (
            True  # crawler.middlewares.ip_guard names it; the environment never does
        )
    if plan.crawl_delay is not None:
        values["DOWNLOAD_DELAY"] = max(plan.crawl_delay, LEAST_DELAY)
    for name, value in values.items():
        settings.set(name, value, priority="cmdline")
    return settings
