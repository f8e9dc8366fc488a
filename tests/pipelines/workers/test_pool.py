"""A page that kills or holds its worker costs one page; a plain process pool loses more."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipelines.workers.pool import JobTimeoutError, Pool, WorkerKilledError
from pipelines.workers.tasks import WorkerConfig
from tests.pipelines.jobs import KILLER, fail, sleep, time_out, work

JOBS = 24


@contextmanager
def pool(workers: int = 2, limit: float = 30.0) -> Iterator[Pool]:
    made = Pool(WorkerConfig(), workers, limit)
    try:
        yield made
    finally:
        made.close()


async def _each(made: Pool, job: Callable[[int], int]) -> list[int | BaseException]:
    return await asyncio.gather(*(made.run(job, n) for n in range(JOBS)), return_exceptions=True)


def test_a_killer_costs_one_page() -> None:
    with pool() as made:
        results = asyncio.run(_each(made, work))
    lost = {n for n, result in enumerate(results) if isinstance(result, BaseException)}
    assert lost == {KILLER}
    assert isinstance(results[KILLER], WorkerKilledError)


def test_control_a_plain_pool_loses_more() -> None:
    """Tried twice each, as a retry would: whatever waits beside the killer is lost with it, both times."""

    def attempt(numbers: set[int]) -> set[int]:
        with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as executor:
            futures: dict[int, Future[int]] = {}
            for number in sorted(numbers):
                try:
                    futures[number] = executor.submit(work, number)
                except BrokenProcessPool:
                    continue
            return {n for n, future in futures.items() if future.exception() is None}

    done = attempt(set(range(JOBS)))
    done |= attempt(set(range(JOBS)) - done)
    assert len(set(range(JOBS)) - done) > 1


def test_a_job_past_its_limit_is_ended_and_the_lane_goes_on() -> None:
    async def jobs(made: Pool) -> list[float | BaseException]:
        calls = (made.run(sleep, seconds) for seconds in (60.0, 0.01, 0.02))
        return await asyncio.gather(*calls, return_exceptions=True)

    with pool(workers=1, limit=2.0) as made:
        first, *others = asyncio.run(jobs(made))
    assert isinstance(first, JobTimeoutError)
    assert others == [0.01, 0.02]


@pytest.mark.parametrize(("job", "error"), [(fail, LookupError), (time_out, TimeoutError)])
def test_what_a_job_raises_is_the_callers(job: Callable[[], None], error: type[Exception]) -> None:
    with pool(workers=1) as made, pytest.raises(error, match="of the job"):
        asyncio.run(made.run(job))


def test_workers_end_with_a_killed_parent() -> None:
    """A worker holds both ends of its own pipe, so only watching the parent tells it."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    parent = context.Process(target=_parent, args=(theirs,))
    parent.start()
    workers: list[int] = ours.recv()
    parent.kill()
    parent.join()
    deadline = time.monotonic() + 60
    while any(_alive(pid) for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [pid for pid in workers if _alive(pid)]


def _parent(pipe: multiprocessing.connection.Connection) -> None:
    async def ask() -> list[int]:
        return list(await asyncio.gather(made.run(os.getpid), made.run(os.getpid)))

    made = Pool(WorkerConfig(), 2, 30.0)
    pipe.send(asyncio.run(ask()))
    time.sleep(60)


def _alive(pid: int) -> bool:
    """Whether the process runs; a zombie nobody waits for has ended."""
    try:
        with Path(f"/proc/{pid}/stat").open() as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
