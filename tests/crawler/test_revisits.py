"""Pages of stored articles asked again: churn is nothing, an edit is one revision, gone is told once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from db.archive.event_log import EventKind, list_events
from db.engine.database import open_database
from db.reads.article import article
from db.schema.tables import article as articles
from db.sources.catalogue import sync_sources
from seedwatch.core.model.outcome import Outcome
from tests.crawler.crawling import plan_for
from tests.crawler.often import crawl_often
from tests.db.samples import make_source
from tests.hostile.web import Request, Site, Web, answer, running
from tests.hostile.web import article as article_page

POLLS = 10
ETAG = '"v1"'


@dataclass
class Newsroom:
    """A site whose pages are others at every poll. `asked`: the validators of each request, by path."""

    asked: dict[str, list[str]] = field(default_factory=dict)

    async def behave(self, web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> bool:
        path, etag = request.path, request.headers.get("if-none-match", "")
        if not path.startswith("/a-"):
            return False
        asked = self.asked.setdefault(path, [])
        poll = len(asked)  # 0: the first crawl
        asked.append(etag)
        if path == "/a-gone" and poll in (3, 4):
            out.write(answer(b"gone", status="410 Gone"))
        elif path == "/a-etag" and etag == ETAG:
            out.write(b"HTTP/1.1 304 Not Modified\r\n\r\n")
        else:
            headers = {"ETag": ETAG} if path == "/a-etag" else {}
            out.write(answer(page(path, poll).encode(), **headers))
        return True


def page(path: str, poll: int) -> str:
    """The article among counters, times and other headlines that never stay."""
    html = article_page(path)
    if path == "/a-edit" and poll >= 5:
        html = html.replace("<p>", "<p>更正：主管機關表示，受影響的班次為十七班，不是先前所說的七班。", 1)
    if path == "/a-title" and poll >= 5:
        html = html.replace("計畫", "計畫再度生變")
    churn = f"<p>瀏覽數：{4711 + 7 * poll}</p><p>{1 + poll} 小時前更新</p>"
    others = "".join(f"<li>第{poll}次輪替的第{n}則其他標題</li>" for n in range(5))
    return html.replace("</article>", f"{churn}<h3>延伸閱讀</h3><ul>{others}</ul></article>")


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


@pytest.fixture
def web(newsroom: Newsroom) -> Iterator[Web]:
    paths = ["/a-churn", "/a-edit", "/a-title", "/a-etag", "/a-gone"]
    with running(Site("127.0.0.46", paths, behave=newsroom.behave)) as served:
        yield served


def test_ten_polls(web: Web, newsroom: Newsroom, sqlite_url: str) -> None:
    feeds = web.feed_urls()
    with open_database(sqlite_url) as database, database.write() as conn:
        sync_sources(conn, [make_source("newsroom", *feeds)])
    plan = plan_for(
        web, sqlite_url, feed_urls=(), force=True, rechecks=True, pool="tests.crawler.often.InlinePool"
    )
    first, *polls = crawl_often([plan] * (1 + POLLS))
    assert first.outcomes == {Outcome.STORED: 5}
    assert all(report.fetched == 5 == sum(report.outcomes.values()) for report in polls)
    assert [report.outcomes.get(Outcome.REVISED, 0) for report in polls] == [0] * 4 + [2] + [0] * 5
    assert [report.outcomes.get(Outcome.GONE, 0) for report in polls] == [0, 0, 1, 1] + [0] * 6
    with open_database(sqlite_url) as database, database.read() as conn:
        rows = {row.url.rpartition("/")[2]: row for row in conn.execute(select(articles))}
        assert len(rows) == 5
        assert {name: row.revision for name, row in rows.items()} == {
            "a-churn": 1,
            "a-edit": 2,
            "a-title": 2,
            "a-etag": 1,
            "a-gone": 1,
        }
        told = {
            name: [event.kind for event in list_events(conn, article_id=row.id)] for name, row in rows.items()
        }
        assert told["a-churn"] == told["a-etag"] == [EventKind.STORED]
        assert told["a-edit"] == [EventKind.STORED, EventKind.REVISED]
        assert told["a-title"] == [EventKind.STORED, EventKind.REVISED, EventKind.HEADLINE]
        assert told["a-gone"] == [EventKind.STORED, EventKind.GONE, EventKind.BACK]
        assert all(row.gone_at is None and row.last_seen > row.first_seen for row in rows.values())
        edited = article(conn, rows["a-edit"].id)
        assert edited is not None
        assert ["不是先前" in each.text for each in edited.revisions] == [False, True]
    assert newsroom.asked["/a-etag"] == ["", *[ETAG] * POLLS]


def test_nothing_is_asked_when_switched_off(web: Web, newsroom: Newsroom, sqlite_url: str) -> None:
    plan = plan_for(web, sqlite_url, pool="tests.crawler.often.InlinePool")
    first, off = crawl_often([plan] * 2)
    assert (first.outcomes, off.outcomes) == ({Outcome.STORED: 5}, {})
    assert {len(asked) for asked in newsroom.asked.values()} == {1}
