"""How a theme ages: bursts against its own past, silence, drift, and the terms that are new beside it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from seedwatch.core.chinese.folding import fold_chars
from seedwatch.core.chinese.words import WordBorders
from seedwatch.core.themes.discover.terms import common_terms, term_key
from seedwatch.core.themes.files.records import Theme

#: A dated theme is quiet after this long without a hit; any other theme after three times its usual pause.
QUIET = timedelta(days=30)
PAUSES = 3
WEEK = timedelta(days=7)
#: Weeks that are a theme's own past; those that are compared with the rest for drift.
MOST_WEEKS, DRIFT_WEEKS = 12, 4
#: Phrases on either side without which nothing is said about drift.
LEAST_PHRASES = 10
#: Articles a term must stand in to be told of.
LEAST = 2
MOST_TEXTS = 400
#: Texts by which a Chinese term is known to be whole words.
MOST_HOLDING = 5
#: What makes another model of a known name.
_MODEL = re.compile(r"[ -]?[a-z]{0,2}\d{1,4}[a-z]{0,3}")
#: Numbers, dates and amounts are no terms of a theme, nor is what a function word opens or closes.
_NUMBER = "一二三四五六七八九十百千万亿两零半多几"
_NO_TERM = re.compile(
    f"[{_NUMBER}第年月日号个人元次名家条件有能可要会 0-9]+|[到才却没].*|.*[到才却不没{_NUMBER}]"
)


@dataclass(frozen=True, slots=True)
class ThemeTime:
    """One tag that holds: when its article was published (else first seen) and the phrases that gave it."""

    at: datetime
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """How a theme stands. week: articles of the last seven days; burst, drift, quiet: see the functions."""

    week: int
    burst: float
    drift: float
    quiet: str


def outlook(theme: Theme, times: Sequence[ThemeTime], now: datetime) -> Outlook:
    """times: of all the theme's articles, in order of time."""
    ages = [(now - each.at) // WEEK for each in times]
    oldest = min(max(ages, default=0), MOST_WEEKS)
    past = [ages.count(week) for week in range(1, oldest + 1)]
    fresh = Counter(
        phrase for each, age in zip(times, ages, strict=True) if age < DRIFT_WEEKS for phrase in each.phrases
    )
    older = Counter(
        phrase for each, age in zip(times, ages, strict=True) if age >= DRIFT_WEEKS for phrase in each.phrases
    )
    week = ages.count(0)
    return Outlook(
        week, burst(week, past), drift(older, fresh), silence(theme, [each.at for each in times], now)
    )


def burst(recent: int, past: Sequence[int]) -> float:
    """How far the newest period's count stands above its own past, in standard deviations of a Poisson count.

    past: counts of earlier periods of the same length. 0 without a past.
    """
    if not past:
        return 0.0
    usual = sum(past) / len(past)
    return (recent - usual) / math.sqrt(usual + 1.0)


def silence(theme: Theme, seen: Sequence[datetime], now: datetime) -> str:
    """In words whether a theme has gone quiet; empty when it has not. `seen`: times of its articles."""
    if not seen:
        return "no article yet"
    times = sorted(seen)
    pause = now - times[-1]
    if theme.dated:
        return f"quiet for {pause.days} days, as its event is over" if pause > QUIET else ""
    usual = (times[-1] - times[0]) / max(len(times) - 1, 1)
    quiet = len(times) > 1 and pause > max(PAUSES * usual, QUIET / 2)
    return f"quiet for {pause.days} days, usually {max(usual.days, 1)}" if quiet else ""


def drift(before: Mapping[str, int], now: Mapping[str, int]) -> float:
    """How differently a theme is found: Jensen-Shannon divergence of the phrases that gave it, 0 to 1.

    0 too when either side has fewer than LEAST_PHRASES: two articles differ by chance.
    """
    total_before, total_now = sum(before.values()), sum(now.values())
    if min(total_before, total_now) < LEAST_PHRASES:
        return 0.0
    divergence = 0.0
    for phrase in before.keys() | now.keys():
        p, q = before.get(phrase, 0) / total_before, now.get(phrase, 0) / total_now
        middle = (p + q) / 2
        divergence += sum(0.5 * each * math.log2(each / middle) for each in (p, q) if each)
    return min(1.0, max(0.0, divergence))


@dataclass(frozen=True, slots=True)
class Rise:
    """A term and in how many articles it stands inside and outside of what was asked about.

    score: log-likelihood ratio; above 10.8 chance is below one in a thousand.
    """

    term: str
    inside: int
    outside: int
    score: float


def rising(
    inside: Sequence[str],
    outside: Sequence[str],
    known: Collection[str] = (),
    limit: int = 20,
    everyday: Collection[str] = (),
) -> tuple[Rise, ...]:
    """Terms that stand beside a theme (or this week) far more often than elsewhere (or before), best first.

    known: wordings that the theme has already; neither they nor what contains them is told, but for a name with
        another number (Figure 04 beside Figure). everyday: words, in simplified characters, that are no terms.
    Of large sets of texts the last MOST_TEXTS are read.
    """
    near, far = list(inside[-MOST_TEXTS:]), [term_key(text) for text in outside[-MOST_TEXTS:]]
    keys = {term_key(word) for word in known}
    rises = []
    for key, count in common_terms(near, LEAST).items():
        if _NO_TERM.fullmatch(key) or any(_says(word, key) for word in keys):
            continue
        elsewhere = sum(key in text for text in far)
        if count * max(len(far), 1) > elsewhere * len(near):
            score = _likelihood(count, len(near), elsewhere, len(far))
            rises.append(Rise(_as_written(key, near), count, elsewhere, score))
    rises.sort(key=lambda rise: (-rise.score, -len(rise.term), rise.term))
    return tuple(_apart(_whole(rises, near, everyday), limit))


def _says(word: str, key: str) -> bool:
    """Whether a known wording and a term are one, or one holds the other without naming another model."""
    return key in word or (word in key and not _MODEL.fullmatch(key.removeprefix(word)))


def _whole(rises: Iterable[Rise], texts: Sequence[str], everyday: Collection[str]) -> Iterator[Rise]:
    """Without Chinese fragments and everyday words, by the first texts that have the term."""
    borders: dict[int, WordBorders] = {}
    for rise in rises:
        if rise.term.isascii():
            yield rise
            continue
        holding = [number for number, text in enumerate(texts) if rise.term in text][:MOST_HOLDING]
        for number in holding:
            if number not in borders:
                borders[number] = WordBorders(texts[number], everyday)
        sound = [borders[number].is_term(rise.term) for number in holding]
        if 2 * sum(sound) > len(sound):
            yield rise


def _as_written(key: str, texts: Iterable[str]) -> str:
    """A term as the first text has it."""
    for text in texts:
        at = fold_chars(text).replace("-", " ").find(key)
        if at >= 0:
            return text[at : at + len(key)]
    return key


def _apart(rises: Iterable[Rise], limit: int) -> list[Rise]:
    """The best ones, without those that are part of a better one or hold it."""
    kept: list[Rise] = []
    for rise in rises:
        if len(kept) < limit and not any(rise.term in each.term or each.term in rise.term for each in kept):
            kept.append(rise)
    return kept


def _likelihood(inside: int, all_inside: int, outside: int, all_outside: int) -> float:
    """Dunning's G2 for one term in two sets of texts."""
    rate = (inside + outside) / max(all_inside + all_outside, 1)
    score = 0.0
    for count, total in ((inside, all_inside), (outside, all_outside)):
        for seen, expected in ((count, total * rate), (total - count, total * (1 - rate))):
            if seen and expected:
                score += 2 * seen * math.log(seen / expected)
    return score
