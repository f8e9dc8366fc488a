"""What full-text search sees: the same tokens on every engine, made here and not by the engines.

A run of ideographs becomes its overlapping pairs (芯片出口 -> 芯片 片出 出口), a word or number itself
without accents, a pictograph itself. Where a run touches a word, its edge character stands between them
(AI芯片股 -> ai 芯 芯片 片股), so that AI芯 is found as a phrase. Phrases are consecutive tokens. Every
ideograph is also listed once by itself for queries of one character. Letters and digits match as whole words:
26年 does not find 2026年.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import add

from seedwatch.core.chinese.folding import FOLD_VERSION, clause_around, distinct, fold_chars
from seedwatch.core.chinese.regional_folding import Folded, fold_region

#: Stored with every indexed article; raise when tokens change. A newer folding changes them too.
TOKENS_VERSION = 2
INDEX_VERSION = TOKENS_VERSION * 1000 + FOLD_VERSION

#: Between passages of a stream: no query has it, so no phrase runs across.
BREAK = "¶"
#: A filter term that every article has: what "everything but" starts from.
EVERYTHING = "a:all"
#: Tokens of a phrase that may be asked for. Passages of long articles, indexed apart on PostgreSQL, overlap by
#: as many.
LONGEST_PHRASE = 200
#: Longer words are cut, in articles and queries alike (PostgreSQL takes 2,046 bytes).
_LONGEST_WORD = 64

# Han, kana, bopomofo, Hangul, Thai, Lao, Khmer, Burmese: written without spaces, or with few.
_IDEOGRAPHS = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u109f\u1780-\u17d3\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029"
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9d\U00020000-\U000323af"
)
_ACCENTS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f\u0900-\u0903\u093a-\u094d\u1ab0-\u1aff\u20d0-\u20f0"
)
_PICTOGRAPHS = "\u2190-\u21ff\u2300-\u27bf\u2900-\u2bff\U0001f000-\U0001faff"
#: Fractions, figures in circles and brackets or with a full stop, each a number of its own: ½ is not 12.
_NUMERALS = (
    "\u00bc-\u00be\u2150-\u215f\u2189\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf"
)
#: Exponents: 10⁶ is not 106, but m² is m2.
_EXPONENTS = "\u00b2\u00b3\u00b9\u2070\u2074-\u2079"
#: Units and other words in one character, with № (㎏ is kg).
_SQUARED = "\u2116\u3371-\u33df\u33ff"
_LETTER = f"(?![{_IDEOGRAPHS}{_NUMERALS}{_EXPONENTS}])(?:[^\\W_]|[{_SQUARED}])"  # slow: plain letters are tried first
_RUN = re.compile(
    f"(?P<ideographs>[{_IDEOGRAPHS}]+)"
    rf"|(?P<thousands>[0-9]{{1,3}}(?:[,'][0-9]{{3}})+(?![0-9])(?:[A-Za-z]|{_LETTER})*)"
    f"|(?P<word>(?:[0-9A-Za-z]|{_LETTER})(?:[0-9A-Za-z]+|{_LETTER}|[{_ACCENTS}]|(?<=[A-Za-z])[{_EXPONENTS}])*)"
    f"|(?P<pictograph>[{_PICTOGRAPHS}{_NUMERALS}{_EXPONENTS}])"
)
_IDEOGRAPH_RUN = re.compile(f"[{_IDEOGRAPHS}]+")
_NO_FILTER = re.compile(r"[^-\w.]")


@dataclass(frozen=True, slots=True)
class Stream:
    """Tokens in order, each with the characters [start, end) of the folded text that it covers."""

    tokens: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TextTerms:
    """What is indexed of an article's words.

    title, body: the text's tokens, then those of its clauses whose regional form differs, a BREAK after each.
    title_chars, body_chars: each ideograph once, sorted; they have no place in a phrase.
    """

    title: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    title_chars: tuple[str, ...] = ()
    body_chars: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexTerms:
    """All that is indexed of one article.

    filters: one token each for theme, source, language and month, as the functions below make them.
    """

    text: TextTerms
    filters: tuple[str, ...] = ()


def tokenize(folded: str) -> Stream:
    """Tokens of a text that `fold_chars` or `fold_region` has folded."""
    starts: list[int] = []
    ends: list[int] = []
    tokens = _tokens(folded, starts, ends)
    return Stream(tuple(tokens), tuple(starts), tuple(ends))


def _tokens(folded: str, starts: list[int] | None = None, ends: list[int] | None = None) -> list[str]:
    """The tokens; with lists, also where each starts and ends, which takes as long again."""
    tokens: list[str] = []
    after_word, last = False, ""
    for run in _RUN.finditer(folded):
        text = run[0]
        if run.lastgroup == "ideographs":
            alone = after_word or len(text) == 1
            if alone:
                tokens.append(text[0])
            tokens.extend(map(add, text, text[1:]))
            if starts is not None and ends is not None:
                at, end = run.span()
                starts += (at,) * alone + tuple(range(at, end - 1))
                ends += (at + 1,) * alone + tuple(range(at + 2, end + 1))
            after_word, last = False, text[-1] if len(text) > 1 else ""
        else:
            if run.lastgroup == "word":
                plain = text if text.isascii() and len(text) <= _LONGEST_WORD else _plain_word(text)
            else:
                plain = text if run.lastgroup == "pictograph" else _plain_word(text)
            tokens += (last, plain) if last else (plain,)
            if starts is not None and ends is not None:
                at, end = run.span()
                starts += (ends[-1] - 1, at) if last else (at,)
                ends += (ends[-1], end) if last else (end,)
            after_word, last = True, ""
    return tokens


def words_and_runs(folded: str) -> Iterator[tuple[str, bool]]:
    """The runs of ideographs and the words of a folded text as they stand; True for a word."""
    for run in _RUN.finditer(folded):
        yield run[0], run.lastgroup != "ideographs"


def index_terms(text: TextTerms, filters: Iterable[str]) -> IndexTerms:
    """The words of an article together with its filter terms, and the one that every article has."""
    return IndexTerms(text, (EVERYTHING, *sorted(set(filters))))


def text_terms(title: str, text: str) -> TextTerms:
    """What is indexed of an article's published title and text."""
    head, body = fold_region(title), fold_region(text)
    plain_head, plain_body = fold_chars(title), fold_chars(text)
    return TextTerms(
        title=_passages(plain_head, head),
        body=_passages(plain_body, body),
        title_chars=_ideographs_of(plain_head),
        body_chars=_ideographs_of(plain_body),
    )


def ideographs(text: str) -> tuple[str, ...]:
    """The distinct ideographs of a text, folded."""
    return _ideographs_of(fold_chars(text))


def _ideographs_of(folded: str) -> tuple[str, ...]:
    return tuple("".join(_IDEOGRAPH_RUN.findall(distinct(folded))))


def theme_filter(theme: str) -> str:
    return _filter("t", theme)


def source_filter(source_id: str) -> str:
    return _filter("s", source_id)


def language_filter(language: str) -> str:
    return _filter("l", language)


def language_filters(language: str) -> tuple[str, ...]:
    """zh-Hant is also zh."""
    return tuple({language_filter(language), language_filter(language.partition("-")[0])})


def month_filter(time: datetime) -> str:
    return f"m:{time:%Y-%m}"


def _filter(kind: str, value: str) -> str:
    """Letters and digits of any script and -_. only: stays one token, needs no quoting on either engine."""
    return f"{kind}:{_NO_FILTER.sub('_', fold_chars(value))}"


def _passages(plain: str, regional: Folded) -> tuple[str, ...]:
    tokens = [*_tokens(plain), BREAK]
    for clause in _regional_clauses(regional):
        tokens += (*_tokens(clause), BREAK)
    return tuple(tokens)


def _regional_clauses(folded: Folded) -> Iterator[str]:
    """The clauses in which a regional word was exchanged; the others are found by their characters."""
    done = 0
    for block in folded.blocks:
        if block.start >= done:
            start, done = clause_around(folded.text, block.start)
            yield folded.text[start:done]


def _plain_word(text: str) -> str:
    """Compatibility forms resolved, case and accents gone (ﬁ -> fi, ß -> ss, ś -> s)."""
    parts = unicodedata.normalize("NFKD", text).casefold()
    bare = unicodedata.normalize("NFC", "".join(char for char in parts if char.isalnum()))
    return (bare or text)[:_LONGEST_WORD]
