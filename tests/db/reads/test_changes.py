"""The log as people read it."""

from __future__ import annotations

from datetime import timedelta

from db.archive import event_log
from db.archive.articles import store_article
from db.archive.event_log import EventKind
from db.archive.page_outcomes import record_outcomes
from db.engine.database import Database
from db.jobs.runs import start_run
from db.reads.changes import STEP, change_feed
from seedwatch.core.model.article import DedupeDecision
from seedwatch.core.model.outcome import Outcome
from tests.db.samples import NOW, make_end, make_tagged

LATER = NOW + timedelta(hours=1)


def test_headlines_before_and_after_and_pages_gone(database: Database) -> None:
    with database.write() as conn:
        one = store_article(conn, make_tagged(1), None).article_id
        place = DedupeDecision(article_id=one)
        changed = make_tagged(1, title="機器人停工", text="全文改寫。", fetched_at=LATER)
        store_article(conn, changed, None, place)
        url = "https://news.example/1"
        gone = make_end(url, Outcome.GONE, at=LATER + timedelta(hours=1), status=404)
        record_outcomes(conn, start_run(conn, "crawl", LATER, 1, {}), (gone,))
        site = {"site": "harbour.example", "source": "harbour", "what": "pages have lost their date"}
        event_log.append(conn, LATER, EventKind.REDESIGN, None, site)
        found = change_feed(conn)
        assert [each.kind for each in found] == ["redesign", "gone", "headline", "revised"]
        headline = found[2]
        assert (headline.before, headline.after) == ("人形機器人進廠 1", "機器人停工")
        assert (headline.article_id, headline.source_id) == (one, "example")
        assert (found[0].url, found[0].source_id) == ("harbour.example", "harbour")
        assert [each.kind for each in change_feed(conn, kinds=[EventKind.STORED])] == ["stored"]
        assert [each.kind for each in change_feed(conn, words=["人形机器人", "停工"])] == [
            "headline",
            "revised",
        ]
        assert [each.kind for each in change_feed(conn, since=LATER + timedelta(minutes=1))] == ["gone"]
        assert [each.kind for each in change_feed(conn, limit=1)] == ["redesign"]


def test_an_old_event_is_found_behind_many_others(database: Database) -> None:
    with database.write() as conn:
        one = store_article(conn, make_tagged(1), None).article_id
        event_log.append(conn, NOW, EventKind.GONE, one, {})
        for _ in range(STEP + 20):
            event_log.append(conn, NOW, EventKind.GONE, None, {})
        (found,) = change_feed(conn, words=["人形"])
        assert found.article_id == one
