"""One Chinese for machines: two foldings that make written variants equal, and the script of a text.

`fold_chars` maps every character on its own (width, case, accents, Traditional and variant glyphs), so it
keeps the length, and a slice folds as it does inside its text. OpenCC's `t2s` looks at phrases: 乾隆 stays
乾隆 while 乾 alone becomes 干, and a slice cut out of a phrase is lost. Here all glyphs that OpenCC ever
exchanges are one class. `fold_region` also unites regional words (資訊 = 信息, 晶片 = 芯片) and keeps a way
back. Both read tables made from OpenCC's dictionaries (`glyph_tables`, `regional_words`), so that another
version of OpenCC does not change how an archive that is indexed already is folded.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from seedwatch.core.chinese.glyph_tables import FOLDED, GLYPHS, SIMPLIFIED, TRADITIONAL
from seedwatch.core.chinese.regional_words import WORDS
from seedwatch.core.model.text import Language

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

#: Raise when the output of a folding changes: stored with everything indexed; what is older is indexed again.
FOLD_VERSION = 2

_CODE_POINTS = 0x110000
#: Shorter texts are folded by a dictionary; longer ones too until something has loaded numpy, whose import
#: costs as much as a million characters.
_SHORT = 40
_IDEOGRAPHS = (
    range(0x2E80, 0x2FE0),
    range(0x3400, 0xA000),
    range(0xF900, 0xFB00),
    range(0x20000, 0x323B0),
)
#: In folded text, where the full-width marks are ASCII already. No regional word crosses one of these.
_MARKS = ",。!?;:、…\r\n"
_CLAUSE_END = re.compile(f"[{_MARKS}]+")
#: Of one regional word more in a text; several multiply.
_MOST_SPELLINGS = 8
#: No regional word has more characters.
_LONGEST_WORD = 13
#: An exchange can complete a word with its neighbours; two passes settled every text seen.
_MOST_PASSES = 8


@dataclass(frozen=True, slots=True)
class Block:
    """Folded [start, end) stands for source [source_start, source_end); the lengths may differ."""

    start: int
    end: int
    source_start: int
    source_end: int


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back: outside `blocks` (in order, apart) offsets run as in the source."""

    text: str
    blocks: tuple[Block, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source range that `text[start:end]` was written as; an exchanged word is covered as a whole."""
        return self._back(start, is_end=False), self._back(end, is_end=True)

    def _back(self, offset: int, *, is_end: bool) -> int:
        shift = 0
        for block in self.blocks:
            if offset < block.start or (is_end and offset == block.start):
                break
            if offset < block.end or (is_end and offset == block.end):
                return block.source_end if is_end else block.source_start
            shift = block.source_end - block.end
        return offset + shift


def fold_chars(text: str) -> str:
    """Fold width, case, accents and script character by character; offsets are those of `text`.

    Same length, idempotent, and `fold_chars(a + b) == fold_chars(a) + fold_chars(b)`. What has no form of one
    character (ﬁ, ß) stays as it is.
    """
    if text.isascii():
        return text.lower()
    if _by_arrays(text):
        return _text(_fold_table()[_codes(text)])
    return text.translate(_fold_map())


@lru_cache(maxsize=8)  # title and text of a page are folded for its signature and for the index
def fold_region(text: str) -> Folded:
    """Fold script and regional words to the Mainland form, lower case and narrow; idempotent.

    At each place the longest word that begins there is exchanged.
    """
    folded = Folded(fold_chars(text))
    if text.isascii():
        return folded
    places = _places(folded.text)
    for _ in range(_MOST_PASSES):
        exchanged = _exchanged(folded.text, places)
        if not exchanged.blocks:
            break
        folded = _joined(folded, exchanged) if folded.blocks else exchanged
        if not any(_places(folded.text, each.start, each.end) for each in exchanged.blocks):
            break
        places = _places(folded.text)
    return folded


def distinct(text: str) -> str:
    """Each character of a text once, by code point."""
    if not _by_arrays(text):
        return "".join(sorted(set(text)))
    import numpy as np

    return _text(np.unique(_codes(text)))


def regional_forms(text: str) -> tuple[str, ...]:
    """The spellings of a text that the regions use, each folded by character: 信息 gives 信息 and 资讯."""
    form = fold_region(text).text
    forms = [form]
    for common, words in _spellings().items():
        if common in form:
            forms += [each.replace(common, word) for each in forms for word in words][:_MOST_SPELLINGS]
    return tuple(dict.fromkeys((fold_chars(text), *forms)))


def split_clauses(folded: str) -> list[str]:
    """The clauses of a folded text, without the punctuation between them."""
    return _CLAUSE_END.split(folded)


def clause_around(folded: str, at: int) -> tuple[int, int]:
    """[start, end) of the clause of a folded text in which the offset `at` lies."""
    start = max(folded.rfind(mark, 0, at) for mark in _MARKS) + 1
    ends = (folded.find(mark, at) for mark in _MARKS)
    return start, min((end for end in ends if end >= 0), default=len(folded))


def script_of(text: str) -> Language:
    """Written language by the characters alone.

    Chinese when it has a Han character for every ten Latin letters or fewer (a headline of product names is
    Chinese); Traditional or Simplified by the glyphs that only one of them has, Simplified without any.
    Latin text is English when its commonest words are, or when it is too short to tell and plain ASCII.
    """
    import numpy as np

    kinds = np.bincount(_kind_table()[_codes(text)], minlength=_KINDS)
    han = int(kinds[_HAN] + kinds[_HANT] + kinds[_HANS])
    if int(kinds[_FOREIGN]) > 0.1 * han:
        return Language.OTHER if han or kinds[_FOREIGN] > kinds[_LATIN] else _latin(text)
    if han and han * 10 >= int(kinds[_LATIN]):
        return Language.ZH_HANT if kinds[_HANT] > kinds[_HANS] else Language.ZH_HANS
    return _latin(text) if kinds[_LATIN] else Language.OTHER


@dataclass(frozen=True, slots=True)
class _Word:
    """A regional word; `[head, len(word) - tail)` of it is what `form` writes differently."""

    word: str
    form: str
    head: int
    tail: int


def _exchanged(text: str, places: list[int]) -> Folded:
    """One pass of exchanges from left to right over a text folded by character."""
    texts: list[str] = []
    blocks: list[Block] = []
    copied = done = shift = 0
    for at in places:
        word = _word_at(text, at) if at >= done else None
        if word is None:
            continue
        done = at + len(word.word)
        if word.form != word.word:
            texts += (text[copied:at], word.form)
            copied = done
            start, end, grown = at + word.head, done - word.tail, len(word.form) - len(word.word)
            blocks.append(Block(start + shift, end + grown + shift, start, end))
            shift += grown
    return Folded("".join((*texts, text[copied:])), tuple(blocks)) if blocks else Folded(text)


def _word_at(text: str, at: int) -> _Word | None:
    candidates = (*_words().get(text[at : at + 2], ()), *_words().get(text[at], ()))
    return next((each for each in candidates if text.startswith(each.word, at)), None)


def _places(text: str, start: int = 0, end: int | None = None) -> list[int]:
    """Where words may begin that touch [start, end) or, without an end, any."""
    pairs, singles = _patterns()
    begin, last = max(0, start - _LONGEST_WORD), len(text) if end is None else end + 1
    words = _words()
    found = [at for each in pairs.finditer(text, begin, last) if text[(at := each.start()) : at + 2] in words]
    if singles.search(text, begin, last):
        found = sorted({*found, *(each.start() for each in singles.finditer(text, begin, last))})
    return found


def _joined(first: Folded, second: Folded) -> Folded:
    """Two passes as one: blocks that touch in the text between them become one."""
    between = sorted(
        [(each.start, each.end) for each in first.blocks]
        + [(each.source_start, each.source_end) for each in second.blocks]
    )
    spans: list[tuple[int, int]] = []
    for start, end in between:
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    blocks = (
        Block(_ahead(second, start, is_end=False), _ahead(second, end, is_end=True), *first.span(start, end))
        for start, end in spans
    )
    return Folded(second.text, tuple(blocks))


def _ahead(folded: Folded, source: int, *, is_end: bool) -> int:
    """Where a source offset outside the blocks, or at their edge, came to stand."""
    shift = 0
    for block in folded.blocks:
        if source < block.source_end or (is_end and source == block.source_start):
            break
        shift = block.end - block.source_end
    return source + shift


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The first character of words before a second one of words; words of one character."""
    listed = [each.word for words in _words().values() for each in words]
    first, second = ("".join(sorted({word[i] for word in listed if len(word) > 1})) for i in (0, 1))
    single = "".join(sorted(word for word in listed if len(word) == 1))
    return re.compile(f"[{re.escape(first)}](?=[{re.escape(second)}])"), re.compile(f"[{single}]")


@cache
def _words() -> dict[str, tuple[_Word, ...]]:
    """Regional words by their first two characters, the longest first."""
    found: dict[str, list[_Word]] = {}
    for pair in WORDS.split():
        word, _, form = pair.partition("=")
        head, tail = _same_ends(word, form)
        found.setdefault(word[:2], []).append(_Word(word, form, head, tail))
    return {start: tuple(sorted(words, key=lambda each: -len(each.word))) for start, words in found.items()}


def _same_ends(word: str, form: str) -> tuple[int, int]:
    """Characters that both begin and end with; one of each is left over."""
    most = min(len(word), len(form)) - 1
    head = next((i for i in range(most) if word[i] != form[i]), most)
    tail = next((i for i in range(most - head) if word[-1 - i] != form[-1 - i]), most - head)
    return head, tail


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    """Common form to the regional words for it."""
    found: dict[str, tuple[str, ...]] = {}
    for words in _words().values():
        for each in words:
            if each.form != each.word:
                found[each.form] = (*found.get(each.form, ()), each.word)
    return found


def _by_arrays(text: str) -> bool:
    return len(text) >= _SHORT and "numpy" in sys.modules


def _codes(text: str) -> npt.NDArray[np.uint32]:
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _text(codes: npt.NDArray[np.uint32]) -> str:
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

    table = np.arange(_CODE_POINTS, dtype="<u4")
    table[_codes(GLYPHS)] = _codes(FOLDED)
    return table


_KINDS = 6
_NO_LETTER, _HAN, _HANT, _HANS, _LATIN, _FOREIGN = range(_KINDS)


@cache
def _kind_table() -> npt.NDArray[np.uint8]:
    """Code point to what it tells about the language."""
    import numpy as np

    table = np.zeros(_CODE_POINTS, dtype=np.uint8)
    for code in chain(range(0x3400), range(0xA640, 0xD7A4), range(0xFF66, 0xFFDD)):
        if chr(code).isalpha():
            table[code] = _LATIN if "LATIN" in unicodedata.name(chr(code), "") else _FOREIGN
    for code in chain(*_IDEOGRAPHS):
        table[code] = _HAN
    table[_codes(TRADITIONAL)] = _HANT
    table[_codes(SIMPLIFIED)] = _HANS
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
