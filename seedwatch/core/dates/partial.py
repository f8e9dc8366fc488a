"""Dates that leave something out: the year (週四(11月6日)), or separators as ISO 8601 lets them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from seedwatch.core.dates import words, zone_names
from seedwatch.core.dates.full import CLOCK_AFTER, WEEKDAY_AFTER, with_clock
from seedwatch.core.dates.parsed import DateContext, ParsedDateTime, day_of, is_time
from seedwatch.core.model.moment import Precision

_MONTH_DAY = re.compile(
    r"(?:(?:週|周|星期|禮拜|礼拜)(?P<weekday>[一二三四五六日天])\s?[,(]?\s?)?"
    r"(?<![\d年])(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})(?!\d)(?:\s?[日號号])?\)?"
    + WEEKDAY_AFTER
    + CLOCK_AFTER,
    re.IGNORECASE,
)
#: Only with a clock, and only where the month is written first.
_BARE_MONTH_DAY = re.compile(
    r"(?<![\d年月/.-])(?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?![\d/.-])" + WEEKDAY_AFTER + CLOCK_AFTER,
    re.IGNORECASE,
)
_NAMED_MONTH_DAY = re.compile(
    rf"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}}\.?,?\s)?"
    rf"(?:(?P<month>{words.MONTH})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<month2>{words.MONTH})\.?)" + CLOCK_AFTER,
    re.IGNORECASE,
)


#: A year that no pattern could join to the day is still not the latest one.
_HAS_YEAR = re.compile(r"年|(?<!\d)(?:19|20)\d\d(?![\d:])")


def read_without_year(text: str, now: datetime, local: DateContext) -> ParsedDateTime | None:
    """The latest such day that is not in the future; a weekday that says otherwise makes it None.

    now: in the zone to assume.
    """
    if _HAS_YEAR.search(text):
        return None
    if (match := _MONTH_DAY.search(text)) is not None:
        weekday = words.HAN_WEEKDAYS.get(match["weekday"])
        return _dated(match, int(match["month"]), int(match["day"]), weekday, now, local)
    if (match := _NAMED_MONTH_DAY.fullmatch(text)) is not None:
        month = words.MONTHS[(match["month"] or match["month2"]).lower()]
        weekday = words.WEEKDAYS.index(match["weekday"].lower()) if match["weekday"] else None
        return _dated(match, month, int(match["day"] or match["day2"]), weekday, now, local)
    if (match := _BARE_MONTH_DAY.search(text)) is None or match["hour"] is None:
        return None
    chinese = zone_names.is_chinese_time(local.zone) or zone_names.is_chinese_time(now.tzinfo)
    return _dated(match, int(match["month"]), int(match["day"]), None, now, local) if chinese else None


def _dated(
    match: re.Match[str], month: int, day: int, weekday: int | None, now: datetime, local: DateContext
) -> ParsedDateTime | None:
    latest = now.date() + timedelta(days=1)
    days = (day_of(year, month, day) for year in range(now.year + 1, now.year - 8, -1))
    when = next((one for one in days if one is not None and one <= latest), None)
    if when is None or weekday not in {None, when.weekday()}:
        return None
    return ParsedDateTime(when) if match["hour"] is None else with_clock(when, match, local)


def read_digits(text: str) -> ParsedDateTime | None:
    """20260322, 202603222105, 20260322210500, and seconds or milliseconds since 1970."""
    if not (text.isascii() and text.isdigit()):
        return None
    if len(text) in {8, 12, 14} and 1900 <= int(text[:4]) <= 2200:
        return _run_of_digits(text)
    if len(text) in {10, 13}:
        at = datetime.fromtimestamp(int(text[:10]), UTC)
        return (
            ParsedDateTime(at.date(), at.hour, at.minute, at.second, UTC) if 1990 <= at.year <= 2100 else None
        )
    return None


def _run_of_digits(text: str) -> ParsedDateTime | None:
    when = day_of(text[:4], text[4:6], text[6:8])
    hour, minute, second = (text[at : at + 2] or None for at in (8, 10, 12))
    if when is None or not is_time(hour, minute, second):
        return None
    return (
        ParsedDateTime(when, int(hour), int(minute or 0), int(second) if second else None)
        if hour
        else ParsedDateTime(when)
    )


_TRUNCATED = re.compile(
    r"(?:(?P<year>\d{4})(?:-(?P<month>\d\d))?|-(?P<yy>\d\d)-?(?P<mm>\d\d)"
    r"|(?P<yy2>\d\d)(?P<dash>-?)(?P<mm2>\d\d)(?P=dash)(?P<dd2>\d\d)"
    r"|(?P<year3>\d{4}|\d\d)-?(?P<ordinal>\d{3}))"
)


def read_truncated(text: str) -> ParsedDateTime | None:
    """ISO 8601's shortened dates, which only feeds use: 2003-12, -0312, 031231, 2003-335."""
    match = _TRUNCATED.fullmatch(text)
    if match is None:
        return None
    rough: Precision | None = None
    if match["ordinal"]:
        when = _ordinal_day(_century(match["year3"]), int(match["ordinal"]))
    else:
        year = match["year"] or match["yy"] or match["yy2"]
        month = match["month"] or match["mm"] or match["mm2"]
        when = day_of(_century(year), month or 1, match["dd2"] or 1)
        rough = None if match["dd2"] else Precision.MONTH if month else Precision.YEAR
    return None if when is None or not 1900 <= when.year <= 2200 else ParsedDateTime(when, rough=rough)


def _century(year: str) -> int:
    return int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= 70 else 2000)


def _ordinal_day(year: int, ordinal: int) -> date | None:
    if not (1900 <= year <= 2200 and 1 <= ordinal <= 366):
        return None
    when = date(year, 1, 1) + timedelta(days=ordinal - 1)
    return when if when.year == year else None
