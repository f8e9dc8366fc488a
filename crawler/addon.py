"""The order of stages and middlewares, in one table each; and what a crawl shares, put into its settings."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from seedwatch.core.model.crawl import CrawlPlan

if TYPE_CHECKING:
    from scrapy.settings import Settings

#: What a page passes on its way to the archive, in this order.
STAGES = {
    "pipelines.stages.rights.Rights": 50,  # what may be kept
    "pipelines.stages.raw_archive.Archive": 100,  # bytes as they came
    "pipelines.stages.extract.Extract": 300,  # page -> tagged article, in a worker
    "pipelines.stages.store.Store": 900,  # duplicates, rows and the page's end in one transaction
}
#: Ours between the engine (low) and the network (high); Scrapy's own that are not needed are off.
DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    "crawler.middlewares.ip_guard.AddressGuard": 50,  # what may be connected to
    "crawler.middlewares.host_politeness.HostPoliteness": 70,  # which hosts are left alone
    "crawler.middlewares.robots.RobotsGate": 100,
    "crawler.middlewares.body_limits.BodyLimits": 600,  # below HttpCompressionMiddleware (590): still packed
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
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
    "scrapy.extensions.corestats.CoreStats": None,
    "scrapy.extensions.logcount.LogCount": None,
    "scrapy.extensions.feedexport.FeedExporter": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
}


class Seedwatch:
    """Scrapy's add-on: it sets the tables above, so that settings files cannot mix up the order."""

    def update_settings(self, settings: Settings) -> None:
        tables: dict[str, dict[str, Any]] = {
            "ITEM_PIPELINES": STAGES,
            "DOWNLOADER_MIDDLEWARES": DOWNLOADER_MIDDLEWARES,
            "SPIDER_MIDDLEWARES": SPIDER_MIDDLEWARES,
            "EXTENSIONS": EXTENSIONS,
        }
        for name, table in tables.items():
            settings.set(name, {**table, **settings.getdict(name)}, priority="addon")
        if "SEEDWATCH_PLAN" not in settings:
            _open_shift(settings)


def _open_shift(settings: Settings) -> None:
    """A crawl by Scrapy's own command line: what `crawler.run` would have set up, for the default plan."""
    from crawler.session import CrawlSession

    plan = CrawlPlan(settings["SEEDWATCH_DATABASE_URL"], kind="scrapy", pool=settings["SEEDWATCH_POOL"])
    session = CrawlSession(plan, datetime.now(UTC), os.getpid())
    for name, value in session.settings().items():
        settings.set(name, value, priority="addon")
