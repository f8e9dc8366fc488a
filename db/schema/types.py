"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import JSON, DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

from seedwatch.core.model.moment import DateCandidate, DateOrigin, Moment, OffsetKnown, Precision
from seedwatch.core.model.rights import RightsSignals
from seedwatch.core.model.source import ListOptions, ListPaths
from seedwatch.core.model.text import Evidence, Field


def clean(text: str) -> str:
    """The text as every database takes it: NUL and lone surrogates become U+FFFD, split pairs are joined.

    PostgreSQL refuses both, SQLite's driver the second; replacing them on both keeps the
    contents equal.
    """
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


class CleanText(TypeDecorator[str]):
    """Text from outside, made storable on the way in."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else clean(value)


class UtcTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC; on SQLite as `YYYY-MM-DD HH:MM:SS.ffffff`, which sorts and reads well."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without offset cannot be stored: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # SQLite's driver gives back naive values, PostgreSQL's aware ones.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def dump_json(value: object) -> str:
    """JSON of records, enums and times. Serialises twice only where a string is not storable as it is."""
    try:
        text = orjson.dumps(value)
    except TypeError:  # lone surrogate, or a tzinfo that orjson does not know
        text = orjson.dumps(_plain(value))
    if b"\\u0000" in text:
        text = orjson.dumps(_plain(value))
    return text.decode()


def _plain(value: object) -> object:
    """The same value from cleaned strings, dicts and lists."""
    match value:
        case str():
            return clean(value)
        case datetime():
            return value.isoformat()
        case Mapping():
            return {clean(str(key)): _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case _ if is_dataclass(value):
            return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        case _:
            return value


class Json(TypeDecorator[Any]):
    """JSON on both engines. `read` turns the parsed value into records; None stays None."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def __init__(self, read: Callable[[Any], Any] | None = None) -> None:
        super().__init__()
        self.read = read

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return value if self.read is None or value is None else self.read(value)


def read_strings(rows: list[str]) -> tuple[str, ...]:
    return tuple(rows)


def read_list_options(row: dict[str, Any]) -> ListOptions:
    headers = tuple((name, value) for name, value in row["headers"])
    return ListOptions(**{**row, "paths": ListPaths(**row["paths"]), "headers": headers})


def read_evidence(rows: list[dict[str, Any]]) -> tuple[Evidence, ...]:
    return tuple(Evidence(**{**row, "field": Field(row["field"])}) for row in rows)


def read_rights_json(row: dict[str, Any]) -> RightsSignals:
    pairs = tuple((name, answer) for name, answer in row["content_signals"])
    return RightsSignals(**{**row, "content_signals": pairs, "licences": tuple(row["licences"])})


def read_dates(rows: list[dict[str, Any]]) -> tuple[DateCandidate, ...]:
    return tuple(
        DateCandidate(DateOrigin(row["origin"]), row["raw"], _moment(row["moment"]), row["note"])
        for row in rows
    )


def _moment(row: dict[str, Any] | None) -> Moment | None:
    if row is None:
        return None
    return Moment(
        at=datetime.fromisoformat(row["at"]),
        precision=Precision(row["precision"]),
        offset=OffsetKnown(row["offset"]),
        origin=DateOrigin(row["origin"]),
        raw=row["raw"],
    )
