"""All words of all themes in one Aho-Corasick automaton over folded text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import ahocorasick

from core.model import Language
from core.themes.reading import Reading, converter, fold
from core.themes.records import Group, Theme

_HAN = re.compile(r"[\u3400-\u9fff]")
_BORDER = re.compile(r"(?<=[a-z0-9+]) (?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff]) (?=[a-z0-9])")
_JOINT = re.compile(r"(?<=[a-z0-9+])(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])(?=[a-z0-9])")


class Kind(IntEnum):
    """What a matched word is to its theme."""

    STRONG = 0
    PHRASE = 1
    WEAK = 2
    CUE = 3
    GROUP = 4
    EXCLUDE = 5
    LOOKALIKE = 6
    PATTERN = 7


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a word belongs: kind and the name of its list (entity number, group name)."""

    kind: Kind
    name: str


class Case(IntEnum):
    """How a Latin name must be written to be one: "US" is not "us", "Figure" is not "figure"."""

    ANY = 0
    INITIAL = 1
    CAPITALS = 2


@dataclass(slots=True)
class _Word:
    """One folded string. `belongs`: (theme number or -1 for shared groups, slot) to the case wanted."""

    text: str
    belongs: dict[tuple[int, Slot], Case] = field(default_factory=dict)
    languages: set[Language] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Hit:
    """A word found: offsets [start, end) in the folded text."""

    start: int
    end: int
    slot: Slot
    languages: frozenset[Language]


def forms(word: str, language: Language) -> frozenset[str]:
    """Folded strings under which a wording is found: regional words, with and without a space at Latin."""
    folded = {fold(word)}
    if language is not Language.EN and _HAN.search(word):
        folded |= {fold(converter(name).convert(word)) for name in ("s2twp", "tw2sp", "hk2s")}
    closed = {_BORDER.sub("", text) for text in folded}
    return frozenset(closed | {_JOINT.sub(" ", text) for text in closed})


class Automaton:
    """Built once, then read-only."""

    def __init__(self, themes: Iterable[Theme], shared: Iterable[tuple[str, Group]]) -> None:
        self._words: dict[str, _Word] = {}
        self._patterns: list[tuple[int, re.Pattern[str]]] = []
        for name, words in shared:
            self._add(-1, Slot(Kind.GROUP, name), words)
        for number, theme in enumerate(themes):
            self._add_theme(number, theme)
        self._machine = self._compile()

    def _add_theme(self, number: int, theme: Theme) -> None:
        for index, entity in enumerate(theme.entities):
            kind = Kind.STRONG if entity.strong else Kind.WEAK
            self._add(number, Slot(kind, str(index)), entity)
        self._add(number, Slot(Kind.PHRASE, "phrases"), theme.phrases)
        self._add(number, Slot(Kind.CUE, "cues"), theme.cues)
        self._add(number, Slot(Kind.LOOKALIKE, ""), theme.lookalikes)
        self._add(number, Slot(Kind.EXCLUDE, ""), theme.exclude)
        for name, words in theme.words.items():
            self._add(number, Slot(Kind.GROUP, name), words)
        self._patterns += [(number, re.compile(pattern)) for pattern in theme.patterns]

    def _add(self, number: int, slot: Slot, words: Group) -> None:
        for wording, language in words.each():
            for text in forms(wording, language):
                word = self._words.setdefault(text, _Word(text))
                case = _case(wording)
                word.belongs[number, slot] = min(case, word.belongs.get((number, slot), case))
                word.languages.add(language)

    def _compile(self) -> Any:
        machine = ahocorasick.Automaton()
        for text, word in self._words.items():
            left, right = _is_latin_letter(text[0]), _is_latin_letter(text[-1])
            machine.add_word(
                text, (len(text), left, right, tuple(word.belongs.items()), frozenset(word.languages))
            )
        machine.make_automaton()
        return machine

    def find(self, reading: Reading) -> dict[int, list[Hit]]:
        """Hits by theme number; shared groups under -1. Latin words only whole (a plural s is allowed)."""
        found: dict[int, list[Hit]] = {}
        if not self._words:
            return found
        folded, (tail_from, tail_to) = reading.folded, reading.tail
        for last, (length, left, right, belongs, languages) in self._machine.iter(folded):
            start, end = last - length + 1, last + 1
            if tail_from <= start < tail_to or not _stands_alone(folded, start, end, left, right):
                continue
            for (number, slot), case in belongs:
                if case and not _written(reading.published(start, end), case):
                    continue
                found.setdefault(number, []).append(Hit(start, end, slot, languages))
        self._find_patterns(reading, found)
        return found

    def _find_patterns(self, reading: Reading, found: dict[int, list[Hit]]) -> None:
        slot = Slot(Kind.PATTERN, "patterns")
        for number, pattern in self._patterns:
            for match in pattern.finditer(reading.folded):
                found.setdefault(number, []).append(Hit(match.start(), match.end(), slot, frozenset()))


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
