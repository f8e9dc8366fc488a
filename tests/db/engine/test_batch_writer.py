"""One thread writes in batches; what a row breaks, it breaks alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial

import pytest
from sqlalchemy import Connection, insert, select

from db.engine.batch_writer import Writer
from db.engine.database import Database
from db.schema.tables import host
from seedwatch.core.errors import DatabaseError


@pytest.fixture
def writer(database: Database) -> Iterator[Writer]:
    made = Writer(database)
    yield made
    made.close()


def names(conn: Connection) -> list[str]:
    return sorted(conn.execute(select(host.c.name)).scalars())


def add(conn: Connection, name: str) -> str:
    conn.execute(insert(host), {"name": name})
    return name


def test_done_means_stored(writer: Writer, database: Database) -> None:
    assert writer.write(lambda conn: add(conn, "a")).result() == "a"
    with database.read() as conn:
        assert names(conn) == ["a"]


def test_a_read_sees_the_writes_asked_for_before_it(writer: Writer) -> None:
    writer.write(lambda conn: add(conn, "a"))
    assert writer.read(names).result() == ["a"]


def test_a_row_that_is_refused_is_lost_alone(writer: Writer, database: Database) -> None:
    """Each batch holds the same name twice: the second is refused, its neighbours are stored."""
    held = _hold(writer)
    futures = [writer.write(partial(add, name=name)) for name in "abcadef"]
    held.set()
    errors = [future.exception() for future in futures]
    assert [isinstance(error, DatabaseError) for error in errors] == [False] * 3 + [True] + [False] * 3
    with database.read() as conn:
        assert names(conn) == list("abcdef")


def test_when_all_fail_the_rest_is_not_tried_one_by_one(writer: Writer) -> None:
    tried: list[int] = []

    def fail(conn: Connection, number: int) -> None:
        tried.append(number)
        raise DatabaseError("gone")

    held = _hold(writer)
    futures = [writer.write(partial(fail, number=number)) for number in range(20)]
    held.set()
    assert all(isinstance(future.exception(), DatabaseError) for future in futures)
    assert tried == [0, 0, 1, 2]


def test_what_is_written_together(writer: Writer, database: Database) -> None:
    batches: list[int] = []

    def together(conn: Connection, results: list[str]) -> None:
        batches.append(len(results))
        conn.execute(insert(host), [{"name": name} for name in results])

    held = _hold(writer)
    futures = [writer.write(partial(_name, name=name), together) for name in "abcd"]
    held.set()
    assert [future.result() for future in futures] == list("abcd")
    assert batches == [4]
    with database.read() as conn:
        assert names(conn) == list("abcd")


def test_close_finishes_what_was_asked_for(database: Database) -> None:
    made = Writer(database)
    future = made.write(lambda conn: add(conn, "a"))
    made.close()
    assert future.result() == "a"


def _name(conn: Connection, name: str) -> str:
    return name


def _hold(writer: Writer) -> threading.Event:
    """Keep the thread busy until the event is set, so that what comes meanwhile is one batch."""
    event = threading.Event()
    began: Future[None] = Future()

    def wait(conn: Connection) -> None:
        began.set_result(None)
        event.wait(10)

    writer.read(wait)
    began.result(10)
    return event
