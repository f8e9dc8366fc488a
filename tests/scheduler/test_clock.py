"""A scheduler outlives what befalls its database, and does then what is still to be done."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from db.engine.database import Database, open_database
from db.jobs.queue import add_job, get_job
from db.jobs.workers import list_workers
from scheduler.clock import Clock, Times
from scheduler.kinds import JobClass, JobKind
from seedwatch.core.errors import DatabaseError
from seedwatch.core.model.job import JobState, NewJob
from tests.databases import NoServerError, own_server

TIMES = Times(0.2, 60.0, 1, ZoneInfo("Asia/Taipei"))
Fault = Callable[[], AbstractContextManager[None]]


def python(args: Mapping[str, Any]) -> tuple[str, ...]:
    return (sys.executable, "-c", args["code"])


KINDS = (JobKind("delivery", JobClass.DELIVERY, python, 60.0),)


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Another program holds the file for itself, for longer than a writer waits."""
    other = sqlite3.connect(str(database.path), isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        yield
    finally:
        other.close()


def test_a_scheduler_outlives_a_file_that_another_keeps(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with open_database(sqlite_url, busy_seconds=0.1) as database:
        _outlives(database, lambda: locked(database), caplog)


def test_a_scheduler_outlives_its_server(caplog: pytest.LogCaptureFixture) -> None:
    """PostgreSQL is killed by the system, and comes back."""
    try:
        with own_server() as server, open_database(server.url) as database:

            @contextmanager
            def gone() -> Iterator[None]:
                server.kill()
                try:
                    yield
                finally:
                    server.start()

            _outlives(database, gone, caplog)
    except NoServerError as error:
        pytest.skip(str(error))


def _outlives(database: Database, fault: Fault, caplog: pytest.LogCaptureFixture) -> None:
    stop = Event()
    clock = Thread(target=Clock(database, TIMES, KINDS, (), os.environ).run, args=(stop,))
    clock.start()
    try:
        first = _add(database)
        _wait(lambda: _state(database, first) is JobState.DONE)
        with fault():
            _wait(lambda: "out of reach" in caplog.text)
        second = _add(database)
        _wait(lambda: _state(database, second) is JobState.DONE)
        assert clock.is_alive()
    finally:
        stop.set()
        clock.join(30)
    assert not clock.is_alive()
    with database.read() as conn:
        assert list_workers(conn, datetime.now(UTC)) == ()


def _add(database: Database) -> int:
    now = datetime.now(UTC) - timedelta(seconds=1)
    for _ in range(100):
        try:
            with database.write() as conn:
                added = add_job(conn, NewJob("delivery", now, {"code": "pass"}), now)
        except DatabaseError:  # the server's first seconds
            time.sleep(0.1)
        else:
            assert added is not None
            return added
    raise AssertionError("never")


def _state(database: Database, job_id: int) -> JobState:
    with database.read() as conn:
        found = get_job(conn, job_id)
    assert found is not None
    return found.state


def _wait(ready: Callable[[], bool]) -> None:
    for _ in range(1200):
        if ready():
            return
        time.sleep(0.05)
    raise AssertionError("never")
