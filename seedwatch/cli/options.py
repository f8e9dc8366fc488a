"""Options that several commands share, and the steps every command begins with."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.core.errors import DatabaseError, InputError
from seedwatch.locales import N_

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from db.engine.database import Database
    from seedwatch.app.settings import Settings

Db = Annotated[str | None, typer.Option("--db", metavar="URL", help="Database URL (SQLAlchemy).")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Since = Annotated[str | None, typer.Option(metavar="D", help="Published on or after: 2026-03-22, or 7d.")]
Until = Annotated[str | None, typer.Option(metavar="D", help="Published before the end of: 2026-03-22.")]


def read_settings(db: str | None = None, **more: object) -> Settings:
    """The effective settings with the command line's on top."""
    from seedwatch.app.settings import load

    return load(database_url=db, **more)


def writing(db: str | None) -> Database:
    """The database, open and at the program's version; a context manager."""
    from db.engine.database import open_database

    return open_database(read_settings(db).database_url)


@contextmanager
def reading(db: str | None, *, needed: bool = False) -> Iterator[Database]:
    """The database as it is, for commands that change nothing.

    needed: there is nothing to say without one. Where a database was named or is needed, and there is none,
    DatabaseError says where we looked and what to do; so it does where its version is not the program's.
    """
    from db.engine.database import open_reader
    from seedwatch.cli.output import note

    with open_reader(read_settings(db).database_url) as found:
        if found.absent and (needed or db is not None):
            raise no_database(found.url)
        yield found
    if found.absent:
        note(f"seedwatch: there is no database {found.url} yet; `seedwatch crawl` makes one")


def no_database(url: str) -> DatabaseError:
    """The error of a command that has nothing to read."""
    return DatabaseError(
        N_("there is no database %(url)s yet"),
        N_("`seedwatch demo` shows a sample, `seedwatch crawl` begins your own, `--db` names another one."),
        url=url,
    )


def now() -> datetime:
    """This moment in the reader's time zone, from which dates are told."""
    return read_settings().now()


def moment(text: str | None, option: str, *, end: bool = False) -> datetime | None:
    """A bound in UTC from what people write (see `seedwatch.core.search.dates`); with `end`, its end."""
    from datetime import UTC

    from seedwatch.core.errors import QueryError
    from seedwatch.core.search.dates import read_period

    if text is None:
        return None
    try:
        period = read_period(text, 0, now())
    except QueryError as error:
        raise InputError(
            N_("%(option)s %(given)s: not a date"),
            N_("For example 2026-03-22, 2026-03, 7d (days), yesterday, last week."),
            option=option,
            given=text,
        ) from error
    return (period.end if end else period.start).astimezone(UTC)
