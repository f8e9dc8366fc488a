"""The text duplicates are found in: script, regional words, width and the writing of numbers folded away."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from seedwatch.core.chinese.folding import fold_chars
from seedwatch.core.chinese.regional_folding import fold_region
from seedwatch.core.duplicates.numbers import HAN_NUMBER, LATIN_NUMBER, is_weak, value_of

#: Stands for any number in `Normal.masked`.
SLOT = "\x01"
#: Characters of a text that are compared; the rest of a longer one (data dumps, live blogs) is only hashed.
MAX_CHARS = 60_000

Points = npt.NDArray[np.uint32]

_ALNUM = re.compile(r"[^\W_]+")
_HAN = 0x2E80


@dataclass(frozen=True)
class Normal:
    """A text folded for comparison.

    plain: letters and digits only, numbers as values. masked: the same with SLOT for each number.
    values: one per SLOT; weak: whether that number says little, see `numbers.is_weak`.
    """

    plain: Points
    masked: Points
    values: tuple[str, ...]
    weak: tuple[bool, ...]

    @cached_property
    def text(self) -> str:
        """`masked` as a string, of the same length."""
        return self.masked.tobytes().decode("utf-32-le", "replace")

    @cached_property
    def is_han(self) -> bool:
        """Mostly Chinese characters: a word is short, and so is what may be called a coincidence."""
        return _mostly_han(self.masked)


def normal(text: str) -> Normal:
    folded, number = _folded(text[:MAX_CHARS].replace(SLOT, " "))
    parts = number.split(folded)
    written = parts[1::2]
    values = tuple(map(value_of, written))
    masked = code_points(SLOT.join(parts[::2]))
    weak = tuple(map(is_weak, written, parts[2::2]))
    parts[1::2] = values
    plain = code_points("".join(parts))
    kept = _kept()
    return Normal(plain[kept[plain]], masked[kept[masked]], values, weak)


def code_points(text: str) -> Points:
    return np.frombuffer(text.encode("utf-32-le", "replace"), dtype="<u4")


def _folded(text: str) -> tuple[str, re.Pattern[str]]:
    """One script, region, width and case; and what a number looks like in it."""
    if not _mostly_han(code_points(text)):
        return fold_chars(text), LATIN_NUMBER
    return fold_region(text).text.replace("百分之", ""), HAN_NUMBER


def _mostly_han(points: Points) -> bool:
    return int((points >= _HAN).sum()) * 4 > len(points)


@cache
def _kept() -> npt.NDArray[np.bool_]:
    """Letters and digits by code point, and SLOT. By runs: asking each of a million takes 0.3 s."""
    kept = np.zeros(0x110000, dtype=bool)
    everything = np.arange(0x110000, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    for run in _ALNUM.finditer(everything):
        kept[run.start() : run.end()] = True
    kept[ord(SLOT)] = True
    return kept
