"""The worker pool of a crawl over a stream of jobs without a crawl: answers in the order of the jobs."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from pipelines.workers.pool import DEPTH, Pool
from pipelines.workers.tasks import WorkerConfig

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Answer(Generic[T, R]):
    """What a job gave: a value, or the error for which there is none."""

    item: T
    value: R | None
    error: Exception | None = None


def stream(
    plan: WorkerConfig, workers: int, limit: float, job: Callable[[T], R], items: Iterable[T]
) -> Iterator[Answer[T, R]]:
    """Run `job` over `items` in `workers` processes, each within `limit` seconds, a few held at a time.

    A job that takes too long, ends its worker or raises becomes an answer without value; the others go on.
    """
    loop = asyncio.new_event_loop()
    pool: Pool | None = None
    try:
        pool = loop.run_until_complete(_launch(plan, workers, limit))
        yield from _ordered(loop, pool, job, items, 2 * DEPTH * workers)
    finally:
        if pool is not None:
            pool.close()
        loop.close()


async def _launch(plan: WorkerConfig, workers: int, limit: float) -> Pool:
    return Pool(plan, workers, limit)


def _ordered(
    loop: asyncio.AbstractEventLoop, pool: Pool, job: Callable[[T], R], items: Iterable[T], ahead: int
) -> Iterator[Answer[T, R]]:
    waiting: deque[asyncio.Task[Answer[T, R]]] = deque()
    for item in items:
        waiting.append(loop.create_task(_answer(pool, job, item)))
        if len(waiting) >= ahead:
            yield loop.run_until_complete(waiting.popleft())
    while waiting:
        yield loop.run_until_complete(waiting.popleft())


async def _answer(pool: Pool, job: Callable[[T], R], item: T) -> Answer[T, R]:
    """Fault boundary: whatever an item does to its worker is that item's answer."""
    try:
        return Answer(item, await pool.run(job, item))
    except Exception as error:  # noqa: BLE001
        return Answer(item, None, error)
