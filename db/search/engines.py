"""What differs between the two engines: the module that asks the index, and lists as parameters."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Connection, bindparam, func, select

from db.search import postgres, sqlite


def engine_of(conn: Connection) -> ModuleType:
    """`db.search.sqlite` or `db.search.postgres`: both have add, drop and newest."""
    return sqlite if conn.dialect.name == "sqlite" else postgres


def among(conn: Connection, column: ColumnElement[int], values: Sequence[int]) -> ColumnElement[bool]:
    """`column IN values` as one parameter: a list of thousands would be a statement of its own each time."""
    if conn.dialect.name == "sqlite":
        each = func.json_each(str(list(values))).table_valued("value")
        return column.in_(select(each.c.value))
    return column == func.any(bindparam(None, list(values), type_=ARRAY(BigInteger)))
