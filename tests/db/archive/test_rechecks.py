"""The schedule by which pages of stored articles are asked again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from db.archive.articles import store_article
from db.archive.event_log import EventKind, list_events
from db.archive.page_outcomes import record_outcomes
from db.archive.rechecks import MOST_OF_SOURCE, due_rechecks, prune
from db.engine.database import Database
from db.jobs.runs import start_run
from db.schema.tables import article, recheck
from db.sources.catalogue import sync_sources
from seedwatch.core.fetching.urls import url_key
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.source import DueRecheck
from seedwatch.core.schedule.recheck import AGES
from tests.db.samples import NOW, make_end, make_source, make_tagged

URL = "https://news.example/n/1"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def end(conn: Connection, outcome: Outcome, at: datetime, url: str = URL, **changes: object) -> None:
    """A page that ends in a run of its own."""
    run_id = start_run(conn, "crawl", at, 1, {})
    record_outcomes(conn, run_id, (make_end(url, outcome, at=at, **changes),))


def store(conn: Connection, number: int = 1, url: str = URL, **changes: object) -> int:
    sync_sources(conn, (make_source(),))
    stored = store_article(conn, make_tagged(number), None)
    end(conn, Outcome.STORED, NOW, url, article_id=stored.article_id, **changes)
    return stored.article_id


def ids(conn: Connection, at: datetime) -> list[int]:
    return [each.article_id for each in due_rechecks(conn, at)]


def test_an_article_is_due_at_each_age_and_then_no_more(database: Database) -> None:
    with database.write() as conn:
        one = store(conn, etag='"a"', last_modified="Thu, 02 Apr 2026 09:00:00 GMT")
        for age in AGES:
            assert ids(conn, NOW + age - timedelta(seconds=1)) == []
            assert due_rechecks(conn, NOW + age) == (
                DueRecheck(
                    one,
                    URL,
                    url_key(URL),
                    "example",
                    "Asia/Taipei",
                    1.0,
                    "人形機器人進廠 1",
                    '"a"',
                    "Thu, 02 Apr 2026 09:00:00 GMT",
                ),
            )
            validators = {"etag": '"a"', "last_modified": "Thu, 02 Apr 2026 09:00:00 GMT"}
            end(conn, Outcome.UNCHANGED, NOW + age, article_id=one, recheck_of=one, status=304, **validators)
        assert conn.execute(select(recheck)).all() == []


def test_a_visit_that_failed_keeps_its_validators_and_waits_for_the_next_age(database: Database) -> None:
    with database.write() as conn:
        one = store(conn, etag='"a"')
        end(conn, Outcome.TIMEOUT, NOW + HOUR, recheck_of=one)
        assert ids(conn, NOW + 5 * HOUR) == []
        (again,) = due_rechecks(conn, NOW + 6 * HOUR)
        assert again.etag == '"a"'


def test_gone_and_back_by_a_page_that_need_not_come(database: Database) -> None:
    with database.write() as conn:
        one = store(conn)
        for hours in (1, 6):
            end(conn, Outcome.GONE, NOW + hours * HOUR, recheck_of=one, status=404)
        assert conn.execute(select(article.c.gone_at)).scalar_one() == NOW + HOUR
        end(conn, Outcome.UNCHANGED, NOW + DAY, article_id=one, recheck_of=one, status=304)
        row = conn.execute(select(article.c.gone_at, article.c.last_seen)).one()
        assert tuple(row) == (None, NOW + DAY)
        kinds = [event.kind for event in list_events(conn, article_id=one)]
        assert kinds == [EventKind.STORED, EventKind.GONE, EventKind.BACK]


def test_an_address_that_leads_to_another_article_is_asked_for_that_one(database: Database) -> None:
    with database.write() as conn:
        one = store(conn)
        two = store_article(conn, make_tagged(2, fetched_at=NOW + HOUR), None).article_id
        end(conn, Outcome.STORED, NOW + HOUR, article_id=two, recheck_of=one)
        assert [(row.article_id, row.due) for row in conn.execute(select(recheck))] == [(two, NOW + 2 * HOUR)]


def test_a_source_that_is_off_or_an_article_past_its_schedule_is_left_alone(database: Database) -> None:
    with database.write() as conn:
        one = store(conn)
        assert ids(conn, NOW + 7 * DAY) == [one]
        assert ids(conn, NOW + 9 * DAY) == []
        sync_sources(conn, (make_source(enabled=False),))
        assert ids(conn, NOW + 7 * DAY) == []
        prune(conn, NOW + 7 * DAY)
        assert len(conn.execute(select(recheck)).all()) == 1
        prune(conn, NOW + 9 * DAY)
        assert conn.execute(select(recheck)).all() == []


def test_a_run_takes_some_of_each_source(database: Database) -> None:
    with database.write() as conn:
        for number in range(MOST_OF_SOURCE + 3):
            store(conn, number, f"https://news.example/n/{number}")
        assert len(due_rechecks(conn, NOW + HOUR)) == MOST_OF_SOURCE
        assert len(due_rechecks(conn, NOW + HOUR, limit=7)) == 7


@pytest.mark.parametrize("outcome", [Outcome.NOT_ARTICLE, Outcome.OLDER, Outcome.GONE])
def test_pages_without_article_are_not_scheduled(database: Database, outcome: Outcome) -> None:
    with database.write() as conn:
        end(conn, outcome, NOW)
        assert conn.execute(select(recheck)).all() == []
