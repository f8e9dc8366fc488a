"""Words in dates: month names, times of day, zone names, Han numerals."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "jan january ιαν január",
            "feb february φεβ február",
            "mar march μάρ μαρ március",
            "apr april απρ április",
            "may μάι μαϊ μαι május",
            "jun june ιούν ιον ιουν június",
            "jul july ιούλ ιολ ιουλ július",
            "aug august αύγ αυγ augusztus",
            "sep sept september σεπ szeptember",
            "oct october οκτ október",
            "nov november νοέ νοε november",
            "dec december δεκ december",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HAN_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}

#: Hours east of UTC. North American two-letter names are read as standard time, as feeds use them.
_ZONES = {
    "z": 0.0, "ut": 0.0, "utc": 0.0, "gmt": 0.0, "wet": 0.0, "etc/gmt": 0.0, "etc/utc": 0.0,
    "bst": 1.0, "cet": 1.0, "met": 1.0, "west": 1.0, "mez": 1.0,
    "cest": 2.0, "mest": 2.0, "eet": 2.0, "sast": 2.0, "mesz": 2.0,
    "eest": 3.0, "msk": 3.0, "trt": 3.0, "gst": 4.0, "pkt": 5.0, "ict": 7.0, "wib": 7.0,
    "hkt": 8.0, "sgt": 8.0, "pht": 8.0, "myt": 8.0, "awst": 8.0, "bjt": 8.0, "tst": 8.0,
    "jst": 9.0, "kst": 9.0, "acst": 9.5, "acdt": 10.5, "aest": 10.0, "aedt": 11.0, "nzst": 12.0, "nzdt": 13.0,
    "at": -4.0, "ast": -4.0, "adt": -3.0, "et": -5.0, "est": -5.0, "edt": -4.0,
    "ct": -6.0, "cst": -6.0, "cdt": -5.0,
    "mt": -7.0, "mst": -7.0, "mdt": -6.0, "pt": -8.0, "pst": -8.0, "pdt": -7.0, "akst": -9.0, "akdt": -8.0,
    "hst": -10.0, "brt": -3.0, "art": -3.0,
}  # fmt: skip
_HAN_ZONES = re.compile(r"[台臺][北灣湾]|北京|香港|上海|新加坡|澳門|澳门")
_OFFSET = re.compile(r"(?:utc|gmt|ut)?\s?([+\-])\s?(\d{1,2}):?(\d{2})?", re.IGNORECASE)
TIME_ZONE = (
    r"(?:(?:UTC|GMT|UT)\s?[+\-]\s?\d{1,2}(?::?\d{2})?|[+\-]\s?\d{2}:?\d{2}|[+\-]\d{2}(?!\d)|Etc/[A-Za-z]{3}"
    r"|[台臺][北灣湾]時間|(?:北京|香港|上海|新加坡|澳門|澳门)[時时][間间]|[A-Za-z]{1,5})"
)


def zone_of(name: str, local: tzinfo | None) -> tzinfo | None:
    """The zone a name or offset stands for; None when it stands for none.

    CST is China's where `local` lies at +08:00, else North American.
    """
    text = name.strip().lower()
    if (offset := _OFFSET.fullmatch(text)) is not None:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return (
            timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
            if minutes <= 15 * 60
            else None
        )
    if _HAN_ZONES.match(text) or (text == "cst" and is_chinese_time(local)):
        return timezone(timedelta(hours=8))
    hours = _ZONES.get(text)
    return None if hours is None else timezone(timedelta(hours=hours)) if hours else UTC


def is_chinese_time(zone: tzinfo | None) -> bool:
    """Whether a zone keeps +08:00 (all Chinese-speaking ones do)."""
    return zone is not None and zone.utcoffset(datetime(2026, 1, 1)) == timedelta(hours=8)  # noqa: DTZ001


MORNING = "上午|早上|清晨|凌晨|清早|早晨|午前|오전|上晝"
EVENING = "下午|晚上|晚间|晚間|傍晚|夜間|夜间|深夜|半夜|午後|午后|오후|中午|正午"
_NIGHT = frozenset({"晚上", "晚间", "晚間", "深夜", "半夜", "夜間", "夜间"})


def hour_of_day(hour: int, words: str) -> int | None:
    """24-hour clock from a hour and what stands beside it; None when the day itself is unclear (晚上12點)."""
    if not words or hour > 12:
        return hour
    mark = words.lower().replace(".", "").replace(" ", "")
    if mark == "am" or mark in MORNING.split("|"):
        return 0 if hour == 12 else hour
    if hour == 12:
        return None if mark in _NIGHT else 12
    return hour + 12 if not (mark in {"中午", "正午"} and hour >= 11) else hour


_NUMERALS = ("〇○零", "一", "二兩两", "三", "四", "五", "六", "七", "八", "九")
_DIGITS = {char: value for value, chars in enumerate(_NUMERALS) for char in chars}
_HAN = "〇○零一二兩两三四五六七八九十廿卅百"
_HAN_NUMBER = re.compile(
    rf"(?<![週周期拜{_HAN}])[{_HAN}]+(?=\s?(?:[年月日號号時时點点分秒天週周歲]|個|个|小[時时]|星期|禮拜|礼拜|鐘頭|钟头))"
)


def with_digits(text: str) -> str:
    """二〇二六年三月二十二日 -> 2026年3月22日; weekdays (星期三) stay."""
    return _HAN_NUMBER.sub(lambda match: str(han_number(match[0])), text)


def han_number(word: str) -> int:
    """Value of a Han numeral below 200, or of a row of digits (二〇二六)."""
    if not any(char in "十廿卅百" for char in word):
        return int("".join(str(_DIGITS[char]) for char in word))
    total, unit = 0, 0
    for char in word.replace("廿", "二十").replace("卅", "三十"):
        if char == "百":
            total, unit = (unit or 1) * 100, 0
        elif char == "十":
            total, unit = total + (unit or 1) * 10, 0
        else:
            unit = _DIGITS[char]
    return total + unit
