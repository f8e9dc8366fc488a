"""What the tables are made of: kinds of columns and indexes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    String,
    TextClause,
    text,
)

from db.schema.types import (
    CleanText,
    UtcTime,
)

#: How constraints and indexes are called that name themselves.
CONSTRAINT_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# An id of 64 bits on PostgreSQL; SQLite gives its rowid only to INTEGER.
Id = BigInteger().with_variant(Integer(), "sqlite")
Key = String(32)  # hex digest of an address, see seedwatch.core.fetching.urls.url_key
CURRENT = text("valid_to IS NULL")


def id_column() -> Column[int]:
    return Column("id", Id, primary_key=True)


def text_column(name: str, **options: Any) -> Column[str]:
    return Column(name, CleanText, nullable=False, server_default="", **options)


def count_column(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default="0")


def partial_index(name: str, *columns: str, where: TextClause, unique: bool = False) -> Index:
    """An index of some rows only, on both engines, as the migrations make it.

    SQLAlchemy reads PostgreSQL's own option for it by importing that engine's package, which takes every
    start 0.05 s: SQLite's speaks for both here.
    """
    return Index(name, *columns, unique=unique, sqlite_where=where)


def time_column(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, UtcTime, nullable=nullable)
