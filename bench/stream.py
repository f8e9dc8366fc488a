"""Judged samples of the unlabelled stream: what a tagger's answers are worth on news as it comes."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.rows import Row

LANGUAGES = ("zh-Hant", "zh-Hans", "en")
DRAWS = 400


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Label:
    """A person's reading of one item of the unlabelled stream, made without seeing the tagger's answer.

    weight: how many items of its stratum it stands for. doubt: themes that a reader could fairly give or not.
    leaning: those of them that this reader would sooner give.
    """

    id: str
    stratum: str
    weight: float
    themes: frozenset[str]
    doubt: frozenset[str]
    leaning: frozenset[str] = frozenset()

    def decided(self) -> Label:
        """The same with every doubt decided as the reader leans."""
        return replace(self, themes=self.themes | self.leaning, doubt=frozenset(), leaning=frozenset())


@dataclass(frozen=True, slots=True)
class Sample:
    """A file of labels. blind: no rule has been written with a look at its items, so bars count."""

    file: str
    name: str
    blind: bool


#: The first sample took every item that the tagger of its day gave a tag or nearly so, in half of the stream.
#: The second is drawn from the items outside the first, in strata by the top score of the tagger of its day:
#: high and low (tagged), near (some evidence, no tag), cue (none, but a word of the topics), bare.
SAMPLES = (
    Sample("stream_verdicts.jsonl", "stream, known sample", blind=False),
    Sample("stream_verdicts_2026-11-21.jsonl", "stream, blind sample", blind=True),
)


def read_labels(path: Path) -> list[Label]:
    found = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [
        Label(v["id"], v["stratum"], v["weight"], *(frozenset(v.get(key, ())) for key in _LISTS))
        for v in found
    ]


_LISTS = ("themes", "doubt", "leaning")


def weighted(labels: Sequence[Label], got: Mapping[str, frozenset[str]], *, strict: bool = False) -> Score:
    """Weighted by stratum. A doubtful theme counts neither way; strict: as wrong when given."""
    right = wrong = missed = 0.0
    for label in labels:
        given = got[label.id]
        right += label.weight * len(given & label.themes)
        wrong += label.weight * len(given - label.themes - (frozenset() if strict else label.doubt))
        missed += label.weight * len(label.themes - given)
    return Score(right / max(right + wrong, 1e-9), right / max(right + missed, 1e-9))


def interval(labels: Sequence[Label], got: Mapping[str, frozenset[str]]) -> tuple[Score, Score]:
    """Lower and upper end of the 95 % interval, drawn within the strata."""
    strata: dict[str, list[Label]] = {}
    for label in labels:
        strata.setdefault(label.stratum, []).append(label)
    rng = random.Random(0)
    drawn = []
    for _ in range(DRAWS):
        sample = [label for part in strata.values() for label in rng.choices(part, k=len(part))]
        drawn.append(weighted(sample, got))
    precision = sorted(score.precision for score in drawn)
    recall = sorted(score.recall for score in drawn)
    low, high = DRAWS // 40, DRAWS - DRAWS // 40 - 1
    return Score(precision[low], recall[low]), Score(precision[high], recall[high])


def sample_rows(sample: Sample, labels: Sequence[Label], got: Mapping[str, frozenset[str]]) -> Iterator[Row]:
    """Per language and overall; then overall with doubts counted against the tagger, and decided."""
    for language in (*LANGUAGES, ""):
        part = [label for label in labels if label.stratum.startswith(language)]
        yield from _both(
            f"themes: {sample.name}, {language or 'all'} ({len(part)} judged)", part, got, sample.blind
        )
    if any(label.leaning for label in labels):
        decided = [label.decided() for label in labels]
        yield from _both(f"themes: {sample.name}, doubts decided,", decided, got, blind=False)
    strict = weighted(labels, got, strict=True).precision
    yield Row(f"themes: {sample.name}, doubtful tags wrong, precision", "", "", f"{strict:.3f}")


def _both(
    name: str, labels: Sequence[Label], got: Mapping[str, frozenset[str]], blind: bool
) -> Iterator[Row]:
    score, (low, high) = weighted(labels, got), interval(labels, got)
    for kind, ours, least, most, bar in (
        ("precision", score.precision, low.precision, high.precision, 0.85),
        ("recall", score.recall, low.recall, high.recall, 0.80),
    ):
        anchor = "about .55" if kind == "precision" else ""
        text = f"{ours:.3f} ({least:.2f}-{most:.2f})"
        yield Row(
            f"{name} {kind}", anchor, f">= {bar:.2f}" if blind else "", text, ours >= bar if blind else None
        )
