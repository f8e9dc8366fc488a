"""Where Chinese words begin and end, by a segmenter that knows them in the simplified script."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from opencc import OpenCC

from seedwatch.core.chinese.person_names import is_person_name

#: Kinds of words that are the name of somebody or something.
_NAMES = frozenset({"nr", "nrt", "nrfg", "ns", "nt"})
_PEOPLE = frozenset({"nr", "nrt", "nrfg"})
#: Characters of a transcribed name, or of a Chinese one that no common word is taken for.
_FOREIGN = 3
#: First letters of the kinds that no term ends with: verbs, adjectives, adverbs, numbers, places in time and space
#: and all function words; and of those that it neither holds.
_NO_END = frozenset("vadmfrtpcuyeozk")
_NO_PART = frozenset("drpcuyeom")
_FUNCTION = frozenset("drpcuyeo")
#: Verbs and adjectives that serve as nouns.
_NOUNLIKE = frozenset({"vn", "an"})
#: A term of more words is a clause.
_MOST_WORDS = 4
#: Words and characters of a run of nouns that is one term.
_RUN, _LONGEST_RUN = range(2, 4), 8
#: Characters that end names of places, bodies and things, whatever the dictionary calls them alone.
_SUFFIXES = frozenset("县站箱厂局部院署区乡镇市省州馆号队党盟营港路桥楼船机器湾岛峡会社")


@dataclass(frozen=True, slots=True)
class Word:
    """`text[start:end]` of what was segmented. key: in simplified characters; kind: its part of speech."""

    start: int
    end: int
    key: str
    kind: str

    @property
    def ends_none(self) -> bool:
        """No term ends with a word of this kind."""
        return self.kind[:1] in _NO_END and self.kind not in _NOUNLIKE and self.key not in _SUFFIXES

    @property
    def is_name(self) -> bool:
        """A name by its kind; a person by the family name too, as other words are taken for people."""
        if self.kind in _PEOPLE:
            known = _segmenter().has_word(self.key)
            return len(self.key) >= _FOREIGN and (
                is_person_name(self.key) or (self.kind == "nrt" and not known)
            )
        return self.kind in _NAMES


def is_known(word: str) -> bool:
    """Whether the dictionary has the word, in either script."""
    return bool(_segmenter().has_word(_simplifier().convert(word)))


def words_of(text: str) -> tuple[Word, ...]:
    """Every word of a text, in order and without gaps. Loads the dictionary at first use (a second)."""
    simplified = _simplifier().convert(text)
    if len(simplified) != len(text):  # a phrase that has another length in the other script
        simplified = "".join(char if len(char) == 1 else "?" for char in map(_simplifier().convert, text))
    found = []
    at = 0
    for key, kind in _segmenter().tag(simplified):
        found.append(Word(at, at + len(key), key, kind))
        at += len(key)
    return tuple(found)


class WordBorders:
    """A text and where its words begin and end; tells terms from fragments."""

    def __init__(self, text: str, everyday: Collection[str] = ()) -> None:
        self.text = text
        self._everyday = everyday
        self._words = words_of(text)
        self._at = {word.start: number for number, word in enumerate(self._words)}

    def spans(self, term: str) -> list[tuple[Word, ...]]:
        """The words that a term consists of, for each place where it begins and ends with a word."""
        found = []
        start = self.text.find(term)
        while start >= 0:
            number = self._at.get(start)
            end = start + len(term)
            if number is not None and (end == len(self.text) or end in self._at):
                stop = self._at.get(end, len(self._words))
                found.append(self._words[number:stop])
            start = self.text.find(term, end)
        return found

    def is_term(self, term: str, *, strict: bool = False) -> bool:
        """Whether most of its places have whole words, the last one a noun, one of them not everyday.

        strict: it ends with a noun and begins with no verb, adverb or number either, and is no clause. Without
            it two words together may be any but function words: for terms that are known to be repeated.
        """
        spans = self.spans(term)
        if not spans or 2 * len(spans) < self.text.count(term):
            return False
        words = spans[0]
        if (
            any(word.kind[:1] in _NO_PART and word is not words[-1] for word in words)
            or len(words) > _MOST_WORDS
        ):
            return False
        if words[-1].kind[:1] in _FUNCTION or (words[-1].key in self._everyday and words[-1].ends_none):
            return False
        if (strict or len(words) == 1) and any(word.ends_none for word in words):
            return False
        return any(word.key not in self._everyday and not word.ends_none for word in words)

    def is_name(self, term: str) -> bool:
        """Whether the segmenter knows or guesses it as a name, alone or with what names end with."""
        return any(
            words[0].is_name
            and words[0].kind != "ns"
            and len(words) <= _MOST_WORDS
            and not any(word.ends_none for word in words[1:])
            for words in self.spans(term)
        )

    def is_telling(self, term: str) -> bool:
        """Whether a term opens with a noun, and none of its words is a country, a city or everyday."""
        return any(
            not words[0].ends_none
            and not any(word.kind == "ns" or word.key in self._everyday for word in words)
            for words in self.spans(term)
        )

    def names(self) -> list[str]:
        """Names as they stand in the text, in order of appearance, each once; places are left out."""
        found = [
            self.text[word.start : word.end]
            for word in self._words
            if word.is_name and word.kind != "ns" and word.end - word.start > 1
        ]
        return list(dict.fromkeys(found))

    def compounds(self) -> list[str]:
        """Runs of two or three words that are all nouns or serve as such, each once."""
        found = []
        for joined, run in groupby(self._words, self._joins):
            words = list(run)
            if joined and len(words) in _RUN:
                found.append(self.text[words[0].start : words[-1].end])
        return [text for text in dict.fromkeys(found) if len(text) <= _LONGEST_RUN]

    def nouns(self) -> list[str]:
        """Single nouns of two characters or more that are not everyday, each once."""
        found = [
            self.text[word.start : word.end]
            for word in self._words
            if word.kind[:1] == "n" and word.end - word.start > 1 and word.key not in self._everyday
        ]
        return list(dict.fromkeys(found))

    def _joins(self, word: Word) -> bool:
        return not word.ends_none and "\u4e00" <= word.key[0] <= "\u9fff"


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@cache
def _segmenter() -> Any:
    import rjieba

    return rjieba
