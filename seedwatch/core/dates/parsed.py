"""What a date string says, before a zone is assumed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, tzinfo

from seedwatch.core.model.moment import Precision


@dataclass(frozen=True, slots=True)
class ParsedDateTime:
    """A wall-clock reading. hour: None when only the day is known, 24 for the end of the day.

    zone_unread: a zone is stated that cannot be read, so none may be assumed.
    rough: MONTH or YEAR when not even the day is known; `day` is then the first of it.
    """

    day: date
    hour: int | None = None
    minute: int = 0
    second: int | None = None
    zone: tzinfo | None = None
    zone_unread: bool = False
    rough: Precision | None = None


@dataclass(frozen=True, slots=True)
class DateContext:
    """What the surroundings of a string say.

    minguo: bare three-digit years count from 1912. machine: letters behind the clock can only be a zone.
    """

    zone: tzinfo | None
    minguo: bool
    machine: bool = False


def day_of(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def is_time(hour: str | None, minute: str | None, second: str | None) -> bool:
    """00:00 to 24:00, leap second included; what is None counts as 0."""
    numbers = (int(hour or 0), int(minute or 0), int(second or 0))
    return (numbers[0] < 24 and numbers[1] < 60 and numbers[2] <= 60) or numbers == (24, 0, 0)
