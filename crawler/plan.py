"""Bounds of every crawl, whatever its plan (`seedwatch.core.model.crawl.CrawlPlan`)."""

from __future__ import annotations

#: Seconds. Scrapy 2.19 starts all that waits for a host at once when its delay is nothing: it counts a
#: request as under way only after the loop that starts them. With any delay it keeps to
#: CONCURRENT_REQUESTS_PER_DOMAIN.
LEAST_DELAY = 0.001
#: A body may trickle for a third of the time limit before its rate is looked at.
GRACE_SHARE = 3
