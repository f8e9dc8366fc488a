"""Does jobs: claims one for each free slot of a job class, runs its command as a child, writes down how it ended.

A claim passes to the child, which keeps it up too: when this process is killed the child goes on, and nobody
takes the job from it. What it writes after the claim was lost is refused (see `db.jobs.queue`).
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event, Lock
from time import monotonic

from psutil import NoSuchProcess

from db.engine.database import Database
from db.jobs.owners import is_stopped, owner_of, this_process
from db.jobs.queue import (
    LEASE,
    bury_job,
    claim_job,
    fail_job,
    finish_job,
    hand_claim,
    is_still_claimed,
    renew_claim,
    return_job,
    waiting_kinds,
)
from scheduler.child import ChildEnd, Ending, run_child
from scheduler.kinds import JobClass, JobKind
from seedwatch.core.errors import DatabaseError, InputError
from seedwatch.core.model.job import CLAIM_VARIABLE, Claim, Job

log = logging.getLogger("seedwatch.schedule")

#: Exit code of a child that ended its work in good order because it was told to.
_INTERRUPTED = 130


@dataclass(slots=True, eq=False)
class _Run:
    """pid: of the child; 0 before it started. renewed: when its lease was, as `monotonic`."""

    job: Job
    kind: JobKind
    stop: Event
    pid: int = 0
    renewed: float = field(default_factory=monotonic)

    @property
    def claim(self) -> Claim:
        return self.job.claim


class Runner:
    """Runs jobs side by side until it is closed.

    limits: how many at once of each class. environment: of the children. lease: how long a claim lasts.
    """

    def __init__(
        self,
        database: Database,
        kinds: Sequence[JobKind],
        limits: Mapping[JobClass, int],
        environment: Mapping[str, str],
        lease: timedelta = LEASE,
    ) -> None:
        self._lease = lease
        self._renewed = monotonic()
        self._database = database
        self._kinds = {kind.name: kind for kind in kinds}
        self._limits = limits
        self._environment = environment
        self._owner = this_process()
        self._threads = ThreadPoolExecutor(max(1, sum(limits.values())), thread_name_prefix="job")
        self._running: dict[Claim, _Run] = {}
        self._lock = Lock()
        self._stopped = False

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(self._kinds)

    def take(self) -> int:
        """Claim and start as many due jobs as there are free slots; their number."""
        if monotonic() - self._renewed > self._lease.total_seconds() / 3:
            self.renew()  # a machine that slept finds its own leases lapsed, and is not to take them from itself
        with self._database.read() as conn:
            waiting = waiting_kinds(conn, datetime.now(UTC))
        job_classes = dict.fromkeys(
            self._kinds[name].job_class for name in sorted(waiting & self._kinds.keys())
        )
        return sum(self._fill(job_class) for job_class in job_classes)

    def renew(self) -> None:
        """Renew the claims of what runs; a child whose job another has taken over is ended.

        The lease of a child that stands still is left to lapse, and then the child is ended and its job given back.
        """
        with self._lock:
            running = [run for run in self._running.values() if not (run.pid and is_stopped(run.pid))]
            stopped = [run for run in self._running.values() if run not in running]
        if running or stopped:
            now = datetime.now(UTC)
            with self._database.write() as conn:
                lost = [run for run in running if not renew_claim(conn, run.claim, now, self._lease)]
                lost += [run for run in stopped if not is_still_claimed(conn, run.claim)]
            self._end(lost, "another scheduler took it over")
            for run in running:
                run.renewed = monotonic()
            lapsed = [run for run in stopped if monotonic() - run.renewed > self._lease.total_seconds()]
            self._end(lapsed, "its process stands still")
        self._renewed = monotonic()

    def _end(self, lost: Sequence[_Run], why: str) -> None:
        for run in lost:
            log.warning("%s: %s; ended here", _name(run.job), why)
            run.stop.set()

    def close(self) -> None:
        """End the children in good order and give their jobs back. Within `child.GRACE` and a little."""
        with self._lock:
            self._stopped = True
            running = list(self._running.values())
        for run in running:
            run.stop.set()
        self._threads.shutdown(wait=True)

    def _fill(self, job_class: JobClass) -> int:
        names = [kind.name for kind in self._kinds.values() if kind.job_class is job_class]
        started = 0
        while names and self._has_free_slot(job_class):
            with self._database.write() as conn:
                job = claim_job(conn, datetime.now(UTC), self._owner, names, lease=self._lease)
            if job is None:
                break
            self._begin(job)
            started += 1
        return started

    def _has_free_slot(self, job_class: JobClass) -> bool:
        with self._lock:
            busy = sum(run.kind.job_class is job_class for run in self._running.values())
            return not self._stopped and busy < self._limits.get(job_class, 0)

    def _begin(self, job: Job) -> None:
        run = _Run(job, self._kinds[job.kind], Event())
        with self._lock:
            if self._stopped:
                run.stop.set()
            self._running[run.claim] = run
        self._threads.submit(self._do, run)

    def _do(self, run: _Run) -> None:
        try:
            self._work(run)
        except DatabaseError as error:
            # The lease lapses by itself, and the job is taken up again.
            log.error("%s: how it ended could not be written down: %s", _name(run.job), error)
        except Exception:  # a thread's fault boundary: one job must not end the others
            log.exception("%s: unexpected", _name(run.job))
        finally:
            with self._lock:
                self._running.pop(run.claim, None)

    def _work(self, run: _Run) -> None:
        now = datetime.now(UTC)
        try:
            command = run.kind.command(run.job.args)
        except InputError as error:
            log.error("%s can never be done: %s", _name(run.job), error)
            with self._database.write() as conn:
                bury_job(conn, run.claim, now, str(error))
            return
        log.info("%s starts", _name(run.job))
        environment = {**self._environment, CLAIM_VARIABLE: str(run.claim)}

        def started(pid: int) -> None:
            run.pid = pid
            self._hand_over(run)

        try:
            end = run_child(command, environment, run.kind.limit, run.stop, started)
        except OSError as error:
            log.error("%s could not be started: %s", _name(run.job), error)
            self._fail(run, f"could not be started: {error}")
            return
        log.log(logging.INFO if end.code == 0 else logging.WARNING, "%s %s", _name(run.job), in_words(end))
        self._note(run, end)

    def _hand_over(self, run: _Run) -> None:
        try:
            with self._database.write() as conn:
                hand_claim(conn, run.claim, owner_of(run.pid))
        except NoSuchProcess:
            return  # it has ended already
        except DatabaseError as error:  # it stays ours, and is taken back with us
            log.warning("%s: claim not handed to its process: %s", _name(run.job), error)

    def _note(self, run: _Run, end: ChildEnd) -> None:
        now = datetime.now(UTC)
        if end.ending is Ending.STOPPED:
            with self._database.write() as conn:
                return_job(conn, run.claim)
        elif end.code in (0, _INTERRUPTED) or end.ending is Ending.LIMIT:
            # What a crawl left behind at its limit is due again by itself.
            with self._database.write() as conn:
                finish_job(conn, run.claim, now, reason="" if end.code == 0 else in_words(end))
        else:
            self._fail(run, in_words(end), killed=end.code < 0)

    def _fail(self, run: _Run, reason: str, *, killed: bool = False) -> None:
        """killed: by the system or somebody, and no fault of the job: it is tried again at once."""
        now = datetime.now(UTC)
        again = None if run.kind.again_after is None else now + run.kind.again_after
        if killed:
            again = now
        with self._database.write() as conn:
            fail_job(conn, run.claim, now, reason, again)


def in_words(end: ChildEnd) -> str:
    """How a child ended, for the log."""
    how = {
        Ending.EXIT: f"was killed by {_signal(-end.code)}" if end.code < 0 else f"ended with code {end.code}",
        Ending.LIMIT: "was ended at its time limit",
        Ending.STOPPED: "was ended because the scheduler stops",
    }[end.ending]
    return f"{how} after {end.seconds:.1f} s"


def _name(job: Job) -> str:
    return f"{job.kind} (job {job.id})"


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
