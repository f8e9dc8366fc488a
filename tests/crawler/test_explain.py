"""`fetch --dry-run` says what a crawl then does, for every address of the hostile web."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import delete, func, select

from crawler.explain import Explanation, explain
from db.engine.database import open_database
from db.schema.tables import address, outcome
from seedwatch.core.errors import UrlError
from seedwatch.core.fetching.ip_guard import Permits
from seedwatch.core.fetching.urls import canonical_url
from seedwatch.core.model.outcome import Outcome
from tests.crawler.crawling import crawl, plan_for
from tests.crawler.test_policies import ADDRESS, CANARY, HERE, PATIENT, RULED, _items, _sites
from tests.hostile.web import Web, running

PERMITS = tuple(f"{each}/32" for each in (HERE, PATIENT, RULED, *ADDRESS.values()))


@dataclass(frozen=True)
class Compared:
    """explained: by address. ends: outcomes of the crawl that followed. asked: what it requested."""

    explained: dict[str, Explanation]
    ends: dict[str, str]
    asked: set[str]


def _every_address(web: Web) -> list[str]:
    listed = [
        web.url(site, path) for name, site in web.sites.items() if name != CANARY for path in site.paths
    ]
    spelt = [part.partition("</link>")[0] for part in _items(web).split("<link>")[1:]]
    return [*listed, *spelt, f"ftp://{HERE}/x", f"http://{CANARY}:22/a-1"]


def _as_asked(url: str) -> str:
    try:
        return canonical_url(url)
    except UrlError:
        return url


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Compared:
    """A crawl that learns robots.txt and cooldowns; its pages forgotten; the same pages explained, and crawled."""
    url = f"sqlite:///{tmp_path_factory.mktemp('explain') / 'seedwatch.db'}"
    with running(*_sites()) as web:
        feeds = tuple(web.url(site, "/feed.xml") for name, site in web.sites.items() if name != CANARY)
        plan = plan_for(web, url, feed_urls=feeds, permits=PERMITS, crawl_delay=0.1, fetch_seconds=2.0)
        crawl(plan)
        urls = _every_address(web)
        items = "".join(f"<item><title>{each}</title><link>{each}</link></item>" for each in urls)
        web.sites[HERE].feed_body = f"<rss><channel><title>t</title>{items}</channel></rss>".encode()
        with open_database(url) as database:
            with database.write() as conn:
                conn.execute(delete(address))
            explained = explain(urls, Permits.parse(PERMITS), database)
        before = len(web.log)
        crawl(plan_for(web, url, feed_urls=feeds[:1], permits=PERMITS, crawl_delay=0.1, fetch_seconds=2.0))
        asked = {f"http://{each.host}:{web.port}{each.path}" for each in web.log[before:]}
    with open_database(url) as database, database.read() as conn:
        last = select(func.max(outcome.c.run_id)).scalar_subquery()
        rows = conn.execute(select(outcome.c.url, outcome.c.outcome).where(outcome.c.run_id == last)).all()
    return Compared(
        {_as_asked(each.url): each for each in explained}, {row.url: row.outcome for row in rows}, asked
    )


def test_the_crawl_had_something_to_decide(compared: Compared) -> None:
    """The control: every kind of verdict is there, and most addresses were decided by both."""
    said = {each.outcome for each in compared.explained.values()}
    assert said >= {None, Outcome.FORBIDDEN, Outcome.ROBOTS, Outcome.HTTP_ERROR}
    assert len(compared.explained.keys() & compared.ends.keys()) >= 30


def test_what_is_refused_ends_as_explained_and_is_not_asked_for(compared: Compared) -> None:
    refused = {
        url: each for url, each in compared.explained.items() if not each.allowed and url in compared.ends
    }
    assert {url: compared.ends[url] for url in refused} == {
        url: each.outcome for url, each in refused.items()
    }
    assert not compared.asked & refused.keys()


def test_what_is_allowed_is_asked_for(compared: Compared) -> None:
    allowed = {url for url, each in compared.explained.items() if each.allowed}
    assert allowed
    assert allowed <= compared.asked
