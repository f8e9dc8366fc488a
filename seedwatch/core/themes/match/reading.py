"""A text made ready for matching: folded, cut into places that count differently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from opencc import OpenCC

from seedwatch.core.chinese.folding import fold_chars
from seedwatch.core.model.text import Field

#: What a text is about stands at its beginning; a mention beyond this says nothing more.
MAX_CHARS = 20_000
#: Characters of the text that count as its lead, by script (Latin words are longer).
LEAD_HAN, LEAD_LATIN = 180, 420

_SENTENCE_END = re.compile(r"[。!?;\n]+|\.(?=\s)")
_STORIES = re.compile(r";| \| ")
# "headline|keyword|keyword|keyword": what follows is for search engines.
_KEYWORDS = re.compile(r"[|｜][^|｜\s]{1,12}(?=[|｜][^|｜\s]{1,12}[|｜])")
# " - Publisher", " | Publisher", "_Publisher" at the end of a headline: few words and no sentence of its own.
_TAIL = re.compile(
    r"\s(?:-|–|—|\|)\s+(?P<name>[^-–—|_，。,:：？?！!]{2,40})$|[|｜_](?P<bare>[^-–—|_，。,:：？?！!]{2,16})$"
)
#: "與人形機器人無關", "nothing to do with rare earths": what a text says it is not about, in folded characters.
_DENIED = re.compile(
    r"(?:与|和|跟|同|和此次)[^,。;!?、\n]{1,24}?(?:[并毫]?无(?:任何|直接|必然)?(?:关|涉|干|瓜葛)|没有?(?:任何|直接)?关)"
    r"|(?:无关|无涉|不涉及|并未涉及|而非|并非)(?:于|乎)?[^,。;!?、\n]{1,16}"
    r"|(?:nothing to do with|unrelated to|not related to|no (?:link|connection|relation) (?:to|with)|not about)"
    r"[^,.;!?\n]{1,40}"
)
_MAX_TAIL_WORDS = 5
_MAX_TAIL_HAN = 12


#: On top of the folding of characters: what separates words is one thing, and so are apostrophes.
_SEPARATORS = re.compile(r"[-_\t\v\f\r\u00a0\u2009\u200a\u202f\u3000\u2010-\u2014]")
_APOSTROPHES = re.compile("[’‘＇`]")


@cache
def converter(name: str) -> OpenCC:
    return OpenCC(name)


def fold(text: str) -> str:
    """Small letters, half width, one script; hyphens and spaces alike. Same length as `text`."""
    return _APOSTROPHES.sub("'", _SEPARATORS.sub(" ", fold_chars(text)))


class Window(NamedTuple):
    """Offsets [start, end) of the folded text that are read as one sentence, and the place they count as."""

    start: int
    end: int
    border: int  # offset at which the text begins
    place: str  # "title", "joint" (title and first sentence), "first", "lead" or "body"


@dataclass(frozen=True, slots=True)
class TextReading:
    """Title and text in one string (title, newline, text), as published and folded, with the same offsets.

    tail: offsets of the publisher's name at the end of the title, which is not matched.
    """

    title: str
    text: str
    source: str
    folded: str
    tail: tuple[int, int]
    windows: tuple[Window, ...]
    denied: tuple[tuple[int, int], ...] = ()  # passages that the text says it has nothing to do with

    @property
    def title_end(self) -> int:
        return len(self.title)

    def place(self, offset: int) -> tuple[Field, int]:
        """Field and offset within it, as published."""
        if offset <= len(self.title):
            return Field.TITLE, offset
        return Field.TEXT, offset - len(self.title) - 1

    def published(self, start: int, end: int) -> str:
        return self.source[start:end]


def read(title: str, text: str) -> TextReading:
    """Fold and cut. Only the first MAX_CHARS characters are read."""
    title = title[:MAX_CHARS].replace("\n", " ")
    text = text[:MAX_CHARS]
    source = f"{title}\n{text}"
    folded = fold(source)
    tail = tail_start(title)
    windows = _windows(folded, len(title), is_latin(folded))
    return TextReading(title, text, source, folded, (tail, len(title)), windows, _denied(folded))


def _denied(folded: str) -> tuple[tuple[int, int], ...]:
    return tuple(found.span() for found in _DENIED.finditer(folded))


def tail_start(title: str) -> int:
    """Offset at which a publisher's name begins at the end of a headline; len(title) when there is none."""
    keywords = _KEYWORDS.search(title)
    if keywords:
        return keywords.start()
    found = _TAIL.search(title)
    if not found or found.start() < 6:
        return len(title)
    name = (found["name"] or found["bare"]).strip()
    han = sum(1 for char in name if "\u4e00" <= char <= "\u9fff")
    short = han <= _MAX_TAIL_HAN if han else len(name.split()) <= _MAX_TAIL_WORDS
    return found.start() if short else len(title)


def is_latin(text: str) -> bool:
    """Whether a text is written in Latin letters for the most part (by its first thousand characters)."""
    head = text[:1000]
    return len(head.encode("utf-8")) < 1.5 * len(head)


def _windows(folded: str, title_end: int, latin: bool) -> tuple[Window, ...]:
    lead_end = title_end + 1 + (LEAD_LATIN if latin else LEAD_HAN)
    bounds = list(_sentences(folded, title_end + 1))
    border = title_end + 1
    windows = [Window(start, end, border, "title") for start, end in _title_parts(folded, title_end)]
    if bounds:
        # A headline and the sentence below it say one thing together.
        windows += [Window(0, bounds[0][1], border, "joint"), Window(*bounds[0], border, "first")]
    for start, end in bounds[1:]:
        windows.append(Window(start, end, border, "lead" if start < lead_end else "body"))
    return tuple(windows)


def _title_parts(folded: str, title_end: int) -> Iterator[tuple[int, int]]:
    """A round-up's headline holds several stories, each read on its own."""
    start = 0
    for found in _STORIES.finditer(folded, 0, title_end):
        yield start, found.start()
        start = found.end()
    yield start, title_end


def _sentences(folded: str, start: int) -> Iterator[tuple[int, int]]:
    for found in _SENTENCE_END.finditer(folded, start):
        if found.start() - start > 1:
            yield start, found.start()
        start = found.end()
    if start < len(folded):
        yield start, len(folded)
