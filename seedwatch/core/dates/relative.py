"""Dates told relative to the moment of reading: 三小時前, 昨天 21:00, yesterday, 2 hours ago."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

_NUMBER = r"(?P<n>\d{1,4}|半|an?|one|two|three|幾|几|數|数)"
_UNITS: tuple[tuple[str, timedelta, bool], ...] = (
    (r"秒[鐘钟]?|초|sec(?:ond)?s?|s", timedelta(seconds=1), True),
    (r"分[鐘钟]?|분|min(?:ute)?s?|m", timedelta(minutes=1), True),
    (r"[個个]?(?:半)?小[時时]|[個个]?鐘頭|[個个]?钟头|時間|시간|hours?|hrs?|h", timedelta(hours=1), True),
    (r"天|日|일|days?|d", timedelta(days=1), False),
    (r"[個个]?(?:星期|禮拜|礼拜)|[週周]|週間|주|weeks?|wks?|w", timedelta(weeks=1), False),
    (r"[個个][月]|[か箇ヶ]月|개월|months?", timedelta(days=30), False),
    (r"年|년|years?|yrs?", timedelta(days=365), False),
)
_AGO = re.compile(
    rf"(?:約|约|大約|about\s)?{_NUMBER}\s?(?:"
    + "|".join(f"(?P<u{number}>{words})" for number, (words, _, _) in enumerate(_UNITS))
    + r")\s?(?:之?前|以前|전|ago)(?![\w])",
    re.IGNORECASE,
)
_DAYS = {
    "大前天": 3, "前天": 2, "前日": 2, "昨天": 1, "昨日": 1, "昨晚": 1, "昨": 1,
    "今天": 0, "今日": 0, "今早": 0, "今晚": 0,
    "yesterday": 1, "today": 0, "어제": 1, "오늘": 0,
}  # fmt: skip
_DAY = re.compile(
    r"(?P<day>" + "|".join(sorted(_DAYS, key=len, reverse=True)) + r")(?:\s*\([^)]{0,8}\))?(?P<rest>.*)",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"(?:剛剛|刚刚|剛才|刚才|剛|方才|たった今|방금|just\s?now|moments? ago)(?:發布|发布|更新)?", re.IGNORECASE
)
_WORDS = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "半": 0.5}


@dataclass(frozen=True, slots=True)
class Relative:
    """A day or moment counted back from now.

    at: wall-clock time in now's zone. rest: what follows a day word.
    exact: the time of day is known too (counted in hours or less).
    """

    at: datetime
    exact: bool
    rest: str = ""


def read_relative(text: str, now: datetime) -> Relative | None:
    """The moment that `text` names by its distance from `now`; None when it names none."""
    if _NOW.fullmatch(text):
        return Relative(now, exact=True)
    if (ago := _AGO.search(text)) is not None:
        return _count_back(ago, now)
    if (day := _DAY.match(text)) is not None:
        return Relative(now - timedelta(days=_DAYS[day["day"].lower()]), exact=False, rest=day["rest"])
    return None


def _count_back(ago: re.Match[str], now: datetime) -> Relative | None:
    word = ago["n"].lower()
    if word in "幾几數数":
        return None
    number = _WORDS.get(word) or float(word)
    unit = next(index for index in range(len(_UNITS)) if ago[f"u{index}"])
    _, step, exact = _UNITS[unit]
    if "半小" in ago[0] and word.isdigit():
        number += 0.5
    try:
        return Relative(now - number * step, exact)
    except OverflowError:
        return None
