"""The one thread of a process that talks to the database while other work goes on.

Writes are collected into batches of one transaction: 50 rows a transaction are 35 times faster than one (5
times with a write-ahead log). A future is done when its transaction is committed, so "written" means stored.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import Connection

from db.engine.database import Database

T = TypeVar("T")
Job = Callable[[Connection], T]
#: What is done once for all results of a batch, in its transaction.
BatchEnd = Callable[[Connection, list[Any]], None]

#: A batch is committed at this many jobs, this long after its first (s), or when nothing more came for this
#: long (s). Only jobs with something to do together wait for others: with 0.02 s a crawl's batches had two.
ROWS = 50
SECONDS = 0.5
IDLE_SECONDS = 0.12


@dataclass(frozen=True, slots=True)
class _Task:
    job: Job[Any]
    future: Future[Any]
    write: bool
    then: BatchEnd | None = None


#: Jobs of a failed batch that are tried alone before the others are given up with them.
_TRIED_ALONE = 3
_END = _Task(lambda conn: None, Future(), write=False)


class Writer:
    """Runs jobs on connections of `database`, in the order in which they were given, until it is closed.

    A job must be fit to run twice: when a batch fails, its jobs run again one by one, so that a row that the
    database refuses is lost alone. What a job raises is raised by its future.
    """

    def __init__(self, database: Database, precondition: Callable[[Connection], None] | None = None) -> None:
        """precondition: called first in every transaction; what it raises, all jobs of the batch raise."""
        self._database = database
        self._precondition = precondition
        self._tasks: queue.SimpleQueue[_Task] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="database", daemon=True)
        self._thread.start()

    def write(self, job: Job[T], then: Callable[[Connection, list[T]], None] | None = None) -> Future[T]:
        """Run the job in the next transaction; done when that is committed.

        then: called once with the results of all jobs of the batch that were given the same function: rows
        written together cost a third of rows written one by one.
        """
        return self._put(job, write=True, then=then)

    def read(self, job: Job[T]) -> Future[T]:
        """Run the job on a reading connection; it sees every write that was asked for before it."""
        return self._put(job, write=False)

    async def awrite(self, job: Job[T], then: Callable[[Connection, list[T]], None] | None = None) -> T:
        """As `write`, awaited: the job's result once it is committed."""
        return await asyncio.wrap_future(self.write(job, then))

    async def aread(self, job: Job[T]) -> T:
        """As `read`, awaited."""
        return await asyncio.wrap_future(self.read(job))

    def _put(self, job: Job[T], *, write: bool, then: BatchEnd | None = None) -> Future[T]:
        future: Future[T] = Future()
        self._tasks.put(_Task(job, future, write, then))
        return future

    def close(self) -> None:
        """Finish what was asked for, then end the thread."""
        self._tasks.put(_END)
        self._thread.join()

    def _serve(self) -> None:
        while True:
            batch, after = self._collect(self._tasks.get())
            self._commit(batch)
            if after is _END:
                return
            if after is not None:
                self._answer(after)

    def _collect(self, first: _Task) -> tuple[list[_Task], _Task | None]:
        """A batch of writes, and the task other than a write that ended it, if one did."""
        batch: list[_Task] = []
        task, end = first, monotonic() + SECONDS
        while task.write:
            batch.append(task)
            if len(batch) >= ROWS or monotonic() > end:
                return batch, None
            try:
                task = self._tasks.get(timeout=IDLE_SECONDS if task.then is not None else 0.0)
            except queue.Empty:
                return batch, None
        return batch, task

    def _commit(self, batch: list[_Task]) -> None:
        if not batch:
            return
        try:
            with self._database.write() as conn:
                if self._precondition is not None:
                    self._precondition(conn)
                results = [task.job(conn) for task in batch]
                _together(conn, batch, results)
        except Exception as error:  # noqa: BLE001 -- a thread's fault boundary: the futures carry it on
            self._fail(batch, error)
            return
        for task, result in zip(batch, results, strict=True):
            task.future.set_result(result)

    def _fail(self, batch: list[_Task], error: Exception) -> None:
        """One by one after a failed batch; when the first few fail too, the database has, and the rest with
        it.
        """
        if len(batch) == 1:
            batch[0].future.set_exception(error)
            return
        for number, task in enumerate(batch):
            if number == _TRIED_ALONE and all(done.future.exception() for done in batch[:number]):
                for rest in batch[number:]:
                    rest.future.set_exception(error)
                return
            self._commit([task])

    def _answer(self, task: _Task) -> None:
        try:
            with self._database.read() as conn:
                result = task.job(conn)
        except Exception as error:  # noqa: BLE001 -- as above
            task.future.set_exception(error)
        else:
            task.future.set_result(result)


def _together(conn: Connection, batch: list[_Task], results: list[Any]) -> None:
    for then in dict.fromkeys(task.then for task in batch):
        if then is not None:
            then(conn, [result for task, result in zip(batch, results, strict=True) if task.then == then])
