"""`seedwatch schedule` and its jobs: who waits, who makes way, and what every kind of end leaves behind."""

from __future__ import annotations

import resource
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import psutil
import pytest
from sqlalchemy import func, select

from db.engine.database import Database, open_database
from db.jobs.queue import add_job, list_jobs
from db.schema.job_tables import job
from db.schema.tables import article, feed, host, outcome, run
from seedwatch.core.model.job import Job, JobState, NewJob, Priority
from tests.hostile.web import Site, Web, running
from tests.journeys.running import end, started, wait_until

DELAY = 0.5
SETTINGS = {
    "SEEDWATCH_SOURCES_DIR": "sources",
    "SEEDWATCH_SHIPPED_SOURCES": "false",
    "SEEDWATCH_ALLOW_HOSTS": "127.0.0.0/8",
    "SEEDWATCH_TICK_SECONDS": "1",
    "SEEDWATCH_CRAWLS_AT_ONCE": "1",
}
SHORT_LEASE = {"SEEDWATCH_LEASE_SECONDS": "3"}
PAGES = 12


class Desk:
    """A folder with one source, and its database."""

    def __init__(self, folder: Path, web: Web) -> None:
        self.folder, self.web = folder, web
        (self.site,) = web.sites.values()
        (folder / "sources").mkdir()
        (folder / "sources" / "own.yaml").write_text(
            f"sources:\n- {{id: s, name: S, home: {web.url(self.site, '/')!r}, language: zh-Hant, pace: {DELAY},"
            f" zone: Asia/Taipei, triage: off, feeds: [{{url: {web.url(self.site, '/feed.xml')!r}}}]}}\n"
        )
        self.database: Database = open_database(str(folder / "seedwatch.db"))

    def close(self) -> None:
        """Nothing that a test has left behind lives on."""
        for process in psutil.process_iter():
            with suppress(psutil.Error, OSError):
                if Path(process.cwd()) == self.folder:
                    process.kill()
        self.database.close()

    def stored(self) -> list[str]:
        with self.database.read() as conn:
            return list(conn.execute(select(article.c.url)).scalars())

    def is_complete(self) -> bool:
        return len(self.stored()) == len(self.site.paths)

    def jobs(self, kind: str) -> tuple[Job, ...]:
        with self.database.read() as conn:
            return list_jobs(conn, kinds=[kind])[::-1]

    def child(self) -> psutil.Process:
        """The process of the crawl that runs."""

        def owner() -> int:
            return next(
                (j.owner.pid for j in self.jobs("crawl") if j.owner and j.state is JobState.RUNNING), 0
            )

        wait_until(lambda: owner() and b"crawl" in Path(f"/proc/{owner()}/cmdline").read_bytes(), "a crawl")
        return psutil.Process(owner())

    def held(self) -> list[str]:
        """Owners of feeds, hosts and jobs."""
        columns = (feed.c.lease_owner, host.c.lease_owner, job.c.lease_owner)
        with self.database.read() as conn:
            return [name for each in columns for name in conn.execute(select(each)).scalars() if name]

    def check(self) -> None:
        """Everything once."""
        assert sorted(Counter(self.stored()).values()) == [1] * len(self.site.paths)
        ends = select(outcome.c.url_key, func.count()).where(outcome.c.outcome == "stored")
        with self.database.read() as conn:
            assert {n for _, n in conn.execute(ends.group_by(outcome.c.url_key))} == {1}
        assert max(each.busy for each in self.web.log) == 1, "never two at once on a host"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from _desk(tmp_path, PAGES)


@pytest.fixture
def long_desk(tmp_path: Path) -> Iterator[Desk]:
    """Its crawl goes on for as long as another process takes to start, on a busy machine too."""
    yield from _desk(tmp_path, 4 * PAGES)


def _desk(folder: Path, pages: int) -> Iterator[Desk]:
    with running(Site("127.0.0.90", [f"/a-{n}" for n in range(pages)])) as web:
        made = Desk(folder, web)
        try:
            yield made
        finally:
            made.close()


def test_a_crawl_makes_way_for_a_topic_that_somebody_waits_for(long_desk: Desk) -> None:
    """On the one host that both want; the topic's own pages come before the rest of the crawl's."""
    desk, last = long_desk, long_desk.site.paths[-1]
    env = {**SETTINGS, "SEEDWATCH_BING_URL": desk.web.url(desk.site, "/404-search")}
    with started(desk.folder, "schedule", env=env) as clock:
        wait_until(lambda: len(desk.stored()) >= 2, "a crawl in the middle")
        now = datetime.now(UTC)
        with desk.database.write() as conn:
            new = NewJob("topic", now, {"query": last.strip("/")}, priority=Priority.URGENT)
            added = add_job(conn, new, now)
        wait_until(lambda: desk.web.asked(feeds=True).count("/feed.xml") == 2, "the topic's look at the feed")
        assert not desk.is_complete(), "beside a crawl that still has work to do"
        wait_until(lambda: desk.jobs("topic")[0].state is JobState.DONE, f"job {added}")
        wait_until(desk.is_complete, "the crawl's own pages")
        assert end(clock, signal.SIGTERM) == 0
    asked = desk.web.asked()
    assert asked.index(last) < len(desk.site.paths) - 1, "before its place in the feed"
    assert Counter(asked)[last] <= 2
    gaps = [b.at - a.at for a, b in pairwise(desk.web.log)]
    assert min(gaps) > DELAY / 2, "the crawl delay holds between the two as well"
    desk.check()


def test_what_a_stop_leaves_is_held_by_nobody(desk: Desk) -> None:
    with started(desk.folder, "schedule", env=SETTINGS) as clock:
        wait_until(lambda: len(desk.stored()) >= 2, "a crawl in the middle")
        assert desk.held(), "there was something to give back"
        assert end(clock, signal.SIGTERM) == 0
    assert desk.held() == []
    (crawl,) = desk.jobs("crawl")
    assert (crawl.state, crawl.attempts) == (JobState.WAITING, 0)
    with started(desk.folder, "schedule", env=SETTINGS) as clock:
        wait_until(desk.is_complete, "the rest")
        assert end(clock, signal.SIGTERM) == 0
    desk.check()


def test_a_crawl_goes_on_when_its_scheduler_is_killed(desk: Desk) -> None:
    """The next scheduler leaves it its job, and finds it done by the crawl itself."""
    with started(desk.folder, "schedule", env=SETTINGS) as clock:
        child = desk.child()
        end(clock, signal.SIGKILL)
    with started(desk.folder, "schedule", env=SETTINGS) as clock:
        wait_until(desk.is_complete, "every page")
        wait_until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, "its end")
        assert end(clock, signal.SIGTERM) == 0
    first, *more = desk.jobs("crawl")
    assert (first.state, first.attempts, first.fence) == (JobState.DONE, 1, 1)
    assert all(each.fence <= 1 for each in more)
    desk.check()


@pytest.mark.parametrize("victim", ["child", "all"])
def test_a_killed_crawl_is_taken_up_again(desk: Desk, victim: str) -> None:
    with started(desk.folder, "schedule", env=SETTINGS) as clock:
        child = desk.child()
        wait_until(lambda: len(desk.stored()) >= 1, "a crawl in the middle")
        if victim == "all":
            end(clock, signal.SIGKILL)
        child.kill()
        if victim == "child":
            wait_until(desk.is_complete, "every page")
            end(clock, signal.SIGTERM)
    if victim == "all":
        with started(desk.folder, "schedule", env=SETTINGS) as clock:
            wait_until(desk.is_complete, "every page")
            end(clock, signal.SIGTERM)
    desk.check()
    with desk.database.read() as conn:
        runs = conn.execute(select(run.c.exit_code, run.c.finished_at).where(run.c.kind == "shift")).all()
    assert runs[0].exit_code is None
    assert runs[0].finished_at is not None, "closed as crashed"


def test_a_crawl_that_stood_still_for_longer_than_its_lease_is_replaced(desk: Desk) -> None:
    with started(desk.folder, "schedule", env={**SETTINGS, **SHORT_LEASE}) as clock:
        child = desk.child()
        wait_until(lambda: len(desk.stored()) >= 1, "a crawl in the middle")
        child.suspend()
        wait_until(lambda: desk.jobs("crawl")[0].fence >= 2, "another in its place")
        with suppress(psutil.NoSuchProcess):
            child.resume()
        wait_until(desk.is_complete, "every page")
        end(clock, signal.SIGTERM)
    desk.check()


def test_two_schedulers_share_the_work_and_one_may_stand_still(desk: Desk) -> None:
    env = {**SETTINGS, **SHORT_LEASE}
    with (
        started(desk.folder, "schedule", env=env) as first,
        started(desk.folder, "schedule", env=env) as second,
    ):
        child = desk.child()
        frozen, other = (first, second) if child.ppid() == first.pid else (second, first)
        frozen.send_signal(signal.SIGSTOP)
        wait_until(desk.is_complete, "every page")
        assert end(other, signal.SIGTERM) == 0
        frozen.send_signal(signal.SIGCONT)
        assert end(frozen, signal.SIGTERM) == 0
    desk.check()


def test_a_full_disk_stops_no_scheduler(desk: Desk) -> None:
    """Neither it nor its crawls may write; when they may again, all is taken up."""
    unlimited = resource.RLIM_INFINITY
    with started(desk.folder, "schedule", env={**SETTINGS, **SHORT_LEASE}) as clock:
        child = desk.child()
        wait_until(lambda: len(desk.stored()) >= 1, "a crawl in the middle")
        for pid in (clock.pid, child.pid):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (60_000, unlimited))
        wait_until(lambda: "check the disk" in (desk.folder / "err.txt").read_text(), "a full disk")
        wait_until(
            lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, "the crawl's end"
        )
        assert clock.poll() is None
        assert not desk.is_complete()
        resource.prlimit(clock.pid, resource.RLIMIT_FSIZE, (unlimited, unlimited))
        wait_until(desk.is_complete, "every page")
        assert end(clock, signal.SIGTERM) == 0
    desk.check()


def test_a_job_that_cannot_be_is_named_and_the_others_are_done(desk: Desk) -> None:
    now = datetime.now(UTC) - timedelta(seconds=1)
    with desk.database.write() as conn:
        for new in (
            NewJob("horoscope", now, {}),
            NewJob("topic", now, {"query": 7}, priority=Priority.URGENT),
        ):
            add_job(conn, new, now)
    with started(desk.folder, "schedule", env=SETTINGS) as clock:
        wait_until(lambda: len(desk.stored()) >= 1, "other work")
        wait_until(lambda: desk.jobs("topic")[0].state is JobState.DEAD, "its end")
        assert end(clock, signal.SIGTERM) == 0
    assert desk.jobs("horoscope")[0].state is JobState.WAITING
    assert "query" in desk.jobs("topic")[0].reason
    words = (desk.folder / "err.txt").read_text()
    assert "horoscope" in words
    assert "Traceback" not in words
