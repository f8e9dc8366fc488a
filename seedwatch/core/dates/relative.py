"""Dates told relative to the moment of reading: 三小時前, 1小時30分鐘前, 昨晚8點, yesterday, 2 hours ago."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from seedwatch.core.dates.words import HAN_WEEKDAYS
from seedwatch.core.model.moment import Precision


@dataclass(frozen=True, slots=True)
class _Unit:
    """words: a pattern. exact: whoever counts in it knows the time of day. months: 0 for what has a length."""

    words: str
    step: timedelta = timedelta()
    exact: bool = False
    months: int = 0


_UNITS = (
    _Unit(r"秒[鐘钟]?|초|sec(?:ond)?s?|s", timedelta(seconds=1), exact=True),
    _Unit(r"分[鐘钟]?|분|min(?:ute)?s?|m", timedelta(minutes=1), exact=True),
    _Unit(
        r"[個个]?半?小[時时]|[個个]?半?鐘頭|[個个]?半?钟头|時間|시간|hours?|hrs?|h",
        timedelta(hours=1),
        exact=True,
    ),
    _Unit(r"天|日|일|days?|d", timedelta(days=1)),
    _Unit(r"[個个]?(?:星期|禮拜|礼拜)|[週周]|週間|주|weeks?|wks?|w", timedelta(weeks=1)),
    _Unit(r"[個个]半?月|[か箇ヶ]月|개월|months?|mos?", months=1),
    _Unit(r"年|년|years?|yrs?|y", months=12),
)
_NUMBER = (
    r"\d{1,4}(?:\.\d)?|半|幾|几|數|数"
    r"|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|several)(?![A-Za-z])"
)
_WORDS = {
    word: number
    for number, words in enumerate(
        ["", "a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
    for word in words.split()
}
_UNIT = "|".join(unit.words for unit in _UNITS)
_PART = re.compile(
    rf"(?P<n>{_NUMBER})\s?(?:"
    + "|".join(f"(?P<u{at}>{unit.words})" for at, unit in enumerate(_UNITS))
    + r")(?![A-Za-z])(?P<half>半?)",
    re.IGNORECASE,
)
_STEP = rf"(?:{_NUMBER})\s?(?:{_UNIT})(?![A-Za-z])半?"
_AGO = re.compile(
    rf"(?<![\w.])(?:約|约|大約|大约|about\s)?(?P<parts>{_STEP}(?:\s?(?:又|零|and|,)?\s?{_STEP}){{0,3}})"
    r"\s?(?:之?前|以前|전|ago)(?:\s?(?:發布|发布|發佈|发佈|發表|发表|更新|刊登))?(?!\w)",
    re.IGNORECASE,
)
#: As `_AGO` where Chinese stands directly before it (發布於3小時前), which counts as a word character.
_NO_NUMBER_BEFORE = r"(?<![\d.A-Za-z幾几數数十百千多餘余兩])"
_AGO_HAN = re.compile(_AGO.pattern.replace(r"(?<![\w.])", _NO_NUMBER_BEFORE), re.IGNORECASE)
#: A number or unit before the distance belongs to it, and was not understood.
_UNFINISHED = re.compile(rf"(?:\d|(?:{_UNIT})|[多餘余又零逾近]|and|over|than)\s?$", re.IGNORECASE)
#: Days back, and the half of the day that the word names with it.
_DAYS: dict[str, tuple[int, str]] = {
    "大前天": (3, ""), "前天": (2, ""), "前日": (2, ""), "前晚": (2, "晚上"), "前夜": (2, "晚上"),
    "昨天": (1, ""), "昨日": (1, ""), "昨晚": (1, "晚上"), "昨夜": (1, "晚上"), "昨早": (1, "早上"),
    "昨晨": (1, "早上"), "昨午": (1, "中午"), "昨": (1, ""),
    "今天": (0, ""), "今日": (0, ""), "今早": (0, "早上"), "今晨": (0, "早上"), "今晚": (0, "晚上"),
    "今夜": (0, "晚上"), "今午": (0, "中午"),
    "yesterday": (1, ""), "today": (0, ""), "어제": (1, ""), "오늘": (0, ""),
}  # fmt: skip
_DAY = re.compile(
    r"(?P<day>" + "|".join(sorted(_DAYS, key=len, reverse=True)) + r")(?:\s*\([^)]{0,8}\))?(?P<rest>.*)",
    re.IGNORECASE,
)
_LAST_WEEK = re.compile(r"上(?:個|个)?(?:週|周|星期|禮拜|礼拜)(?P<weekday>[一二三四五六日天])(?P<rest>.*)")
_NOW = re.compile(
    r"(?:剛剛|刚刚|剛才|刚才|剛|方才|たった今|방금|just\s?now|moments? ago)(?:發布|发布|更新)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Relative:
    """A day or moment counted back from now.

    at: wall-clock time in now's zone. rest: what follows a day word.
    exact: the time of day is known too (counted in hours or less).
    rough: MONTH or YEAR when it was counted in those: nobody knows the day then.
    """

    at: datetime
    exact: bool
    rest: str = ""
    rough: Precision | None = None


def read_relative(text: str, now: datetime) -> Relative | None:
    """The moment that `text` names by its distance from `now`; None when it names none."""
    if _NOW.fullmatch(text):
        return Relative(now, exact=True)
    ago = _AGO.search(text) or _AGO_HAN.search(text)
    if ago is not None:
        return None if _UNFINISHED.search(text[: ago.start()]) else _count_back(ago["parts"], now)
    if (day := _DAY.match(text)) is not None:
        back, half = _DAYS[day["day"].lower()]
        return Relative(now - timedelta(days=back), exact=False, rest=_with_half(half, day["rest"]))
    if (last := _LAST_WEEK.match(text)) is not None:
        weekday = HAN_WEEKDAYS[last["weekday"]]
        monday = now - timedelta(days=now.weekday() + 7)
        return Relative(monday + timedelta(days=weekday), exact=False, rest=last["rest"])
    return None


def _with_half(half: str, rest: str) -> str:
    """昨晚8點: the half of the day belongs to the clock that follows."""
    return half + rest.lstrip(" ,、") if half and rest.lstrip(" ,、")[:1].isdigit() else rest


def _count_back(parts: str, now: datetime) -> Relative | None:
    back, months, exact, years_only = timedelta(), 0.0, False, True
    for part in _PART.finditer(parts):
        number = _number(part)
        if number is None:
            return None
        unit = next(unit for at, unit in enumerate(_UNITS) if part[f"u{at}"])
        back += number * unit.step
        months += number * unit.months
        exact = exact or unit.exact
        years_only = years_only and unit.months == 12 and number == int(number)
    try:
        if months:
            month = _months_before(now, int(months))
            return Relative(month, exact=False, rough=Precision.YEAR if years_only else Precision.MONTH)
        return Relative(now - back, exact)
    except (OverflowError, ValueError):
        return None


def _number(part: re.Match[str]) -> float | None:
    word = part["n"].lower()
    if word in {"幾", "几", "數", "数", "several"}:
        return None
    number = 0.5 if word == "半" else float(_WORDS.get(word, 0) or word)
    return number + 0.5 if part["half"] or (word != "半" and "半" in part[0]) else number


def _months_before(now: datetime, months: int) -> datetime:
    """The first day of the month that many months back."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    return now.replace(year=year, month=month + 1, day=1)
