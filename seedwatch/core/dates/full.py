"""Dates that name day, month and year: one compiled path for digits, English month names and Minguo years."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from seedwatch.core.dates import words, zone_names
from seedwatch.core.dates.parsed import DateContext, ParsedDateTime, day_of, is_time

_MINGUO_EPOCH = 1911
_PIVOT = 70  # two-digit years from here on are of the last century

WEEKDAY_AFTER = (
    r"(?:\s?,?\s?[(\[]?\s?(?:(?:週|周|星期|禮拜|礼拜)\s?[一二三四五六日天]"
    r"|[一二三四五六日天月火水木金土월화수목금토일](?=\s?[)\]])"
    r"|[月火水木金土日]曜日?|[월화수목금토일]요일|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?(?![a-z]))\s?[)\]]?)?"
)
_CLOCK = (
    rf"(?P<half>{words.MORNING}|{words.EVENING}|[ap]\.?m\.?(?![a-z]))?"
    r"\s?(?P<hour>\d{1,2})(?:\s?(?::|[點点時时시]|h(?=\d\d))|\.(?=\d\d\s?(?:[ap]\.?m\b|GMT|BST|UTC|Uhr))"
    r"|(?=\s?[ap]\.?m\b))"
    r"\s?(?:(?P<minute>\d{1,2}|半|整)(?:\s?[:分분]\s?(?:(?P<second>\d{1,2})(?:[.,]\d{1,9})?\s?[秒초]?)?)?)?[鐘钟]?"
    r"(?![\d:])(?:\s?(?P<half2>[ap]\.?\s?m\b\.?|(?:上午|下午|早上|晚上|凌晨|午前|午後|오전|오후)(?![\u4e00-\u9fff])))?"
)
CLOCK_AFTER = (
    r"(?:\s?(?:T|[,、|·•/]| [-–—](?= )|at\b|kl\.?|um\b|)\s?"
    rf"{_CLOCK}(?:\s?[(\[]?(?P<zone>{zone_names.TIME_ZONE})[)\]]?)?)?"
)
_CLOCK_BEFORE = re.compile(
    rf"(?<![\d:]){_CLOCK}(?:\s?[(\[]?(?P<zone>{zone_names.TIME_ZONE})[)\]]?)?\s?(?:[,|·•]|on\b|-)?"
    r"\s?(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?)?\s?$",
    re.IGNORECASE,
)
#: What may not follow: more of a number, letters stuck to it, a clock or an offset that cannot be read.
_END = re.compile(r"(?![\dA-Za-z:]|\s?[+\-][A-Za-z:]|-\d|[\sT,]{0,2}\d{1,2}:)")
#: A date in an update's label loses against another one in the same string.
_UPDATED = re.compile(r"(?:更新|修改|修訂|修订|updated|modified|edited)[^\d]{0,8}$", re.IGNORECASE)


def _pattern(day: str) -> re.Pattern[str]:
    return re.compile(day + WEEKDAY_AFTER + CLOCK_AFTER, re.IGNORECASE)


_YMD = _pattern(
    r"(?<!\d)(?P<year>\d{4})(?:\s?[-/.年년]\s?|\s(?=\d{1,2}\s?月\s?\d))0?(?P<month>\d{1,2})\s?[-/.月월]\s?(?P<day>\d{1,2})"
    r"(?!\d)(?:\s?[日號号일]|\.(?!\d))?"
)
_MINGUO = _pattern(
    r"(?:中華民國|中华民国|民國|民国)\s?(?P<year>\d{1,3}|元)\s?[-/.年]\s?(?P<month>\d{1,2})\s?[-/.月]"
    r"\s?(?P<day>\d{1,2})(?!\d)(?:\s?[日號号])?"
)
_MINGUO_BARE = _pattern(
    r"(?<![\d./-])(?P<year>1\d\d)\s?(?P<mark>[-/.年])\s?(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})"
    r"(?![\d./-])(?:\s?[日號号])?"
)
_DMY = _pattern(
    r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s?)?(?<![\d/.-])"
    r"(?P<first>\d{1,2})\s?(?P<mark>[-/.])\s?(?P<other>\d{1,2})\s?(?P=mark)\s?(?P<year>\d{4})(?!\d)"
)
#: Chinese, Japanese and Korean month names in the order of other languages, as software localises dates.
_YEAR_LAST = (
    _pattern(
        r"(?<![\d/.-])(?P<day>\d{1,2})\s?[日號号일]?[\s,\-/.]{0,2}(?P<month>\d{1,2})\s?[月월][\s,\-/.]{0,2}"
        r"(?P<year>(?:19|20)\d\d)(?!\d)\s?[年년]?"
    ),
    _pattern(
        r"(?<![\d/.年-])(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日號号일]?"
        + WEEKDAY_AFTER
        + r"[\s,/]{1,3}(?P<year>(?:19|20)\d\d)(?!\d|\s?[點点時时:])\s?[年년]?"
    ),
    re.compile(
        rf"(?<![\d/.年-])(?P<month>\d{{1,2}})\s?[月월]\s?(?P<day>\d{{1,2}})\s{_CLOCK}"
        rf"\s(?:(?P<zone>{zone_names.TIME_ZONE})\s)?(?P<year>(?:19|20)\d\d)(?!\d)",
        re.IGNORECASE,
    ),
)
_END_OF_NAME = r"(?![^\W\d_])"
_NAMED = (
    _pattern(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s.\-/]{{0,2}}(?:of )?"
        rf"(?P<month>{words.MONTH}){_END_OF_NAME}"
        r"[\s.,\-/]{0,2}(?P<year>\d{4}|'?\d\d(?![\d:]))(?!\d)"
    ),
    _pattern(
        rf"(?<![^\W\d_])(?P<month>{words.MONTH}){_END_OF_NAME}\.?\s?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
        r"(?:,\s?|\s|/)(?P<year>\d{4}|'\d\d(?![\d:]))(?!\d)"
    ),
    _pattern(
        rf"(?<!\d)(?P<year>\d{{4}})[-\s/.,]{{1,2}}(?P<month>{words.MONTH})[-\s/.,]{{1,2}}(?P<day>\d{{1,2}})(?!\d)"
    ),
    re.compile(
        rf"(?<![^\W\d_])(?P<month>{words.MONTH})\s(?P<day>\d{{1,2}})\s{_CLOCK}"
        rf"\s(?:(?P<zone>{zone_names.TIME_ZONE})\s)?(?P<year>\d{{4}})(?!\d)",
        re.IGNORECASE,
    ),
)


def read_full(text: str, local: DateContext) -> tuple[bool, ParsedDateTime | None]:
    """(whether `text` holds a full date, its reading).

    (True, None): it holds one that is not valid or not clear, and nothing else may try. Of two dates the
    first one wins that is not labelled as an update.
    """
    for pattern, read_day in _READERS:
        matches = list(pattern.finditer(text))
        if matches:
            match = next((one for one in matches if not _UPDATED.search(text[: one.start()])), matches[0])
            return True, _timed(match, read_day(match, local), text, local)
    return False, None


def _timed(match: re.Match[str], when: date | None, text: str, local: DateContext) -> ParsedDateTime | None:
    """The day with the clock that stands after it, or else before it."""
    if when is None or _END.match(text, match.end()) is None:
        return None
    clock: re.Match[str] | None = match
    if match["hour"] is None:
        clock = _CLOCK_BEFORE.search(text[: match.start()])
    return ParsedDateTime(when) if clock is None else with_clock(when, clock, local)


def with_clock(when: date, clock: re.Match[str], local: DateContext) -> ParsedDateTime | None:
    """A day and a match of the clock pattern; only the day when the clock leaves the day itself unclear."""
    minute = {"半": "30", "整": "0"}.get(clock["minute"], clock["minute"])
    if not is_time(clock["hour"], minute, clock["second"]):
        return None
    hour = words.hour_of_day(int(clock["hour"]), clock["half"] or clock["half2"] or "")
    if hour is None:
        return ParsedDateTime(when)
    name = clock["zone"] or ""
    stated = zone_names.zone_of(name, local.zone) if name else None
    second = int(clock["second"]) if clock["second"] else None
    sure = local.machine or second is not None
    unread = stated is None and zone_names.is_unread_zone(
        name, clock.string[clock.end("zone" if name else 0) :], sure
    )
    return ParsedDateTime(when, hour, int(minute or 0), second, stated, unread)


def _day_of_ymd(match: re.Match[str], local: DateContext) -> date | None:
    return day_of(match["year"], match["month"], match["day"])


def _day_of_minguo(match: re.Match[str], local: DateContext) -> date | None:
    year = 1 if match["year"] == "元" else int(match["year"])
    return day_of(year + _MINGUO_EPOCH, match["month"], match["day"])


def _day_of_bare_minguo(match: re.Match[str], local: DateContext) -> date | None:
    """115/03/22: no other calendar writes the year 115 today."""
    chinese = local.minguo or zone_names.is_chinese_time(local.zone) or match["mark"] == "年"
    return _day_of_minguo(match, local) if chinese else None


def _day_of_dmy(match: re.Match[str], local: DateContext) -> date | None:
    """Day and month in either order: decided by size, weekday or full stops, or not at all."""
    first, other = match["first"], match["other"]
    readings = (day_of(match["year"], other, first), day_of(match["year"], first, other))
    found = {reading for reading in readings if reading is not None}
    if match["weekday"]:
        weekday = words.WEEKDAYS.index(match["weekday"].lower())
        found = {reading for reading in found if reading.weekday() == weekday}
    if len(found) > 1 and match["mark"] == ".":
        return readings[0]
    return found.pop() if len(found) == 1 else None


def _day_of_named(match: re.Match[str], local: DateContext) -> date | None:
    year = match["year"].lstrip("'")
    if len(year) == 2:
        year = str(int(year) + (1900 if int(year) >= _PIVOT else 2000))
    return day_of(year, words.MONTHS[match["month"].lower()], match["day"])


_Reader = Callable[[re.Match[str], DateContext], date | None]
_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_YMD, _day_of_ymd),
    (_MINGUO, _day_of_minguo),
    *((pattern, _day_of_ymd) for pattern in _YEAR_LAST),
    *((pattern, _day_of_named) for pattern in _NAMED),
    (_DMY, _day_of_dmy),
    (_MINGUO_BARE, _day_of_bare_minguo),
)
