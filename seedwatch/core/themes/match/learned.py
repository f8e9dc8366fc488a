"""The learned part: logistic regression on hashed character n-grams of folded text beside the rules' score.

It is trained by `make train-themes` and comes as data (`themes/learned.json`) with the digest of its labels
and what cross-validation said. It speaks only for themes where it was better than the rules alone, see
tools/train_themes.py.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, model_validator

from seedwatch.core.model.text import Language
from seedwatch.core.themes.match.reading import TextReading
from seedwatch.core.yaml_file import load

# numpy takes 16 MB, which a process that only reads the themes' names has no use for.
if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

#: Size of the hashed space; n-grams of 1 to 4 characters; of the text only the beginning.
BITS = 13
GRAMS = (1, 2, 3, 4)
TEXT_CHARS = 600
TITLE_WEIGHT = 2.0
_MIX = 2654435761
_STEP = 16777619
#: Languages of the labels in files that do not name them.
_FIRST_LANGUAGES = (Language.ZH_HANT, Language.ZH_HANS, Language.EN)

Vector: TypeAlias = "npt.NDArray[np.floating[Any]]"


class _Part(BaseModel):
    """One theme's coefficients. levels: by language, in the file's order; weights: base64 of int8, times
    `scale`; rules, learned: measured F1.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    rules: float
    learned: float
    active: bool = False
    levels: tuple[float, ...] = ()
    rule_weight: float = 0.0
    scale: float = 0.0
    weights: str = ""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    labels: str  # digest of the labels it was trained on
    items: int
    languages: tuple[Language, ...] = _FIRST_LANGUAGES
    themes: dict[str, _Part]

    @model_validator(mode="after")
    def _a_level_for_each_language(self) -> _File:
        for theme, part in self.themes.items():
            if part.active and len(part.levels) != len(self.languages):
                raise ValueError(f"{theme}: {len(part.levels)} levels for {len(self.languages)} languages")
        return self


@dataclass(frozen=True)
class Classifier:
    """The learned part of one theme. levels: of each language that the labels had."""

    levels: Mapping[Language, float]
    rule_weight: float
    weights: Vector

    def score(self, vector: Vector, language: Language, rule_score: float) -> float:
        """Probability that the text has the theme; in a language it was not trained on, at the lowest level."""
        level = self.levels[language] if language in self.levels else min(self.levels.values())
        logit = level + self.rule_weight * rule_logit(rule_score) + float(vector @ self.weights)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))


def parse_learned(text: str, name: str) -> tuple[tuple[str, Classifier], ...]:
    """Theme ids with their learned part, only those that are active. Raises InputError for a broken file."""
    file = load(text, name, _File)
    return tuple((theme, _voice(part, file.languages)) for theme, part in file.themes.items() if part.active)


def _voice(part: _Part, languages: Sequence[Language]) -> Classifier:
    import numpy as np

    raw = np.frombuffer(base64.b64decode(part.weights), dtype=np.int8)
    levels = dict(zip(languages, part.levels, strict=True))
    return Classifier(levels, part.rule_weight, raw.astype(np.float64) * part.scale)


def rule_logit(score: float) -> float:
    """The rules' score on the scale that the regression adds up; bounded at both ends."""
    return math.log((score + 0.02) / (1.02 - score))


def vector_of(reading: TextReading) -> Vector:
    """The text as a vector of length 1 in the hashed space."""
    import numpy as np

    end = reading.title_end
    total = TITLE_WEIGHT * _counts(reading.folded[:end]) + _counts(
        reading.folded[end + 1 : end + 1 + TEXT_CHARS]
    )
    damped = np.sign(total) * np.log1p(np.abs(total))
    return damped / max(float(np.linalg.norm(damped)), 1e-9)


def _counts(text: str) -> Vector:
    """Signed counts of hashed n-grams. The sign makes collisions cancel out on average."""
    import numpy as np

    mix, step = np.uint32(_MIX), np.uint32(_STEP)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    counts = np.zeros(1 << BITS)
    hashed = np.zeros(len(codes), dtype=np.uint32)
    for size in GRAMS:
        if len(codes) < size:
            break
        hashed = (hashed[: len(codes) - size + 1] * step) ^ (codes[size - 1 :] * mix)
        mixed = (hashed ^ (hashed >> np.uint32(15))) * mix
        sign = np.where(mixed & np.uint32(1), 1.0, -1.0)
        counts += np.bincount(mixed >> np.uint32(32 - BITS), weights=sign, minlength=1 << BITS)
    return counts
