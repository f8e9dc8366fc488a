"""What a crawl does not do: reach what is forbidden, ignore robots, bother a host that asked for patience."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from db.engine.database import open_database
from db.schema.tables import outcome
from db.sources.hosts import HostState, read_host
from seedwatch.core.model.outcome import KEPT, Outcome
from tests.crawler.crawling import crawl, plan_for
from tests.hostile.web import Site, Web, running

HERE, CANARY, PATIENT, RULED = "127.0.0.60", "127.0.0.61", "127.0.0.62", "127.0.0.63"
#: Sites by what they answer to /robots.txt: whether their pages are fetched.
ROBOTS = {
    "404": True,
    "403": True,
    "loop": True,
    "rules": True,
    "500": False,
    "hangup": False,
    "slow": False,
    "file": False,
}
ADDRESS = {fault: f"127.0.0.{70 + number}" for number, fault in enumerate(ROBOTS)}


@dataclass(frozen=True)
class Run:
    """asked: (host, path) of every request; ends: outcome and reason by host and path; state of PATIENT."""

    first: list[tuple[str, str]]
    second: list[tuple[str, str]]
    ends: dict[tuple[str, str], tuple[str, str]]
    patient: HostState


def _items(web: Web) -> str:
    """Links and redirects to the canary, in spellings that hide it."""
    number = int.from_bytes(bytes(int(part) for part in CANARY.split(".")))
    hosts = [
        CANARY,
        str(number),
        hex(number),
        f"0{number:o}",
        f"127.{number & 0xFFFFFF}",
        f"[::ffff:{CANARY}]",
    ]
    links = [f"http://{HERE}:{web.port}/a-1", f"http://{HERE}:{web.port}/away-1"]
    links += [f"http://{host}:{web.port}/a-{n}" for n, host in enumerate(hosts, start=2)]
    return "".join(f"<item><title>{link}</title><link>{link}</link></item>" for link in links)


def _sites() -> list[Site]:
    sites = [Site(HERE, [], away=CANARY), Site(CANARY, [])]
    sites.append(Site(PATIENT, ["/a-0", "/a-1", "/a-2", "/429-1", "/a-3", "/a-4", "/a-5"]))
    sites.append(Site(RULED, ["/a-1", "/private-1"], robots="User-agent: *\nDisallow: /private\n"))
    return sites + [Site(ADDRESS[fault], ["/a-1", "/private-1"], robots_fault=fault) for fault in ROBOTS]


def _run(url: str, permits: tuple[str, ...]) -> Run:
    """Two crawls of the same web, one after the other."""
    with running(*_sites()) as web:
        web.sites[HERE].feed_body = f"<rss><channel><title>t</title>{_items(web)}</channel></rss>".encode()
        feeds = tuple(web.url(site, "/feed.xml") for name, site in web.sites.items() if name != CANARY)
        plan = plan_for(web, url, feed_urls=feeds, permits=permits, crawl_delay=0.1, fetch_seconds=2.0)
        crawl(plan)
        first = [(request.host, request.path) for request in web.log]
        crawl(plan)
        second = [(request.host, request.path) for request in web.log][len(first) :]
    database = open_database(url)
    with database.read() as conn:
        rows = conn.execute(select(outcome.c.url, outcome.c.outcome, outcome.c.reason)).all()
        patient = read_host(conn, PATIENT)
    database.close()
    ends = {
        (url.split("/")[2].split(":")[0], "/" + url.split("/", 3)[3]): (end, why) for url, end, why in rows
    }
    return Run(first, second, ends, patient)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    permits = tuple(f"{address}/32" for address in (HERE, PATIENT, RULED, *ADDRESS.values()))
    return _run(f"sqlite:///{tmp_path_factory.mktemp('policies') / 'seedwatch.db'}", permits)


def test_forbidden_addresses_are_not_contacted(run: Run) -> None:
    assert [each for each in run.first + run.second if each[0] == CANARY] == []
    assert run.ends[HERE, "/a-1"][0] in KEPT
    assert run.ends[HERE, "/away-1"][0] == Outcome.FORBIDDEN
    assert {end for (host, _), (end, _) in run.ends.items() if host == CANARY} == {Outcome.FORBIDDEN}


def test_control_permitted_ones_are(tmp_path: Path) -> None:
    with running(Site(HERE, ["/away-1"], away=CANARY), Site(CANARY, [])) as web:
        feeds = (web.url(web.sites[HERE], "/feed.xml"),)
        crawl(plan_for(web, f"sqlite:///{tmp_path / 'seedwatch.db'}", feed_urls=feeds))
    assert [request for request in web.log if request.host == CANARY]


@pytest.mark.parametrize("fault", ROBOTS)
def test_what_an_answer_to_robots_means(run: Run, fault: str) -> None:
    fetched = ROBOTS[fault]
    asked = {path for host, path in run.first if host == ADDRESS[fault]}
    assert ({"/feed.xml", "/a-1"} <= asked) is fetched
    assert (asked == {"/robots.txt"}) is not fetched
    assert ("/private-1" in asked) is (fetched and fault != "rules")
    assert ((ADDRESS[fault], "/a-1") in run.ends) is fetched


def test_robots_are_asked_once_a_day(run: Run) -> None:
    assert run.first.count((RULED, "/robots.txt")) == 1
    assert (RULED, "/robots.txt") not in run.second
    assert (RULED, "/private-1") not in run.first
    assert run.ends[RULED, "/private-1"] == (Outcome.ROBOTS, "robots.txt: Disallow: /private")


def test_a_host_that_asks_for_patience_gets_it(run: Run) -> None:
    asked = [path for host, path in run.first if host == PATIENT]
    assert asked[-1] == "/429-1"
    assert [each for each in run.second if each[0] == PATIENT] == [], "the hold is in the database"
    assert (run.patient.cooldown_reason, run.patient.failures) == ("HTTP 429", 1)
    left = {path: end for (host, path), end in run.ends.items() if host == PATIENT and path not in asked}
    assert left
    assert {end for end, _ in left.values()} == {Outcome.HTTP_ERROR}
