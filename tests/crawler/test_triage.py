"""A crawl fetches what the themes want, says why it skipped the rest, and fetches it when themes change."""

from __future__ import annotations

from sqlalchemy import select

from db.engine.database import open_database
from db.schema.tables import outcome
from seedwatch import themes
from seedwatch.core.fetching.urls import canonical_url, url_key
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.triage.by_theme import is_sampled
from tests.crawler.crawling import crawl, plan_for
from tests.hostile.web import Site, running

FEED = """<rss version="2.0"><channel><title>t</title>{items}</channel></rss>"""
ITEM = "<item><title>{title}</title><link>{link}</link><description>{lead}</description></item>"
ON = ("特斯拉人形機器人量產", "特斯拉表示，人形機器人將進入工廠量產。" * 2)
OFF = ("湖人逆轉勇士", "籃球賽昨晚在滿場觀眾前結束。" * 3)


def test_only_what_a_theme_wants_is_fetched(sqlite_url: str) -> None:
    site = Site("127.0.0.51", ["/a-1"])
    with running(site) as web:
        paths = [f"/a-{n}" for n in range(40)]
        off = next(p for p in paths if not is_sampled(url_key(canonical_url(web.url(site, p)))))
        site.feed_body = FEED.format(
            items="".join(
                ITEM.format(title=title, link=web.url(site, path), lead=lead)
                for path, (title, lead) in (("/a-on", ON), (off, OFF))
            )
        ).encode()
        plan = plan_for(
            web, sqlite_url, everything=False, themes=themes.texts(), lexicon=themes.lexicon_text()
        )
        first = crawl(plan)
        assert (first.outcomes.get(Outcome.SKIPPED), web.asked()) == (1, ["/a-on"])
        site.feed_body += b"<!-- another minute -->"
        again = crawl(plan)
        assert again.decisions == {"known": 2}
        everything = crawl(plan_for(web, sqlite_url))
        assert everything.outcomes == {Outcome.STORED: 1}
        assert web.asked()[-1] == off
    with open_database(sqlite_url) as database, database.read() as conn:
        rows = conn.execute(select(outcome.c.outcome, outcome.c.reason, outcome.c.triage)).all()
    assert any(row.outcome == "skipped" and row.reason.startswith("no theme") for row in rows)
    assert any("humanoid-robots" in row.triage for row in rows)
