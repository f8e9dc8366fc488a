"""The written language of a text by its characters: Traditional or Simplified Chinese, English, another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from seedwatch.core.chinese.folding import CODE_POINTS, code_points
from seedwatch.core.chinese.glyph_tables import SIMPLIFIED, TRADITIONAL
from seedwatch.core.model.text import WRITTEN, Language, WrittenLanguage

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_IDEOGRAPHS = (
    range(0x2E80, 0x2FE0),
    range(0x3400, 0xA000),
    range(0xF900, 0xFB00),
    range(0x20000, 0x323B0),
)
#: What a code point tells; from _OWN on, that it is a letter of the languages that have some of their own.
_NO_LETTER, _HAN, _HANT, _HANS, _LATIN, _FOREIGN, _OWN = range(7)
_WORD, _ASCII_WORD = re.compile(r"[^\W\d_]+"), re.compile("[a-z]+")
#: Signs that keep an English text from being ASCII.
_TYPOGRAPHIC = "’‘“”–—…\u00a0"
#: Share of common words from which a Latin text is of their language; a shorter one has too few to tell.
_COMMON_SHARE, _ENOUGH_WORDS = 0.12, 12


def script_of(text: str) -> Language:
    """Written language by the characters alone.

    Chinese when it has a Han character for every ten Latin letters or fewer (a headline of product names is
    Chinese); Traditional or Simplified by the glyphs that only one of them has, Simplified without any. A
    language with letters of its own when it has one of them for every ten Han characters.
    Latin text is English when its commonest words are, or when it is too short to tell and plain ASCII.
    """
    return _detector().language_of(text)


@cache
def _detector() -> LanguageDetector:
    return LanguageDetector(WRITTEN)


class LanguageDetector:
    """Tells the written languages of a table apart; build it once, it is read-only from then on."""

    def __init__(self, written: Mapping[Language, WrittenLanguage]) -> None:
        self._own = tuple(language for language, row in written.items() if row.letters)
        self._latin = tuple(
            (language, row.common_words) for language, row in written.items() if row.common_words
        )
        self._kinds = _kind_table([row.letters for row in written.values() if row.letters])

    def language_of(self, text: str) -> Language:
        """See `script_of`."""
        import numpy as np

        kinds = self._kinds[code_points(text)]
        counts: list[int] = np.bincount(kinds, minlength=_OWN + len(self._own)).tolist()
        han, latin = counts[_HAN] + counts[_HANT] + counts[_HANS], counts[_LATIN]
        foreign = counts[_FOREIGN] + sum(counts[_OWN:])
        if foreign > 0.1 * han:
            most = max(counts[_OWN:], default=0)
            if most > counts[_FOREIGN] and (han + most) * 10 >= latin:
                return self._own[counts.index(most, _OWN) - _OWN]
            return Language.OTHER if han or foreign > latin else self._latin_of(text)
        if han and han * 10 >= latin:
            return Language.ZH_HANT if counts[_HANT] > counts[_HANS] else Language.ZH_HANS
        return self._latin_of(text) if latin else Language.OTHER

    def _latin_of(self, text: str) -> Language:
        words = _words_of(text[:20_000].lower())
        if not self._latin or len(words) < _ENOUGH_WORDS:
            plain = self._latin and all(map(str.isascii, words))
            return self._latin[0][0] if plain else Language.OTHER
        counts = {language: sum(map(common.__contains__, words)) for language, common in self._latin}
        likeliest = max(counts, key=counts.__getitem__)
        return likeliest if counts[likeliest] >= _COMMON_SHARE * len(words) else Language.OTHER


def _words_of(text: str) -> list[str]:
    """The runs of letters; those of a text in ASCII but for its quotes and dashes are found three times as fast."""
    for sign in _TYPOGRAPHIC:
        text = text.replace(sign, " ")
    return (_ASCII_WORD if text.isascii() else _WORD).findall(text)


def _kind_table(own: list[tuple[range, ...]]) -> npt.NDArray[np.uint8]:
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
    for number, letters in enumerate(own, _OWN):
        for code in chain(*letters):
            table[code] = number
    return table
