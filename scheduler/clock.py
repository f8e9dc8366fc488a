"""The clock of `seedwatch schedule`: plans what is due, and hands it to the runner.

Nothing is remembered here. What is due is a question to the database, so a restart neither loses a job nor
doubles one, and two schedulers on one database share the work.
"""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from threading import Event

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from db.engine.database import Database, open_database
from db.jobs import workers
from db.jobs.owners import host_name, is_alive, this_process
from db.jobs.queue import LEASE, foreign_kinds, give_up, release_dead
from db.jobs.runs import close_crashed
from db.sources.leases import release_dead_leases
from scheduler.kinds import JobClass, JobKind, kinds
from scheduler.planner import plan
from scheduler.runner import Runner
from scheduler.timed import TimedJob
from seedwatch.core.errors import DatabaseError
from seedwatch.processes import stop_signals

log = logging.getLogger("seedwatch.schedule")

#: Seconds between two looks for jobs: somebody may wait for one.
_POLL_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Times:
    """When things happen.

    tick: seconds between two looks for due feeds. crawl: time limit of one crawl, seconds. crawls: how many
    at once. zone: of the reader, in which daily times are meant. catalogues: only their feeds are due; None:
    all. lease: seconds that what a silent process held stays its own.
    """

    tick: float
    crawl: float
    crawls: int
    zone: tzinfo
    catalogues: tuple[str, ...] | None = None
    lease: float = LEASE.total_seconds()


def timed_jobs(zone: tzinfo) -> tuple[TimedJob, ...]:
    """What is done by the clock. Maintenance in the small hours, or at once after a night that was slept."""
    return (
        TimedJob("maintenance", CronTrigger(hour=3, minute=30, timezone=zone)),
        TimedJob("check", CronTrigger(hour=4, minute=30, timezone=zone), first=False),
    )


def keep_time(database_url: str, times: Times) -> None:
    """Do what is due until the process gets SIGTERM or SIGINT."""
    # The children are told the database in their environment: no password stands on a command line.
    environment = dict(os.environ, SEEDWATCH_DATABASE_URL=database_url)
    stop = Event()
    with open_database(database_url) as database:
        for number in stop_signals():
            signal.signal(number, lambda *_: stop.set())
        log.info("looking for due feeds every %g s, until Ctrl-C or SIGTERM", times.tick)
        Clock(database, times, kinds(times.crawl), timed_jobs(times.zone), environment).run(stop)
        log.info("stopped")


class Clock:
    """One scheduler at work. environment: of the children."""

    def __init__(
        self,
        database: Database,
        times: Times,
        known: Sequence[JobKind],
        timed: Sequence[TimedJob],
        environment: Mapping[str, str],
    ) -> None:
        self._database = database
        self._times = times
        self._timed = timed
        limits = {JobClass.CRAWL: times.crawls, JobClass.URGENT: 2, JobClass.UPKEEP: 1, JobClass.DELIVERY: 1}
        self._runner = Runner(database, known, limits, environment, timedelta(seconds=times.lease))
        self._owner = this_process()
        self._foreign: tuple[str, ...] = ()

    def run(self, stop: Event) -> None:
        """Work until told to stop; children that run then are ended in good order, their jobs given back."""
        # It tells of every job added, and of looks that a slow database outlasts, which is expected.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        scheduler = BackgroundScheduler(timezone=UTC)
        for seconds, work in (
            (self._times.tick, self.look),
            (_POLL_SECONDS, self._runner.take),
            (self._times.lease / 3, self._runner.renew),
            (workers.BEAT, self.beat),
        ):
            self._every(scheduler, seconds, work)
        _guarded(self.look)()  # before the first look for jobs: what the dead held is found by it
        scheduler.start()
        try:
            while not stop.wait(_POLL_SECONDS):
                pass  # a signal may go to another thread, and is told to this one only when it wakes
        finally:
            scheduler.shutdown(wait=True)
            self._runner.close()
            self._leave()

    def look(self) -> None:
        """Free what the dead held, then plan what is due."""
        now = datetime.now(UTC)
        with self._database.write() as conn:
            freed = release_dead(conn, now, host_name(), is_alive)
            freed += release_dead_leases(conn, now, host_name(), is_alive)
            crashed = close_crashed(conn, now, host_name(), is_alive)
            give_up(conn, now)
            plan(conn, now, self._timed, self._times.crawls, self._times.catalogues)
            foreign = foreign_kinds(conn, self._runner.kinds)
        for run_id, kind in crashed:
            log.warning("run %d (%s) crashed: its process is gone", run_id, kind)
        if freed:
            log.info("took back %d jobs, feeds and hosts that processes held which are gone", freed)
        if foreign != self._foreign:
            self._foreign = foreign
            log.warning(
                "kinds of jobs that this version does not know, left alone: %s", ", ".join(foreign) or "none"
            )

    def beat(self) -> None:
        with self._database.write() as conn:
            workers.beat(conn, self._owner, "scheduler", datetime.now(UTC))

    def _leave(self) -> None:
        try:
            now = datetime.now(UTC)
            with self._database.write() as conn:  # children that had to be killed gave nothing back
                release_dead_leases(conn, now, host_name(), is_alive)
                close_crashed(conn, now, host_name(), is_alive)
                workers.leave(conn, self._owner)
        except DatabaseError as error:
            log.error("the end could not be written down: %s", error)

    @staticmethod
    def _every(scheduler: BackgroundScheduler, seconds: float, work: Callable[[], object]) -> None:
        """A time that comes late or while the last one works is one time, never several and never lost."""
        scheduler.add_job(
            _guarded(work),
            "interval",
            seconds=seconds,
            next_run_time=datetime.now(UTC),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )


def _guarded(work: Callable[[], object]) -> Callable[[], None]:
    """A database that is away for a while ends no scheduler: the next look finds it again."""

    def guarded() -> None:
        try:
            work()
        except DatabaseError as error:
            log.error("the database is out of reach, trying again: %s", error)

    return guarded
