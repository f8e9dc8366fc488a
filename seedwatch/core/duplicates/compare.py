"""Is one text a copy of another, and of what kind?

Copies of news share whole passages; so do bulletins on other days, made from one template. What tells them
apart is what stands in the same place of both: a copy keeps figures and names, a bulletin changes them.
"""

from __future__ import annotations

import numpy as np

from seedwatch.core.duplicates.align import align
from seedwatch.core.duplicates.counter_evidence import SAME_TITLE, across_scripts, objection, title_ratio
from seedwatch.core.duplicates.prepared import Prepared, prepare
from seedwatch.core.duplicates.shingles import LEAST_SHINGLES, overlap
from seedwatch.core.model.article import CopyKind, CopyMatch

#: Share of the shorter text that stands in the longer one of a copy; two reports on one wire reach .5.
LEAST_COVERAGE = 0.55
LEAST_WITH_FIRST = 0.3
#: Below this containment the alignment is not tried: it adds .3 at most.
LEAST_CONTAINMENT = 0.25
#: A copy shorter than this share of the other one is a cut.
MOST_OF_TRUNCATED = 0.7


def compare(a_title: str, a_text: str, b_title: str, b_text: str) -> CopyMatch:
    """Verdict on two articles; `kind` None with a reason when they are not copies of one another."""
    return compare_texts(prepare(a_title, a_text), prepare(b_title, b_text))


def compare_texts(a: Prepared, b: Prepared, least: float = LEAST_COVERAGE) -> CopyMatch:
    """Verdict on two prepared articles; symmetric but for rounding.

    least: coverage that makes a copy. LEAST_WITH_FIRST is for the first article of a cluster when another
    member matches: enough against chains, in which each resembles the last and nobody the first.
    """
    if np.array_equal(a.body.plain, b.body.plain):
        return _of_equal_text(a, b)
    if min(len(a.shingles), len(b.shingles)) < LEAST_SHINGLES:
        return CopyMatch(None, 0.0, "too short for a near-duplicate")
    contained = overlap(a.shingles, b.shingles)
    if contained < LEAST_CONTAINMENT:
        return CopyMatch(None, contained, "other text")
    return _of_shared_text(a, b, contained, least)


def _of_shared_text(a: Prepared, b: Prepared, contained: float, least: float) -> CopyMatch:
    found = align(a.body, b.body)
    aligned = found.same / min(len(a.body.masked), len(b.body.masked))
    coverage = min(max(contained, aligned), 1.0)
    if coverage < least:
        return CopyMatch(None, coverage, "some shared passages")
    reason = objection(a, b, found)
    return CopyMatch(None if reason else _kind(a, b), coverage, reason)


def _of_equal_text(a: Prepared, b: Prepared) -> CopyMatch:
    if not len(a.body.plain):
        return CopyMatch(None, 0.0, "no text")
    same_title = np.array_equal(a.head.plain, b.head.plain)
    if len(a.shingles) < LEAST_SHINGLES and not same_title:
        return CopyMatch(None, 1.0, "the same few words under another headline")
    if across_scripts(a, b):
        return CopyMatch(CopyKind.OTHER_SCRIPT, 1.0)
    return CopyMatch(CopyKind.IDENTICAL if same_title else CopyKind.REHEADLINED, 1.0)


def _kind(a: Prepared, b: Prepared) -> CopyKind:
    if across_scripts(a, b):
        return CopyKind.OTHER_SCRIPT
    lengths = sorted((len(a.body.masked), len(b.body.masked)))
    if lengths[0] < lengths[1] * MOST_OF_TRUNCATED:
        return CopyKind.TRUNCATED
    same_title = title_ratio(a.head, b.head) >= SAME_TITLE
    return CopyKind.SYNDICATED if same_title else CopyKind.REHEADLINED
