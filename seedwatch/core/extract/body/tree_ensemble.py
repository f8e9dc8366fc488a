"""A sum of small symmetric trees: each asks the same few questions on a level, so a page is judged in
three numpy calls.

Plain numbers as text: one tree a line, "feature ... | threshold ... | value of each leaf ...".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

#: Rows judged at once: bounds the memory of a page with 60,000 blocks.
_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Forest:
    """base: log odds before any tree; questions: trees x depth feature numbers; limits: their thresholds;
    leaves: trees x 2**depth log odds to add."""

    base: float
    questions: NDArray[np.int64]
    limits: Floats
    leaves: Floats

    def probabilities(self, rows: Floats) -> Floats:
        """For each row of features, the probability that its block belongs to the article."""
        parts = [self._odds(rows[i : i + _CHUNK]) for i in range(0, len(rows), _CHUNK)]
        odds = np.concatenate(parts) if parts else np.zeros(0, np.float32)
        return (1 / (1 + np.exp(-odds))).astype(np.float32)

    def _odds(self, rows: Floats) -> Floats:
        trees, depth = self.questions.shape
        leaf = np.zeros((len(rows), trees), np.int64)
        for level in range(depth):
            leaf += leaf
            leaf += rows.take(self.questions[:, level], axis=1) > self.limits[:, level]
        leaf += np.arange(trees) << depth
        odds: Floats = self.base + self.leaves.take(leaf).sum(axis=1)
        return odds


def read_forest(base: float, text: str) -> Forest:
    """Parse the numbers; a line that ends in a backslash goes on."""
    lines = [line.split("|") for line in text.replace("\\\n", " ").splitlines() if line.strip()]
    questions, limits, leaves = ([list(map(float, line[i].split())) for line in lines] for i in range(3))
    return Forest(
        base, np.array(questions, np.int64), np.array(limits, np.float32), np.array(leaves, np.float32)
    )
