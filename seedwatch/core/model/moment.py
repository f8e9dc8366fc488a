"""When something was published, and how that is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class Precision(StrEnum):
    """How exactly a publication time is known."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"

    @property
    def has_clock(self) -> bool:
        """Whether the time of day is known."""
        return self in (Precision.SECOND, Precision.MINUTE)

    @property
    def span(self) -> timedelta:
        """How long after `Moment.at` the publication can lie."""
        return timedelta(days={"day": 1, "month": 31, "year": 366}.get(self.value, 0))


#: Values of `Precision` that know the time of day, as the database and its readers name them.
TIMED = frozenset({Precision.SECOND.value, Precision.MINUTE.value})


class DateOrigin(StrEnum):
    """Where a date was read, strongest evidence first."""

    JSON_LD = "json-ld"
    META = "meta"
    MICRODATA = "microdata"
    TIME_TAG = "time-tag"
    PRINTED = "printed"
    ATTRIBUTE = "attribute"
    SCRIPT = "script"
    URL = "url"
    FEED = "feed"
    SEARCH = "search"


class OffsetKnown(StrEnum):
    """Whether the UTC offset stands in the source or was assumed from the outlet's zone."""

    STATED = "stated"
    ASSUMED = "assumed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Moment:
    """A publication time as found.

    at: aware, in the page's own offset (the assumed zone's, or UTC, when none is stated); for a day, month
        or year the midnight at its beginning.
    """

    at: datetime
    precision: Precision
    offset: OffsetKnown
    origin: DateOrigin
    raw: str

    @property
    def utc(self) -> datetime:
        return self.at.astimezone(UTC)

    @property
    def iso(self) -> str:
        """ISO 8601 in the page's own offset: 2026-11-20 when no time is known, 2026-11 or 2026 when no day is,
        no offset when none is known.
        """
        if not self.precision.has_clock:
            length = {Precision.MONTH: 7, Precision.YEAR: 4}.get(self.precision, 10)
            return self.at.date().isoformat()[:length]
        wall = self.at if self.offset is not OffsetKnown.UNKNOWN else self.at.replace(tzinfo=None)
        return wall.isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """One date seen on a page or in a feed.

    moment: None when the string could not be read as a date.
    note: why it won or lost, in a few words ("chosen: most specific", "updated, not published").
    """

    origin: DateOrigin
    raw: str
    moment: Moment | None
    note: str = ""


def is_before(published: Moment, since: datetime) -> bool:
    """Whether a publication time lies before the bound; a day (month, year) counts until its end."""
    return published.utc + published.precision.span <= since
