"""Searches kept by name."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from db.engine.rows import record_of
from db.schema.reader_tables import saved_search
from seedwatch.core.errors import InputError
from seedwatch.core.model.saved import SavedSearch

LIST_HINT = "`seedwatch saved list` names them."


def add_saved(conn: Connection, search: SavedSearch, now: datetime) -> None:
    """Keep a search. Raises InputError where the name is taken."""
    if find_saved(conn, search.name) is not None:
        hint = "Choose another name, or remove that one first: `seedwatch saved remove NAME`."
        raise InputError(f"there is a saved search {search.name!r} already", hint)
    conn.execute(insert(saved_search).values(**asdict(search), created_at=now, edited_at=now))


def replace_saved(conn: Connection, search: SavedSearch, now: datetime) -> None:
    """Change what a name stands for. Raises InputError where there is none."""
    mine = saved_search.c.name == search.name
    if not conn.execute(update(saved_search).where(mine).values(**asdict(search), edited_at=now)).rowcount:
        raise _missing(search.name)


def remove_saved(conn: Connection, name: str) -> None:
    """Let a search go. Raises InputError where there is none."""
    if not conn.execute(delete(saved_search).where(saved_search.c.name == name)).rowcount:
        raise _missing(name)


def find_saved(conn: Connection, name: str) -> SavedSearch | None:
    row = conn.execute(select(saved_search).where(saved_search.c.name == name)).one_or_none()
    return None if row is None else record_of(SavedSearch, row)


def saved_named(conn: Connection, name: str) -> SavedSearch:
    """The search of that name. Raises InputError."""
    found = find_saved(conn, name)
    if found is None:
        raise _missing(name)
    return found


def saved_searches(conn: Connection) -> tuple[SavedSearch, ...]:
    """All of them, by name."""
    rows = conn.execute(select(saved_search).order_by(saved_search.c.name))
    return tuple(record_of(SavedSearch, row) for row in rows)


def _missing(name: str) -> InputError:
    return InputError(f"there is no saved search {name!r}", LIST_HINT)
