"""Options that several commands share, and the steps every command begins with."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.core.errors import InputError

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
def reading(db: str | None) -> Iterator[Database]:
    """The database as it is, for commands that change nothing.

    Raises DatabaseError where its version is not the program's.
    """
    from db.engine.database import open_reader
    from seedwatch.cli.output import note

    with open_reader(read_settings(db).database_url) as found:
        yield found
    if found.absent:
        note(f"seedwatch: there is no database {found.url} yet; `seedwatch crawl` makes one")


def moment(text: str | None, option: str, *, end: bool = False) -> datetime | None:
    """A bound in UTC from a date (this machine's day; with `end`, its end), a time, or an age (7d, 12h)."""
    from datetime import UTC, datetime, timedelta

    if text is None:
        return None
    unit = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}.get(text[-1:])
    if unit is not None and text[:-1].isdigit() and len(text) < 6:
        return datetime.now(UTC) - int(text[:-1]) * unit
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(
            f"{option} {text}: not a date", "Write 2026-03-22, 2026-03-22T09:00+08:00 or 7d."
        ) from None
    if end and len(text) <= 10:
        found += timedelta(days=1)
    return found.astimezone(UTC)
