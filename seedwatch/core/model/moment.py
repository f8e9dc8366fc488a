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


class DateOrigin(StrEnum):
    """Where a date was read, strongest evidence first."""

    JSON_LD = "json-ld"
    META = "meta"
    MICRODATA = "microdata"
    TIME_TAG = "time-tag"
    PRINTED = "printed"
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

    at: aware, in the page's own offset (the assumed zone's, or UTC, when none is stated); midnight for DAY
        precision.
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
        """ISO 8601 in the page's own offset: a date when no time is known, no offset when none is known."""
        if self.precision is Precision.DAY:
            return self.at.date().isoformat()
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
    """Whether a publication time lies before the bound; a day counts until its end."""
    slack = timedelta(days=1) if published.precision is Precision.DAY else timedelta()
    return published.utc + slack <= since
