"""The written language of a text by its characters: Traditional or Simplified Chinese, English, another."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from seedwatch.core.chinese.folding import CODE_POINTS, code_points
from seedwatch.core.chinese.glyph_tables import SIMPLIFIED, TRADITIONAL
from seedwatch.core.model.text import Language

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_IDEOGRAPHS = (
    range(0x2E80, 0x2FE0),
    range(0x3400, 0xA000),
    range(0xF900, 0xFB00),
    range(0x20000, 0x323B0),
)


def script_of(text: str) -> Language:
    """Written language by the characters alone.

    Chinese when it has a Han character for every ten Latin letters or fewer (a headline of product names is
    Chinese); Traditional or Simplified by the glyphs that only one of them has, Simplified without any.
    Latin text is English when its commonest words are, or when it is too short to tell and plain ASCII.
    """
    import numpy as np

    kinds = np.bincount(_kind_table()[code_points(text)], minlength=_KINDS)
    han = int(kinds[_HAN] + kinds[_HANT] + kinds[_HANS])
    if int(kinds[_FOREIGN]) > 0.1 * han:
        return Language.OTHER if han or kinds[_FOREIGN] > kinds[_LATIN] else _latin(text)
    if han and han * 10 >= int(kinds[_LATIN]):
        return Language.ZH_HANT if kinds[_HANT] > kinds[_HANS] else Language.ZH_HANS
    return _latin(text) if kinds[_LATIN] else Language.OTHER


_KINDS = 6
_NO_LETTER, _HAN, _HANT, _HANS, _LATIN, _FOREIGN = range(_KINDS)


@cache
def _kind_table() -> npt.NDArray[np.uint8]:
    """Code point to what it tells about the language."""
    import numpy as np

    table = np.zeros(CODE_POINTS, dtype=np.uint8)
    for code in chain(range(0x3400), range(0xA640, 0xD7A4), range(0xFF66, 0xFFDD)):
        if chr(code).isalpha():
            table[code] = _LATIN if "LATIN" in unicodedata.name(chr(code), "") else _FOREIGN
    for code in chain(*_IDEOGRAPHS):
        table[code] = _HAN
    table[code_points(TRADITIONAL)] = _HANT
    table[code_points(SIMPLIFIED)] = _HANS
    return table


_ENGLISH = frozenset(
    re.findall(r"\w+", "the of and to in a is that for on with as it by at from was be are has")
)
_ENOUGH_WORDS = 12


def _latin(text: str) -> Language:
    words = re.findall(r"[^\W\d_]+", text[:20_000].lower())
    if len(words) < _ENOUGH_WORDS:
        return Language.EN if all(map(str.isascii, words)) else Language.OTHER
    common = sum(map(_ENGLISH.__contains__, words))
    return Language.EN if common >= 0.12 * len(words) else Language.OTHER
