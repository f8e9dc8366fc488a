"""Folding by character: width, case, accents and script made equal, without a change of length.

`fold_chars` maps every character on its own, so that a slice folds as it does inside its text. OpenCC's `t2s`
looks at phrases: 乾隆 stays 乾隆 while 乾 alone becomes 干, and a slice cut out of a phrase is lost. Here all
glyphs that OpenCC ever exchanges are one class. The table is made from OpenCC's dictionaries (`glyph_tables`),
so that another version of OpenCC does not change how an archive that is indexed already is folded. Regional
words are folded by `regional_folding`.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from seedwatch.core.chinese.glyph_tables import FOLDED, GLYPHS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

#: Raise when the output of a folding changes, by character or by region: stored with everything indexed; what
#: is older is indexed again.
FOLD_VERSION = 3

CODE_POINTS = 0x110000
#: Shorter texts are folded by a dictionary; longer ones too until something has loaded numpy, whose import
#: costs as much as a million characters.
_SHORT = 40
#: In folded text, where the full-width marks are ASCII already. No regional word crosses one of these.
_MARKS = ",。!?;:、…\r\n"
#: A comma between the thousands of a number ends no clause.
_THOUSANDS = r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))"
_CLAUSE_END = re.compile(f"(?:(?!{_THOUSANDS})[{_MARKS}])+")


def fold_chars(text: str) -> str:
    """Fold width, case, accents and script character by character; offsets are those of `text`.

    Same length, idempotent, and `fold_chars(a + b) == fold_chars(a) + fold_chars(b)`. What has no form of one
    character (ﬁ, ß) stays as it is.
    """
    if text.isascii():
        return text.lower()
    if _by_arrays(text):
        return text_of(_fold_table()[code_points(text)])
    return text.translate(_fold_map())


def distinct(text: str) -> str:
    """Each character of a text once, by code point."""
    if not _by_arrays(text):
        return "".join(sorted(set(text)))
    import numpy as np

    return text_of(np.unique(code_points(text)))


def split_clauses(folded: str) -> list[str]:
    """The clauses of a folded text, without the punctuation between them."""
    return _CLAUSE_END.split(folded)


def clause_around(folded: str, at: int) -> tuple[int, int]:
    """[start, end) of the clause of a folded text in which the offset `at` lies."""
    start, end = at, at
    while start > 0 and not _CLAUSE_END.match(folded, start - 1):
        start = max(folded.rfind(mark, 0, start - 1) for mark in _MARKS) + 1
    while end < len(folded) and not _CLAUSE_END.match(folded, end):
        ends = (folded.find(mark, end + 1) for mark in _MARKS)
        end = min((place for place in ends if place >= 0), default=len(folded))
    return start, end


def _by_arrays(text: str) -> bool:
    return len(text) >= _SHORT and "numpy" in sys.modules


def code_points(text: str) -> npt.NDArray[np.uint32]:
    """The text as an array of its code points; lone surrogates are kept."""
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def text_of(codes: npt.NDArray[np.uint32]) -> str:
    """The text of an array of code points."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


@cache
def _fold_map() -> dict[int, int]:
    """Common characters that fold to themselves are in it: one that is missing takes five times as long."""
    common = chain(range(0x80), range(0x2000, 0x2070), range(0x3000, 0x3100), range(0x4E00, 0xA000))
    return {**{code: code for code in common}, **str.maketrans(GLYPHS, FOLDED)}


@cache
def _fold_table() -> npt.NDArray[np.uint32]:
    """Code point to folded code point."""
    import numpy as np

    table = np.arange(CODE_POINTS, dtype="<u4")
    table[code_points(GLYPHS)] = code_points(FOLDED)
    return table
