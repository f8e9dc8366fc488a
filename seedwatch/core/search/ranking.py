"""Relevance: BM25 with the title weighing more, times a bonus for recent articles. The same on every engine.

Counts occurrences in the texts themselves, as FTS5's bm25() reads every posting of a common word for its
document frequency (0.3 s at a million articles) and PostgreSQL's ts_rank knows none. Frequencies are those
among the candidates.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from seedwatch.core.chinese.folding import fold_chars, split_clauses
from seedwatch.core.search.match_plan import Term
from seedwatch.core.search.tokens import words_and_runs

_SATURATION = 1.2
_LENGTH = 0.75
_TITLE = 4.0
#: A match in regional form only is not counted in the text; it is one, all the same.
_UNSEEN = 0.5
#: An article of this age in days has half of the bonus, which is at most this share of its score.
_HALF_LIFE = 30.0
_BONUS = 0.6


@dataclass(frozen=True, slots=True)
class RankedText:
    """age: days since publication, at least 0."""

    title: str
    text: str
    age: float


def relevance(candidates: Sequence[RankedText], terms: Sequence[Term]) -> list[float]:
    """A score for each candidate, higher is better; all equal but for their age when there are no terms."""
    if not candidates:
        return []
    titles = [fold_chars(each.title) for each in candidates]
    texts = [fold_chars(each.text) for each in candidates]
    average = max(1.0, sum(map(len, texts)) / len(texts))
    norms = [1 - _LENGTH + _LENGTH * len(text) / average for text in texts]
    scores = [0.0 if terms else 1.0] * len(texts)
    for term in terms:
        count = counter(term)
        found = [_TITLE * count(a) + count(b) / norm for a, b, norm in zip(titles, texts, norms, strict=True)]
        weight = _rarity(sum(each > 0 for each in found), len(found))
        for i, frequency in enumerate(found):
            seen = max(frequency, _UNSEEN if len(terms) == 1 else 0.0)
            scores[i] += weight * seen / (seen + _SATURATION)
    return [score * _recent(each.age) for score, each in zip(scores, candidates, strict=True)]


def counter(term: Term) -> Callable[[str], int]:
    """How often a term stands in a folded text: Latin words as a whole, ideographs anywhere."""
    needles = {clause for variant in term.variants for clause in split_clauses(variant) if clause}
    plain = [needle for needle in needles if not re.search(r"[^\W_]", needle) or _all_ideographs(needle)]
    others = [pattern for needle in needles - set(plain) if (pattern := _pattern(needle, term.prefix))]
    spelled = re.compile("|".join(others)) if others else None

    def count(text: str) -> int:
        total = sum(map(text.count, plain))
        return total + (len(spelled.findall(text)) if spelled else 0)

    return count


def _all_ideographs(needle: str) -> bool:
    runs = list(words_and_runs(needle))
    return len(runs) == 1 and not runs[0][1] and len(runs[0][0]) == len(needle)


def _pattern(needle: str, prefix: bool) -> str:
    """The words and runs of a needle, with anything but letters between them."""
    runs = list(words_and_runs(needle))
    if not runs:
        return ""
    start = r"(?<![a-z0-9])" if runs[0][1] else ""
    end = r"(?![a-z0-9])" if runs[-1][1] and not prefix else ""
    return start + r"[\W_]{0,3}".join(re.escape(run) for run, _ in runs) + end


def _rarity(matching: int, among: int) -> float:
    return 0.2 + math.log1p((among - matching + 0.5) / (matching + 0.5))


def _recent(age: float) -> float:
    return 1 - _BONUS + _BONUS * math.exp2(-max(age, 0.0) / _HALF_LIFE)
