"""The order of stages and middlewares, in one table each; and the session of a crawl that Scrapy itself starts."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from seedwatch.core.fetching.decision import Check
from seedwatch.core.model.crawl import CrawlPlan
from seedwatch.session import attach, has_session

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import Settings

log = logging.getLogger(__name__)

#: What a page passes on its way to the archive, in this order.
STAGES = {
    "pipelines.stages.rights.Rights": 50,  # what may be kept
    "pipelines.stages.raw_archive.Archive": 100,  # bytes as they came
    "pipelines.stages.extract.Extract": 300,  # page -> tagged article, in a worker
    "pipelines.stages.store.Store": 900,  # duplicates, rows and the page's end in one transaction
}
#: Ours between the engine (low) and the network (high); Scrapy's own that are not needed are off.
_CHECKED_BY = {
    Check.ADDRESS: "crawler.middlewares.ip_guard.AddressGuard",  # what may be connected to
    Check.COOLDOWN: "crawler.middlewares.host_politeness.HostPoliteness",  # which hosts are left alone
    Check.ROBOTS: "crawler.middlewares.robots.RobotsGate",
}
DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    "crawler.middlewares.tdm.TdmReservations": 10,  # what a page's host reserves beside it
    **{_CHECKED_BY[check]: 20 * number for number, check in enumerate(Check, 1) if check in _CHECKED_BY},
    "crawler.middlewares.redirects.MetaRefresh": 580,  # in place of Scrapy's own
    "crawler.middlewares.redirects.RedirectForms": 605,  # below RedirectMiddleware (600)
    "crawler.middlewares.body_limits.BodyLimits": 620,  # below HttpCompressionMiddleware (590): packed
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
}
SPIDER_MIDDLEWARES: dict[str, int | None] = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
EXTENSIONS: dict[str, int | None] = {
    "crawler.extensions.crawl_stats.CrawlStats": 10,
    "crawler.extensions.leases.Leases": 20,
    "scrapy.extensions.corestats.CoreStats": None,
    "scrapy.extensions.logcount.LogCount": None,
    "scrapy.extensions.feedexport.FeedExporter": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
}


class Seedwatch:
    """Scrapy's add-on: it sets the tables above, so that settings files cannot mix up the order."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Seedwatch:
        return cls(crawler)

    def update_settings(self, settings: Settings) -> None:
        tables: dict[str, dict[str, Any]] = {
            "ITEM_PIPELINES": STAGES,
            "DOWNLOADER_MIDDLEWARES": DOWNLOADER_MIDDLEWARES,
            "SPIDER_MIDDLEWARES": SPIDER_MIDDLEWARES,
            "EXTENSIONS": EXTENSIONS,
        }
        for name, table in tables.items():
            settings.set(name, {**table, **settings.getdict(name)}, priority="addon")
        if not has_session(self.crawler):
            _open_session(self.crawler, settings)


def _open_session(crawler: Crawler, settings: Settings) -> None:
    """A crawl by Scrapy's own command line: what `crawler.run` would have set up, for the default plan."""
    from scrapy import signals

    from crawler.session import close_session, open_session

    plan = CrawlPlan(settings["SEEDWATCH_DATABASE_URL"], kind="scrapy", pool=settings["SEEDWATCH_POOL"])
    session = open_session(plan, datetime.now(UTC))
    attach(session, crawler)

    def closed() -> None:
        for problem in close_session(session, 0):
            log.warning("%s", problem)

    crawler.signals.connect(closed, signals.engine_stopped, weak=False)
