"""Databases as fixtures. `database` runs a test twice: on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings

from db.engine.database import Database, open_database
from tests.databases import NoServerError, PostgresServer, postgres_server, sqlite_template

# Other work on the machine must not fail a property test: times are no property.
settings.register_profile("seedwatch", deadline=None, max_examples=60)
settings.load_profile("seedwatch")

ENGINES = ("sqlite", "postgresql")

# What a shell puts in the background ignores Ctrl-C, and so would commands that a test starts and interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def _sqlite_template() -> Iterator[Path]:
    with sqlite_template() as path:
        yield path


@pytest.fixture(scope="session")
def _postgres() -> Iterator[PostgresServer | str]:
    """The session's server, or why there is none: tried once, each test skips with the reason."""
    with ExitStack() as stack:
        try:
            server: PostgresServer | str = stack.enter_context(postgres_server())
        except NoServerError as error:
            server = str(error)
        yield server


@pytest.fixture
def postgres(_postgres: PostgresServer | str) -> PostgresServer:
    if isinstance(_postgres, str):
        pytest.skip(_postgres)
    return _postgres


@pytest.fixture
def sqlite_url(_sqlite_template: Path, tmp_path: Path) -> str:
    """URL of an upgraded, empty SQLite file."""
    path = tmp_path / "seedwatch.db"
    shutil.copyfile(_sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database_url(engine_name: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """URL of an upgraded, empty database, once on each engine."""
    if engine_name == "sqlite":
        yield str(request.getfixturevalue("sqlite_url"))
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.create()
    yield url
    server.release(url)


@pytest.fixture
def empty_url(engine_name: str, request: pytest.FixtureRequest) -> str:
    """URL of a database without any table, once on each engine."""
    if engine_name == "sqlite":
        folder: Path = request.getfixturevalue("tmp_path")
        return f"sqlite:///{folder / 'empty.db'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.create(empty=True)


@pytest.fixture
def reopen() -> Iterator[Callable[[str], Database]]:
    """Opens databases and closes them after the test."""
    with ExitStack() as stack:
        yield lambda url: stack.enter_context(open_database(url))


@pytest.fixture
def database(database_url: str, reopen: Callable[[str], Database]) -> Database:
    """An upgraded, empty database, once on each engine."""
    return reopen(database_url)


@pytest.fixture
def sqlite_database(sqlite_url: str, reopen: Callable[[str], Database]) -> Database:
    """An upgraded, empty SQLite database, for tests to which the engine does not matter."""
    return reopen(sqlite_url)


@pytest.fixture
def postgres_database(postgres: PostgresServer, reopen: Callable[[str], Database]) -> Iterator[Database]:
    """An upgraded, empty PostgreSQL database, for what only writers without turns show."""
    url = postgres.create()
    yield reopen(url)
    postgres.release(url)
