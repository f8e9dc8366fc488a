"""Folding of regional words (資訊 = 信息, 晶片 = 芯片), with a way back to the places in the text as written.

The words are made from OpenCC's dictionaries (`regional_words`); a change of the outcome raises
`folding.FOLD_VERSION`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from seedwatch.core.chinese.folding import fold_chars
from seedwatch.core.chinese.regional_words import WORDS

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


def regional_forms(text: str) -> tuple[str, ...]:
    """The spellings of a text that the regions use, each folded by character: 信息 gives 信息 and 资讯."""
    form = fold_region(text).text
    forms = [form]
    for common, words in _spellings().items():
        if common in form:
            forms += [each.replace(common, word) for each in forms for word in words][:_MOST_SPELLINGS]
    return tuple(dict.fromkeys((fold_chars(text), *forms)))


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
