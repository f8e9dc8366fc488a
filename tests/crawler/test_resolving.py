"""What is connected to is what was judged, whatever a name says the next time, and behind a proxy too."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from db.engine.database import open_database
from db.schema.tables import outcome
from seedwatch.core.model.outcome import KEPT, Outcome
from tests.crawler.crawling import plan_for
from tests.crawler.scripted import Script, crawl_by_script
from tests.hostile.web import Request, Site, Web, answer, article, running

SITE, CANARY, PROXY = "127.0.0.62", "127.0.0.61", "127.0.0.63"
SCRIPT: Script = {
    "news.example": [[SITE]],
    "rebind.example": [[SITE], [CANARY]],
    "inside.example": [[CANARY]],
    "mapped.example": [[f"::ffff:{CANARY}"]],
    "metadata.example": [["169.254.169.254"]],
    "mixed.example": [[CANARY, SITE]],
    "nowhere.example": [[]],
    "proxy.example": [[PROXY]],
}
STORED = {"rebind.example", "mixed.example"}
LOST = {"nowhere.example": Outcome.NETWORK_ERROR}
NAMES = sorted({*SCRIPT} - {"news.example", "proxy.example"})


def _feed(port: int) -> bytes:
    links = "".join(
        f"<item><title>{name}</title><link>http://{name}:{port}/a-{number}</link></item>"
        for number, name in enumerate(NAMES)
    )
    return f'<rss version="2.0"><channel><title>t</title>{links}</channel></rss>'.encode()


async def _proxy(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> bool:
    """Takes whole addresses and answers for every site."""
    if not request.path.startswith("http://"):
        return False
    path = "/" + request.path.split("/", 3)[3]
    if path == "/robots.txt":
        out.write(answer(b"", status="404 Not Found"))
    elif path == "/feed.xml":
        out.write(answer(_feed(web.port), "application/rss+xml"))
    else:
        out.write(answer(article(path).encode()))
    return True


def _crawl(folder: Path, permits: tuple[str, ...], proxy: str = "") -> tuple[Web, dict[str, str]]:
    url = f"sqlite:///{folder}/x.db"
    with running(Site(SITE, []), Site(CANARY, []), Site(PROXY, [], behave=_proxy)) as web:
        web.sites[SITE].feed_body = _feed(web.port)
        plan = plan_for(
            web,
            url,
            feed_urls=(f"http://news.example:{web.port}/feed.xml",),
            permits=permits,
            proxy=f"http://{proxy}:{web.port}" if proxy else None,
        )
        crawl_by_script(plan, SCRIPT)
    with open_database(url) as database, database.read() as conn:
        rows = conn.execute(select(outcome.c.url, outcome.c.outcome)).all()
    return web, {row.url.split("/")[2].partition(":")[0]: row.outcome for row in rows}


def _check(ends: dict[str, str]) -> None:
    assert {name for name, end in ends.items() if end in KEPT} == STORED
    assert {name: end for name, end in ends.items() if end not in KEPT} == {
        name: LOST.get(name, Outcome.FORBIDDEN) for name in NAMES if name not in STORED
    }


def test_names_that_lead_inside(tmp_path: Path) -> None:
    web, ends = _crawl(tmp_path, (f"{SITE}/32",))
    _check(ends)
    assert {request.host for request in web.log} == {SITE}


def test_the_control_reaches_the_canary(tmp_path: Path) -> None:
    web, ends = _crawl(tmp_path, ("127.0.0.0/8",))
    assert CANARY in {request.host for request in web.log}
    assert ends["inside.example"] in KEPT


@pytest.mark.parametrize("proxy", [PROXY, "proxy.example"])
def test_behind_a_proxy_the_target_is_judged_before(tmp_path: Path, proxy: str) -> None:
    """The proxy itself is not public and needs no permit; it never hears of a forbidden target."""
    web, ends = _crawl(tmp_path, (f"{SITE}/32",), proxy)
    _check(ends)
    assert {request.host for request in web.log} == {PROXY}
    told = {request.path.split("/")[2].partition(":")[0] for request in web.log}
    assert told == {"news.example", *STORED}
