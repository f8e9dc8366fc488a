"""The order in which a date string is read.

By trust: ISO, one compiled path for numeric and named dates with labels, times of day and zones, Minguo
years, distances from now, and a general parser last. That one answers some full dates wrongly in silence
(2026年3月22日 週日 as 2026-06-19), so it never sees a string with a numeric date or an English month.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from seedwatch.core.dates import words, zone_names
from seedwatch.core.dates.full import CLOCK_AFTER, read_full, with_clock
from seedwatch.core.dates.parsed import DateContext, ParsedDateTime, day_of, is_time
from seedwatch.core.dates.partial import read_digits, read_truncated, read_without_year
from seedwatch.core.dates.relative import read_relative
from seedwatch.core.model.moment import DateOrigin, Moment, OffsetKnown, Precision

_MAX_LENGTH = 200
#: A day's margin at both ends of the calendar: whoever converts to another zone must not overflow.
_FIRST_YEAR, _LAST_YEAR = 2, 9998


def parse_date(
    raw: str, *, now: datetime, zone: tzinfo | None = None, minguo: bool = False, origin: DateOrigin
) -> Moment | None:
    """The moment a string names, or None.

    now: aware; the base for relative forms and for dates without a year.
    zone: assumed where the string states none (offset ASSUMED); without it the time is read as UTC (UNKNOWN).
    minguo: bare three-digit years count from 1912 (115/03/22 is 2026-03-22); implied by feeds and +08:00.
    """
    text = _normal(raw)
    if not text or len(text) > _MAX_LENGTH:
        return None
    feed = origin is DateOrigin.FEED
    wall = _read(
        text,
        now.astimezone(zone or now.tzinfo),
        DateContext(zone, minguo or feed, origin not in _WRITTEN),
        feed,
    )
    return None if wall is None else _moment(wall, raw, zone, origin)


#: 2026年3月22日－21:05: folded to a hyphen it would read as an offset.
_DASH_BEFORE_CLOCK = re.compile(
    r"[－—–](?=\s?(?:[上下中]午|[早晚]上|凌晨)?\s?[\d一二三四五六七八九十零]{1,3}\s?[:：點点時时])"
)


def _normal(raw: str) -> str:
    """Full-width digits and punctuation made plain, spaces single."""
    text = raw[: 4 * _MAX_LENGTH]
    if not text.isascii():
        text = _DASH_BEFORE_CLOCK.sub(" ", text)
        text = unicodedata.normalize("NFKC", text).replace("\u2212", "-")
    return " ".join(text.split())


def _read(text: str, now: datetime, local: DateContext, feed: bool) -> ParsedDateTime | None:
    if (wall := _read_standard(text)) is not None:
        return wall
    if (wall := read_digits(text) or (read_truncated(text) if feed else None)) is not None:
        return wall
    if text.isdigit():
        return None
    text, zone, unread = zone_names.take_named_zone(words.with_digits(text))
    wall = _read_words(text, now, local)
    if wall is None or wall.hour is None or wall.zone is not None or not (zone or unread):
        return wall
    return replace(wall, zone=zone, zone_unread=unread)


def _read_words(text: str, now: datetime, local: DateContext) -> ParsedDateTime | None:
    is_full, wall = read_full(text, local)
    if is_full:
        return wall
    text = _LABEL.sub("", text)
    wall = _read_relative(text, now, local) or read_without_year(text, now, local)
    return wall if wall is not None or _ENGLISH_MONTH.search(text) else _read_general(text)


def _moment(wall: ParsedDateTime, raw: str, zone: tzinfo | None, origin: DateOrigin) -> Moment | None:
    if not _FIRST_YEAR <= wall.day.year <= _LAST_YEAR:
        return None
    if zone is None and _HANGUL.search(raw):
        zone = timezone(timedelta(hours=9))  # Korean is written in one zone
    if wall.zone_unread:
        zone = None
    known = OffsetKnown.STATED if wall.zone else OffsetKnown.ASSUMED if zone else OffsetKnown.UNKNOWN
    days, hour = divmod(wall.hour or 0, 24)
    at = datetime(
        wall.day.year, wall.day.month, wall.day.day, hour, wall.minute, min(wall.second or 0, 59),
        tzinfo=wall.zone or zone or UTC,
    ) + timedelta(days=days)  # fmt: skip
    if isinstance(wall.zone, ZoneInfo):
        at = at.replace(tzinfo=timezone(at.utcoffset() or timedelta()))  # of that day, as it stood there
    return Moment(at, _precision(wall), known, origin, raw)


def _precision(wall: ParsedDateTime) -> Precision:
    if wall.hour is None:
        return wall.rough or Precision.DAY
    return Precision.SECOND if wall.second is not None else Precision.MINUTE


#: Before a day that is told by a word: 發布時間：昨天 21:00.
_LABEL = re.compile(
    r"^(?:(?:最後|最后|最新)?(?:發布|发布|發佈|发佈|更新|刊登|發表|发表|上傳|上传|出版|建立|張貼|posted|published|updated?)"
    r"(?:[時时][間间]|日期|於|于|在| on| at)?|[時时][間间]|日期|date|time)\s?[:·|]?\s?",
    re.IGNORECASE,
)
#: Where people read: other words than a zone may follow a clock.
_WRITTEN = frozenset({DateOrigin.PRINTED, DateOrigin.TIME_TAG, DateOrigin.SEARCH})
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HANGUL = re.compile(r"[가-힣]")
_ENGLISH_MONTH = re.compile(rf"(?<![^\W\d_])(?:{words.MONTH})(?![^\W\d_])", re.IGNORECASE)
_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)"
    r"(?::(?P<second>\d\d)(?:[.,]\d{1,12})?)?(?: ?(?P<zone>Z|[+-]\d\d:?\d\d))?)?",
    re.IGNORECASE,
)
_ISO_BASIC = re.compile(
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)T(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?"
    r"(?P<zone>Z|[+-]\d{4})?"
)
_RFC_822 = re.compile(
    r"(?:[A-Za-z]{3}, ?)?(?P<day>\d{1,2}) (?P<month>[A-Za-z]{3}) (?P<year>\d{4})"
    r" (?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))? (?P<zone>[+-]\d{4}|GMT|UTC|Z)"
)


def _read_standard(text: str) -> ParsedDateTime | None:
    """ISO 8601, RFC 3339 and RFC 822 as they should be: nine of ten dates in machine-readable places."""
    if text.endswith(("]", ")/")):  # Java's 2026-11-20T08:00+08:00[Asia/Taipei], .NET's /Date(1794965400000)/
        return _read_framed(text)
    match = _ISO.fullmatch(text) or _RFC_822.fullmatch(text) or _ISO_BASIC.fullmatch(text)
    if match is None:
        return None
    month = match["month"] if match["month"].isdigit() else words.MONTHS.get(match["month"].lower(), 0)
    when = day_of(match["year"], month, match["day"])
    hour, minute, second = match["hour"], match["minute"], match["second"]
    if when is None or not is_time(hour, minute, second):
        return None
    if hour is None:
        return ParsedDateTime(when)
    name = match["zone"] or ""
    zone = zone_names.zone_of(name, None)
    second_given = int(second) if second else None
    return ParsedDateTime(when, int(hour), int(minute), second_given, zone, bool(name) and zone is None)


_FRAMED = re.compile(
    r"(?P<iso>\S+(?:Z|[+-]\d\d:?\d\d))\[[\w/+\-]+\]|\\?/Date\((?P<ms>\d{13})(?:[+-]\d{4})?\)\\?/"
)


def _read_framed(text: str) -> ParsedDateTime | None:
    match = _FRAMED.fullmatch(text)
    if match is None:
        return None
    return _read_standard(match["iso"]) if match["iso"] else read_digits(match["ms"])


_REST = re.compile(CLOCK_AFTER + r"(?![\d:]).*", re.IGNORECASE)


def _read_relative(text: str, now: datetime, local: DateContext) -> ParsedDateTime | None:
    found = read_relative(text, now)
    if found is None:
        return None
    at = found.at
    if found.rough is not None:
        return ParsedDateTime(at.date(), rough=found.rough)
    if found.exact:
        return ParsedDateTime(at.date(), at.hour, at.minute, None, at.tzinfo)
    rest = _REST.fullmatch(found.rest)
    return (
        ParsedDateTime(at.date())
        if rest is None or rest["hour"] is None
        else with_clock(at.date(), rest, local)
    )


_LANGUAGES = [
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "cs",
    "sv",
    "da",
    "ru",
    "uk",
    "tr",
    "ja",
    "ko",
    "vi",
    "id",
    "th",
]
_HAS_CLOCK = re.compile(r"\d\s?(?::|h)\s?\d\d")
_HAS_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_HAS_MONTH = re.compile(r"[^\W\d_]{3}")
_HAS_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")


@lru_cache(maxsize=2048)
def _read_general(text: str) -> ParsedDateTime | None:
    """Month names of other languages, by dateparser (1 ms a string); day, month and year must stand there."""
    year = _HAS_YEAR.search(text)
    if (
        year is None
        or _HAN.search(text)
        or len(text) > 60
        or not _HAS_DAY.search(text)
        or not _HAS_MONTH.search(text)
    ):
        return None
    import dateparser

    found = dateparser.parse(
        text,
        languages=_LANGUAGES,
        settings={
            "REQUIRE_PARTS": ["day", "month", "year"],
            "PARSERS": ["absolute-time"],
            "DATE_ORDER": "DMY",
        },
    )
    if (
        found is None
        or str(found.year) != year[0]
        or str(found.day) not in [day.lstrip("0") for day in _HAS_DAY.findall(text)]
    ):
        return None
    if _HAS_CLOCK.search(text) is None:
        return ParsedDateTime(found.date())
    return ParsedDateTime(found.date(), found.hour, found.minute, None, found.tzinfo)
