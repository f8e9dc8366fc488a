"""How days, clocks and zones are written in the three languages: one row a form.

Nothing here shares code with `core/dates`: zones come from zoneinfo, numerals and words from tables of its own.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Asia/Taipei")
NOW = datetime(2026, 11, 20, 21, 30, tzinfo=HOME)
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DateString:
    """A string and what it says.

    at: wall clock, naive. exact: "year", "month", "day" or "minute" (seconds are not asked for).
    zone: the zone that is stated; None when none is, "unknown" when one is that nobody can tell.
    """

    text: str
    language: str
    at: datetime
    exact: str
    zone: ZoneInfo | timedelta | str | None = None
    form: str = ""


DIGITS = "〇一二三四五六七八九"
HANT, HANS = "zh-Hant", "zh-Hans"
TO_HANS = str.maketrans(
    "點鐘時間發佈於來源報導記週臺當標準東國韓歐倫紐約為後個禮兩",
    "点钟时间发布于来源报导记周台当标准东国韩欧伦纽约为后个礼两",
)
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def han_numeral(number: int) -> str:
    """21 as 二十一."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones or not tens else "") if number else "零"


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and (c.isdigit() or c in ":/-") else c for c in text)


Form = Callable[[random.Random, datetime], str]

ZH_DAYS: dict[str, Form] = {
    "年月日": lambda r, t: f"{t.year}年{t.month}月{t.day}日",
    "年月日, padded": lambda r, t: f"{t:%Y年%m月%d日}",
    "年月日, spaced": lambda r, t: f"{t.year} 年 {t.month} 月 {t.day} 日",
    "iso": lambda r, t: f"{t:%Y-%m-%d}",
    "slashes": lambda r, t: f"{t.year}/{t.month}/{t.day}",
    "dots": lambda r, t: f"{t:%Y.%m.%d}",
    "wide digits": lambda r, t: full_width(f"{t:%Y/%m/%d}"),
    "numerals": lambda r, t: (
        "".join(DIGITS[int(c)] for c in str(t.year)) + f"年{han_numeral(t.month)}月{han_numeral(t.day)}日"
    ),
    "numerals with ○": lambda r, t: (
        "".join("○一二三四五六七八九"[int(c)] for c in str(t.year))
        + f"年{han_numeral(t.month)}月{han_numeral(t.day)}日"
    ),
    "民國": lambda r, t: f"{r.choice(['民國', '中華民國', '民國 '])}{t.year - 1911}年{t.month}月{t.day}日",
    "民國, dots": lambda r, t: f"民國{t.year - 1911}.{t.month:02}.{t.day:02}",
    "民國, numerals": lambda r, t: (
        f"民國{han_hundred(t.year - 1911)}年{han_numeral(t.month)}月{han_numeral(t.day)}日"
    ),
    "year last": lambda r, t: f"{t.month} 月 {t.day}, {t.year}",
    "year last, 日": lambda r, t: f"{t.month}月{t.day}日, {t.year}",
    "year last, numerals": lambda r, t: f"{han_numeral(t.month)}月 {t.day}, {t.year}",
    "day month year": lambda r, t: f"{t.day} {han_numeral(t.month)}月 {t.year}",
    "day-month-year": lambda r, t: f"{t.day:02}-{t.month}月-{t.year}",
}
MODERN_MINGUO: dict[str, Form] = {
    "bare 民國": lambda r, t: f"{t.year - 1911}年{t.month}月{t.day}日",
    "bare 民國, slashes": lambda r, t: f"{t.year - 1911}/{t.month:02}/{t.day:02}",
    "bare 民國, dots": lambda r, t: f"{t.year - 1911}.{t.month:02}.{t.day:02}",
}
EN_DAYS: dict[str, Form] = {
    "Month D, Y": lambda r, t: f"{month_name(r, t)} {t.day}, {t.year}",
    "Month Dth, Y": lambda r, t: f"{MONTHS[t.month - 1]} {ordinal_of(t.day)}, {t.year}",
    "D Month Y": lambda r, t: f"{t.day} {month_name(r, t)} {t.year}",
    "Dth of Month Y": lambda r, t: f"{ordinal_of(t.day)} of {MONTHS[t.month - 1]} {t.year}",
    "D-Mon-Y": lambda r, t: f"{t.day:02}-{MONTHS[t.month - 1][:3]}-{t.year}",
    "Month D, 'Y": lambda r, t: f"{month_name(r, t)} {t.day}, '{t:%y}",
    "MON D Y": lambda r, t: f"{MONTHS[t.month - 1][:3].upper()} {t.day} {t.year}",
    "Y Mon D": lambda r, t: f"{t.year} {MONTHS[t.month - 1][:3]} {t.day:02}",
    "iso": lambda r, t: f"{t:%Y-%m-%d}",
    "Y/M/D": lambda r, t: f"{t:%Y/%m/%d}",
    "D.M.Y": lambda r, t: f"{t.day}.{t.month}.{t.year}",
}


def han_hundred(number: int) -> str:
    rest = number % 100
    if number < 100:
        return han_numeral(number)
    return "一百" + (("零" if rest < 10 else "一" if rest < 20 else "") + han_numeral(rest) if rest else "")


def ordinal_of(day: int) -> str:
    return f"{day}{'th' if day in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def month_name(r: random.Random, t: datetime) -> str:
    name = MONTHS[t.month - 1]
    return r.choice([name, name[:3], f"{name[:3]}." if len(name) > 3 else name])


def half_of_day(t: datetime) -> str:
    for last, word in ((5, "凌晨"), (9, "早上"), (11, "上午"), (12, "中午"), (17, "下午"), (23, "晚上")):
        if t.hour <= last:
            return word
    raise AssertionError


def hour12(t: datetime) -> int:
    return t.hour % 12 or 12


ZH_CLOCKS: dict[str, Form] = {
    "H:M": lambda r, t: f"{t:%H:%M}",
    "H:M:S": lambda r, t: f"{t:%H:%M}:{r.randrange(60):02}",
    "上下午": lambda r, t: f"{'上午' if t.hour < 12 else '下午'}{r.choice(['', ' '])}{hour12(t)}:{t:%M}",
    "下午 behind": lambda r, t: f"{hour12(t)}:{t:%M} {'上午' if t.hour < 12 else '下午'}",
    "PM": lambda r, t: f"{'AM' if t.hour < 12 else 'PM'} {hour12(t):02}:{t:%M}",
    "時分": lambda r, t: f"{t.hour}時{t.minute:02}分",
    "點分": lambda r, t: f"{half_of_day(t)}{hour12(t) if t.hour else 0}點{t.minute}分",
    "點分, numerals": lambda r, t: (
        f"{half_of_day(t)}{han_numeral(hour12(t)) if t.hour else '零'}點{han_numeral(t.minute) if t.minute else '零'}分"
    ),
}
EN_CLOCKS: dict[str, Form] = {
    "H:M": lambda r, t: f"{t:%H:%M}",
    "h:M PM": lambda r, t: f"{hour12(t)}:{t:%M} {'AM' if t.hour < 12 else 'PM'}",
    "h:Mpm": lambda r, t: f"{hour12(t)}:{t:%M}{'am' if t.hour < 12 else 'pm'}",
    "h:M p.m.": lambda r, t: f"{hour12(t)}:{t:%M} {'a.m.' if t.hour < 12 else 'p.m.'}",
    "H:M:S": lambda r, t: f"{t:%H:%M}:{r.randrange(60):02}",
}
Zone = ZoneInfo | timedelta | str
ZH_ZONES: tuple[tuple[str, Zone], ...] = (
    ("台北時間", HOME), ("臺灣時間", HOME), ("北京時間", HOME), ("香港時間", HOME),
    ("美東時間", ZoneInfo("America/New_York")), ("美國東部時間", ZoneInfo("America/New_York")),
    ("美西時間", ZoneInfo("America/Los_Angeles")), ("東京時間", ZoneInfo("Asia/Tokyo")),
    ("倫敦時間", ZoneInfo("Europe/London")), ("當地時間", UNKNOWN),
)  # fmt: skip
EN_ZONES: tuple[tuple[str, Zone], ...] = (
    ("ET", ZoneInfo("America/New_York")), ("PT", ZoneInfo("America/Los_Angeles")),
    ("CT", ZoneInfo("America/Chicago")), ("Eastern Time", ZoneInfo("America/New_York")),
    ("EST", timedelta(hours=-5)), ("EDT", timedelta(hours=-4)), ("PDT", timedelta(hours=-7)),
    ("GMT", timedelta()), ("UTC", timedelta()), ("BST", timedelta(hours=1)), ("JST", timedelta(hours=9)),
    ("HKT", timedelta(hours=8)), ("GMT+8", timedelta(hours=8)), ("UTC+08:00", timedelta(hours=8)),
    ("UTC-5", timedelta(hours=-5)), ("+0800", timedelta(hours=8)), ("+9:00", timedelta(hours=9)),
    ("-5:00", timedelta(hours=-5)), ("Asia/Tokyo", ZoneInfo("Asia/Tokyo")),
    ("America/New_York", ZoneInfo("America/New_York")), ("QZT", UNKNOWN), ("local time", UNKNOWN),
)  # fmt: skip
ZH_LABELS = (
    "",
    "",
    "發布時間：",
    "發佈於 ",
    "更新時間：",
    "日期：",
    "時間:",
    "刊登日期 ",
    "記者王小明／台北報導 ",
)
ZH_TAILS = ("", "", " 更新", " 發布", " 來源：某報", "　記者王小明", " | 財經")
EN_LABELS = (
    "",
    "",
    "Published: ",
    "Published on ",
    "Updated ",
    "Posted ",
    "Last updated: ",
    "By Amy Lin | ",
)
EN_TAILS = ("", "", " | 3 min read", " - 3 min read", " · News")
