"""Due feeds become crawls that share no host; whoever looks twice plans once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from apscheduler.triggers.cron import CronTrigger
from hypothesis import given
from hypothesis import strategies as st

from db.engine.database import Database
from db.jobs.owners import this_process
from db.jobs.queue import LEASE, claim_job, coming_jobs, finish_job
from db.sources.catalogue import sync_sources
from db.sources.leases import claim_feeds
from scheduler.planner import batches, plan
from scheduler.timed import TimedJob
from seedwatch.core.model.job import Claim
from seedwatch.core.model.source import DueFeed, FeedKind, FeedSpec
from seedwatch.core.model.text import Language
from tests.db.samples import NOW, make_source

TIMED = (TimedJob("maintenance", CronTrigger(hour=3, timezone="Asia/Taipei")),)


def due(feed_id: int, source: str, host: str) -> DueFeed:
    return DueFeed(
        feed_id=feed_id,
        source_id=source,
        url=f"https://{host}/feed/{feed_id}",
        kind=FeedKind.FEED,
        language=Language.EN,
        zone="",
        crawl_delay=1.0,
    )


FEEDS = st.lists(
    st.tuples(
        st.sampled_from([f"s{n}" for n in range(12)]), st.sampled_from([f"h{n}.example" for n in range(9)])
    ),
    max_size=40,
)


@given(FEEDS, st.integers(1, 5))
def test_parts_share_no_host_and_no_source_and_lose_none(feeds: list[tuple[str, str]], count: int) -> None:
    given_feeds = [due(number, *each) for number, each in enumerate(feeds)]
    parts = batches(given_feeds, count)
    assert len(parts) <= count
    assert all(parts)
    sources = [source for part in parts for source in part]
    assert sorted(sources) == sorted({each.source_id for each in given_feeds})
    hosts = [
        {urlsplit(each.url).hostname for each in given_feeds if each.source_id in part} for part in parts
    ]
    for number, mine in enumerate(hosts):
        for other in hosts[number + 1 :]:
            assert not mine & other


def _declare(database: Database, count: int) -> None:
    with database.write() as conn:
        sync_sources(
            conn,
            [
                replace(make_source(f"s{n}"), feeds=(FeedSpec(f"https://s{n}.example/feed"),))
                for n in range(count)
            ],
        )


def test_what_is_due_is_planned_once_and_again_when_it_is_done(database: Database) -> None:
    _declare(database, 5)
    with database.write() as conn:
        first = plan(conn, NOW, (), crawls=2)
        assert len(first) == 2
        assert plan(conn, NOW, (), crawls=2) == (), "the same look of another scheduler"
        planned = [source for job in coming_jobs(conn) for source in job.args["sources"]]
        assert sorted(planned) == [f"s{n}" for n in range(5)]
        job = claim_job(conn, NOW, this_process(), ["crawl"])
        assert job is not None
        assert plan(conn, NOW, (), crawls=2) == (), "while it runs"
        claim_feeds(conn, NOW, this_process(), NOW + LEASE, source_ids=job.args["sources"])
        assert finish_job(conn, Claim(job.id, job.fence), NOW)
        assert plan(conn, NOW, (), crawls=2) == (), "its feeds are held, the others planned"
        assert len(plan(conn, NOW + LEASE, (), crawls=2)) == 1


def test_no_more_crawls_than_there_may_be(database: Database) -> None:
    _declare(database, 3)
    with database.write() as conn:
        assert len(plan(conn, NOW, (), crawls=1)) == 1
        _declare_more = coming_jobs(conn)
        assert len(_declare_more) == 1
        assert plan(conn, NOW, (), crawls=1) == ()


def test_timed_jobs_are_added_when_their_time_has_come_and_once(database: Database) -> None:
    with database.write() as conn:
        assert len(plan(conn, NOW, TIMED, crawls=1)) == 1, "it never ran"
        assert plan(conn, NOW, TIMED, crawls=1) == ()
        job = claim_job(conn, NOW, this_process(), ["maintenance"])
        assert job is not None
        finish_job(conn, Claim(job.id, job.fence), NOW)
        assert plan(conn, NOW + timedelta(minutes=1), TIMED, crawls=1) == ()
        assert len(plan(conn, NOW + timedelta(days=1), TIMED, crawls=1)) == 1
