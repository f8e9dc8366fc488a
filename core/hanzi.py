"""One Chinese for machines: two foldings that make written variants equal, and the script of a text.

`fold_chars` maps every character on its own (width, case, accents, Traditional and variant glyphs), so it
keeps the length, and a slice folds as it does inside its text. OpenCC's `t2s` looks at phrases: 乾隆 stays
乾隆 while 乾 alone becomes 干, and a slice cut out of a phrase is lost. Here all glyphs that OpenCC ever
exchanges are one class. `fold_region` also unites regional words (資訊 = 信息, 晶片 = 芯片) by `tw2sp` and
keeps a way back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import chain

import numpy as np
import numpy.typing as npt
from opencc import OpenCC

from core.glyphs import FOLDED, GLYPHS, SIMPLIFIED, TRADITIONAL
from core.model.text import Language

#: Raise when the output of a folding changes: stored with everything indexed; what is older is indexed again.
FOLD_VERSION = 1

_CODE_POINTS = 0x110000
#: Characters from which the arrays are the faster way; names and queries stay below.
_SHORT = 40
_IDEOGRAPHS = (
    range(0x2E80, 0x2FE0),
    range(0x3400, 0xA000),
    range(0xF900, 0xFB00),
    range(0x20000, 0x323B0),
)
#: In folded text, where the full-width marks are ASCII already. No word of OpenCC's crosses one of these.
_MARKS = ",。!?;:、…\r\n"
_CLAUSE_END = re.compile(f"[{_MARKS}]+")
#: Longer clauses are converted in pieces: aligning two strings costs the square of their length.
_LONGEST_CLAUSE = 400
#: One conversion can complete a word for the next (程式, 程序, 进程); three passes settled every text seen.
_MOST_PASSES = 3
#: Words that OpenCC 1.4 leaves alone in some Traditional phrases (訴訟程序), but not in Simplified ones.
_UNSETTLED = ("程序", "程式")
#: Words that OpenCC 1.4 lengthens each time: the short form begins the long one, and both scripts have it.
_LENGTHENED = (
    ("塔吉克斯坦斯坦", "塔吉克斯坦"),
    ("厄瓜多尔尔", "厄瓜多尔"),
    ("尼日尔尔", "尼日尔"),
    ("尼日尔利亚", "尼日利亚"),
)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Block:
    """Folded [start, end) stands for source [source_start, source_end); the lengths may differ."""

    start: int
    end: int
    source_start: int
    source_end: int

    def moved(self, by: int, source_by: int) -> Block:
        return Block(
            self.start + by, self.end + by, self.source_start + source_by, self.source_end + source_by
        )


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
    if len(text) < _SHORT:
        return text.translate(_fold_map())
    return _fold_table()[_codes(text)].tobytes().decode("utf-32-le", "surrogatepass")


def fold_region(text: str) -> Folded:
    """Fold script and regional words to the Mainland form, lower case and narrow; idempotent."""
    plain = fold_chars(text)
    if text.isascii():
        return Folded(plain)
    regional = _convert(text)
    if regional == plain and not any(word in plain for word in _UNSETTLED):
        return Folded(plain)
    ends = _clause_ends(plain)
    if np.diff(ends, prepend=-1).max() > _LONGEST_CLAUSE + 1:
        return _joined(_pieces(text, ends.tolist()))
    return _aligned(plain, regional)


def regional_forms(text: str) -> tuple[str, ...]:
    """The spellings of a text that the regions use, each folded by character: 信息 gives 信息 and 资讯."""
    forms = (fold_chars(text), fold_region(text).text, fold_chars(_converted("s2twp", text)))
    return tuple(dict.fromkeys(forms))


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
    kinds = np.bincount(_kind_table()[_codes(text)], minlength=_KINDS)
    han = int(kinds[_HAN] + kinds[_HANT] + kinds[_HANS])
    if int(kinds[_FOREIGN]) > 0.1 * han:
        return Language.OTHER if han or kinds[_FOREIGN] > kinds[_LATIN] else _latin(text)
    if han and han * 10 >= int(kinds[_LATIN]):
        return Language.ZH_HANT if kinds[_HANT] > kinds[_HANS] else Language.ZH_HANS
    return _latin(text) if kinds[_LATIN] else Language.OTHER


def _pieces(text: str, ends: Iterable[int]) -> Iterator[str]:
    """`text` cut where a clause is too long, so that every clause of a piece is short enough."""
    start = clause = 0
    for mark in ends:
        for end in range(clause + _LONGEST_CLAUSE, mark, _LONGEST_CLAUSE):
            yield text[start:end]
            start = end
        clause = mark + 1
    yield text[start:]


def _joined(pieces: Iterable[str]) -> Folded:
    texts: list[str] = []
    blocks: list[Block] = []
    at = source_at = 0
    for piece in pieces:
        part = fold_region(piece)
        blocks.extend(block.moved(at, source_at) for block in part.blocks)
        texts.append(part.text)
        at += len(part.text)
        source_at += len(piece)
    return Folded("".join(texts), tuple(blocks))


def _aligned(plain: str, regional: str) -> Folded:
    """Settle and align the clauses that differ; most are the same in both."""
    changed = list(_changed_clauses(plain, regional))
    texts: list[str] = []
    blocks: list[Block] = []
    at = done = 0
    for (start, source, _), settled in zip(changed, _settled([form for _, _, form in changed]), strict=True):
        at += start - done
        blocks.extend(block.moved(at, start) for block in _blocks(source, settled))
        texts += (plain[done:start], settled)
        at += len(settled)
        done = start + len(source)
    texts.append(plain[done:])
    return Folded("".join(texts), tuple(blocks))


def _changed_clauses(plain: str, regional: str) -> Iterator[tuple[int, str, str]]:
    """Offset in `plain`, clause, its regional form. By arrays: a loop over all clauses costs a quarter."""
    ends, regional_ends = _clause_ends(plain), _clause_ends(regional)
    if len(ends) != len(regional_ends):
        yield 0, plain, regional
        return
    suspects = {int(np.searchsorted(ends, at)) for word in _UNSETTLED for at in _places(word, plain)}
    if np.array_equal(ends, regional_ends):
        suspects.update(np.searchsorted(ends, np.flatnonzero(_codes(plain) != _codes(regional))).tolist())
    else:
        suspects.update(range(len(ends)))
    for i in sorted(suspects):
        start, regional_start = (int(ends[i - 1]) + 1, int(regional_ends[i - 1]) + 1) if i else (0, 0)
        source, folded = plain[start : ends[i]], regional[regional_start : regional_ends[i]]
        if source != folded or any(word in folded for word in _UNSETTLED):
            yield start, source, folded


def _clause_ends(text: str) -> npt.NDArray[np.intp]:
    return np.append(np.flatnonzero(_mark_table()[_codes(text)]), len(text))


def _places(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _settled(clauses: list[str]) -> list[str]:
    """Convert until nothing changes; all clauses in one call, as a call costs as much as 60 characters."""
    if len(clauses) == 1:
        return [_fixed_point(clauses[0])]
    settled = _fixed_point("\n".join(clauses)).split("\n")
    return settled if len(settled) == len(clauses) else [_fixed_point(clause) for clause in clauses]


def _fixed_point(text: str) -> str:
    for _ in range(_MOST_PASSES):
        again = _convert(text)
        if again == text:
            break
        text = again
    return text


def _blocks(source: str, folded: str) -> Iterator[Block]:
    """Where two clauses differ; what is the same at both ends is not aligned, nor a single exchange."""
    shorter = min(len(source), len(folded))
    head = next((i for i in range(shorter) if source[i] != folded[i]), shorter)
    tail = next((i for i in range(shorter - head) if source[-1 - i] != folded[-1 - i]), shorter - head)
    old, new = source[head : len(source) - tail], folded[head : len(folded) - tail]
    if not set(old) & set(new):
        changes = [(0, len(old), 0, len(new))] if old or new else []
    else:
        aligned = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        changes = [(i, j, k, m) for tag, i, j, k, m in aligned if tag != "equal"]
    for i, j, k, m in changes:
        yield _block(head + k, head + m, head + i, head + j)


def _block(start: int, end: int, source_start: int, source_end: int) -> Block:
    """A word that only grew takes the character before its growth, or the one behind, as its source."""
    if source_start < source_end or start == end:
        return Block(start, end, source_start, source_end)
    if source_start:
        return Block(start - 1, end, source_start - 1, source_end)
    return Block(start, end + 1, source_start, source_end + 1)


def _convert(text: str) -> str:
    folded = fold_chars(_converted("tw2sp", text))
    for long, right in _LENGTHENED:
        folded = folded.replace(long, right)
    return folded


def _converted(config: str, text: str) -> str:
    """OpenCC takes UTF-8: a lone surrogate becomes U+FFFD."""
    try:
        return str(_converter(config).convert(text))
    except UnicodeEncodeError:
        return str(_converter(config).convert(_SURROGATE.sub("\ufffd", text)))


@cache
def _converter(config: str) -> OpenCC:
    return OpenCC(config)


def _codes(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


@cache
def _mark_table() -> npt.NDArray[np.bool_]:
    table = np.zeros(_CODE_POINTS, dtype=np.bool_)
    table[[ord(mark) for mark in _MARKS]] = True
    return table


@cache
def _fold_map() -> dict[int, int]:
    return str.maketrans(GLYPHS, FOLDED)


@cache
def _fold_table() -> npt.NDArray[np.uint32]:
    """Code point to folded code point."""
    table = np.arange(_CODE_POINTS, dtype="<u4")
    table[_codes(GLYPHS)] = _codes(FOLDED)
    return table


_KINDS = 6
_NO_LETTER, _HAN, _HANT, _HANS, _LATIN, _FOREIGN = range(_KINDS)


@cache
def _kind_table() -> npt.NDArray[np.uint8]:
    """Code point to what it tells about the language."""
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
    common = sum(word in _ENGLISH for word in words)
    return Language.EN if common >= 0.12 * len(words) else Language.OTHER
