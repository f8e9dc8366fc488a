"""All words of all themes in one Aho-Corasick automaton over folded text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, NamedTuple

import ahocorasick

from seedwatch.core.model.text import CHINESE, Language
from seedwatch.core.themes.files.records import Group, Theme
from seedwatch.core.themes.match.reading import TextReading, converter, fold

_HAN = re.compile(r"[\u3400-\u9fff]")
_BORDER = re.compile(r"(?<=[a-z0-9+]) (?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff]) (?=[a-z0-9])")
_JOINT = re.compile(r"(?<=[a-z0-9+])(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])(?=[a-z0-9])")


#: In place of a theme's number: the word groups that all themes use.
SHARED = -1


class Kind(IntEnum):
    """What a matched word is to its theme, surest first: up to PATTERN enough alone, up to WEAK evidence,
    up to CUE a second cue."""

    STRONG = 0
    PHRASE = 1
    PATTERN = 2
    WEAK = 3
    CONTEXT = 4
    CUE = 5
    GROUP = 6
    EXCLUDE = 7
    LOOKALIKE = 8


@dataclass(frozen=True, slots=True, eq=False)
class Label:
    """Where a word belongs: kind and the name of its list (entity number, group name). One object for each.

    bit: of the list's name, so that "all groups of this rule are here" is one comparison of masks.
    """

    kind: Kind
    name: str
    bit: int = 0


class Case(IntEnum):
    """How a Latin name must be written to be one: "US" is not "us", "Figure" is not "figure"."""

    ANY = 0
    INITIAL = 1
    CAPITALS = 2


@dataclass(slots=True)
class _Word:
    """One folded string. `belongs`: (theme number or SHARED, slot) to the case wanted."""

    text: str
    belongs: dict[tuple[int, Label], Case] = field(default_factory=dict)
    languages: set[Language] = field(default_factory=set)


class Match(NamedTuple):
    """A word found: offsets [start, end) in the folded text. A tuple, because a text can have hundreds."""

    start: int
    end: int
    slot: Label
    languages: frozenset[Language]


_PATTERN = Label(Kind.PATTERN, "patterns")


class Bits:
    """One bit for each name of a word list."""

    def __init__(self) -> None:
        self._bits: dict[str, int] = {}

    def __getitem__(self, name: str) -> int:
        return self._bits.setdefault(name, 1 << len(self._bits))


def forms(word: str, language: Language) -> frozenset[str]:
    """Folded strings under which a wording is found: regional words, with and without a space at Latin."""
    folded = {fold(word)}
    if language in CHINESE and _HAN.search(word):
        folded |= {fold(converter(name).convert(word)) for name in ("s2twp", "tw2sp", "hk2s")}
    closed = {_BORDER.sub("", text) for text in folded}
    return frozenset(closed | {_JOINT.sub(" ", text) for text in closed})


class Automaton:
    """Built once, then read-only. `bits`: of the names that rules use."""

    def __init__(self, themes: Iterable[Theme], shared: Iterable[tuple[str, Group]]) -> None:
        self.bits = Bits()
        self._words: dict[str, _Word] = {}
        self._patterns: list[tuple[int, re.Pattern[str]]] = []
        for name, words in shared:
            self._add(SHARED, self._slot(Kind.GROUP, name), words)
        for number, theme in enumerate(themes):
            self._add_theme(number, theme)
        self._machine = self._compile()

    def _slot(self, kind: Kind, name: str) -> Label:
        list_name = "entities" if kind in (Kind.STRONG, Kind.WEAK) else name
        return Label(kind, name, self.bits[list_name])

    def _add_theme(self, number: int, theme: Theme) -> None:
        for index, entity in enumerate(theme.entities):
            kind = Kind.STRONG if entity.strong else Kind.WEAK
            self._add(number, self._slot(kind, str(index)), entity)
        self._add(number, self._slot(Kind.PHRASE, "phrases"), theme.phrases)
        self._add(number, self._slot(Kind.CONTEXT, "cues"), theme.context)
        self._add(number, self._slot(Kind.CUE, "cues"), theme.cues)
        self._add(number, self._slot(Kind.LOOKALIKE, "lookalikes"), theme.lookalikes)
        self._add(number, self._slot(Kind.EXCLUDE, "exclude"), theme.exclude)
        for name, words in theme.words.items():
            self._add(number, self._slot(Kind.GROUP, name), words)
        self._patterns += [(number, re.compile(pattern)) for pattern in theme.patterns]

    def _add(self, number: int, slot: Label, words: Group) -> None:
        for wording, language in words.each():
            for text in forms(wording, language):
                word = self._words.setdefault(text, _Word(text))
                case = _case(wording)
                word.belongs[number, slot] = min(case, word.belongs.get((number, slot), case))
                word.languages.add(language)

    def _compile(self) -> Any:
        machine = ahocorasick.Automaton()
        for text, word in self._words.items():
            free = tuple(place for place, case in word.belongs.items() if case is Case.ANY)
            cased = tuple(item for item in word.belongs.items() if item[1] is not Case.ANY)
            left, right = _is_latin_letter(text[0]), _is_latin_letter(text[-1])
            machine.add_word(text, (len(text), left, right, frozenset(word.languages), free, cased))
        machine.make_automaton()
        return machine

    def find(self, reading: TextReading) -> dict[int, list[Match]]:
        """Hits by theme number or SHARED. Latin words only whole (a plural s may follow)."""
        found: dict[int, list[Match]] = defaultdict(list)
        if not self._words:
            return found
        folded, source, (tail_from, tail_to) = reading.folded, reading.source, reading.tail
        for last, (length, left, right, languages, free, cased) in self._machine.iter(folded):
            start, end = last - length + 1, last + 1
            if (left or right) and not _stands_alone(folded, start, end, left, right):
                continue
            if tail_from <= start < tail_to:
                continue
            for number, slot in free:
                found[number].append(Match(start, end, slot, languages))
            if cased:
                written = source[start:end]
                for (number, slot), case in cased:
                    if _written(written, case):
                        found[number].append(Match(start, end, slot, languages))
        self._find_patterns(reading, found)
        return found

    def _find_patterns(self, reading: TextReading, found: dict[int, list[Match]]) -> None:
        slot = _PATTERN
        for number, pattern in self._patterns:
            for match in pattern.finditer(reading.folded):
                found[number].append(Match(match.start(), match.end(), slot, frozenset()))


def _case(wording: str) -> Case:
    if not wording.isascii() or " " in wording or not wording[0].isupper():
        return Case.ANY
    letters = [char for char in wording if char.isalpha()]
    return Case.CAPITALS if len(letters) <= 3 and wording.isupper() else Case.INITIAL


def _written(published: str, case: Case) -> bool:
    return published.isupper() if case is Case.CAPITALS else not published[0].islower()


def _is_latin_letter(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _stands_alone(text: str, start: int, end: int, left: bool, right: bool) -> bool:
    if left and start and _is_latin_letter(text[start - 1]):
        return False
    if not right or end >= len(text) or not _is_latin_letter(text[end]):
        return True
    return text[end] == "s" and (end + 1 == len(text) or not _is_latin_letter(text[end + 1]))
