"""What a date string says, before a zone is assumed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, tzinfo


@dataclass(frozen=True, slots=True)
class ParsedDateTime:
    """A wall-clock reading. hour: None when only the day is known, 24 for the end of the day."""

    day: date
    hour: int | None = None
    minute: int = 0
    second: int | None = None
    zone: tzinfo | None = None


@dataclass(frozen=True, slots=True)
class DateContext:
    """What the surroundings of a string say. minguo: bare three-digit years count from 1912."""

    zone: tzinfo | None
    minguo: bool


def day_of(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def is_time(hour: str | None, minute: str | None, second: str | None) -> bool:
    """00:00 to 24:00, leap second included; what is None counts as 0."""
    numbers = (int(hour or 0), int(minute or 0), int(second or 0))
    return (numbers[0] < 24 and numbers[1] < 60 and numbers[2] <= 60) or numbers == (24, 0, 0)
