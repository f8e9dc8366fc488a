"""Which module asks the index: each engine has one, with the same three functions."""

from __future__ import annotations

from types import ModuleType

from sqlalchemy import Connection

from db.search import postgres, sqlite


def engine_of(conn: Connection) -> ModuleType:
    """`db.search.sqlite` or `db.search.postgres`: both have add, drop and newest."""
    return sqlite if conn.dialect.name == "sqlite" else postgres
