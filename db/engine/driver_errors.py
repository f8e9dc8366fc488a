"""What a driver's error means to a person, without passwords."""

from __future__ import annotations

import sqlite3

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from seedwatch.core.errors import N_, DatabaseError

#: SQLite's error names, longest prefix first.
SQLITE_HINTS = (
    (
        "SQLITE_FULL",
        N_("the disk is full"),
        N_("free some space and run the command again; nothing stored so far is lost"),
    ),
    (
        "SQLITE_READONLY",
        N_("it cannot be written"),
        N_("check the owner and mode of the file and its folder"),
    ),
    ("SQLITE_CANTOPEN", N_("it cannot be opened"), N_("check that the folder exists and may be written")),
    (
        "SQLITE_BUSY",
        N_("another process kept it locked"),
        N_("wait for the other command to end, or stop it"),
    ),
    (
        "SQLITE_LOCKED",
        N_("another connection kept it locked"),
        N_("wait for the other command to end, or stop it"),
    ),
    ("SQLITE_NOTADB", N_("the file is no SQLite database"), N_("name another file")),
    ("SQLITE_CORRUPT", N_("the file is damaged"), N_("restore a backup, or recover with sqlite3's .recover")),
    ("SQLITE_IOERR", N_("reading or writing the disk failed"), N_("check the disk and its free space")),
)

#: PostgreSQL's SQLSTATE, longest prefix first.
POSTGRES_HINTS = (
    ("53100", N_("the server's disk is full"), N_("free some space there; nothing stored so far is lost")),
    ("53", N_("the server is short of resources"), N_("try again later, or raise its limits")),
    ("55P03", N_("another process kept it locked"), N_("wait for the other command to end, or stop it")),
    ("25006", N_("it cannot be written"), N_("the server or the role is read-only")),
    ("42501", N_("the role lacks a right"), N_("grant it, or use another role")),
    ("28", N_("the server refused the login"), N_("check user and password")),
    ("3D000", N_("there is no such database"), N_("create it: createdb NAME")),
    ("57", N_("the server stopped"), N_("start it and run the command again")),
    ("08", N_("the connection was lost"), N_("check the server and run the command again")),
)

#: Faults of the database itself: no other row and no other try fares better.
_LASTING = (
    *("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_NOTADB", "SQLITE_CORRUPT", "SQLITE_IOERR"),
    *("53", "25006", "42501", "28", "3D000", "57", "08"),
)
UNREACHABLE = (
    N_("it cannot be reached"),
    N_("check that the server runs, and host, port and user in the URL"),
)


def safe_url(url: URL) -> str:
    """The URL without password and without query, where drivers accept passwords too."""
    plain = url.set(drivername=url.get_backend_name(), query={})
    return plain.render_as_string(hide_password=True)


def as_database_error(error: SQLAlchemyError, url: URL) -> DatabaseError:
    """The error for people; the driver's own words follow, passwords blanked."""
    what, hint = _meaning(error)
    driver = error.orig if isinstance(error, DBAPIError) else error
    words = _without_secrets(" ".join(str(driver).split()), url)
    return DatabaseError(
        N_("database %(url)s: %(why)s (%(driver)s)"), hint, url=safe_url(url), why=what, driver=words
    )


def lasts(error: DatabaseError) -> bool:
    """Whether the fault is the database's own (a full disk, a lost server), not a row's or a moment's."""
    cause = error.__cause__
    driver = cause.orig if isinstance(cause, DBAPIError) else None
    if isinstance(driver, sqlite3.Error):
        return str(getattr(driver, "sqlite_errorname", "")).startswith(_LASTING)
    return _is_unreachable(driver) or str(getattr(driver, "sqlstate", None) or "").startswith(_LASTING)


def _is_unreachable(driver: BaseException | None) -> bool:
    no_answer = type(driver).__name__ in ("OperationalError", "ConnectionTimeout")
    return no_answer and getattr(driver, "sqlstate", None) is None


def _meaning(error: SQLAlchemyError) -> tuple[str, str]:
    if isinstance(error, IntegrityError):
        return "it refused a row", "nothing of this batch was stored; this is a defect of the program"
    driver = error.orig if isinstance(error, DBAPIError) else None
    if isinstance(driver, sqlite3.Error):
        return _look_up(SQLITE_HINTS, getattr(driver, "sqlite_errorname", "")) or ("it refused the work", "")
    if _is_unreachable(driver):
        return UNREACHABLE
    state = getattr(driver, "sqlstate", None) or ""
    return _look_up(POSTGRES_HINTS, state) or ("it refused the work", "")


def _look_up(table: tuple[tuple[str, str, str], ...], code: str) -> tuple[str, str] | None:
    return next(((what, hint) for prefix, what, hint in table if code.startswith(prefix)), None)


def _without_secrets(words: str, url: URL) -> str:
    for secret in (url.password, url.query.get("password")):
        if secret:
            words = words.replace(str(secret), "***")
    return words
