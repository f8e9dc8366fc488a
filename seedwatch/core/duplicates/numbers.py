"""Numbers and dates as values: "1,200" and "一千二百" are 1200, "3.5万" and "三万五千" 35000.

Names of days and months count too: "星期三", "周三" and "wednesday" are one. Works on text that is already
narrow, in lower case and in simplified characters.
"""

from __future__ import annotations

import re
from functools import lru_cache

_NUMERALS = ("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九")
_DIGITS = {char: value for value, chars in enumerate(_NUMERALS) for char in chars}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_DAYS = dict(zip("一二三四五六日天", "12345677", strict=True))
_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SMALL_WORDS = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)

# Every alternative begins with a character or a set of them: where none of these stands, nothing is tried.
_DIGIT_RUN = r"\d(?:\d{0,2}(?:,\d{3})+(?!\d)|\d*)(?:\.\d+)?"
# A fraction is written digit by digit; "三点五十" is ten to four.
_HAN_RUN = r"[零〇一二两三四五六七八九十](?:点[零〇一二三四五六七八九]+(?![十百千]))?"
# "18 万" is 180,000: some houses set a space between figures and words.
_MORE = rf"(?:{_DIGIT_RUN}|[零〇一二两三四五六七八九十百千万亿]| [百千万亿])*"
_WEEKDAY = "|".join(f"{week}[一二三四五六日天]" for week in ("星期", "礼拜", "周"))
# "may" and "march" are months before a number only.
_MONTH = "|".join(name if name not in {"may", "march"} else name + r"(?= \d)" for name in _MONTHS)
_NAMED = (*_ENGLISH_DAYS, *_MONTH.split("|"), *_SMALL_WORDS)
_INITIALS = "".join(sorted({word[0] for word in _NAMED}))
_WORDS = rf"[{_INITIALS}](?<!\w\w)(?:{'|'.join(f'(?<={word[0]}){word[1:]}' for word in _NAMED)})\b"
#: One number or weekday in Chinese text. A magnitude alone ("百姓", "万一") is no number, but ten is.
HAN_NUMBER = re.compile(rf"({_DIGIT_RUN}{_MORE}|{_HAN_RUN}{_MORE}|{_WEEKDAY})")
#: The same in text of another script, with months and small words. Apart: each halves the other's speed.
LATIN_NUMBER = re.compile(rf"({_DIGIT_RUN}|{_WORDS})")

_WORD_VALUES = (
    {word: f"day{n}" for n, word in enumerate(_ENGLISH_DAYS, 1)}
    | {word: f"month{n}" for n, word in enumerate(_MONTHS, 1)}
    | {word: str(n) for n, word in enumerate(_SMALL_WORDS, 1)}
)
_BARE = re.compile(r"[零〇一二两三四五六七八九]{1,3}|十")
#: Not 年 alone: "一年" is a phrase.
_UNITS = frozenset("月日号时点度")
_PIECE = re.compile(r"[\d.]+|.")


@lru_cache(maxsize=65_536)
def value_of(written: str) -> str:
    """One spelling of the value: digits, with a point before a fraction; "day3" or "month11" for names."""
    if written in _WORD_VALUES:
        return _WORD_VALUES[written]
    if written[0] in "星礼周":
        return "day" + _DAYS[written[-1]]
    plain = written.replace(",", "").replace(" ", "").replace("点", ".")
    if plain.isdigit() and plain.isascii():
        return _trimmed(plain)
    if not any(char in _SMALL or char in _LARGE for char in plain):
        return _trimmed("".join(str(_DIGITS.get(char, char)) for char in plain))
    return _trimmed(f"{_magnitude(plain):.4f}")


def is_weak(written: str, after: str) -> bool:
    """Too common as a part of words ("一个", "one of") to say that two texts report the same figures.

    after: the text that follows; before the unit of a date or degree it is a figure.
    """
    if after[:1] in _UNITS:
        return False
    return _BARE.fullmatch(written) is not None or written in _SMALL_WORDS


def _trimmed(digits: str) -> str:
    whole, point, fraction = digits.partition(".")
    fraction = fraction.rstrip("0")
    return (whole.lstrip("0") or "0") + (point + fraction if fraction else "")


def _magnitude(written: str) -> float:
    total = section = current = 0.0
    for piece in _PIECE.findall(written):
        if piece in _SMALL:
            section += (current or 1.0) * _SMALL[piece]
            current = 0.0
        elif piece in _LARGE:
            total = _raised(total, section + current, piece)
            section = current = 0.0
        elif piece in _DIGITS:
            current = current * 10 + _DIGITS[piece]
        else:
            current = float(piece) if piece.count(".") < 2 and piece != "." else current
    return total + section + current


def _raised(total: float, section: float, large: str) -> float:
    """一万三千亿: a hundred million multiplies what stands before it, ten thousand only its own section."""
    return (total + section) * _LARGE[large] if large == "亿" else total + section * _LARGE[large]
