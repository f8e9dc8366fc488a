"""Two crawls that start in the same second: no feed and no page twice, and never two at once on a host.

The control takes the leases away, and fails.
"""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest

from crawler.run import run_crawl
from db.engine.database import Database
from seedwatch.core.model.crawl import CrawlPlan
from tests.crawler.crawling import plan_for
from tests.hostile.web import Site, Web, running

DELAY = 0.5
PAGES = 4
_SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def web() -> Iterator[Web]:
    sites = (Site(f"127.0.0.{170 + n}", [f"/a-{n}-{k}" for k in range(PAGES)]) for n in range(2))
    with running(*sites) as served:
        yield served


def without_leases(plan: CrawlPlan) -> None:
    from crawler.network import host_leases
    from crawler.spiders import feeds

    host_leases.take_host_lease = lambda conn, **_: None  # type: ignore[assignment,misc]
    host_leases.keep_host_lease = lambda *_: True  # type: ignore[assignment]
    feeds.lease_feeds = lambda conn, found, *_: found  # type: ignore[assignment]
    run_crawl(plan)


def two_at_once(web: Web, url: str, crawl: Callable[[CrawlPlan], object]) -> None:
    plan = plan_for(web, url, crawl_delay=DELAY)
    both = [_SPAWN.Process(target=crawl, args=(plan,)) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join(120)
        assert each.exitcode == 0


def asked(web: Web) -> Counter[str]:
    return Counter(
        web.url(web.sites[each.host], each.path) for each in web.log if each.path[:2] in ("/a", "/f")
    )


def shortest_gap(web: Web) -> float:
    times: dict[str, list[float]] = {}
    for each in web.log:
        times.setdefault(each.host, []).append(each.at)
    return min(b - a for each in times.values() for a, b in pairwise(each))


def test_two_crawls_at_once_ask_for_everything_once(web: Web, database_url: str, database: Database) -> None:
    two_at_once(web, database_url, run_crawl)
    assert set(asked(web).values()) == {1}
    assert len(asked(web)) == 2 * (PAGES + 1)
    assert max(each.busy for each in web.log) == 1
    assert shortest_gap(web) > DELAY / 2, (
        "one crawl delay, but for what a busy machine adds to one of the two"
    )


def test_without_leases_they_would_not(web: Web, sqlite_url: str, sqlite_database: Database) -> None:
    two_at_once(web, sqlite_url, without_leases)
    assert max(asked(web).values()) == 2
