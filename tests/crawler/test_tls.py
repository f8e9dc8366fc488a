"""Certificates are verified; a source may ask for an exception, which is never silent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from crawler.run import RunReport
from db.engine.database import open_database
from db.schema.tables import feed
from db.sources.catalogue import sync_sources
from seedwatch.core.model.feed import FeedOutcome
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.source import FeedSpec, Source
from seedwatch.core.model.text import Language
from tests.crawler.crawling import crawl, plan_for
from tests.hostile.certificates import FAULTS, authority, good
from tests.hostile.web import Site, Web, running

ADDRESS = {"good": "127.0.0.50"} | {name: f"127.0.0.{51 + number}" for number, name in enumerate(FAULTS)}


@dataclass(frozen=True)
class Run:
    """feeds: outcome and reason of each site's feed. asked: paths that each site was asked for."""

    report: RunReport
    feeds: dict[str, tuple[str, str]]
    asked: dict[str, set[str]]


def _sites(folder: Path) -> dict[str, Site]:
    makers = {"good": good, **FAULTS}
    return {
        name: Site(address, [f"/a-{name}"], tls=makers[name](address).context(folder))
        for name, address in ADDRESS.items()
    }


def _source(web: Web, name: str, site: Site, verify_tls: bool) -> Source:
    url = web.url(site, "/feed.xml")
    return Source(name, name, url, Language.OTHER, "", (FeedSpec(url),), verify_tls=verify_tls)


def _run(folder: Path, *, exempt: frozenset[str] = frozenset()) -> Run:
    url = f"sqlite:///{folder}/x.db"
    sites = _sites(folder)
    with running(*sites.values()) as web:
        sources = [_source(web, name, site, name not in exempt) for name, site in sites.items()]
        with open_database(url) as database, database.write() as conn:
            sync_sources(conn, sources)
        plan = plan_for(web, url, feed_urls=(), source_ids=tuple(ADDRESS), force=True)
        report = crawl(plan)
        asked = {
            name: {each.path for each in web.log if each.host == site.address} for name, site in sites.items()
        }
    with open_database(url) as database, database.read() as conn:
        rows = conn.execute(select(feed.c.source_id, feed.c.last_outcome, feed.c.last_reason)).all()
    return Run(report, {row[0]: (row[1], row[2]) for row in rows}, asked)


@pytest.fixture(autouse=True)
def _trust(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenSSL in the crawl's process trusts our authority, and nobody else."""
    (tmp_path / "authority.pem").write_bytes(authority().pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))


def test_what_cannot_be_verified_is_not_read(tmp_path: Path) -> None:
    run = _run(tmp_path)
    assert run.feeds["good"][0] == FeedOutcome.OK, run.feeds
    assert run.report.outcomes == {Outcome.STORED: 1}
    for name in FAULTS:
        assert run.feeds[name][0] == FeedOutcome.NETWORK_ERROR
        assert "certificate" in run.feeds[name][1], "the reason says so"
        assert run.asked[name] == set()
    assert run.report.problems == ()


def test_the_exception_is_for_one_source_and_loud(tmp_path: Path) -> None:
    """The control too: without verification every one of these certificates would do."""
    run = _run(tmp_path, exempt=frozenset(FAULTS) - {"expired"})
    assert run.report.outcomes == {Outcome.STORED: len(FAULTS)}
    assert run.feeds["expired"][0] == FeedOutcome.NETWORK_ERROR
    assert [words for words in run.report.problems if "NOT verified" in words] == [
        f"{name}: its certificates are NOT verified (verify_tls: false)"
        for name in sorted(set(FAULTS) - {"expired"})
    ]
