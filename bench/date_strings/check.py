"""Whether a string was read right."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from bench.date_strings.forms import HOME, NOW, UNKNOWN, DateString
from seedwatch.core.dates.parse import parse_date
from seedwatch.core.model.moment import DateOrigin, Moment, OffsetKnown


def verdict(asked: DateString) -> str:
    """ "right", "unread", "coarse" (right, but less exact than the string) or "wrong"."""
    found = parse_date(asked.text, now=NOW, zone=HOME, origin=DateOrigin.PRINTED)
    return "unread" if found is None else _compare(asked, found)


def _compare(asked: DateString, found: Moment) -> str:
    length = {"year": 4, "month": 7, "day": 10, "minute": 16}
    told = found.at.replace(tzinfo=None).isoformat()[: length.get(found.precision.value, 16)]
    truth = asked.at.isoformat()[: length[asked.exact]]
    if not truth.startswith(told):
        return "wrong"
    if len(told) < len(truth):
        return "coarse"
    return "right" if asked.exact != "minute" or _same_offset(asked, found) else "wrong"


def _same_offset(asked: DateString, found: Moment) -> bool:
    if asked.zone is None or asked.zone == UNKNOWN:
        return found.offset is (OffsetKnown.UNKNOWN if asked.zone else OffsetKnown.ASSUMED)
    offset = asked.zone if isinstance(asked.zone, timedelta) else None
    if isinstance(asked.zone, ZoneInfo):
        offset = asked.at.replace(tzinfo=asked.zone).utcoffset()
    return found.offset is OffsetKnown.STATED and found.at.utcoffset() == offset
