"""Date strings of news pages and feeds in zh-Hant, zh-Hans and English, made with their truth beside them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bench.date_strings.forms import (
    EN_CLOCKS,
    EN_DAYS,
    EN_LABELS,
    EN_TAILS,
    EN_ZONES,
    HANS,
    HANT,
    HOME,
    MODERN_MINGUO,
    MONTHS,
    NOW,
    TO_HANS,
    WEEKDAYS,
    ZH_CLOCKS,
    ZH_DAYS,
    ZH_LABELS,
    ZH_TAILS,
    ZH_ZONES,
    DateString,
    Zone,
    han_numeral,
    hour12,
)


def _chinese(r: random.Random, at: datetime, language: str) -> DateString:
    days = ZH_DAYS | (MODERN_MINGUO if at.year > 2010 and language == HANT else {})
    form, make = r.choice(list(days.items()))
    day = make(r, at)
    if r.random() < 0.3 and "last" not in form and "month" not in form:
        name = "一二三四五六日"[at.weekday()]
        day += r.choice([f"（{name}）", f" 星期{name}", f"({name})", f" 週{name}", f" 禮拜{name}"])
    if r.random() < 0.25:
        return _framed(r, DateString(day, language, at, "day", None, form), ZH_LABELS, ZH_TAILS)
    clock_form, clock_make = r.choice(list(ZH_CLOCKS.items()))
    clock = clock_make(r, at)
    joint = "" if day[-1] in "日）)" and r.random() < 0.4 else r.choice([" ", " ", "　", "，", " | ", "－"])
    text, zone = day + joint + clock, None
    if r.random() < 0.35:
        name, zone = r.choice(ZH_ZONES)
        text = r.choice([f"{name}{text}", f"{text}（{name}）", f"{text} {name}", f"{day} {name}{clock}"])
    found = DateString(text, language, at, "minute", zone, f"{form} {clock_form}")
    return _framed(r, found, ZH_LABELS, ZH_TAILS)


def _english(r: random.Random, at: datetime, language: str) -> DateString:
    form, make = r.choice(list(EN_DAYS.items()))
    day = make(r, at)
    if r.random() < 0.3:
        name = WEEKDAYS[at.weekday()]
        day = f"{r.choice([name, name[:3], name[:3] + '.'])}{r.choice([', ', ' '])}{day}"
    if r.random() < 0.25:
        return _framed(r, DateString(day, language, at, "day", None, form), EN_LABELS, EN_TAILS)
    clock_form, clock_make = r.choice(list(EN_CLOCKS.items()))
    clock = clock_make(r, at)
    zone: Zone | None = None
    if r.random() < 0.5:
        name, zone = r.choice(EN_ZONES)
        clock += r.choice([" ", " ("]) + name
        clock += ")" if "(" in clock else ""
    before = zone is None and r.random() < 0.2
    text = f"{clock}, {day}" if before else day + r.choice([" ", ", ", " at ", " | ", " - "]) + clock
    found = DateString(
        text, language, at, "minute", zone, f"{form} {clock_form}{' before' if before else ''}"
    )
    return _framed(r, found, EN_LABELS, EN_TAILS)


def _framed(
    r: random.Random, found: DateString, labels: tuple[str, ...], tails: tuple[str, ...]
) -> DateString:
    return replace(found, text=r.choice(labels) + found.text + r.choice(tails))


def _standard(r: random.Random, at: datetime, language: str) -> DateString:
    """What feeds and attributes hold, Chinese locales of software included."""
    offset, shown = r.choice([(8, "+0800"), (0, "GMT"), (9, "+0900"), (-4, "-0400")])
    weekday = "一二三四五六日"[at.weekday()]
    month = MONTHS[at.month - 1][:3]
    text = r.choice(
        [
            f"{WEEKDAYS[at.weekday()][:3]}, {at.day:02} {month} {at:%Y %H:%M}:00 {shown}",
            f"星期{weekday}, {at.day:02} {han_numeral(at.month)}月 {at:%Y %H:%M}:00 {shown}",
            f"週{weekday}, {at.day} {at.month}月 {at:%Y %H:%M}:00 {shown}",
            f"星期{weekday} {han_numeral(at.month)}月 {at.day} {at:%H:%M}:00 {shown} {at.year}",
            f"{WEEKDAYS[at.weekday()][:3]} {month} {at.day:02} {at:%H:%M}:00 {shown} {at.year}",
            f"{at:%Y-%m-%dT%H:%M}:00{shown if shown != 'GMT' else 'Z'}",
            f"{at:%Y-%m-%d %H:%M}:00 {shown}",
        ]
    )
    return DateString(text, language, at, "minute", timedelta(hours=offset), "standard")


def _without_year(r: random.Random, at: datetime, language: str) -> DateString:
    at = NOW.replace(tzinfo=None) - timedelta(minutes=r.randrange(60, 300 * 1440))
    day = r.choice(
        [
            f"{at.month}月{at.day}日",
            f"{at.month:02}月{at.day:02}日",
            f"{at.month}月{at.day}日（{'一二三四五六日'[at.weekday()]}）",
        ]
    )
    if language == "en":
        day = f"{MONTHS[at.month - 1]} {at.day}"
    clock = f"{at:%H:%M}"
    text, exact = r.choice([(f"{day} {clock}", "minute"), (day, "day")])
    return DateString(text, language, at, exact, None, "without year")


_HALVES = (("晚", 18, 23), ("早", 6, 10), ("夜", 19, 23), ("晨", 5, 9))


def _day_word(r: random.Random, at: datetime, language: str) -> DateString:
    """昨晚8點, 前天 21:00, yesterday at 9:05 PM."""
    back = r.randrange(1, 3)
    day = NOW.replace(tzinfo=None) - timedelta(days=back)
    if language == "en":
        at = day.replace(day=19, hour=at.hour, minute=at.minute)
        return DateString(
            f"Yesterday{r.choice([' at ', ', '])}{EN_CLOCKS['h:M PM'](r, at)}",
            language,
            at,
            "minute",
            None,
            "day word",
        )
    if back == 1 and r.random() < 0.6:
        half, first, last = r.choice(_HALVES)
        at = day.replace(hour=r.randrange(first, last + 1), minute=r.choice([0, 30]))
        clock = f"{hour12(at)}點{'半' if at.minute else ''}"
        return DateString(f"昨{half}{r.choice(['', ' '])}{clock}", language, at, "minute", None, "昨晚")
    at = day.replace(hour=at.hour, minute=at.minute)
    word = {1: r.choice(["昨天", "昨日"]), 2: "前天"}[back]
    clock = r.choice([ZH_CLOCKS["H:M"], ZH_CLOCKS["點分"], ZH_CLOCKS["上下午"]])(r, at)
    return DateString(f"{word}{r.choice(['', ' '])}{clock}", language, at, "minute", None, "day word")


def _distance(r: random.Random, at: datetime, language: str) -> DateString:
    """Distances in one or two units; months and years leave the day open."""
    days, hours, minutes = r.randrange(1, 20), r.randrange(1, 23), r.randrange(1, 59)
    now = NOW.replace(tzinfo=None)
    amount = r.choice(["h", "m", "hm", "dh", "d", "M", "y"])
    if amount in {"M", "y"}:
        many = r.randrange(1, 12)
        months = many * (12 if amount == "y" else 1)
        year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
        words = {"M": ("個月", "month"), "y": ("年", "year")}[amount]
        exact = {"M": "month", "y": "year"}[amount]
        text = f"{many} {words[1]}{'s' * (many > 1)} ago" if language == "en" else f"{many}{words[0]}前"
        return DateString(
            text, language, now.replace(year=year, month=month + 1, day=1), exact, None, "rough"
        )
    back = timedelta(
        days=days if "d" in amount else 0,
        hours=hours if "h" in amount else 0,
        minutes=minutes if "m" in amount else 0,
    )
    numbers = {"d": days, "h": hours, "m": minutes}
    if language == "en":
        names = {"d": "day", "h": "hour", "m": "minute"}
        pieces = [f"{numbers[a]} {names[a]}{'s' * (numbers[a] > 1)}" for a in amount]
        text = r.choice([" ", " and ", ", "]).join(pieces) + " ago"
    else:
        names = {"d": "天", "h": r.choice(["小時", "個小時"]), "m": r.choice(["分鐘", "分"])}
        shown = han_numeral if r.random() < 0.3 else str
        text = r.choice(["", " "]).join(f"{shown(numbers[a])}{names[a]}" for a in amount) + r.choice(
            ["前", "之前", "以前"]
        )
    return DateString(text, language, now - back, "day" if amount == "d" else "minute", HOME, "distance")


_KINDS = (
    (_chinese, 8), (_english, 8), (_standard, 2), (_without_year, 1), (_day_word, 2), (_distance, 2),
)  # fmt: skip
_SPAN = int(timedelta(days=365 * 30).total_seconds()) // 60


def strings(count: int, seed: int) -> Iterator[DateString]:
    """The same strings for the same seed."""
    r = random.Random(seed)
    kinds, weights = zip(*_KINDS, strict=True)
    for _ in range(count):
        kind = r.choices(kinds, weights)[0]
        language = "en" if kind is _english else r.choice([HANT, HANS] + ["en"] * (kind is not _chinese))
        at = NOW.replace(tzinfo=None) - timedelta(minutes=r.randrange(3 * 1440, _SPAN))
        found = kind(r, at.replace(second=0), language)
        yield replace(found, text=found.text.translate(TO_HANS)) if language == HANS else found
