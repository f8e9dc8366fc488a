"""Is one text a copy of another, and of what kind?

Copies of news share whole passages; so do bulletins on other days, made from one template. What tells them
apart is what stands in the same place of both: a copy keeps figures and names, a bulletin changes them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

import numpy as np

from core.hanzi import script_of
from core.model import CopyKind, Language, Likeness
from core.similar.align import Alignment, align
from core.similar.normal import MAX_CHARS, Normal, normal
from core.similar.shingles import Hashes, distinct, overlap, shingles

#: Share of the shorter text that stands in the longer one of a copy; reports that quote one wire reach .5.
LEAST_COVERAGE = 0.55
#: Below this containment the alignment is not tried: it adds .3 at most.
LEAST_CONTAINMENT = 0.25
#: Share of the figures in the same place that may differ. Updates stay below .25, bulletins start at .5.
MOST_DIFFERENT = 0.3
#: Fewest distinct shingles of a text that can be a near-duplicate of another.
LEAST_SHINGLES = 60
#: From this share of common characters on two headlines are one.
LEAST_TITLE_RATIO = 0.6
#: Occurrences of one wording in the place of another, from which on it is a name and no edit.
MOST_SYSTEMATIC = 3
#: A copy shorter than this share of the other one is a cut.
MOST_OF_TRUNCATED = 0.7
_CHINESE = frozenset({Language.ZH_HANT, Language.ZH_HANS})


@dataclass(frozen=True)
class Prepared:
    """An article ready for comparison; worth keeping while it is compared with many."""

    title: str
    text: str
    body: Normal
    head: Normal
    run: Hashes

    @cached_property
    def shingles(self) -> Hashes:
        """Distinct shingles of the body, sorted."""
        return distinct(self.run)

    @cached_property
    def language(self) -> Language:
        return script_of(self.text[:MAX_CHARS])


def prepare(title: str, text: str) -> Prepared:
    body = normal(text)
    return Prepared(title, text, body, normal(title[:1000]), shingles(body.plain))


def judge(a: Prepared, b: Prepared) -> Likeness:
    """Verdict on two prepared articles; symmetric but for rounding."""
    if np.array_equal(a.body.plain, b.body.plain):
        return _of_equal_text(a, b)
    if min(len(a.shingles), len(b.shingles)) < LEAST_SHINGLES:
        return Likeness(None, 0.0, "too short for a near-duplicate")
    contained = overlap(a.shingles, b.shingles)
    return (
        _of_shared_text(a, b, contained)
        if contained >= LEAST_CONTAINMENT
        else Likeness(None, contained, "other text")
    )


def _of_shared_text(a: Prepared, b: Prepared, contained: float) -> Likeness:
    found = align(a.body, b.body)
    aligned = found.same / min(len(a.body.masked), len(b.body.masked))
    coverage = min(max(contained, aligned), 1.0)
    if coverage < LEAST_COVERAGE:
        return Likeness(None, coverage, "some shared passages")
    objection = _objection(a, b, found)
    return Likeness(None if objection else _kind(a, b), coverage, objection)


def _of_equal_text(a: Prepared, b: Prepared) -> Likeness:
    if not len(a.body.plain):
        return Likeness(None, 0.0, "no text")
    same_title = np.array_equal(a.head.plain, b.head.plain)
    if len(a.shingles) < LEAST_SHINGLES and not same_title:
        return Likeness(None, 1.0, "the same few words under another headline")
    if _across_scripts(a, b):
        return Likeness(CopyKind.OTHER_SCRIPT, 1.0)
    return Likeness(CopyKind.IDENTICAL if same_title else CopyKind.REHEADLINED, 1.0)


def _objection(a: Prepared, b: Prepared, found: Alignment) -> str:
    """Why two texts of one wording are still two articles; empty when nothing speaks against a copy."""
    differ = found.differ + _title_figures(a.head, b.head)
    # Half a figure is forgiven, and one counted as agreeing, so that a single one decides nothing.
    if (differ - 0.5) / (found.agree + differ + 1) >= MOST_DIFFERENT:
        return f"{differ} of {found.agree + differ} figures differ"
    if name := _other_name(a, b, found):
        return f"{name[0]!r} in the place of {name[1]!r}"
    return ""


def _title_figures(a: Normal, b: Normal) -> int:
    """Figures that differ between headlines of one wording."""
    if not a.values or SequenceMatcher(None, a.text, b.text, autojunk=False).ratio() < LEAST_TITLE_RATIO:
        return 0
    shared = sum((Counter(a.values) & Counter(b.values)).values())
    return min(len(a.values), len(b.values)) - shared


def _other_name(a: Prepared, b: Prepared, found: Alignment) -> tuple[str, str] | None:
    """A wording that stands throughout in the place of another, as the name of someone else does."""
    least = 2 if a.body.is_han else 4
    counts = Counter(swap for swap in found.swaps if min(map(len, swap)) >= least)
    again = {swap: count for swap, count in counts.items() if count > 1}
    for swap in again:
        if sum(again.values()) >= MOST_SYSTEMATIC or _in_titles(swap, a.head.text, b.head.text):
            return swap
    return None


def _in_titles(swap: tuple[str, str], a: str, b: str) -> bool:
    ours, theirs = swap
    return ours in a and theirs in b and ours not in b and theirs not in a


def _kind(a: Prepared, b: Prepared) -> CopyKind:
    if _across_scripts(a, b):
        return CopyKind.OTHER_SCRIPT
    lengths = sorted((len(a.body.masked), len(b.body.masked)))
    if lengths[0] < lengths[1] * MOST_OF_TRUNCATED:
        return CopyKind.TRUNCATED
    ratio = SequenceMatcher(None, a.head.text, b.head.text, autojunk=False).ratio()
    return CopyKind.SYNDICATED if ratio >= LEAST_TITLE_RATIO else CopyKind.REHEADLINED


def _across_scripts(a: Prepared, b: Prepared) -> bool:
    return a.language is not b.language and {a.language, b.language} == _CHINESE
