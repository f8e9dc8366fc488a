"""Database URLs and the engines they lead to: what is understood of a URL is used, what is not is refused.

An option that a driver would ignore, or take for a part of the file's name, opens another and empty store; so
each is read here or named as unknown.
"""

from __future__ import annotations

import os
import re
import sqlite3
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import StaticPool

from db.engine.driver_errors import safe_url
from db.schema.types import dump_json
from seedwatch.core.errors import InputError

URL_HINT = "for example sqlite:///seedwatch.db or postgresql://user@host/name"
#: Options of SQLite's own URIs that are understood, with their values.
_SQLITE_OPTIONS = {
    "mode": ("ro", "rw", "rwc"),
    "immutable": ("0", "1", "true", "false"),
    "uri": ("true", "false", "1", "0"),
}
#: A kind of URL without its slashes, which would name a file `sqlite:x.db`; one letter is a drive of Windows.
_NO_SLASHES = re.compile(r"[A-Za-z][A-Za-z0-9+.]+:")


def parse_url(url: str) -> URL:
    """The URL with its driver and, for a file, its whole path. Raises InputError for what cannot be used."""
    if not url.strip():
        raise InputError("the database URL is empty", URL_HINT)
    if url == ":memory:":
        url = "sqlite://"
    elif _NO_SLASHES.match(url) and "://" not in url:
        raise InputError(f"{url}: neither a database URL nor a file name", URL_HINT)
    elif "://" not in url:
        url = URL.create("sqlite", database=url).render_as_string(hide_password=False)
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise InputError("the database URL cannot be read", URL_HINT) from error
    if parsed.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername in ("sqlite", "sqlite+pysqlite"):
        return parsed if in_memory(parsed) else _of_file(parsed)
    raise InputError(f"databases of the kind {parsed.drivername!r} are not supported", URL_HINT)


def _of_file(parsed: URL) -> URL:
    """The URL of a file by its whole path: connections opened after a change of the folder reach the same one."""
    path = str(parsed.database)
    for key, value in parsed.query.items():
        if str(value).lower() not in _SQLITE_OPTIONS.get(key, ()):
            known = ", ".join(f"{name}={values[0]}" for name, values in _SQLITE_OPTIONS.items())
            raise InputError(
                f"database URL {safe_url(parsed)}: option {key} is not understood", f"known: {known}"
            )
    if path.startswith("file:"):
        path = path.removeprefix("file:")
        path = path.removeprefix("//") if path.startswith("///") else path
    if "?" in path:
        raise InputError(f"database URL {safe_url(parsed)}: options stand behind one question mark", URL_HINT)
    query = {key: str(value).lower() for key, value in parsed.query.items() if key != "uri"}
    return parsed.set(database=str(Path(path).expanduser().resolve()), query=query)


def is_read_only(url: URL) -> bool:
    """Whether the URL itself asks that nothing is written."""
    return url.query.get("mode") == "ro" or url.query.get("immutable") in ("1", "true")


def cannot_change(url: URL) -> bool:
    """Whether nothing can be written beside the file, as on a medium that is mounted read-only."""
    return is_read_only(url) or not os.access(Path(str(url.database)).parent, os.W_OK)


def in_memory(url: URL) -> bool:
    return url.database in (None, "", ":memory:")


def _engine(url: URL, **options: Any) -> Engine:
    try:
        return create_engine(
            url, json_serializer=dump_json, json_deserializer=orjson.loads, hide_parameters=True, **options
        )
    except (ArgumentError, TypeError, ValueError) as error:
        raise InputError(f"the database URL {safe_url(url)} cannot be used", URL_HINT) from error


def sqlite_engine(url: URL, synchronous: str, busy_seconds: float, *, fixed: bool = False) -> Engine:
    """Connections to an SQLite file. fixed: nothing is written, not even the files beside it."""
    if synchronous.upper() not in ("FULL", "NORMAL", "EXTRA", "OFF"):
        raise InputError(f"synchronous = {synchronous!r} is no setting of SQLite", "use FULL or NORMAL")
    options: dict[str, Any] = {"connect_args": {"timeout": busy_seconds, "check_same_thread": False}}
    if in_memory(url):
        options["poolclass"] = StaticPool
    if fixed and not in_memory(url):
        options["creator"] = lambda: _open_fixed(url, busy_seconds)
    engine = _engine(url.set(query={}), **options)

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


def postgres_engine(url: URL, busy_seconds: float) -> Engine:
    options = f"-c timezone=UTC -c lock_timeout={int(busy_seconds * 1000)}"
    given = str(url.query.get("options", ""))
    arguments = {"options": f"{given} {options}".strip(), "application_name": "seedwatch"}
    if "connect_timeout" not in url.query:
        arguments["connect_timeout"] = "10"
    return _engine(url, connect_args=arguments, pool_pre_ping=True)


def read_only(engine: Engine) -> Engine:
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _open_fixed(url: URL, busy_seconds: float) -> sqlite3.Connection:
    """A connection that reads only; without the files of the write-ahead log where nothing can be written."""
    path = Path(str(url.database))
    log = Path(f"{path}-wal")
    waiting = log.exists() and log.stat().st_size > 0
    alone = url.query.get("immutable") in ("1", "true") or not os.access(path.parent, os.W_OK)
    options = "mode=ro&immutable=1" if alone and not waiting else "mode=ro"
    return sqlite3.connect(
        f"{path.as_uri()}?{options}", uri=True, timeout=busy_seconds, check_same_thread=False
    )
