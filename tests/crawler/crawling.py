"""Crawls for tests: each in a process of its own, since a process can crawl once."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from multiprocessing.process import BaseProcess

from crawler.run import RunReport, run_crawl
from seedwatch.core.model.crawl import CrawlPlan
from tests.hostile.web import Web
from tests.warm import in_fork

_SPAWN = multiprocessing.get_context("spawn")


def plan_for(web: Web, database_url: str, **changes: object) -> CrawlPlan:
    """A quick crawl of every site of the web; changes as for `dataclasses.replace`."""
    plan = CrawlPlan(
        database_url,
        feed_urls=web.feed_urls(),
        everything=True,
        crawl_delay=0.0,
        permits=("127.0.0.0/8",),
        workers=1,
        fetch_seconds=30.0,
    )
    return replace(plan, **changes)  # type: ignore[arg-type]


def crawl(plan: CrawlPlan) -> RunReport:
    """Run the plan to its end. What it raises is raised here."""
    return in_fork(run_crawl, plan)


def start_crawl(plan: CrawlPlan) -> BaseProcess:
    """Run the plan beside the test, which may kill it."""
    process = _SPAWN.Process(target=run_crawl, args=(plan,))
    process.start()
    return process
