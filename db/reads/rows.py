"""Rows to records by name: a query labels its columns as the record calls them, and nothing is listed twice."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from sqlalchemy import Row

Record = TypeVar("Record", bound="DataclassInstance")


def record_of(kind: type[Record], row: Row[*tuple[Any, ...]], **more: Any) -> Record:
    """A record whose fields are the row's columns of the same names, but for those given in `more`.

    A field with a default may be missing from the row. Raises TypeError for any other that is.
    """
    columns = row._mapping
    names = (field.name for field in fields(kind))
    return kind(**({name: columns[name] for name in names if name in columns} | more))
