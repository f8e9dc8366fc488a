"""Rows and records by the names they share, so that a new column is named once on each side."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import fields
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Row, Table

R = TypeVar("R")


def row_of(table: Table, *records: Any, **values: Any) -> dict[str, Any]:
    """The columns of a table that records have fields for; of a name that several have, the first counts.

    values: columns of other names, or made of several fields.
    """
    found: dict[str, Any] = {}
    for record in records:
        for name in _shared(table, cast(Hashable, type(record))):
            found.setdefault(name, _plain(getattr(record, name)))
    return found | values


@cache
def _shared(table: Table, kind: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind) if each.name in table.c)


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def record_of(kind: type[R], row: Row[*tuple[Any, ...]], **values: Any) -> R:
    """The record with a field for each column of the same name.

    values: fields of other names, or made of several columns. Raises TypeError for a field without either.
    """
    found = row._asdict()
    return kind(**{name: found[name] for name in _names(cast(Hashable, kind)) if name in found} | values)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))
