"""Dates that a reader sees: in short lines near the headline, labelled or bare, never in prose or captions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from seedwatch.core.extract.body.blocks import Blocks
from seedwatch.core.extract.body.lines import MAYBE_DIGIT
from seedwatch.core.extract.fields.dates.elements import ASIDE_NAMES, NEAR_BEFORE, NEAR_BEHIND, is_near
from seedwatch.core.extract.fields.dates.evidence import (
    BESIDE,
    Evidence,
    Weight,
    labelled,
    note_of,
    read_evidence,
)
from seedwatch.core.extract.fields.dates.labels import (
    Label,
    label_alone,
    label_before,
    label_behind,
    label_of_names,
)
from seedwatch.core.extract.page import PageInput
from seedwatch.core.model.moment import DateOrigin

#: No part of a longer number, path or file name.
_BEGIN = r"(?<![\dA-Za-z_/.\-])"
_FINISH = r"(?!\d|[-/]\d|[\w\-]*\.(?:jpe?g|png|gif|webp|pdf|mp4|html?|docx?|xlsx?|zip)\b)"
_DIGITS = r"(?:民國|民国)?\s?(?:\d{4}|1\d\d)\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}"
NUMERIC = re.compile(_BEGIN + _DIGITS + _FINISH)
DATED = re.compile(
    rf"{_BEGIN}{_DIGITS}{_FINISH}|{_BEGIN}\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}{_FINISH}|"
    r"\b\d{1,2}\.? (?:de )?[A-Za-zéûäç]{3,10}\.?,? (?:de )?\d{4}(?!\d)|"
    r"\b[A-Z][a-zé]{2,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}(?!\d)|"
    rf"{_BEGIN}\d{{1,2}}\s?月\s?\d{{1,2}}日?,\s?\d{{4}}(?!\d)|[〇○零一二]{{4}}年[一二三四五六七八九十]{{1,3}}月[一二三四五六七八九十廿]{{1,3}}日"
)
#: Without a year, or told from now: only in a line of its own under the headline.
_SHORT = re.compile(
    r"昨[天日晚夜早]?|今[天日晚晨早]|前[天晚]|\d\s?[^\W\d]{1,12}\s?(?:前|ago)|yesterday|today"
    r"|\d{1,2}\s?月\s?\d{1,2}\s?日|(?<![\d/.\-])\d{1,2}[-/]\d{1,2}\s+\d{1,2}[:：]\d\d",
    re.IGNORECASE,
)
_FROM_NOW = re.compile(r"昨|今|前|ago|yesterday|today", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*[|｜·•／]\s*")
_CLOCK = re.compile(
    r"[T\s,，、|·]*(?:[(（]?(?:星期|週|周)?[一二三四五六日](?:[)）]|(?=\s))\s?)?"
    r"(?:[上下中]午|[早晚]上|凌晨)?\s?\d{1,2}\s?[:：點点時时]\s?\d\d(?:[:：分]\d{0,2})?(?:\s?[ap]\.?m\.?)?",
    re.IGNORECASE,
)
_TIME_ONLY = re.compile(r"^\D{0,12}(\d{1,2}:\d\d(?::\d\d)?)\D{0,8}$")
_PROSE = re.compile(r"[，。！？；]|[a-z][,.;] [a-zA-Z]|[a-z]{3,} [a-z]{2,} [a-z]{2,} [a-z]{2,}")
_CLOCK_BEFORE = re.compile(
    r"(?<![\d:])\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?\s?[,|·]?\s?(?:on\s)?$", re.I
)
#: Of a date in any of these forms ("115/1/1" is one, "1 May 2026" another).
_FEWEST_DIGITS = 5
_LONGEST_LINE = 160
_LONGEST_SHORT = 40
_MOST_DATES = 12
#: Behind the article's end its date may still follow; what is further down belongs to others.
_BEYOND = 16
_NOT_READ = (BESIDE, Label.OTHER.value)
_HEADINGS = frozenset({"h1", "h2", "h3"})


@dataclass(frozen=True, slots=True)
class Place:
    """The blocks, where the headline stands (-1 when not printed), and the index after the article's last."""

    blocks: Blocks
    title: str
    title_at: int
    end: int

    def is_near(self, at: int) -> bool:
        return is_near(at, self.title_at, self.end)

    def is_above(self, at: int) -> bool:
        return 0 <= at < self.title_at


def printed_dates(page: PageInput, place: Place, pattern: re.Pattern[str], words: bool) -> Iterator[Evidence]:
    """In lines near the headline, then in others until shortly behind the article.

    words: also dates without a year and distances (昨晚8點), which cost more to read.
    """
    rows = place.blocks.blocks
    if not rows:
        return
    lines = place.blocks.lines
    digits = lines.count(lines.has(MAYBE_DIGIT))
    order = [at for at in np.flatnonzero(digits >= _FEWEST_DIGITS).tolist() if _may_hold(place, at)]
    order.sort(key=lambda at: (not place.is_near(at), place.is_above(at)))
    found: list[Evidence] = []
    for at in order:
        found += _in_line(page, place, at, pattern)
        if len(found) >= _MOST_DATES:
            break
    yield from _without_lists(found)
    if words and place.title_at >= 0:
        for at in range(place.title_at + 1, min(place.title_at + NEAR_BEHIND, len(rows))):
            yield from _in_words(page, place, at)


def _without_lists(found: list[Evidence]) -> Iterator[Evidence]:
    """Several bare dates further down are those of other articles."""
    bare = (Weight.LATER, Weight.LATER_CLOCK)
    days = {one.moment.at.date() for one in found if one.usable and one.moment and one.weight in bare}
    for one in found:
        listed = len(days) > 1 and one.usable and one.weight in bare
        yield replace(one, candidate=replace(one.candidate, note=BESIDE)) if listed else one


def _may_hold(place: Place, at: int) -> bool:
    if at == place.title_at or at >= place.end + _BEYOND:
        return False
    row = place.blocks.blocks[at]
    text = row.text
    if len(text) >= _LONGEST_LINE or "©" in text or "opyright" in text:
        return False
    return not (len(place.title) > 5 and place.title in text)


def _in_line(page: PageInput, place: Place, at: int, pattern: re.Pattern[str]) -> Iterator[Evidence]:
    row = place.blocks.blocks[at]
    matches = list(pattern.finditer(row.text))[:4]
    if not matches:
        return
    labels = _labels(place, at, matches)
    for number, match in enumerate(matches):
        limit = matches[number + 1].start() if number + 1 < len(matches) else len(row.text)
        label = labels[number]
        if label is Label.NONE and not _is_dateline(row.text, match, row.tag):
            continue
        note = note_of(label) or _fault_of_place(page, place, at, label, match)
        if note in _NOT_READ and not NUMERIC.match(match.group()):
            continue  # in words it costs a millisecond to read, for nothing
        found = _read(page, place, at, match, limit, note)
        if found is not None:
            yield _weighed(found, place, at, label)


def _is_dateline(text: str, found: re.Match[str], tag: str) -> bool:
    """A line that tells a date and little else; not a caption, headline or sentence with a date in it."""
    rest = len(text) - len(found.group())
    if tag in _HEADINGS:
        return rest < 12
    if rest < 24:
        return True
    behind = text[found.end() :]
    clock = _CLOCK.match(behind)
    if clock is not None and not behind[clock.end() :].strip(" )）"):
        return not _PROSE.search(text[: found.start()])
    return found.start() < 12 and not _PROSE.search(behind)


def _labels(place: Place, at: int, matches: list[re.Match[str]]) -> list[Label]:
    """What is said of each date of a line: all labels stand before their dates, or all behind them."""
    text = place.blocks.blocks[at].text
    ends = [match.end() for match in matches]
    ends = [clock.end() if (clock := _CLOCK.match(text, end)) else end for end in ends]
    starts = [match.start() for match in matches]
    before = [label_before(text[first:start]) for first, start in zip([0, *ends[:-1]], starts, strict=True)]
    behind = [label_behind(text[end:last]) for end, last in zip(ends, [*starts[1:], len(text)], strict=True)]
    if before[0] in (Label.NONE, Label.DATED) and behind[-1] is not Label.NONE:
        return behind
    if behind[-1] is Label.OTHER and before[-1] is Label.NONE:
        before[-1] = Label.OTHER
    if len(matches) == 1 and before[0] is Label.NONE:
        before[0] = _label_around(place, at, starts[0] == 0, ends[0] == len(text))
    return before


def _label_around(place: Place, at: int, begins: bool, ends: bool) -> Label:
    """By the blocks beside one that holds nothing but a date, or by the names of its container."""
    rows, nodes = place.blocks.blocks, place.blocks.nodes
    label = label_alone(rows[at - 1].text) if begins and at and at - 1 != place.title_at else Label.NONE
    if label is Label.NONE and begins and ends and at + 1 < len(rows) and len(rows[at + 1].text) <= 6:
        label = label_behind(rows[at + 1].text)
    node = nodes[rows[at].node]
    for _ in range(2):
        if label is not Label.NONE or node.end - node.start > 2 or node.parent < 0:
            break
        label = label_of_names(node.name)
        node = nodes[node.parent]
    return label


def _fault_of_place(page: PageInput, place: Place, at: int, label: Label, match: re.Match[str]) -> str:
    """Why a date may not count by where it stands: in a menu, a teaser, a caption, the page's own clock."""
    named = label in (Label.PUBLISHED, Label.DATED)
    near = place.is_near(at)
    fault = _fault_of_containers(place, at, named)
    if fault or named or near:
        return fault
    row = place.blocks.blocks[at]
    if row.linked:
        return BESIDE
    if not place.is_above(at):
        return ""
    if _CLOCK.match(row.text, match.end()):
        return BESIDE if at < place.title_at - 2 * NEAR_BEFORE else ""
    return BESIDE if at < place.title_at - NEAR_BEFORE or _is_today(page, match) else ""


def _fault_of_containers(place: Place, at: int, named: bool) -> str:
    """By the containers up to the one that holds the headline too, or most of the page."""
    nodes = place.blocks.nodes
    most = len(place.blocks.blocks) // 4
    near = place.is_near(at)
    index = place.blocks.blocks[at].node
    while index >= 0:
        node = nodes[index]
        if node.start <= place.title_at < node.end or (place.title_at < 0 and node.end - node.start > most):
            break
        if node.tag in {"nav", "aside", "footer"} and not (named and near):
            return BESIDE
        if not named and node.tag in {"figure", "figcaption"}:
            return Label.OTHER.value
        if not named and not near and (node.tag == "header" or ASIDE_NAMES.search(node.name)):
            return BESIDE
        index = node.parent
    return ""


def _is_today(page: PageInput, match: re.Match[str]) -> bool:
    found = read_evidence(match.group(), DateOrigin.PRINTED, page, 0)
    if found is None or found.moment is None:
        return False
    return abs(found.moment.at.date() - page.now.date()) <= timedelta(days=1)


def _read(
    page: PageInput, place: Place, at: int, match: re.Match[str], limit: int, note: str
) -> Evidence | None:
    """The date with the clock behind it; without what follows when that cannot be read."""
    rows = place.blocks.blocks
    text = rows[at].text
    found = None
    ahead = _CLOCK_BEFORE.search(text[max(match.start() - 24, 0) : match.start()])
    start = match.start() - len(ahead.group()) if ahead else match.start()
    for raw in (text[start : min(match.end() + 30, limit)], text[start : match.end()], match.group()):
        found = read_evidence(raw.rstrip(), DateOrigin.PRINTED, page, 0, note)
        if found is not None and found.moment is not None:
            break
    if found is None or found.moment is None or found.moment.precision.has_clock or limit < len(text):
        return found
    clock = _TIME_ONLY.match(rows[at + 1].text) if at + 1 < len(rows) else None
    if clock is None:
        return found
    timed = read_evidence(f"{match.group()} {clock.group(1)}", DateOrigin.PRINTED, page, 0, note)
    return timed if timed is not None and timed.moment is not None else found


def _weighed(found: Evidence, place: Place, at: int, label: Label) -> Evidence:
    timed = found.moment is not None and found.moment.precision.has_clock
    if label is Label.PUBLISHED:
        weight = Weight.PRINTED_LABELLED if place.is_near(at) else Weight.LATER_LABELLED
    elif place.is_near(at):
        weight = Weight.PRINTED_CLOCK if timed else Weight.PRINTED_DAY
        weight = Weight.PRINTED_DATED if label is Label.DATED else weight
    elif place.is_above(at):
        weight = Weight.ABOVE if timed or label is Label.DATED else Weight.ABOVE_DAY
    else:
        weight = Weight.LATER_CLOCK if timed else Weight.LATER
        weight = Weight.LATER_DATED if label is Label.DATED else weight
    return labelled(found, label, weight)


def _in_words(page: PageInput, place: Place, at: int) -> Iterator[Evidence]:
    """Of a short line under the headline, whole or between its bars."""
    row = place.blocks.blocks[at]
    if len(row.text) > _LONGEST_SHORT or row.linked * 2 > len(row.text) or not _SHORT.search(row.text):
        return
    if row.tag in _HEADINGS or DATED.search(row.text):
        return
    for piece in (row.text, *_SEPARATOR.split(row.text)):
        if not _SHORT.search(piece):
            continue
        label = label_before(piece[: _SHORT.search(piece).start()])  # type: ignore[union-attr]
        if label is Label.NONE:
            label = _label_around(place, at, begins=True, ends=True)
        found = read_evidence(piece, DateOrigin.PRINTED, page, Weight.LATER, note_of(label))
        if found is None or found.moment is None:
            continue
        from_now = _FROM_NOW.search(piece) is not None
        weight = min(found.weight, Weight.RELATIVE) if from_now else found.weight
        yield labelled(found, label, weight)
        return
