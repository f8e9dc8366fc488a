"""Times that people write: 2026-03-22, 2026-03, 7d, 昨天, 上週三, 3天前, last week; in the zone that `now` is in.

One reading for queries, options and pages: a time is a `Period`, and who asks for what is newer takes its start,
who asks for what is older its start or its end.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from seedwatch.core.errors import QueryError, QueryFault

#: The calendar's ends, so far inside that any zone and the day that ends a period still fit. People write
#: 0001-01-01 and 9999-12-31 for "no bound".
EARLIEST_YEAR, LATEST_YEAR = 2, 9998
_HAN_NUMBERS = {**{char: n for n, char in enumerate("〇一二三四五六七八九十")}, "兩": 2, "两": 2, "半": 0.5}
_NUMBER = (
    r"\d{1,5}|[一二兩两三四五六七八九]?十[一二三四五六七八九]?|[一二兩两三四五六七八九半]"
    r"|an?|one|two|three|four|five|six"
)
_ENGLISH = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_UNITS = {
    "h": r"h|hrs?|hours?|[個个]?小[時时]|[個个]?鐘頭|[個个]?钟头",
    "d": r"d|days?|天|日",
    "w": r"w|wks?|weeks?|[個个]?(?:星期|禮拜|礼拜)|[週周]",
    "m": r"m|mos?|months?|[個个]?月",
    "y": r"y|yrs?|years?|年",
}
_UNIT = "|".join(f"(?P<{letter}>{words})" for letter, words in _UNITS.items())
_HOURS = {"h": 1, "d": 24, "w": 24 * 7, "m": 24 * 30, "y": 24 * 365}
#: 7d, 7天, 近7天, 過去三個月, last 7 days: so long until now.
_LONG = re.compile(
    rf"(?:最近|過去|过去|近|前|(?:in )?(?:the )?(?:last|past)\s)?\s*(?P<n>{_NUMBER})\s*(?:{_UNIT})(?:以?[來来]|內|内)?"
)
#: 3天前, 兩週以前, 3 days ago: a day, or the hour of it.
_AGO = re.compile(rf"(?P<n>{_NUMBER})\s*(?:{_UNIT})\s*(?:之?前|以前|\s?ago)")
_DAYS_AGO = {
    **dict.fromkeys(("today", "今天", "今日", "本日", "今早", "今晨", "今晚"), 0),
    **dict.fromkeys(("yesterday", "昨天", "昨日", "昨晚", "昨"), 1),
    **dict.fromkeys(("前天", "前日", "the day before yesterday"), 2),
    "大前天": 3,
}
_BACK = {
    **dict.fromkeys(("這", "这", "本", "今", "這個", "这个", "this "), 0),
    **dict.fromkeys(("上", "上個", "上个", "去", "last ", "previous "), 1),
    **dict.fromkeys(("上上", "上上個", "上上个", "前"), 2),
}
#: 上週, 本月, 去年, last month, 上週三: a week (from Monday), a month or a year of the calendar, or a day of it.
_CALENDAR = re.compile(
    rf"(?P<back>{'|'.join(sorted(_BACK, key=len, reverse=True))})"
    r"(?:(?P<w>週|周|星期|禮拜|礼拜|week)(?P<weekday>[一二三四五六日天])?|(?P<m>月|month)|(?P<y>年|year))"
)
_ENGLISH_DAY = re.compile(r"(?:last )?(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?")
_DATE = re.compile(
    r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?)?年?"
    r"(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)
_BEYOND = re.compile(
    r"(?:0001|9999)(?:[-/.]?(?:0[1-9]|1[0-2])(?:[-/.]?(?:0[1-9]|[12]\d|3[01]))?)?(?:[T ].*)?", re.I
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_OF_YEAR = re.compile(r"(\d{1,2})[-/月](\d{1,2})日?")
HINT = "for example 2026-03-22, 2026-03, 7d (days), 2w, 3m, 1y, yesterday, last week, 昨天, 上週, 3天前"
#: Any time does to see whether a value can be read.
_SOME_TIME = datetime(2026, 1, 1).astimezone()


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` until before `end`; the same moment twice where a moment was named."""

    start: datetime
    end: datetime


def read_bound(value: str, position: int, now: datetime = _SOME_TIME) -> datetime:
    """The first moment of the time that `value` names. Raises QueryError pointing at `position`."""
    return read_period(value, position, now).start


def read_period(value: str, position: int = 0, now: datetime = _SOME_TIME) -> Period:
    """The time that `value` names. Raises QueryError pointing at `position` for what is no time."""
    text = " ".join(unicodedata.normalize("NFKC", value).lower().split())
    try:
        found = _written(text, now) or _told(text, now) or _read_freely(text, now)
        if found is not None:
            return Period(_inside(found.start), _inside(found.end))
    except (ValueError, OverflowError):
        pass  # a 13th month or a year 0: as unreadable as any other text
    raise QueryError(f"{value!r} is no time", HINT, position, QueryFault.NO_TIME, value)


def _written(text: str, now: datetime) -> Period | None:
    """Dates in figures: a year, a month, a day, or a moment."""
    if _BEYOND.fullmatch(text):
        end = datetime(LATEST_YEAR if text[0] == "9" else EARLIEST_YEAR, 1, 1, tzinfo=now.tzinfo)
        return Period(end, end)
    if found := _COMPACT.fullmatch(text):
        return _days(datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=now.tzinfo), 1)
    if found := _DATE.fullmatch(text):
        return _exact(found, now)
    if found := _DAY_OF_YEAR.fullmatch(text):
        day = datetime(now.year, int(found[1]), int(found[2]), tzinfo=now.tzinfo)
        return _days(day if day <= now else day.replace(year=now.year - 1), 1)
    return None


def _exact(found: re.Match[str], now: datetime) -> Period:
    year, month, day, hour, minute, second = (int(part) if part else 0 for part in found.groups()[:6])
    moment = datetime(year, month or 1, day or 1, hour, minute, second, tzinfo=now.tzinfo)
    if found[4]:
        if found[7]:
            zone = _zone(found[7])
            moment = moment.replace(tzinfo=zone)
        return Period(moment, moment)
    if found[3]:
        return _days(moment, 1)
    return Period(moment, _months_after(moment, 1 if found[2] else 12))


def _zone(offset: str) -> timezone:
    if offset == "z":
        return timezone.utc  # noqa: UP017 -- the type has no alias
    digits = offset[1:].replace(":", "").ljust(4, "0")
    apart = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-apart if offset[0] == "-" else apart)


def _told(text: str, now: datetime) -> Period | None:
    """Times told by their distance from now."""
    if text in _DAYS_AGO:
        return _days(_midnight(now) - timedelta(days=_DAYS_AGO[text]), 1)
    if found := _LONG.fullmatch(text):
        moment = now - _length(found)
        return Period(moment, moment)
    if found := _AGO.fullmatch(text):
        moment = now - _length(found)
        return Period(moment, moment) if found["h"] else _days(_midnight(moment), 1)
    if found := _CALENDAR.fullmatch(text):
        return _calendar(found, now)
    if found := _ENGLISH_DAY.fullmatch(text):
        weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(found[1][:3])
        back = (now.weekday() - weekday) % 7 or 7
        return _days(_midnight(now) - timedelta(days=back), 1)
    return None


def _length(found: re.Match[str]) -> timedelta:
    unit = next(letter for letter in _HOURS if found[letter])
    return timedelta(hours=_number(found["n"]) * _HOURS[unit])


def _number(word: str) -> float:
    if word.isdecimal():
        return int(word)
    if word in _ENGLISH:
        return _ENGLISH[word]
    tens, ten, ones = word.partition("十")
    if not ten:
        return _HAN_NUMBERS[word]
    return (_HAN_NUMBERS[tens] if tens else 1) * 10 + (_HAN_NUMBERS[ones] if ones else 0)


def _calendar(found: re.Match[str], now: datetime) -> Period | None:
    back, today = _BACK[found["back"]], _midnight(now)
    if found["w"]:
        if found["back"] in ("去", "今", "前"):
            return None
        monday = today - timedelta(days=today.weekday() + 7 * back)
        if not found["weekday"]:
            return _days(monday, 7)
        return _days(monday + timedelta(days=min("一二三四五六日天".index(found["weekday"]), 6)), 1)
    months = 1 if found["m"] else 12
    first = today.replace(day=1) if found["m"] else today.replace(month=1, day=1)
    start = _months_after(first, -months * back)
    return Period(start, _months_after(start, months))


def _read_freely(text: str, now: datetime) -> Period | None:
    """Any other form that pages print their dates in: 民國115年3月22日, 22 March 2026."""
    from seedwatch.core.dates.parse import parse_date
    from seedwatch.core.model.moment import DateOrigin, Precision

    if not any(char.isdigit() for char in text):
        return None
    found = parse_date(text, now=now, zone=now.tzinfo, minguo=True, origin=DateOrigin.PRINTED)
    if found is None:
        return None
    if found.precision.has_clock:
        return Period(found.at, found.at)
    start = datetime(found.at.year, found.at.month, found.at.day, tzinfo=now.tzinfo)
    months = {Precision.MONTH: 1, Precision.YEAR: 12}.get(found.precision)
    return Period(start, _months_after(start, months)) if months else _days(start, 1)


def _inside(moment: datetime) -> datetime:
    """A moment that is still one when a zone or a day is added."""
    if moment.year < EARLIEST_YEAR:
        return datetime(EARLIEST_YEAR, 1, 1, tzinfo=moment.tzinfo)
    return (
        moment if moment.year <= LATEST_YEAR else datetime(LATEST_YEAR, 12, 31, 23, 59, tzinfo=moment.tzinfo)
    )


def _days(start: datetime, count: int) -> Period:
    return Period(start, start + timedelta(days=count))


def _months_after(start: datetime, months: int) -> datetime:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return start.replace(year=year, month=month + 1)


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
