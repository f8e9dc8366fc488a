"""The few places where the two engines want different words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Connection, Table, bindparam, func, select

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")
Upsert: TypeAlias = "sqlite.Insert | postgresql.Insert"

#: Values in one IN list: far below both engines' bounds, and few enough statement texts to cache.
CHUNK = 500


def insert_into(conn: Connection, table: Table) -> Upsert:
    """An INSERT that knows ON CONFLICT, which SQLAlchemy has per engine only."""
    return insert_for(conn.dialect.name, table)


def insert_for(dialect: str, table: Table) -> Upsert:
    """The same by the dialect's name, for statements built once: `excluded` costs 0.5 ms a time to build."""
    if dialect == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    # Only when it is the engine in use: its package takes 0.1 s to import.
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def erase_on_disk(conn: Connection) -> None:
    """What is deleted from now on is overwritten: SQLite else leaves its words in free pages."""
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql("PRAGMA secure_delete = ON")


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    each = iter(values)
    while part := list(islice(each, size)):
        yield part


def digest(text: str) -> str:
    """32 hex characters for a text of any length, byte for byte (no canonical form)."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def among(conn: Connection, column: ColumnElement[int], values: Sequence[int]) -> ColumnElement[bool]:
    """`column IN values` as one parameter: a list of thousands would be a statement of its own each time."""
    if conn.dialect.name == "sqlite":
        each = func.json_each(str(list(values))).table_valued("value")
        return column.in_(select(each.c.value))
    return column == func.any(bindparam(None, list(values), type_=ARRAY(BigInteger)))
