"""Weights, doubts and intervals of a judged sample."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.stream import Label, Sample, Score, interval, read_labels, sample_rows, weighted

NONE: frozenset[str] = frozenset()
TIDES, KELP = frozenset({"tides"}), frozenset({"kelp"})


def label(name: str, weight: float, themes: frozenset[str], doubt: frozenset[str] = NONE) -> Label:
    return Label(name, "en/high" if weight == 1 else "en/bare", weight, themes, doubt)


def test_a_missed_item_counts_for_all_that_it_stands_for() -> None:
    labels = [label("a", 1, TIDES), label("b", 1, NONE), label("c", 3, TIDES)]
    assert weighted(labels, {"a": TIDES, "b": TIDES, "c": NONE}) == Score(0.5, 0.25)


@pytest.mark.parametrize(("strict", "precision"), [(False, 1.0), (True, 0.5)])
def test_a_doubtful_theme_counts_neither_way_unless_strict(strict: bool, precision: float) -> None:
    labels = [label("a", 1, TIDES), label("b", 1, NONE, doubt=KELP)]
    assert weighted(labels, {"a": TIDES, "b": KELP}, strict=strict) == Score(precision, 1.0)


def test_a_decided_doubt_is_a_plain_verdict() -> None:
    unsure = Label("a", "en/high", 1, NONE, TIDES | KELP, leaning=KELP)
    assert unsure.decided() == Label("a", "en/high", 1, KELP, NONE)


def test_the_interval_holds_the_score_and_is_the_same_each_time() -> None:
    labels = [label(str(number), 1, TIDES) for number in range(40)]
    got = {each.id: TIDES if int(each.id) % 4 else NONE for each in labels}
    low, high = interval(labels, got)
    assert low.recall < weighted(labels, got).recall < high.recall
    assert interval(labels, got) == (low, high)


def test_bars_are_set_for_a_blind_sample_only(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.jsonl"
    line = {"id": "a", "stratum": "en/high", "weight": 1.0, "themes": ["tides"], "doubt": []}
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    for blind in (True, False):
        sample = Sample(path.name, "stream", blind=blind)
        rows = [row for row in sample_rows(sample, read_labels(path), {"a": TIDES}) if " en " in row.figure]
        assert [row.met for row in rows] == ([True, True] if blind else [None, None])
