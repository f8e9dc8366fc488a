"""What pages and terms say about keeping them is obeyed by a crawl; what is forgotten stays away."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.run import RunReport
from db.engine.database import open_database
from db.reads.export import export_rows
from db.search.query import search
from db.sources.catalogue import sync_sources
from seedwatch.core.model.answer import ArticleQuery
from seedwatch.core.model.crawl import CrawlPlan
from seedwatch.core.model.export import ExportRow
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.source import FeedSpec, FullText, Source, Terms
from seedwatch.core.model.text import Language
from tests.crawler.crawling import crawl, plan_for
from tests.hostile.web import Site, Web, article, running

LEAD = Site("127.0.0.61", ["/a-lead"], robots="User-agent: *\nContent-Signal: search=yes, ai-train=no\n")
OPEN = Site(
    "127.0.0.62",
    ["/a-open", "/noarchive-header", "/noarchive-meta", "/reserved-header", "/licensed-page"],
    tdm=b'[{"location": "/licensed*", "tdm-reservation": 1, "tdm-policy": "https://x.example/p"}]',
)


@dataclass(frozen=True)
class Crawled:
    web: Web
    plan: CrawlPlan
    report: RunReport
    rows: dict[str, ExportRow]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("rights")
    with running(LEAD, OPEN) as web:
        plan = plan_for(
            web,
            f"sqlite:///{folder}/x.db",
            feed_urls=(),
            source_ids=("lead", "open"),
            force=True,
            crawl_delay=0.3,
            raw_dir=folder / "kept",
        )
        with open_database(plan.database_url) as database, database.write() as conn:
            sync_sources(conn, [_source(web, "lead", LEAD, FullText.LEAD), _source(web, "open", OPEN)])
        report = crawl(plan)
        yield Crawled(web, plan, report, _rows(plan))


def _source(web: Web, name: str, site: Site, keep: FullText = FullText.FULL) -> Source:
    url = web.url(site, "/feed.xml")
    return Source(
        name,
        name,
        url,
        Language.ZH_HANT,
        "Asia/Taipei",
        (FeedSpec(url),),
        terms=Terms(keep=keep, credit="社"),
    )


def _rows(plan: CrawlPlan) -> dict[str, ExportRow]:
    with open_database(plan.database_url) as database, database.read() as conn:
        return {"/" + row.url.rpartition("/")[2]: row for row in export_rows(conn)}


def _kept(plan: CrawlPlan) -> set[str]:
    found = set()
    for path in (plan.raw_dir or Path()).glob("*.warc.gz"):
        with path.open("rb") as file:
            urls = (
                record.rec_headers.get_header("WARC-Target-URI")
                for record in ArchiveIterator(file)
                if record.rec_type == "response"
            )
            found |= {"/" + url.rpartition("/")[2] for url in urls}
    return found


def test_every_page_is_stored_and_asked_for_once(crawled: Crawled) -> None:
    assert crawled.report.outcomes == {Outcome.STORED: 6}
    asked = [request.path for request in crawled.web.log]
    assert asked.count("/.well-known/tdmrep.json") == 2  # once a host


def test_what_a_host_says_is_asked_before_its_waiting_pages(crawled: Crawled) -> None:
    asked = [request.path for request in crawled.web.log if request.host == OPEN.address]
    assert asked.index("/.well-known/tdmrep.json") < len(asked) - 2


@pytest.mark.parametrize("path", ["/a-lead", "/noarchive-header", "/noarchive-meta"])
def test_title_lead_and_link_are_all_that_is_kept(crawled: Crawled, path: str) -> None:
    row = crawled.rows[path]
    assert (bool(row.title), row.body, row.summary) == (True, "", "導言：" + path)
    assert row.rights.keep is FullText.LEAD
    assert path not in _kept(crawled.plan)


@pytest.mark.parametrize("path", ["/a-open", "/reserved-header", "/licensed-page"])
def test_the_others_are_kept_whole(crawled: Crawled, path: str) -> None:
    assert len(crawled.rows[path].body) > 200
    assert crawled.rows[path].rights.credit == "社"
    assert path in _kept(crawled.plan)


@pytest.mark.parametrize(
    ("path", "ai_input", "ai_train"),
    [
        ("/a-open", True, True),
        ("/a-lead", True, False),
        ("/reserved-header", False, False),
        ("/licensed-page", False, False),
    ],
)
def test_reservations_travel_with_the_export(
    crawled: Crawled, path: str, ai_input: bool, ai_train: bool
) -> None:
    rights = crawled.rows[path].rights
    assert (rights.ai_input, rights.ai_train) == (ai_input, ai_train)


def test_what_is_not_kept_is_not_searched_either(crawled: Crawled) -> None:
    with open_database(crawled.plan.database_url) as database, database.read() as conn:
        text = crawled.rows["/a-open"].body[:12]
        assert search(conn, ArticleQuery(f'"{text}"'), crawled.rows["/a-open"].fetched_at).total == 1
        hidden = _body_words("/a-lead")
        assert search(conn, ArticleQuery(f'"{hidden}"'), crawled.rows["/a-open"].fetched_at).total == 0
        assert search(conn, ArticleQuery("導言"), crawled.rows["/a-open"].fetched_at).total == 3


def _body_words(path: str) -> str:
    return article(path).partition("<p>")[2][:12]


def test_forgotten_articles_and_sources_stay_away(crawled: Crawled) -> None:
    """Runs last: `seedwatch erase` by its own command line, then another crawl of everything."""
    plan, web = crawled.plan, crawled.web
    _forget(plan, web.url(OPEN, "/a-open"))
    _forget(plan, "lead")
    assert set(_rows(plan)) == set(crawled.rows) - {"/a-open", "/a-lead"}
    assert "/a-open" not in _kept(plan)
    assert "/licensed-page" in _kept(plan)
    web.log.clear()
    with open_database(plan.database_url) as database, database.write() as conn:
        sync_sources(conn, [_source(web, "lead", LEAD, FullText.LEAD), _source(web, "open", OPEN)])
    crawl(plan)
    assert {request.path for request in web.log if request.host == LEAD.address} == set()
    assert "/a-open" not in web.asked()
    assert set(_rows(plan)) == set(crawled.rows) - {"/a-open", "/a-lead"}


def _forget(plan: CrawlPlan, what: str) -> None:
    environment = {**os.environ, "SEEDWATCH_PAGES_DIR": str(plan.raw_dir)}
    command = [sys.executable, "-m", "seedwatch.cli", "erase", what, "--yes", "--db", plan.database_url]
    done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
