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

#: Share of the shorter text that stands in the longer one of a copy; two reports on one wire reach .5.
LEAST_COVERAGE = 0.55
LEAST_WITH_FIRST = 0.3
#: Below this containment the alignment is not tried: it adds .3 at most.
LEAST_CONTAINMENT = 0.25
#: Share of the figures in the same place that may differ. Updates stay below .25, bulletins start at .5.
MOST_DIFFERENT = 0.3
#: Fewest distinct shingles of a text that can be a near-duplicate of another.
LEAST_SHINGLES = 60
#: From this share of common characters on two headlines are one.
LEAST_TITLE_RATIO = 0.6
#: Occurrences of one wording in the place of another from which on it is a name.
MOST_SYSTEMATIC = 3
#: Own passage of two texts that share a frame: least length, characters, and least share of the shorter text.
OWN_PASSAGE = 30
OWN_SHARE = 0.1
#: Most characters of a shared frame.
MOST_FRAME = 400
#: Below this share of common characters two headlines are about different things.
OTHER_TITLE_RATIO = 0.3
#: Latin characters that say as much as a Chinese one.
LATIN_UNIT = 2.5
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


def judge(a: Prepared, b: Prepared, least: float = LEAST_COVERAGE) -> Likeness:
    """Verdict on two prepared articles; symmetric but for rounding.

    least: coverage that makes a copy. LEAST_WITH_FIRST is for the first article of a cluster when another
    member matches: enough against chains, in which each resembles the last and nobody the first.
    """
    if np.array_equal(a.body.plain, b.body.plain):
        return _of_equal_text(a, b)
    if min(len(a.shingles), len(b.shingles)) < LEAST_SHINGLES:
        return Likeness(None, 0.0, "too short for a near-duplicate")
    contained = overlap(a.shingles, b.shingles)
    if contained < LEAST_CONTAINMENT:
        return Likeness(None, contained, "other text")
    return _of_shared_text(a, b, contained, least)


def _of_shared_text(a: Prepared, b: Prepared, contained: float, least: float) -> Likeness:
    found = align(a.body, b.body)
    aligned = found.same / min(len(a.body.masked), len(b.body.masked))
    coverage = min(max(contained, aligned), 1.0)
    if coverage < least:
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
    if _only_frame(a, b, found):
        return "each has its own passage in a shared frame"
    return ""


def _only_frame(a: Prepared, b: Prepared, found: Alignment) -> bool:
    """Is what they share short, round a passage of each one's own, under other headlines?

    So do notes of one outlet share a footer. Longer shared texts are copies with a rewritten passage.
    """
    unit = 1.0 if a.body.is_han else LATIN_UNIT
    shorter = min(len(a.body.masked), len(b.body.masked))
    return (
        found.own >= max(OWN_PASSAGE * unit, OWN_SHARE * shorter)
        and found.same < MOST_FRAME * unit
        and _title_ratio(a.head, b.head) < OTHER_TITLE_RATIO
    )


def _title_figures(a: Normal, b: Normal) -> int:
    """Figures that differ between headlines of one wording."""
    if not a.values or _title_ratio(a, b) < LEAST_TITLE_RATIO:
        return 0
    shared = sum((Counter(a.values) & Counter(b.values)).values())
    return min(len(a.values), len(b.values)) - shared


def _title_ratio(a: Normal, b: Normal) -> float:
    if not a.text or not b.text:
        return 1.0
    return SequenceMatcher(None, a.text, b.text, autojunk=False).ratio()


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
    same_title = _title_ratio(a.head, b.head) >= LEAST_TITLE_RATIO
    return CopyKind.SYNDICATED if same_title else CopyKind.REHEADLINED


def _across_scripts(a: Prepared, b: Prepared) -> bool:
    return a.language is not b.language and {a.language, b.language} == _CHINESE
