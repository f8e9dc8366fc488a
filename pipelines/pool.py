"""The one worker pool of a crawl: spawned processes that read feeds and pages, off the reactor.

Scrapy finds it by its dotted name in the settings; nothing of a page is parsed in the parent.

A process pool breaks as a whole when one of its workers dies, so every worker is a pool of one (a lane). A
job that
kills its worker, or that is killed with it, is a suspect and runs again alone; only the one that kills its
worker twice
is lost. Each lane holds one job running and one waiting: with nothing waiting a worker idles for as long as
the reactor needs to notice that it is free (2 to 10 ms a page while the reactor is busy).
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from core.model import ParsedFeed
from pipelines.work import WorkPlan, prepare, read_feed, warm_up

T = TypeVar("T")
Texts = tuple[tuple[str, str], ...]

#: Jobs a lane holds at a time: one running, one waiting in its pipe.
DEPTH = 2


class WorkerKilledError(Exception):
    """The job killed its worker, twice: once among others, once alone."""


class JobTimeoutError(Exception):
    """The job ran longer than its time limit; its worker was ended."""


class Lane:
    """One worker process. `turn` is held by the job that runs, so that time in the queue does not count
    against it.
    """

    def __init__(self, plan: WorkPlan) -> None:
        self._plan = plan
        self.turn = asyncio.Lock()
        self.executor, self._warm = self._launch()

    def _launch(self) -> tuple[ProcessPoolExecutor, Future[int]]:
        before = set(multiprocessing.active_children())
        context = multiprocessing.get_context("spawn")
        executor = ProcessPoolExecutor(1, context, initializer=prepare, initargs=(self._plan,))
        warm = executor.submit(warm_up)
        self._processes = set(multiprocessing.active_children()) - before
        return executor, warm

    async def run(self, limit: float, job: Callable[..., T], *args: object) -> T:
        """Raises `JobTimeoutError`, `BrokenProcessPool`, or what the job raises."""
        executor = self.executor
        future = executor.submit(job, *args)
        async with self.turn:
            await asyncio.wrap_future(self._warm)
            try:
                return await asyncio.wait_for(asyncio.wrap_future(future), limit)
            except TimeoutError:
                if not future.done() or not isinstance(future.exception(), TimeoutError):
                    self.kill()
                    raise JobTimeoutError(f"took longer than {limit:g} s") from None
                raise  # the job's own

    def kill(self) -> None:
        """End the worker at once; whatever it holds breaks."""
        for process in self._processes:
            process.kill()

    def renew(self, broken: ProcessPoolExecutor) -> None:
        """Put a new worker in the place of a broken one; the first of its jobs to notice does it."""
        if self.executor is broken:
            broken.shutdown(wait=False, cancel_futures=True)
            self.executor, self._warm = self._launch()

    def close(self) -> None:
        """A worker holds nothing worth a tidy exit: killing it saves its interpreter's tear-down (0.1 s)."""
        self.kill()
        self.executor.shutdown(wait=True, cancel_futures=True)


class Pool:
    """Runs functions of `pipelines.work` in `workers` processes, each job within `limit` seconds."""

    def __init__(self, plan: WorkPlan, workers: int, limit: float) -> None:
        self._plan = plan
        self._limit = limit
        self._lanes = [Lane(plan) for _ in range(workers)]
        self._free: asyncio.Queue[Lane] = asyncio.Queue()
        for lane in self._lanes * DEPTH:
            self._free.put_nowait(lane)
        self._alone: Lane | None = None
        self._suspects = asyncio.Lock()

    @classmethod
    def start(cls, *, themes: Texts, lexicon: str, workers: int, limit: float) -> Pool:
        """From plain values; the workers begin to import at once."""
        return cls(WorkPlan(themes, lexicon), workers, limit)

    def __deepcopy__(self, memo: object) -> Pool:
        """Scrapy copies its settings deeply; the pool in them stays the one pool."""
        return self

    async def run(self, job: Callable[..., T], *args: object) -> T:
        """The job's result. Raises `JobTimeoutError`, `WorkerKilledError`, or what the job raises."""
        lane = await self._free.get()
        executor = lane.executor
        try:
            return await lane.run(self._limit, job, *args)
        except BrokenProcessPool:
            lane.renew(executor)
        except JobTimeoutError:
            lane.renew(executor)
            raise
        finally:
            self._free.put_nowait(lane)
        return await self._run_alone(job, *args)

    async def read_feed(
        self, body: bytes, url: str, headers: dict[str, str], zone: str, max_entries: int
    ) -> ParsedFeed:
        """The feed as read in a worker. A parser that gave up is a feed of no format with that as its
        problem.
        """
        try:
            return await self.run(read_feed, body, url, headers, zone, max_entries)
        except (WorkerKilledError, JobTimeoutError) as error:
            return ParsedFeed("", problems=(str(error),))

    async def _run_alone(self, job: Callable[..., T], *args: object) -> T:
        async with self._suspects:
            lane = self._alone = self._alone or Lane(self._plan)
            executor = lane.executor
            try:
                return await lane.run(self._limit, job, *args)
            except BrokenProcessPool:
                lane.renew(executor)
                raise WorkerKilledError("the page ended its worker process") from None
            except JobTimeoutError:
                lane.renew(executor)
                raise

    def close(self) -> None:
        """End every worker; nothing may be under way."""
        for lane in [*self._lanes, *([self._alone] if self._alone else [])]:
            lane.close()
