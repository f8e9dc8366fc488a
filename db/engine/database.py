"""One way into the database, SQLite or PostgreSQL: a reader sees one state, writers come one at a time."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import URL, Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from db.engine.driver_errors import as_database_error, safe_url
from db.engine.folder_lock import folder_lock
from db.engine.urls import (
    cannot_change,
    in_memory,
    is_read_only,
    parse_url,
    postgres_engine,
    read_only,
    sqlite_engine,
)
from db.migrations import current_version, migrate, pending, versions
from seedwatch.core.errors import N_, DatabaseError

#: Size of the write-ahead log at which it is copied into the database, bytes (SQLite's own habit is 4 MB).
CHECKPOINT_BYTES = 8 * 1024 * 1024
#: Key of the advisory lock that makes PostgreSQL's writers take turns, as BEGIN IMMEDIATE does on SQLite.
WRITER_LOCK = 0x5EED


def open_database(
    url: str, *, upgrade: bool = True, synchronous: str = "FULL", busy_seconds: float = 30.0
) -> Database:
    """Connect, and bring the schema up to this program's version.

    url: `sqlite:///file`, `sqlite://` or `:memory:`, a plain file name, `postgresql://...`.
    synchronous: SQLite's setting; FULL survives power loss, NORMAL may lose the last commits then.
    busy_seconds: how long a writer waits for its turn.
    Raises InputError for a URL that cannot be read, DatabaseError for a database that cannot be used.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        if is_read_only(parsed):
            return open_reader(url, busy_seconds=busy_seconds)
        database = Database(sqlite_engine(parsed, synchronous, busy_seconds), parsed)
    else:
        database = Database(postgres_engine(parsed, busy_seconds), parsed)
    try:
        database.prepare()
        if upgrade:
            database.upgrade()
    except BaseException:
        database.close()
        raise
    return database


def open_reader(url: str, *, busy_seconds: float = 30.0) -> Database:
    """Connect to what is there and change nothing: no upgrade, no file where there is none yet.

    An SQLite file that does not exist is answered for by an empty archive in memory; `absent` tells.
    Raises InputError for a URL that cannot be read, DatabaseError for a database that cannot be used or whose
    schema is not this program's.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite":
        database = open_database(url, upgrade=False, busy_seconds=busy_seconds)
    elif in_memory(parsed) or _could_be_made(Path(str(parsed.database))):
        database = open_database("sqlite://", busy_seconds=busy_seconds)
        database.url, database.absent = safe_url(parsed), True
    else:
        database = Database(sqlite_engine(parsed, "FULL", busy_seconds, fixed=cannot_change(parsed)), parsed)
    try:
        database.require_current()
    except BaseException:
        database.close()
        raise
    return database


def _could_be_made(path: Path) -> bool:
    return not path.exists() and path.parent.is_dir()


class Database:
    """An open database. Connections come from `read` and `write`; threads may share it, processes not.

    absent: there is no such database yet; an empty one in memory stands in for it.
    """

    def __init__(self, engine: Engine, url: URL) -> None:
        self.url = safe_url(url)
        self.engine = engine
        self._secret = url
        self._sqlite = engine.dialect.name == "sqlite"
        in_file = self._sqlite and not in_memory(url)
        self.path = Path(str(url.database)) if in_file else None
        self._reader = engine if self._sqlite else read_only(engine)
        # All of a memory database lives in one connection, so its users take turns.
        self._turn: AbstractContextManager[Any] = (
            threading.RLock() if self._sqlite and not in_file else nullcontext()
        )
        self._checkpointed = 0
        self.absent = False

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the database and cannot change it."""
        with (
            self._translated(),
            self._turn,
            self._reader.connect() as connection,
            connection.begin() as begun,
        ):
            if self._sqlite:
                connection.exec_driver_sql("PRAGMA query_only = ON")
                connection.exec_driver_sql("BEGIN")
            yield connection
            begun.rollback()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction: committed at the end, rolled back on any error; the only one at its time."""
        with self._translated():
            with self._turn, self.engine.connect() as connection, connection.begin():
                if self._sqlite:
                    connection.exec_driver_sql("PRAGMA query_only = OFF")
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                else:
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")
                yield connection
            self._checkpoint_when_due()

    def version(self) -> str | None:
        """The schema's version as found; None for an empty database."""
        with self.read() as connection:
            return current_version(connection)

    def upgrade(self) -> str:
        """Bring the schema to this program's version, and say which that is.

        Raises DatabaseError when the database is newer than the program.
        """
        with self.read() as connection:
            missing = pending(connection, self.url)
        if missing:
            with self.write() as connection:
                if pending(connection, self.url):  # not when another program was faster
                    migrate(connection)
        return versions()[-1]

    def require_current(self) -> None:
        """Raises DatabaseError when the schema is not this program's."""
        with self.read() as connection:
            if pending(connection, self.url):
                found = current_version(connection)
                raise DatabaseError(
                    N_("database %(url)s has schema version %(found)s, this program needs %(needed)s")
                    if found
                    else N_("database %(url)s has no tables of this program yet, which needs %(needed)s"),
                    N_("`seedwatch db upgrade` brings it up to date; nothing was changed"),
                    url=self.url,
                    found=found,
                    needed=versions()[-1],
                )

    def prepare(self) -> None:
        """Reach the database once; a new SQLite file is switched to WAL, locked as two may start at once."""
        with self._translated():
            if self.path is None:
                with self.engine.connect() as connection:
                    connection.exec_driver_sql("SELECT 1")
                return
            with folder_lock(self.path.parent, wait=True), self.engine.connect() as connection:
                if connection.exec_driver_sql("PRAGMA journal_mode").scalar() != "wal":
                    connection.exec_driver_sql("PRAGMA journal_mode = WAL")

    def optimize(self) -> None:
        """Let SQLite renew its statistics and copy its log into the file; PostgreSQL does so by itself."""
        if self.path is None:
            return
        with (
            self._translated(),
            folder_lock(self.path.parent, wait=True),
            self.engine.connect() as connection,
        ):
            connection.exec_driver_sql("PRAGMA query_only = OFF")  # its last user may have read
            connection.exec_driver_sql("PRAGMA optimize")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")
            self._checkpointed = 0

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise as_database_error(error, self._secret) from error

    def _checkpoint_when_due(self) -> None:
        """Copy the write-ahead log into the database once it has grown by CHECKPOINT_BYTES.

        SQLite's automatic checkpoints are off: before 3.51.3 two that meet can lose pages, so whoever holds
        the folder's lock is the only one. A reader that holds the log back costs one try per further growth.
        """
        if self.path is None:
            return
        size = _size(Path(f"{self.path}-wal"))
        self._checkpointed = min(self._checkpointed, size)
        if size - self._checkpointed < CHECKPOINT_BYTES:
            return
        with folder_lock(self.path.parent, wait=False) as mine:
            if mine:
                self._checkpointed = size
                with self.engine.connect() as connection:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")


def _size(path: Path) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116 - runs after each commit; Path.stat costs twice as much
    except FileNotFoundError:
        return 0
