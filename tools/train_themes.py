"""`make train-themes LABELS=FILE`: train the learned part of the tagger and write themes/learned.json.

LABELS: JSON lines with id, lang, title, text, themes (and doubt, which are left out); several files may be
given. The same labels give the same file. A theme's part is switched on only where repeated cross-validation
gives it an F1 at least GAIN above the rules alone and FEWER errors; else only its figures are kept.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.eval_themes import Item, read_items, shipped_rules
from seedwatch.core.model.text import WRITTEN
from seedwatch.core.themes.match.learned import Vector, rule_logit, vector_of
from seedwatch.core.themes.match.reading import read

FOLDS = 5
SEEDS = ("a", "b", "c")
GAIN = 0.03
FEWER = 2
#: Weight of the n-grams, of the rules' score, and of the penalty: the same for all themes.
GRAM_SCALE, RULE_SCALE, PENALTY = 4.0, 0.5, 1.0
STEPS = 12
Matrix = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="make train-themes", description=__doc__)
    parser.add_argument("labels", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path("seedwatch/themes/learned.json"))
    given = parser.parse_args(arguments)
    items = [item for path in given.labels for item in read_items(path)]
    found = train(items)
    digest = blake2b(b"".join(path.read_bytes() for path in given.labels), digest_size=16).hexdigest()
    model = {"labels": digest, "items": len(items), "languages": list(WRITTEN), "themes": found}
    given.out.write_text(json.dumps(model, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for theme, part in found.items():
        state = "on" if part["active"] else "off"
        print(f"{theme:32} rules {part['rules']:.3f} learned {part['learned']:.3f} {state}")
    return 0


def train(items: Sequence[Item]) -> dict[str, dict[str, object]]:
    """One entry for each theme that any item has."""
    tagger = shipped_rules()
    scores = [{j.theme: j.score for j in tagger.score_all(item.title, item.text)} for item in items]
    grams = np.array([vector_of(read(item.title, item.text)) for item in items])
    levels = np.array([[item.language == each for each in WRITTEN] for item in items], dtype=float)
    shared = GRAM_SCALE * grams @ grams.T + levels @ levels.T
    folds = [np.array([_fold(seed, item.id) for item in items]) for seed in SEEDS]
    found = {}
    for theme in sorted({theme for item in items for theme in item.themes}):
        truth = np.array([theme in item.themes for item in items])
        score = np.array([each.get(theme, 0.0) for each in scores])
        logits = np.array([rule_logit(float(each)) for each in score])
        kernel = shared + RULE_SCALE * np.outer(logits, logits)
        found[theme] = _part(truth, score, kernel, folds)
        if found[theme]["active"]:
            dual = fit(kernel, truth)
            found[theme] |= _coefficients(dual, grams, levels, logits)
    return found


def _part(
    truth: Truth, score: Vector, kernel: Matrix, folds: Sequence[npt.NDArray[np.int_]]
) -> dict[str, object]:
    given = [cross_validated(kernel, truth, fold) >= 0.5 for fold in folds]
    rules, learned = f1(truth, score >= 0.5), float(np.mean([f1(truth, each) for each in given]))
    errors = int((truth != (score >= 0.5)).sum())
    saved = errors - max(int((truth != each).sum()) for each in given)
    return {
        "rules": round(rules, 3),
        "learned": round(learned, 3),
        "active": bool(learned - rules >= GAIN and saved >= FEWER),
    }


def cross_validated(kernel: Matrix, truth: Truth, fold: npt.NDArray[np.int_]) -> Vector:
    """Probability of each item by a model that has not seen it."""
    found = np.zeros(len(truth))
    for number in range(FOLDS):
        seen, held = fold != number, fold == number
        dual = fit(kernel[np.ix_(seen, seen)], truth[seen])
        found[held] = 1.0 / (1.0 + np.exp(-(kernel[np.ix_(held, seen)] @ dual)))
    return found


def fit(kernel: Matrix, truth: Truth) -> Vector:
    """Dual coefficients of the penalised logistic regression, by Newton's method: few items."""
    dual: Vector = np.zeros(len(truth))
    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(-(kernel @ dual)))
        spread = np.maximum(chance * (1.0 - chance), 1e-6)
        target = kernel @ dual + (truth - chance) / spread
        before, dual = dual, np.linalg.solve(kernel + PENALTY * np.diag(1.0 / spread), target)
        if np.abs(dual - before).max() < 1e-6:
            break
    return dual


def _coefficients(dual: Vector, grams: Matrix, levels: Matrix, logits: Vector) -> dict[str, object]:
    weights = GRAM_SCALE * grams.T @ dual
    scale = float(np.abs(weights).max()) / 127
    packed = np.round(weights / scale).astype(np.int8).tobytes()
    return {
        "levels": [round(float(each), 5) for each in levels.T @ dual],
        "rule_weight": round(float(RULE_SCALE * logits @ dual), 5),
        "scale": scale,
        "weights": base64.b64encode(packed).decode("ascii"),
    }


def f1(truth: Truth, given: Truth) -> float:
    both = int(truth.sum() + given.sum())
    return 2.0 * int((truth & given).sum()) / both if both else 0.0


def _fold(seed: str, item_id: str) -> int:
    return int.from_bytes(blake2b(f"{seed}{item_id}".encode(), digest_size=4).digest(), "big") % FOLDS


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
