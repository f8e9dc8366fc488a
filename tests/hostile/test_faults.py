"""One crawl over a web in which every page misbehaves in its own way."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from warcio.archiveiterator import ArchiveIterator

from crawler.run import RunReport
from db.engine.database import open_database
from db.schema.tables import feed_visit, outcome
from seedwatch.core.model.crawl import CrawlPlan
from seedwatch.core.model.feed import FeedOutcome
from seedwatch.core.model.outcome import FINAL, Outcome
from tests.crawler.crawling import crawl, plan_for
from tests.hostile.web import Site, Web, article, running

EXPECTED = {
    "/a-1": Outcome.STORED,
    "/gzip-1": Outcome.STORED,
    "/gb-1": Outcome.STORED,
    "/elsewhere-1": Outcome.STORED,
    "/dateless-1": Outcome.STORED,
    "/old-1": Outcome.OLDER,
    "/private-1": Outcome.ROBOTS,
    "/slow-1": Outcome.TIMEOUT,
    "/drip-1": Outcome.TIMEOUT,
    "/trickle-1": Outcome.TIMEOUT,
    "/cut-1": Outcome.CUT,
    "/hangup-1": Outcome.NETWORK_ERROR,
    "/garbage-1": Outcome.NETWORK_ERROR,
    "/loop-1": Outcome.REDIRECT_LOOP,
    "/chain-1": Outcome.REDIRECT_LOOP,
    "/file-1": Outcome.FORBIDDEN,
    "/bomb-1": Outcome.TOO_LARGE,
    "/huge-1": Outcome.TOO_LARGE,
    "/endless-1": Outcome.TOO_LARGE,
    "/packed-1": Outcome.TOO_LARGE,
    "/headers-1": Outcome.NETWORK_ERROR,
    "/pdf-1": Outcome.NOT_HTML,
    "/masked-1": Outcome.NOT_HTML,
    "/empty-1": Outcome.NOT_ARTICLE,
    "/404-1": Outcome.GONE,
    "/410-1": Outcome.GONE,
    "/403-1": Outcome.HTTP_ERROR,
    "/500-1": Outcome.HTTP_ERROR,
    "/503-1": Outcome.HTTP_ERROR,
    "/429-1": Outcome.HTTP_ERROR,
}
PATHS = sorted(EXPECTED)


@dataclass(frozen=True)
class Run:
    report: RunReport
    ends: dict[str, str]
    asked: list[str]
    visits: list[str]
    reasons: dict[str, str]
    kept: dict[str, tuple[bytes, str | None]]  # body and Content-Encoding, by path


#: Their hosts ask for patience, and get it from the next crawl too.
HELD = {"/503-1", "/429-1"}


def _sites() -> list[Site]:
    """A site for each fault, since a host that fails is left alone; and one with a page for a feed."""
    sites = [Site(f"127.0.1.{n}", [path], etag=f'"v{n}"') for n, path in enumerate(PATHS, 1)]
    for site in sites:
        site.robots = "User-agent: *\nDisallow: /private\n"
        site.dates = {"/old-1": "Tue, 07 Oct 2025 08:00:00 GMT", "/a-1": "Thu, 01 Jan 1970 00:00:00 GMT"}
    page = b"<!doctype html><html><head><title>Welcome</title></head><body><p>No feed here.</p></body></html>"
    return [*sites, Site("127.0.1.200", feed_body=page, feed_type="text/html")]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory, _sqlite_template: Path) -> Iterator[tuple[Web, Run, Run]]:
    """A first crawl, and a second once the transient faults have gone."""
    folder = tmp_path_factory.mktemp("faults")
    shutil.copyfile(_sqlite_template, folder / "x.db")
    with running(*_sites()) as web:
        plan = plan_for(
            web,
            f"sqlite:///{folder}/x.db",
            everything=False,
            since=datetime(2025, 11, 7, tzinfo=UTC),
            fetch_seconds=3.0,
            raw_dir=folder / "kept",
            body_bytes=2 << 20,
        )
        first = _run(web, plan, 1)
        web.healed.update(path.strip("/").partition("-")[0] for path in PATHS if EXPECTED[path] not in FINAL)
        web.log.clear()
        yield web, first, _run(web, plan, 2)


def _run(web: Web, plan: CrawlPlan, run_id: int) -> Run:
    report = crawl(plan)
    with open_database(plan.database_url) as database, database.read() as conn:
        wanted = select(outcome.c.url, outcome.c.outcome, outcome.c.reason)
        rows = conn.execute(wanted.where(outcome.c.run_id == run_id)).all()
        ends = {"/" + row.url.rpartition("/")[2]: row.outcome for row in rows}
        reasons = {"/" + row.url.rpartition("/")[2]: row.reason for row in rows}
        visits = conn.execute(select(feed_visit.c.outcome).where(feed_visit.c.run_id == run_id)).scalars()
        return Run(report, ends, web.asked(), sorted(visits), reasons, dict(_kept(plan.raw_dir)))


def _kept(folder: Path | None) -> Iterator[tuple[str, tuple[bytes, str | None]]]:
    for path in sorted((folder or Path()).glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                url = record.rec_headers.get_header("WARC-Target-URI")
                encoding = record.http_headers.get_header("Content-Encoding")
                yield "/" + url.rpartition("/")[2], (record.content_stream().read(), encoding)


@pytest.mark.parametrize("path", PATHS)
def test_each_fault_ends_in_its_outcome(runs: tuple[Web, Run, Run], path: str) -> None:
    assert runs[1].ends[path] == EXPECTED[path]


def test_a_trickle_frees_its_slot_before_the_time_limit(runs: tuple[Web, Run, Run]) -> None:
    """A body that comes byte by byte, and one that does not come at all, which only the limit can end."""
    assert re.search(r"\d bytes in \d+ s", runs[1].reasons["/trickle-1"])
    assert "took longer than 3" in runs[1].reasons["/slow-1"]


def test_a_bomb_is_unpacked_no_further_than_the_limit(runs: tuple[Web, Run, Run]) -> None:
    unpacked = re.search(r"(\d+) B decompressed so far", runs[1].reasons["/bomb-1"])
    assert unpacked is not None
    assert int(unpacked[1]) <= (2 << 20) + (1 << 20)


def test_outcomes_add_up_to_the_pages(runs: tuple[Web, Run, Run]) -> None:
    """The ledger in memory, the ledger in the database and the server's own count agree."""
    report, ends, asked = runs[1].report, runs[1].ends, runs[1].asked
    assert sum(report.outcomes.values()) == report.fetched + report.refused == len(ends) == len(PATHS)
    assert {key: list(ends.values()).count(key) for key in report.outcomes} == report.outcomes
    assert report.fetched == len(set(asked) & set(PATHS))
    assert not report.problems


def test_refused_pages_are_never_asked_for(runs: tuple[Web, Run, Run]) -> None:
    assert not {"/old-1", "/private-1"} & set(runs[1].asked)


def test_feeds_have_outcomes_too(runs: tuple[Web, Run, Run]) -> None:
    assert runs[1].visits == [FeedOutcome.NOT_A_FEED, *[FeedOutcome.OK] * len(PATHS)]


def test_only_transient_faults_are_tried_again(runs: tuple[Web, Run, Run]) -> None:
    """The feeds offer validators and have not changed, yet pages that failed are fetched the next time."""
    again = {path for path in PATHS if EXPECTED[path] not in FINAL} - HELD
    assert set(runs[2].asked) == again
    assert runs[2].ends == dict.fromkeys(again, Outcome.STORED)


def test_pages_that_came_are_kept_as_they_came(runs: tuple[Web, Run, Run]) -> None:
    """Every page that reached a reader is in a WARC file, decoded, under headers that tell the truth."""
    kept = runs[1].kept
    assert set(kept) == {"/a-1", "/gzip-1", "/gb-1", "/moved-1", "/dateless-1", "/empty-1"}
    assert kept["/gzip-1"] == (article("/gzip-1").encode(), None)
    assert kept["/gb-1"][0].decode("gb18030") == article("/gb-1").replace('"utf-8"', '"gb18030"')
