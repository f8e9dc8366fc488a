"""Train the block chooser of seedwatch.core.extract on labelled pages, sites kept apart, and write its coefficients.

    python -m tools.train_chooser SHARED [--write] [--folds 4]

Prints the body F1 of models trained without the sites they are measured on; with --write it trains on all
pages and writes seedwatch/core/extract/body/model_weights.py. Deterministic: the same pages give the same
file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from bench.pages import LabelledPage, load_pages, load_scorer, site_of
from seedwatch.core.extract.body.blocks import read_blocks
from seedwatch.core.extract.body.choose import read_body
from seedwatch.core.extract.body.features import describe
from seedwatch.core.extract.body.tree_ensemble import Forest
from seedwatch.core.extract.fields.meta import read_meta
from seedwatch.core.extract.fields.title import choose_title
from seedwatch.core.extract.parse import body_of, parse_text

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

#: Twice the trees fit the seen pages better and unseen sites no better.
TREES, DEPTH, RATE, SHRINK, BINS = 60, 4, 0.18, 12.0, 32
ROW_SHARE, COLUMN_SHARE, SEED = 0.7, 0.4, 7
#: A block is the article's when this share of its token pairs stands in the true body.
LABEL_SHARE = 0.6


@dataclass(slots=True)
class Sample:
    """One page: features, labels and token counts of its blocks."""

    page: LabelledPage
    rows: Floats
    labels: Doubles
    tokens: Doubles
    texts: list[str]

    @property
    def weights(self) -> Doubles:
        """A page counts as one, whatever its length; no block counts more than the whole article."""
        total = max(float((self.tokens * self.labels).sum()), 20.0)
        return np.minimum(self.tokens / total, 1.0) * 100


def samples(data: Path) -> list[Sample]:
    out = []
    scorer = load_scorer(data)
    for page in load_pages(data):
        root = parse_text(page.text)
        if root is None:
            continue
        blocks = read_blocks(body_of(root))
        if not blocks.blocks:
            continue
        title = choose_title(read_meta(root, page.url), blocks)
        texts = [block.text for block in blocks.blocks]
        labels, tokens = label(scorer, str(page.truth["body"]), texts)
        out.append(Sample(page, describe(blocks, title).rows, labels, tokens, texts))
    return out


def label(scorer: ModuleType, body: str, texts: list[str]) -> tuple[Doubles, Doubles]:
    """Which blocks the true body holds, and their token counts. Repeats that only cost precision are let
    go."""
    fold, token, shingles = scorer.fold, scorer.TOKEN, scorer.shingles
    words = token.findall(fold(body))
    pairs = set(pairwise(words))
    split = [token.findall(fold(text)) for text in texts]
    keep = []
    for row in split:
        own = list(pairwise(row))
        keep.append(bool(own) and sum(pair in pairs for pair in own) > LABEL_SHARE * len(own))
    _drop_repeats(shingles(body), split, keep)
    return np.array(keep, dtype=float), np.array([len(row) for row in split], dtype=float)


def _drop_repeats(truth: Counter[tuple[str, ...]], split: list[list[str]], keep: list[bool]) -> None:
    own = [Counter(zip(*(row[i:] for i in range(4)), strict=False)) for row in split]
    held: Counter[tuple[str, ...]] = Counter()
    for row, kept in zip(own, keep, strict=True):
        if kept:
            held.update(row)
    size, matched, wanted = sum(held.values()), sum((held & truth).values()), sum(truth.values())
    for _ in range(2):
        for i, row in enumerate(own):
            if not keep[i] or not row:
                continue
            lost = sum(min(n, max(0, truth[s] - held[s] + n)) for s, n in row.items())
            length = sum(row.values())
            if (matched - lost) / (wanted + size - length) > matched / (wanted + size) + 1e-9:
                keep[i] = False
                held.subtract(row)
                size, matched = size - length, matched - lost


def train(rows: Floats, labels: Doubles, weights: Doubles) -> Forest:
    """Gradient boosting of symmetric trees on the logistic loss."""
    rng = np.random.default_rng(SEED)
    edges = [_edges(rows[:, j]) for j in range(rows.shape[1])]
    bins = np.stack([np.searchsorted(e, rows[:, j]) for j, e in enumerate(edges)], 1).astype(np.int64)
    base = float(np.log((weights * labels).sum() / (weights * (1 - labels)).sum()))
    odds = np.full(len(rows), base)
    questions, limits, leaves = [], [], []
    for _ in range(TREES):
        chance = 1 / (1 + np.exp(-odds))
        pull, curve = weights * (labels - chance), weights * chance * (1 - chance)
        some = np.flatnonzero(rng.random(len(rows)) < ROW_SHARE)
        columns = np.flatnonzero(rng.random(rows.shape[1]) < COLUMN_SHARE)
        tree = _tree(bins[some], pull[some], curve[some], columns, edges)
        values = _leaves(bins[some], pull[some], curve[some], tree)
        odds += values[_leaf(bins, tree)]
        questions.append([j for j, _ in tree])
        limits.append([float(edges[j][cut]) for j, cut in tree])
        leaves.append(values)
    return Forest(base, np.array(questions), np.array(limits, np.float32), np.array(leaves, np.float32))


def _edges(column: Floats) -> Floats:
    values = np.unique(column)
    if len(values) <= BINS:
        return ((values[1:] + values[:-1]) / 2).astype(np.float32)
    return np.unique(np.quantile(column, np.linspace(0, 1, BINS + 1)[1:-1])).astype(np.float32)


def _tree(
    bins: NDArray[np.int64], pull: Doubles, curve: Doubles, columns: NDArray[np.intp], edges: list[Floats]
) -> list[tuple[int, int]]:
    """The question of each level: (feature, index of its edge)."""
    leaf = np.zeros(len(bins), np.int64)
    tree: list[tuple[int, int]] = []
    for level in range(DEPTH):
        best, question = -1.0, (0, 0)
        for j in columns:
            gain = _gains(leaf, bins[:, j], pull, curve, 1 << level)[: len(edges[j])]
            if len(gain) and gain.max() > best:
                best, question = float(gain.max()), (int(j), int(gain.argmax()))
        tree.append(question)
        leaf = leaf * 2 + (bins[:, question[0]] > question[1])
    return tree


def _gains(
    leaf: NDArray[np.int64], column: NDArray[np.int64], pull: Doubles, curve: Doubles, count: int
) -> Doubles:
    width = BINS + 1
    key = leaf * width + column
    first = np.bincount(key, pull, count * width).reshape(count, width)
    second = np.bincount(key, curve, count * width).reshape(count, width)
    left, weight = first.cumsum(1)[:, :-1], second.cumsum(1)[:, :-1]
    right, rest = first.sum(1, keepdims=True) - left, second.sum(1, keepdims=True) - weight
    gains: Doubles = (left**2 / (weight + SHRINK) + right**2 / (rest + SHRINK)).sum(0)
    return gains


def _leaf(bins: NDArray[np.int64], tree: list[tuple[int, int]]) -> NDArray[np.int64]:
    leaf = np.zeros(len(bins), np.int64)
    for j, cut in tree:
        leaf = leaf * 2 + (bins[:, j] > cut)
    return leaf


def _leaves(bins: NDArray[np.int64], pull: Doubles, curve: Doubles, tree: list[tuple[int, int]]) -> Doubles:
    leaf = _leaf(bins, tree)
    first, second = np.bincount(leaf, pull, 1 << DEPTH), np.bincount(leaf, curve, 1 << DEPTH)
    return np.asarray(np.round(RATE * first / (second + SHRINK), 4), dtype=np.float64)


def fit(chosen: list[Sample]) -> Forest:
    return train(
        np.vstack([s.rows for s in chosen]),
        np.concatenate([s.labels for s in chosen]),
        np.concatenate([s.weights for s in chosen]),
    )


def fold_of(page: LabelledPage, folds: int) -> int:
    return int(hashlib.md5(site_of(page.url).encode()).hexdigest(), 16) % folds


def digest(all_samples: list[Sample]) -> str:
    """Of the labels trained on: changes when pages, truth or blocks change."""
    whole = hashlib.blake2b(digest_size=16)
    for sample in all_samples:
        whole.update(json.dumps([sample.page.id, sample.labels.tolist()]).encode())
    return whole.hexdigest()


def write(forest: Forest, path: Path, label_digest: str, pages: int) -> None:
    lines = []
    for questions, limits, leaves in zip(forest.questions, forest.limits, forest.leaves, strict=True):
        lines += [" ".join(map(str, questions)) + " | " + " ".join(f"{x:.6g}" for x in limits) + " |\\"]
        numbers = [f"{x:.4g}" for x in leaves]
        lines += [
            " ".join(numbers[i : i + 8]) + ("\\" if i + 8 < len(numbers) else "")
            for i in range(0, len(numbers), 8)
        ]
    body = "\n".join(lines)
    path.write_text(
        '"""Coefficients of the block chooser, written by tools/train_chooser.py: do not edit."""\n\n'
        "from __future__ import annotations\n\n"
        "#: blake2b of the labels it was trained on, and how many pages they came from.\n"
        f'LABELS = "{label_digest}"\nPAGES = {pages}\n\n'
        f"BASE = {forest.base:.6f}\n"
        f'TREES = r"""\n{body}\n"""\n',
        encoding="utf-8",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    found = samples(args.data)
    scorer = load_scorer(args.data)
    if args.folds > 1:
        print("unseen sites:", cross_validate(found, scorer, args.folds))
    if args.write:
        forest = fit(found)
        path = Path(__file__).parent.parent / "seedwatch" / "core" / "extract" / "body" / "model_weights.py"
        write(forest, path, digest(found), len(found))


def cross_validate(found: list[Sample], scorer: ModuleType, folds: int) -> dict[str, float]:
    """Body F1 by script of the whole body pass, each page read by a model that saw no page of its site."""
    scores: dict[str, list[float]] = {}
    for fold in range(folds):
        forest = fit([s for s in found if fold_of(s.page, folds) != fold])
        for sample in found:
            if fold_of(sample.page, folds) == fold:
                script = str(sample.page.truth["script"])
                scores.setdefault(script, []).append(score(sample, forest, scorer))
    return {script: round(sum(values) / len(values), 4) for script, values in scores.items()}


def score(sample: Sample, forest: Forest, scorer: ModuleType) -> float:
    root = parse_text(sample.page.text)
    assert root is not None
    meta, blocks = read_meta(root, sample.page.url), read_blocks(body_of(root))
    body = read_body(blocks, choose_title(meta, blocks), root, meta.linked, forest=forest)
    found = scorer.body_prf(sample.page.truth["body"], body.text)
    return float(found[2]) if found else 0.0


if __name__ == "__main__":
    main()
