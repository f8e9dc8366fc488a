"""What changed between two revisions of an article, for people: whole words, in Chinese too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from rapidfuzz.distance import Indel


class DiffOp(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class DiffSpan:
    """A passage of both texts, of the old one or of the new. SAME and ADDED joined are the new text."""

    op: DiffOp
    text: str


#: Tokens of both sides, multiplied, up to which all common ones are sought; so many bits are used meanwhile.
MOST_CELLS = 400_000_000
#: A common passage of at most this length between two changes is read as part of the change ...
ISLAND = 1
#: ... and so is one of at most this share of the change before it and of the one behind it: what two unlike
#: passages have in common, letter by letter, is nothing that a reader wants to see.
ISLAND_SHARE = 0.25

# Chinese characters are tokens of their own: no dictionary decides here what a word is.
_LETTERS = r"[^\W\d_\u2e80-\U000323af]+"
_TOKEN = re.compile(rf"\d+(?:[.,:]\d+)*%?|{_LETTERS}(?:['’-]{_LETTERS})*|\s+|.", re.DOTALL)
_BOUNDARY = re.compile(r"[\s,.;:!?，。；：！？、「」『』（）()《》…—]")

_Edit = tuple[str, str, str]  # common text, then what was removed and what was added after it


def diff(old: str, new: str) -> tuple[DiffSpan, ...]:
    """Changes from `old` to `new`, removed before added, with the passages between them.

    Minimal but for short passages between two changes, which are shown as changed for the reader's sake.
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
    """Common runs in order (start in a, start in b, length): as many tokens as can be common.

    Texts too long for that are compared by whole sentences first, and by tokens between those.
    """
    if len(a) * len(b) <= MOST_CELLS:
        yield from _runs(a, b)
        return
    ends_a, ends_b = _sentence_ends(a), _sentence_ends(b)
    at_a = at_b = 0
    runs = _runs(_sentences(a, ends_a), _sentences(b, ends_b))
    for first_a, first_b, size in [*runs, (len(ends_a) - 1, len(ends_b) - 1, 0)]:
        start_a, start_b = ends_a[first_a], ends_b[first_b]
        if (start_a - at_a) * (start_b - at_b) <= MOST_CELLS:
            for inner_a, inner_b, length in _runs(a[at_a:start_a], b[at_b:start_b]):
                yield at_a + inner_a, at_b + inner_b, length
        at_a, at_b = ends_a[first_a + size], ends_b[first_b + size]
        if size:
            yield start_a, start_b, at_a - start_a


def _runs(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    blocks = Indel.editops(a, b).as_matching_blocks()
    return ((block.a, block.b, block.size) for block in blocks if block.size)


def _sentence_ends(tokens: Sequence[str]) -> list[int]:
    """Where sentences begin, and the end of the last one."""
    inner = [n + 1 for n, token in enumerate(tokens) if token == "。" or "\n" in token]
    return sorted({0, *inner, len(tokens)})


def _sentences(tokens: Sequence[str], ends: Sequence[int]) -> list[str]:
    return ["".join(tokens[start:end]) for start, end in pairwise(ends)]


def _readable(edits: Iterable[_Edit]) -> list[_Edit]:
    """Edits with small islands joined to the changes round them, and changes moved to the ends of phrases."""
    return _moved(_without_islands(_joined(edits)))


def _joined(edits: Iterable[_Edit]) -> list[_Edit]:
    """Changes with nothing common between them as one."""
    joined: list[_Edit] = []
    for same, removed, added in edits:
        if joined and not same:
            last = joined[-1]
            joined[-1] = (last[0], last[1] + removed, last[2] + added)
        elif same or removed or added:
            joined.append((same, removed, added))
    return joined


def _without_islands(edits: list[_Edit]) -> list[_Edit]:
    kept: list[_Edit] = []
    for edit in edits:
        kept.append(edit)
        while len(kept) > 1 and _is_island(kept[-2], kept[-1]):
            (same, removed, added), last = kept[-2], kept.pop()
            kept[-1] = (same, removed + last[0] + last[1], added + last[0] + last[2])
    return kept


def _is_island(before: _Edit, edit: _Edit) -> bool:
    """Is what is common at the start of `edit` hardly worth a break between two changes?"""
    same, removed, added = edit
    if not (removed or added):
        return False
    least = min(max(len(before[1]), len(before[2])), max(len(removed), len(added)))
    if len(same) <= least * ISLAND_SHARE:
        return True
    return bool(before[1] and before[2]) and len(same) <= ISLAND and not _BOUNDARY.search(same)


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
    return _joined(moved)


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
