"""Scrapy's settings, values only. Its defaults favour reach over safety; see docs/architecture.md for each.

What depends on the plan of a crawl (database, pace, limits) is set by `crawler.run`; the order of stages and
middlewares is in `crawler.addon`.
"""

from __future__ import annotations

from typing import Any

BOT_NAME = "seedwatch"
SPIDER_MODULES = ["crawler.spiders"]
ADDONS = {"crawler.addon.Seedwatch": 100}
USER_AGENT = "Seedwatch (personal news monitor)"

# What may be reached. The resolver checks every address that is connected to; the SSRF guard, robots and pace
# middlewares stand in crawler.addon.
TWISTED_DNS_RESOLVER = "crawler.network.resolver.GuardedResolver"
DOWNLOAD_HANDLERS: dict[str, Any] = {
    "http": "crawler.network.http_handler.Handler",
    "https": "crawler.network.http_handler.Handler",
    **dict.fromkeys(("data", "file", "ftp", "s3")),
}
ROBOTSTXT_OBEY = True  # by crawler.middlewares.robots
ROBOTSTXT_USER_AGENT = "Seedwatch"
DOWNLOAD_VERIFY_CERTIFICATES = True
HTTPPROXY_ENABLED = False  # switched on by a plan with a proxy; never by the environment

# What may be sent and said.
COOKIES_ENABLED = False
REFERRER_POLICY = "no-referrer"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-TW,zh;q=0.9,en;q=0.8",
}

# How much and how long.
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_FAIL_ON_DATALOSS = True
DNS_TIMEOUT = 10
REDIRECT_MAX_TIMES = 10
METAREFRESH_MAXDELAY = 2  # a page that sends on at once; one that reloads itself later is read
METAREFRESH_IGNORE_TAGS = ["script", "noscript", "template", "style"]
URLLENGTH_LIMIT = 0  # the spider checks addresses itself: a request that vanishes would have no outcome

# How fast. A host that answers 429 or 503 gets its cooldown: the next try is at the next visit, not after a second.
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.0
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_REQUESTS = 32
CONCURRENT_ITEMS = 2  # each answer starts so many tasks, whether it has items or not: 100 cost 3 ms a page
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 16 * 1024 * 1024  # answers read or waiting for their commit; 5 MB are 20 pages
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # pages in their feed's order, newest first
AUTOTHROTTLE_ENABLED = False
RETRY_TIMES = 1
RETRY_HTTP_CODES = [408, 500, 502, 504, 522, 524]
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"

# Doors that stay shut.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# One outcome for each page: nothing may drop a request or a response on the way.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
HTTPERROR_ALLOW_ALL = True

# What nobody reads costs 0.3 ms a page.
LOG_LEVEL = "WARNING"
LOG_INSTALL_ROOT_HANDLER = False
LOG_FORMATTER = "crawler.log_format.ShortFormatter"
STATS_DUMP = False
DOWNLOADER_STATS = False
MEMUSAGE_ENABLED = False
LOGSTATS_INTERVAL = 0
WARN_ON_GENERATOR_RETURN_VALUE = False

# Ours, for a crawl by Scrapy's own command line; `crawler.run` replaces them by the plan's.
SEEDWATCH_POOL = "pipelines.workers.pool.Pool"
SEEDWATCH_DATABASE_URL = "sqlite:///seedwatch.db"
