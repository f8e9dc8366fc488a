"""The clock: looks at the database at every tick and starts what is due, one child at a time.

Nothing is remembered here. What is due is a question to the database, so a restart neither loses a run nor
doubles one.
"""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

from apscheduler.schedulers.background import BackgroundScheduler

from db.engine.database import Database, open_database
from db.jobs.runs import RunRecord, list_runs, unfinished
from db.sources.feeds import due_feeds
from scheduler.child import GRACE, ChildEnd, Ending, run_child
from scheduler.jobs import Job, When, table

log = logging.getLogger("seedwatch.schedule")
DAY = timedelta(days=1)


def keep_time(database_url: str, tick: float, shift_seconds: float) -> None:
    """Start what is due until the process gets SIGTERM or SIGINT.

    tick: seconds between two looks at the database. shift_seconds: time limit of one shift of feeds.
    """
    # The children are told the database in their environment: no password stands on a command line.
    environment = dict(os.environ, SEEDWATCH_DATABASE_URL=database_url)
    with open_database(database_url) as database:
        clock = Clock(database, table(shift_seconds), environment, tick)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: clock.stop.set())
        log.info("looking for due feeds every %g s, until Ctrl-C or SIGTERM", tick)
        clock.run()
        log.info("stopped")


class Clock:
    """Keeps time until `stop` is set.

    environment: of the children. tick: seconds between two looks at the database.
    """

    def __init__(
        self, database: Database, jobs: tuple[Job, ...], environment: dict[str, str], tick: float
    ) -> None:
        self._database = database
        self._jobs = jobs
        self._environment = environment
        self._tick = tick
        self.stop = Event()

    def run(self) -> None:
        """Tick until told to stop; a child that is running then is ended in good order."""
        # It tells of every job added, and of ticks that a child outlasts, which is expected.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        scheduler = BackgroundScheduler(timezone=UTC)
        # A tick that comes late or while the last one works is one tick, never several and never lost.
        scheduler.add_job(
            self.tick,
            "interval",
            seconds=self._tick,
            next_run_time=datetime.now(UTC),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        scheduler.start()
        try:
            self.stop.wait()
        finally:
            self.stop.set()
            scheduler.shutdown(wait=True)

    def tick(self) -> None:
        """Run every job that is due now, in the order of the table."""
        for job in self._jobs:
            if not self.stop.is_set() and self._is_due(job, datetime.now(UTC)):
                self._start(job)

    def _is_due(self, job: Job, now: datetime) -> bool:
        with self._database.read() as conn:
            mine = [run for run in unfinished(conn) if run.kind == job.name]
            # Past the limit it is not running, whatever lives under its process id by now.
            oldest = now - timedelta(seconds=job.limit + GRACE)
            if any(run.started_at > oldest and is_running(run) for run in mine):
                return False
            if job.when is When.FEEDS_DUE:
                return bool(due_feeds(conn, now))
            return not started_since(list_runs(conn, 1000), job.name, now - DAY)

    def _start(self, job: Job) -> None:
        log.info("%s starts", job.name)
        try:
            end = run_child(job.command, self._environment, job.limit, self.stop)
        except OSError as error:
            log.error("%s could not be started: %s", job.name, error)
            return
        log.log(logging.INFO if end.code == 0 else logging.WARNING, "%s %s", job.name, in_words(end))


def is_running(run: RunRecord) -> bool:
    """Whether the process of a run without an end is alive; a run whose process is gone has crashed."""
    try:
        os.kill(run.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # alive, and somebody else's
    return not _is_zombie(run.pid)


def _is_zombie(pid: int) -> bool:
    """Whether a process has ended and nobody asked how; in a container without init it stays for ever."""
    stat = Path(f"/proc/{pid}/stat")
    return stat.is_file() and stat.read_text().rpartition(")")[2].split()[0] == "Z"


def started_since(runs: Iterable[RunRecord], kind: str, bound: datetime) -> bool:
    return any(run.kind == kind and run.started_at > bound for run in runs)


def in_words(end: ChildEnd) -> str:
    """How a child ended, for the log."""
    how = {
        Ending.EXIT: f"ended with code {end.code}",
        Ending.LIMIT: "was ended at its time limit",
        Ending.STOPPED: "was ended because the scheduler stops",
    }[end.ending]
    return f"{how} after {end.seconds:.1f} s"
