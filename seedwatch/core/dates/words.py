"""Words in dates: month names, times of day, Han numerals."""

from __future__ import annotations

import re

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

#: Longer words first: patterns are made of them.
MORNING = "上午|早上|早間|早间|清晨|凌晨|清早|早晨|午前|오전|上晝|早|晨"
EVENING = "下午|晚上|晚间|晚間|傍晚|夜間|夜间|夜晚|深夜|半夜|夜裡|夜里|夜裏|午後|午后|오후|中午|正午|午間|午间|晚|夜"
_NOON = frozenset({"中午", "正午", "午間", "午间"})
#: From here on a word for the night leaves the day open: 晚上12點 and 深夜2點 belong to the day before, or not.
_NIGHT = frozenset(
    {"晚上", "晚间", "晚間", "深夜", "半夜", "夜間", "夜间", "夜晚", "夜裡", "夜里", "夜裏", "晚", "夜"}
)
_LAST_SMALL_HOUR = 4


def hour_of_day(hour: int, words: str) -> int | None:
    """24-hour clock from a hour and what stands beside it; None when the day itself is unclear (晚上12點)."""
    if not words or hour > 12:
        return hour
    mark = words.lower().replace(".", "").replace(" ", "")
    if mark == "am" or mark in MORNING.split("|"):
        return 0 if hour == 12 else hour
    if mark in _NIGHT and (hour == 12 or hour <= _LAST_SMALL_HOUR):
        return None
    if hour == 12:
        return 12
    return hour + 12 if not (mark in _NOON and hour >= 11) else hour


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
