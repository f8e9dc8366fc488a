"""Two texts side by side: what they share in place, what stands there instead, and which numbers.

Numbers are masked while the texts are aligned, so a bulletin that differs from another in its figures alone
aligns throughout, and the figures that stand in the same places can be compared one by one.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel

from seedwatch.core.duplicates.normalize import SLOT, Normal
from seedwatch.core.duplicates.shingles import Hashes, rolling

#: Characters an anchor: the shortest run that hardly recurs by chance.
ANCHOR_HAN = 5
ANCHOR_LATIN = 10
#: Shortest passage that counts where it crosses others, in anchors.
MOVED = 3
#: Longest wording that counts as standing in the place of another, characters.
MAX_SWAP = 24

#: Longest gap that is looked through for shorter common runs, characters.
MAX_CUT = 80

_SLOT_POINT = ord(SLOT)
#: Times that an outlet stamps on its page are no figures of the report.
_STAMP = re.compile(
    rf"(?:时间|更新于?|发布于?|发稿|updated|published|posted)(?:on|at)?[{SLOT}年月日号时分]*"
    rf"|[{SLOT}年月日号]+(?:综合)?(?:外?电|讯|报导|报道)"
    rf"|(?:{SLOT}年)?{SLOT}月{SLOT}日{SLOT}{{2,3}}"
)
_DATE_UNITS = "日号月"

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Swap:
    """Wording in the place of other wording; the character before and behind both, empty if they differ."""

    ours: str
    theirs: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """same: characters of either text that stand in the other in the same surroundings.

    agree, differ: numbers in the same place, of one value or not; dates: those of the differing ones that are
    days or months. swaps: other wording in the same place.
    own: the longest passage that both have of their own in one place, in characters of the shorter one;
    own_lead: that at the beginning.
    """

    same: int
    agree: int
    differ: int
    dates: int
    swaps: tuple[Swap, ...]
    own: int
    own_lead: int


@dataclass(frozen=True, slots=True)
class _Gap:
    """Unlike passages [a0, a1) and [b0, b1) between two anchors."""

    a0: int
    a1: int
    b0: int
    b1: int


def align(a: Normal, b: Normal) -> Alignment:
    width = ANCHOR_HAN if a.is_han or b.is_han else ANCHOR_LATIN
    i, j = _in_order(*_anchors(rolling(a.masked, width), rolling(b.masked, width)), width)
    mapping = np.full(len(a.masked), -1, np.int64)
    for step in range(width):
        mapping[i + step] = j + step
    broken = _gaps(i, j, width, len(a.masked), len(b.masked))
    gaps = [_narrowed(gap, a.text, b.text, mapping) for gap in broken]
    parts = [part for gap in gaps for part in _parts(gap, a.text, b.text, mapping, width // 2)]
    swaps = tuple(_swaps(parts, a.text, b.text))
    agree, differ, dates = _numbers(a, b, mapping)
    same = int((mapping >= 0).sum())
    own = _own(_joined(gaps, MOVED * width), mapping, len(b.masked))
    return Alignment(same, agree, differ, dates, swaps, max(own), own[0])


def _anchors(a: Hashes, b: Hashes) -> tuple[Positions, Positions]:
    """Positions of the runs that stand once in each text, in the order of the first."""
    once_a, at_a = _unique(a)
    once_b, at_b = _unique(b)
    if not len(once_a) or not len(once_b):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    place = np.minimum(np.searchsorted(once_b, once_a), len(once_b) - 1)
    shared = once_b[place] == once_a
    i, j = at_a[shared], at_b[place[shared]]
    order = np.argsort(i)
    return i[order], j[order]


def _unique(hashes: Hashes) -> tuple[Hashes, Positions]:
    order = np.argsort(hashes)
    ordered = hashes[order]
    again = ordered[1:] == ordered[:-1]
    once = np.ones(len(ordered), bool)
    once[1:] &= ~again
    once[:-1] &= ~again
    return ordered[once], order[once]


def _in_order(i: Positions, j: Positions, width: int) -> tuple[Positions, Positions]:
    """Anchors without the few that cross longer ones: a paragraph may have moved, a few words only recur."""
    starts = np.flatnonzero((np.diff(i, prepend=-2) != 1) | (np.diff(j, prepend=-2) != 1))
    sizes = np.diff(starts, append=len(i))
    kept = sizes + width - 1 >= MOVED * width
    first_i, first_j = i[starts].tolist(), j[starts].tolist()
    chain: list[tuple[int, int]] = []
    for n in np.argsort(-sizes, kind="stable").tolist():
        run = (first_i[n], first_j[n])
        place = bisect(chain, run)
        if (not place or chain[place - 1][1] < run[1]) and (place == len(chain) or run[1] < chain[place][1]):
            chain.insert(place, run)
            kept[n] = True
    chosen = np.repeat(kept, sizes)
    return i[chosen], j[chosen]


def _gaps(i: Positions, j: Positions, width: int, a_end: int, b_end: int) -> list[_Gap]:
    """Places where the anchors break off and go on again further down both texts; head and tail included."""
    if not len(i):
        return [_Gap(0, a_end, 0, b_end)]
    broken = np.flatnonzero(((np.diff(i) != 1) | (np.diff(j) != 1)) & (np.diff(j) > 0))
    inner = [_between(int(i[n]), int(i[n + 1]), int(j[n]), int(j[n + 1]), width) for n in broken]
    head = _Gap(0, int(i[0]), 0, int(j[0]))
    tail = _Gap(int(i[-1]) + width, a_end, int(j[-1]) + width, b_end)
    return [head, *inner, tail]


def _between(a0: int, a1: int, b0: int, b1: int, width: int) -> _Gap:
    """Anchors may overlap in one text where the other has something more: shift until neither is negative."""
    a0, b0 = a0 + width, b0 + width
    shift = max(a0 - a1, b0 - b1, 0)
    return _Gap(a0, a1 + shift, b0, b1 + shift)


def _narrowed(gap: _Gap, a: str, b: str, mapping: Positions) -> _Gap:
    """Take equal characters off both ends; they are shared, only too few for an anchor or not unique."""
    a0, a1, b0, b1 = gap.a0, gap.a1, gap.b0, gap.b1
    while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
        mapping[a0] = b0
        a0, b0 = a0 + 1, b0 + 1
    while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1]:
        a1, b1 = a1 - 1, b1 - 1
        mapping[a1] = b1
    return _Gap(a0, a1, b0, b1)


def _parts(gap: _Gap, a: str, b: str, mapping: Positions, least: int) -> Iterator[_Gap]:
    """A gap cut where at least `least` characters are common: "甲一行感謝甲" is two names, not one swap."""
    if min(gap.a1 - gap.a0, gap.b1 - gap.b0) <= least or max(gap.a1 - gap.a0, gap.b1 - gap.b0) > MAX_CUT:
        yield gap
        return
    at_a, at_b = gap.a0, gap.b0
    edits = Indel.editops(a[gap.a0 : gap.a1], b[gap.b0 : gap.b1])
    for block in edits.as_matching_blocks():
        size = block.size
        if size >= least:
            yield _Gap(at_a, gap.a0 + block.a, at_b, gap.b0 + block.b)
            at_a, at_b = gap.a0 + block.a + size, gap.b0 + block.b + size
            mapping[at_a - size : at_a] = np.arange(at_b - size, at_b)
    yield _Gap(at_a, gap.a1, at_b, gap.b1)


def _joined(gaps: list[_Gap], least: int) -> list[_Gap]:
    """Gaps as one where fewer than `least` characters between them are common: a phrase that recurs."""
    joined = gaps[:1]
    for gap in gaps[1:]:
        last = joined[-1]
        if gap.a0 - last.a1 < least:
            joined[-1] = _Gap(last.a0, gap.a1, last.b0, gap.b1)
        else:
            joined.append(gap)
    return joined


def _own(gaps: list[_Gap], mapping: Positions, b_length: int) -> list[int]:
    """Characters of each gap's shorter side; what only moved elsewhere is nobody's own.

    A gap of which most is common is an edited passage.
    """
    from_a = mapping >= 0
    from_b = np.zeros(b_length, bool)
    from_b[mapping[from_a]] = True
    found = []
    for gap in gaps:
        length = min(gap.a1 - gap.a0, gap.b1 - gap.b0)
        own = min(int((~from_a[gap.a0 : gap.a1]).sum()), int((~from_b[gap.b0 : gap.b1]).sum()))
        found.append(own if length > MAX_SWAP and own > length / 2 else 0)
    return found


def _swaps(gaps: list[_Gap], a: str, b: str) -> Iterator[Swap]:
    for gap in gaps:
        if 0 < gap.a1 - gap.a0 <= MAX_SWAP and 0 < gap.b1 - gap.b0 <= MAX_SWAP:
            before, after = a[max(gap.a0 - 1, 0) : gap.a0], a[gap.a1 : gap.a1 + 1]
            yield Swap(
                a[gap.a0 : gap.a1],
                b[gap.b0 : gap.b1],
                before if before == b[max(gap.b0 - 1, 0) : gap.b0] else "",
                after if after == b[gap.b1 : gap.b1 + 1] else "",
            )


def _numbers(a: Normal, b: Normal, mapping: Positions) -> tuple[int, int, int]:
    """Numbers in the same place: how many agree, differ, and differ as dates. Two weak ones say nothing."""
    slots = np.flatnonzero(a.masked == _SLOT_POINT)
    rank = np.cumsum(b.masked == _SLOT_POINT) - 1
    stamped_a, stamped_b = _stamped(a.text), _stamped(b.text)
    agree = differ = dates = 0
    for n, (at, place) in enumerate(zip(slots.tolist(), mapping[slots].tolist(), strict=True)):
        if place < 0 or b.masked[place] != _SLOT_POINT or at in stamped_a or place in stamped_b:
            continue
        m = int(rank[place])
        if a.weak[n] and b.weak[m]:
            continue
        if a.values[n] == b.values[m]:
            agree += 1
        else:
            differ += 1
            dates += _is_date(a.values[n], a.text[at + 1 : at + 2])
    return agree, differ, dates


def _stamped(text: str) -> set[int]:
    return {place for stamp in _STAMP.finditer(text) for place in range(*stamp.span())}


def _is_date(value: str, unit: str) -> bool:
    return value.startswith(("day", "month")) or (unit != "" and unit in _DATE_UNITS)
