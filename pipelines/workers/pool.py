"""The one worker pool of a crawl: processes that read feeds and pages, off the reactor.

Scrapy finds it by its dotted name in the settings; nothing of a page is parsed in the parent.

A process pool breaks as a whole when one of its workers dies, so every worker is a pool of one (a worker slot). A
job that kills its worker, or is killed beside it, is a suspect and runs again alone; only the one that
kills its worker twice is lost. Each slot has one job running and one waiting: with nothing waiting, a
worker idles for as long as the reactor needs to notice that it is free (2 to 10 ms a page while the reactor
is busy).
"""

from __future__ import annotations

import asyncio
import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.context import BaseContext
from typing import TypeVar

from pipelines.workers.tasks import WorkerConfig, get_ready, prepare, read_feed, score_entries
from seedwatch.core.model.feed import FeedDocument, ParsedFeed
from seedwatch.core.triage.by_theme import EntryScores
from seedwatch.processes import kill_process
from seedwatch.safe_imports import protect_children

T = TypeVar("T")
Texts = tuple[tuple[str, str], ...]

#: Jobs in a slot at a time: one running, one waiting in its pipe.
DEPTH = 2


class WorkerKilledError(Exception):
    """The job killed its worker, twice: once among others, once alone."""


class JobTimeoutError(Exception):
    """The job ran longer than its time limit; its worker was ended."""


class WorkersFailedError(Exception):
    """No worker can be started, or it cannot import what pages need: a fault of the installation."""


@dataclass(frozen=True, slots=True)
class _Worker:
    """A process that is ready: its pool of one, and its id."""

    executor: ProcessPoolExecutor
    pid: int

    def kill(self) -> None:
        """End it at once; whatever it holds breaks."""
        kill_process(self.pid)


class WorkerSlot:
    """One worker process. `busy` is held by the job that runs: time in the queue does not count against
    it.
    """

    def __init__(self, plan: WorkerConfig) -> None:
        self._plan = plan
        self.busy = asyncio.Lock()
        self._worker = _launch(plan)

    async def run(self, limit: float, job: Callable[..., T], *args: object) -> T:
        """Raises `JobTimeoutError`, `BrokenProcessPool`, `WorkersFailedError`, or what the job raises."""
        started = self._worker
        worker = await asyncio.wrap_future(started)
        try:
            future = worker.executor.submit(job, *args)
            async with self.busy:
                return await self._within(limit, future, worker)
        except (BrokenProcessPool, JobTimeoutError):
            self._renew(started, worker)
            raise

    async def _within(self, limit: float, future: Future[T], worker: _Worker) -> T:
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), limit)
        except TimeoutError:
            if future.done() and not future.cancelled():
                raise  # the job's own
            worker.kill()
            raise JobTimeoutError(f"took longer than {limit:g} s") from None

    def _renew(self, started: Future[_Worker], broken: _Worker) -> None:
        """Put a new worker in the place of a broken one; the first of its jobs to notice does it."""
        if self._worker is started:
            broken.executor.shutdown(wait=False, cancel_futures=True)
            self._worker = _launch(self._plan)

    def close(self) -> None:
        """A worker holds nothing worth a tidy exit: killing it saves 0.1 s of its interpreter's tear-down."""
        try:
            worker = self._worker.result()
        except WorkersFailedError:
            return
        worker.kill()
        worker.executor.shutdown(wait=True, cancel_futures=True)


def _launch(plan: WorkerConfig) -> Future[_Worker]:
    """Start a worker in a thread: the first one waits for the preloading, which may take seconds."""
    started: Future[_Worker] = Future()
    started.set_running_or_notify_cancel()  # nobody who waits for it can cancel it for the others
    threading.Thread(target=_start, args=(plan, started), name="worker-start", daemon=True).start()
    return started


def _start(plan: WorkerConfig, started: Future[_Worker]) -> None:
    try:
        executor = ProcessPoolExecutor(1, _context(), initializer=prepare, initargs=(plan,))
        started.set_result(_Worker(executor, executor.submit(get_ready).result()))
    except Exception as error:  # noqa: BLE001 -- a thread's fault boundary: the future carries it on
        failed = WorkersFailedError(f"{type(error).__name__}: {error}")
        failed.__cause__ = error
        started.set_exception(failed)


def _context() -> BaseContext:
    """Workers are forked from a spawned process that has imported everything; spawned where that is
    unknown. None of them imports from the current folder.
    """
    protect_children()
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pipelines.workers.preload"])
    return context


def begin() -> None:
    """Let the preloading begin before there is a plan: it takes a second of its own process."""
    _context()
    if "forkserver" in multiprocessing.get_all_start_methods():
        from multiprocessing import forkserver

        forkserver.ensure_running()


class Pool:
    """Runs functions of `pipelines.workers.tasks` in `workers` processes, each job within `limit` seconds."""

    def __init__(self, plan: WorkerConfig, workers: int, limit: float) -> None:
        self._plan = plan
        self._limit = limit
        self._slots = [WorkerSlot(plan) for _ in range(workers)]
        self._free: asyncio.Queue[WorkerSlot] = asyncio.Queue()
        for slot in self._slots * DEPTH:
            self._free.put_nowait(slot)
        self._alone: WorkerSlot | None = None
        self._suspects = asyncio.Lock()

    @classmethod
    def start(cls, *, themes: Texts, lexicon: str, rules: Texts, workers: int, limit: float) -> Pool:
        """From plain values; the workers begin to import at once."""
        return cls(WorkerConfig(themes, lexicon, rules), workers, limit)

    async def run(self, job: Callable[..., T], *args: object) -> T:
        """The job's result. Raises `JobTimeoutError`, `WorkerKilledError`, or what the job raises."""
        slot = await self._free.get()
        try:
            return await slot.run(self._limit, job, *args)
        except BrokenProcessPool:
            pass  # it, or the job beside it
        finally:
            self._free.put_nowait(slot)
        return await self._run_alone(job, *args)

    async def read_feed(self, document: FeedDocument) -> ParsedFeed:
        """The feed as read in a worker. A parser that gave up is a feed of no format, with the reason."""
        try:
            return await self.run(read_feed, document)
        except (WorkerKilledError, JobTimeoutError) as error:
            return ParsedFeed("", problems=(str(error),))

    async def score_entries(self, words: tuple[tuple[str, str], ...]) -> tuple[EntryScores, ...]:
        """What the themes say of titles and leads. Where the worker gave up, they count as having no words."""
        try:
            return await self.run(score_entries, words)
        except (WorkerKilledError, JobTimeoutError):
            return (EntryScores(is_wordless=True),) * len(words)

    async def _run_alone(self, job: Callable[..., T], *args: object) -> T:
        async with self._suspects:
            self._alone = self._alone or WorkerSlot(self._plan)
            try:
                return await self._alone.run(self._limit, job, *args)
            except BrokenProcessPool:
                raise WorkerKilledError("the page ended its worker process") from None

    def close(self) -> None:
        """End every worker; nothing may be under way."""
        for slot in [*self._slots, *([self._alone] if self._alone else [])]:
            slot.close()
