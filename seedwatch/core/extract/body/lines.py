"""The lines of a page side by side as one array of characters: numpy counts in all of them at once."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from seedwatch.core.extract.body import phrases

Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]

# What a character is, as bits.
CJK = 1
CLAUSE = 2  # ends a clause wherever it stands
STOP = 4  # ends a sentence before a space and at the end of the line
SEMICOLON = 8
TERMINAL = 16
COLON = 32
DIGIT = 64  # ASCII
MAYBE_DIGIT = 128  # of any script
BAR = 256  # between the links of a trail

_KINDS = {
    CLAUSE: ",，。、！？；：،।",
    STOP: ".!?",
    SEMICOLON: ";",
    TERMINAL: "".join(phrases.TERMINAL),
    COLON: ":：",
    DIGIT: "0123456789",
    BAR: "|›»",
}
_BASIC = 0x10000
_BREAK = 10


@cache
def _table() -> NDArray[np.uint16]:
    table = np.zeros(0x110000, dtype=np.uint16)
    basic = np.arange(_BASIC, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    for kind, chars in _KINDS.items():
        table[[ord(char) for char in chars]] |= kind
    table[[ord(char) for char in re.findall(r"\d", basic)]] |= MAYBE_DIGIT
    table[_BASIC:] |= MAYBE_DIGIT
    for run in re.finditer(f"{phrases.CJK.pattern}+", basic):
        table[run.start() : run.end()] |= CJK
    return table


class Lines:
    """Texts without line breaks, none of them empty.

    sizes: characters of each. Every count is one number a line.
    """

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        joined = "\n".join(texts)
        self._codes = np.frombuffer(f"{joined}\n".encode("utf-32-le", "surrogatepass"), dtype="<u4")
        self._kinds = _table()[self._codes]
        self._ends = np.flatnonzero(self._codes == _BREAK)
        self._starts = np.concatenate([[0], self._ends[:-1] + 1])
        self.sizes: Counts = self._ends - self._starts

    def has(self, kinds: int) -> Flags:
        """For each character of all lines: whether it is of one of these kinds."""
        chosen: Flags = (self._kinds & kinds) != 0
        return chosen

    def before_space(self) -> Flags:
        """For each character: whether a space follows it."""
        follows = np.zeros(len(self._codes), dtype=bool)
        np.equal(self._codes[1:], 32, out=follows[:-1])
        return follows

    def count(self, chosen: Flags) -> Counts:
        """How many of the chosen characters stand in each line."""
        found: Counts = np.add.reduceat(chosen, self._starts, dtype=np.int64)
        return found

    def last(self, kinds: int) -> Flags:
        """Whether the last character of a line is of these kinds."""
        chosen: Flags = (self._kinds[self._ends - 1] & kinds) != 0
        return chosen

    def begin_with(self, kinds: int, size: int) -> Flags:
        """Whether one of these kinds stands among the first `size` characters of a line."""
        found = np.zeros(len(self.texts), dtype=bool)
        places = np.flatnonzero(self.has(kinds))
        line = np.searchsorted(self._ends, places)
        found[line[places - self._starts[line] < size]] = True
        return found
