"""One way into the database, SQLite or PostgreSQL: a reader sees one state, writers come one at a time."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from db.engine.driver_errors import as_database_error, safe_url
from db.engine.folder_lock import folder_lock
from db.migrations import current_version, migrate, pending, versions
from db.schema.types import dump_json
from seedwatch.core.errors import DatabaseError, InputError

#: Size of the write-ahead log at which it is copied into the database, bytes (SQLite's own habit is 4 MB).
CHECKPOINT_BYTES = 8 * 1024 * 1024
#: Key of the advisory lock that makes PostgreSQL's writers take turns, as BEGIN IMMEDIATE does on SQLite.
WRITER_LOCK = 0x5EED
URL_HINT = "for example sqlite:///seedwatch.db or postgresql://user@host/name"


def open_database(
    url: str, *, upgrade: bool = True, synchronous: str = "FULL", busy_seconds: float = 30.0
) -> Database:
    """Connect, and bring the schema up to this program's version.

    url: `sqlite:///file`, `sqlite://` or `:memory:`, a plain file name, `postgresql://...`.
    synchronous: SQLite's setting; FULL survives power loss, NORMAL may lose the last commits then.
    busy_seconds: how long a writer waits for its turn.
    Raises InputError for a URL that cannot be read, DatabaseError for a database that cannot be used.
    """
    parsed = _parse(url)
    if parsed.get_backend_name() == "sqlite":
        database = Database(_sqlite_engine(parsed, synchronous, busy_seconds), parsed)
    else:
        database = Database(_postgres_engine(parsed, busy_seconds), parsed)
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
    parsed = _parse(url)
    if parsed.get_backend_name() != "sqlite":
        database = open_database(url, upgrade=False, busy_seconds=busy_seconds)
    elif _in_memory(parsed) or _could_be_made(Path(str(parsed.database))):
        database = open_database("sqlite://", busy_seconds=busy_seconds)
        database.url, database.absent = safe_url(parsed), True
    else:
        database = Database(_sqlite_engine(parsed, "FULL", busy_seconds), parsed)
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
        in_file = self._sqlite and not _in_memory(url)
        self.path = Path(str(url.database)) if in_file else None
        self._reader = engine if self._sqlite else _read_only(engine)
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
                has = f"has schema version {found}" if found else "has no tables of this program yet"
                raise DatabaseError(
                    f"database {self.url} {has}, this program needs {versions()[-1]}",
                    "`seedwatch db upgrade` brings it up to date; nothing was changed",
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


def _parse(url: str) -> URL:
    if url == ":memory:":
        url = "sqlite://"
    elif "://" not in url:
        url = URL.create("sqlite", database=url).render_as_string(hide_password=False)
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise InputError("the database URL cannot be read", URL_HINT) from error
    if parsed.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername in ("sqlite", "sqlite+pysqlite"):
        # Made absolute: connections opened after a change of the working directory reach the same file.
        path = parsed.database
        return parsed if _in_memory(parsed) else parsed.set(database=str(Path(str(path)).resolve()))
    raise InputError(f"databases of the kind {parsed.drivername!r} are not supported", URL_HINT)


def _in_memory(url: URL) -> bool:
    return url.database in (None, "", ":memory:")


def _engine(url: URL, **options: Any) -> Engine:
    try:
        return create_engine(
            url, json_serializer=dump_json, json_deserializer=orjson.loads, hide_parameters=True, **options
        )
    except (ArgumentError, TypeError, ValueError) as error:
        raise InputError(f"the database URL {safe_url(url)} cannot be used", URL_HINT) from error


def _sqlite_engine(url: URL, synchronous: str, busy_seconds: float) -> Engine:
    if synchronous.upper() not in ("FULL", "NORMAL", "EXTRA", "OFF"):
        raise InputError(f"synchronous = {synchronous!r} is no setting of SQLite", "use FULL or NORMAL")
    options: dict[str, Any] = {"connect_args": {"timeout": busy_seconds, "check_same_thread": False}}
    if _in_memory(url):
        options["poolclass"] = StaticPool
    engine = _engine(url, **options)

    @event.listens_for(engine, "connect")
    def settle(connection: Any, record: object) -> None:
        # The driver's own transaction handling begins late and never IMMEDIATE: `read` and `write` begin.
        connection.isolation_level = None
        for pragma in (
            "foreign_keys = ON",
            f"synchronous = {synchronous}",
            "wal_autocheckpoint = 0",
            "journal_size_limit = 0",  # the log is cut when it starts over: its size tells what waits
            "cache_size = -65536",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _postgres_engine(url: URL, busy_seconds: float) -> Engine:
    options = f"-c timezone=UTC -c lock_timeout={int(busy_seconds * 1000)}"
    given = str(url.query.get("options", ""))
    arguments = {"options": f"{given} {options}".strip(), "application_name": "seedwatch"}
    if "connect_timeout" not in url.query:
        arguments["connect_timeout"] = "10"
    return _engine(url, connect_args=arguments, pool_pre_ping=True)


def _read_only(engine: Engine) -> Engine:
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _size(path: Path) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116 - runs after each commit; Path.stat costs twice as much
    except FileNotFoundError:
        return 0
