"""Names in all their written forms: people, firms, places, products, terms that OpenCC does not unite.

One entry a line, columns parted by tabs: kind, then the forms in Traditional Chinese, Simplified Chinese
and English, several in a column parted by "|"; the first English form (else the first there is) names the
entry. A form behind "~" is found by the others but does not call them up, as it also means something else
(~Figure, ~蘋果). Lines that begin with # are comments.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import ahocorasick

from seedwatch.core.chinese.folding import fold_chars
from seedwatch.core.errors import InputError

KINDS = frozenset({"person", "firm", "place", "product", "body", "law", "term"})
_COLUMNS = 4
_SPACES = re.compile(r"[\s\-‐‑·・‧•.]+")
_LETTER = re.compile(r"[^\W_]")
_IDEOGRAPH = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U000323af]")


@dataclass(frozen=True, slots=True)
class Name:
    """One person, firm ... `forms`: as written, distinct once folded; `calls`: those that call the others."""

    id: str
    kind: str
    forms: tuple[str, ...]
    calls: frozenset[str]


@dataclass(frozen=True, slots=True)
class Mention:
    """`text[start:end]` of a text that `name_key` made is a form of `name`."""

    start: int
    end: int
    name: Name


@dataclass(frozen=True)
class Lexicon:
    names: tuple[Name, ...] = ()

    def mentions(self, key: str) -> Iterator[Mention]:
        """Names in a text that `name_key` made, longest first where they overlap, words only as a whole."""
        if not self._by_key:
            return
        for last, form in self._automaton.iter_long(key):
            start = last - len(form) + 1
            if not (_cuts_word(key, start) or _cuts_word(key, last + 1)):
                yield Mention(start, last + 1, self._by_key[form])

    def exact(self, key: str) -> Name | None:
        return self._by_key.get(key)

    @cached_property
    def _by_key(self) -> dict[str, Name]:
        """A form of two names belongs to the first."""
        found: dict[str, Name] = {}
        for name in self.names:
            for form in name.forms:
                if form in name.calls:
                    found.setdefault(name_key(form), name)
        return found

    @cached_property
    def _automaton(self) -> ahocorasick.Automaton:
        automaton = ahocorasick.Automaton()
        for form in self._by_key:
            automaton.add_word(form, form)
        automaton.make_automaton()
        return automaton


def name_key(text: str) -> str:
    """What spellings of a name share: folded, one space for any space, hyphen or middle dot."""
    return _SPACES.sub(" ", fold_chars(text)).strip()


def parse_lexicon(text: str, file: str) -> Lexicon:
    """Read a lexicon. Raises InputError with file and line."""
    lines = enumerate(text.splitlines(), start=1)
    names = tuple(
        _name(line, f"{file}:{number}")
        for number, line in lines
        if line.strip() and not line.lstrip().startswith("#")
    )
    twice = [name for name, entries in Counter(each.id for each in names).items() if entries > 1]
    if twice:
        raise InputError(f"{file}: the name {twice[0]!r} has two entries", "join them in one line")
    return Lexicon(names)


def _name(line: str, where: str) -> Name:
    columns = line.split("\t")
    if len(columns) != _COLUMNS:
        raise InputError(
            f"{where}: {len(columns)} columns, {_COLUMNS} are wanted", "kind, zh-Hant, zh-Hans, en"
        )
    kind = columns[0].strip()
    if kind not in KINDS:
        raise InputError(f"{where}: unknown kind {kind!r}", f"one of {', '.join(sorted(KINDS))}")
    cells = [[form.strip() for form in column.split("|") if form.strip()] for column in columns[1:]]
    forms: dict[str, str] = {}
    calls: set[str] = set()
    for written in (form for cell in cells for form in cell):
        form = written.removeprefix("~").strip()
        if not _LETTER.search(form):
            raise InputError(f"{where}: {written!r} is no name")
        first = forms.setdefault(name_key(form), form)
        if form == written:
            calls.add(first)
    if len(forms) < 2 or not calls:
        raise InputError(f"{where}: a name needs two different forms, one of them without ~")
    leading = next(cell[0] for cell in (cells[2], *cells[:2]) if cell)
    return Name(leading.removeprefix("~"), kind, tuple(forms.values()), frozenset(calls))


def _cuts_word(text: str, at: int) -> bool:
    """Whether a boundary at `at` lies inside a word of letters or digits (never between ideographs)."""
    if not 0 < at < len(text):
        return False
    left, right = text[at - 1], text[at]
    return all(_LETTER.match(char) and not _IDEOGRAPH.match(char) for char in (left, right))
