"""What changed between two revisions of an article, for people: whole words, in Chinese too."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class DiffOp(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class DiffSpan:
    """A passage of both texts, of the old one or of the new. SAME and ADDED joined are the new text."""

    op: DiffOp
    text: str


#: Tokens of both sides, multiplied, up to which all common ones are sought; more are cut at anchors first.
SMALL = 40_000
#: A common passage of at most this length between two changes is read as part of the change.
ISLAND = 1

# Chinese characters are tokens of their own: no dictionary decides here what a word is.
_LETTERS = r"[^\W\d_\u2e80-\U000323af]+"
_TOKEN = re.compile(rf"\d+(?:[.,:]\d+)*%?|{_LETTERS}(?:['’-]{_LETTERS})*|\s+|.", re.DOTALL)
_BOUNDARY = re.compile(r"[\s,.;:!?，。；：！？、「」『』（）()《》…—]")
#: Runs of tokens that occur once in each text are anchors; shorter ones where there are no longer ones.
_ANCHOR_TOKENS = (8, 4, 2)

_Edit = tuple[str, str, str]  # common text, then what was removed and what was added after it


def diff(old: str, new: str) -> tuple[DiffSpan, ...]:
    """Changes from `old` to `new`, removed before added, with the passages between them.

    Minimal but for single characters between two changes, which are shown as changed for the reader's sake.
    """
    if old == new:
        return (DiffSpan(DiffOp.SAME, old),) if old else ()
    edits = _readable(_edits(_TOKEN.findall(old), _TOKEN.findall(new)))
    return tuple(span for edit in edits for span in _spans(edit))


def _spans(edit: _Edit) -> Iterator[DiffSpan]:
    for op, text in zip((DiffOp.SAME, DiffOp.REMOVED, DiffOp.ADDED), edit, strict=True):
        if text:
            yield DiffSpan(op, text)


def _edits(a: Sequence[str], b: Sequence[str]) -> Iterator[_Edit]:
    at_a = at_b = 0
    for start_a, start_b, size in _common(a, b):
        yield "", "".join(a[at_a:start_a]), "".join(b[at_b:start_b])
        yield "".join(a[start_a : start_a + size]), "", ""
        at_a, at_b = start_a + size, start_b + size
    yield "", "".join(a[at_a:]), "".join(b[at_b:])


def _common(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Common runs in order (start in a, start in b, length): the ends, and what is found between them."""
    head = _same_start(a, b)
    tail = _same_start(a[head:][::-1], b[head:][::-1])
    if head:
        yield 0, 0, head
    for start_a, start_b, size in _inner(a[head : len(a) - tail], b[head : len(b) - tail]):
        yield start_a + head, start_b + head, size
    if tail:
        yield len(a) - tail, len(b) - tail, tail


def _same_start(a: Sequence[str], b: Sequence[str]) -> int:
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _inner(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    if len(a) * len(b) <= SMALL:
        matcher = SequenceMatcher(None, a, b, autojunk=False)
        yield from (block for block in matcher.get_matching_blocks() if block.size)
        return
    anchors = next((found for width in _ANCHOR_TOKENS if (found := _anchors(a, b, width))), [])
    at_a = at_b = 0
    for start_a, start_b, size in [*anchors, (len(a), len(b), 0)] if anchors else []:
        for inner_a, inner_b, length in _common(a[at_a:start_a], b[at_b:start_b]):
            yield at_a + inner_a, at_b + inner_b, length
        if size:
            yield start_a, start_b, size
        at_a, at_b = start_a + size, start_b + size


def _anchors(a: Sequence[str], b: Sequence[str], width: int) -> list[tuple[int, int, int]]:
    """Longest rising chain of the runs of `width` tokens that stand once in each text, grown together."""
    in_a, in_b = _once(a, width), _once(b, width)
    pairs = [(start, in_b[run]) for run, start in in_a.items() if run in in_b]
    grown: list[tuple[int, int, int]] = []
    for start_a, start_b in _rising(pairs):
        if grown:
            last_a, last_b, size = grown[-1]
            if start_a - last_a == start_b - last_b and start_a <= last_a + size:
                grown[-1] = (last_a, last_b, start_a - last_a + width)
                continue
            if start_a < last_a + size or start_b < last_b + size:
                continue
        grown.append((start_a, start_b, width))
    return grown


def _once(tokens: Sequence[str], width: int) -> dict[tuple[str, ...], int]:
    """Where each run of `width` tokens that occurs once begins, in order."""
    starts: dict[tuple[str, ...], int] = {}
    for start, run in enumerate(zip(*(tokens[n:] for n in range(width)), strict=False)):
        starts[run] = -1 if run in starts else start
    return {run: start for run, start in starts.items() if start >= 0}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Longest subsequence whose second numbers rise, of pairs in order of their first (patience sorting)."""
    tops: list[int] = []
    chains: list[int] = []
    before: list[int] = []
    for n, (_, value) in enumerate(pairs):
        place = bisect_left(tops, value)
        before.append(chains[place - 1] if place else -1)
        tops[place : place + 1] = [value]
        chains[place : place + 1] = [n]
    found = []
    n = chains[-1] if chains else -1
    while n >= 0:
        found.append(pairs[n])
        n = before[n]
    return found[::-1]


def _readable(edits: Iterable[_Edit]) -> list[_Edit]:
    """Edits with small islands joined to the changes round them, and changes moved to the ends of phrases."""
    joined: list[_Edit] = []
    for same, removed, added in edits:
        if joined and not same:
            last = joined[-1]
            joined[-1] = (last[0], last[1] + removed, last[2] + added)
        elif same or removed or added:
            joined.append((same, removed, added))
    return _moved(_without_islands(joined))


def _without_islands(edits: list[_Edit]) -> list[_Edit]:
    kept: list[_Edit] = []
    for same, removed, added in edits:
        is_island = len(same) <= ISLAND and not _BOUNDARY.search(same) and (removed or added)
        if kept and is_island and kept[-1][1] and kept[-1][2]:
            last = kept[-1]
            kept[-1] = (last[0], last[1] + same + removed, last[2] + same + added)
        else:
            kept.append((same, removed, added))
    return kept


def _moved(edits: list[_Edit]) -> list[_Edit]:
    """Slide a pure addition or removal along what it repeats: 稱[。警方稱]。 becomes 稱。[警方稱。]"""
    moved = list(edits)
    for n in range(len(moved) - 1):
        same, removed, added = moved[n]
        changed = removed or added
        if not changed or (removed and added):
            continue
        step = _best_step(same, changed, moved[n + 1][0])
        if step:
            after = moved[n + 1]
            whole = same + changed + after[0]
            start = len(same) - step
            changed = whole[start : start + len(changed)]
            moved[n] = (whole[:start], changed if removed else "", changed if added else "")
            moved[n + 1] = (whole[start + len(changed) :], after[1], after[2])
    return moved


def _best_step(before: str, changed: str, after: str) -> int:
    """Characters to move a change to the left (negative: right), so that it begins and ends with a phrase."""
    whole, start = before + changed + after, len(before)
    end = start + len(changed)
    left = right = 0
    while left < start and whole[start - left - 1] == whole[end - left - 1]:
        left += 1
    while end + right < len(whole) and whole[start + right] == whole[end + right]:
        right += 1
    steps = range(-right, left + 1)
    return max(steps, key=lambda step: (_cut_value(whole, start - step, len(changed)), -abs(step)))


def _cut_value(whole: str, start: int, length: int) -> int:
    """Changes read best between the ends of sentences, then after a mark, then at the edge of a word."""
    before, last = whole[start - 1 : start], whole[start + length - 1 : start + length]
    value = 2 * (not before or before in "\n。！？") + 2 * (last in "\n。！？")
    return value + (_BOUNDARY.match(before) is not None) + (_BOUNDARY.match(last) is not None)
