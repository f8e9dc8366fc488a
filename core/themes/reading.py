"""A text made ready for matching: folded, cut into places that count differently."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import opencc

from core.model import Field, Language

#: What a text is about stands at its beginning; a mention beyond this says nothing more.
MAX_CHARS = 20_000
#: Characters of the text that count as its lead, by script (Latin words are longer).
LEAD_HAN, LEAD_LATIN = 180, 420

_SENTENCE_END = re.compile(r"[。！？!?；;\n]+|\.(?=\s)")
# " - Publisher", " | Publisher", "_Publisher" at the end of a headline: few words and no sentence of its own.
_TAIL = re.compile(
    r"\s(?:-|–|—|\|)\s+(?P<name>[^-–—|_，。,:：？?！!]{2,40})$|[|｜_](?P<bare>[^-–—|_，。,:：？?！!]{2,16})$"
)
_MAX_TAIL_WORDS = 5
_MAX_TAIL_HAN = 12


class _Chars(dict[int, str]):
    """Character table filled as characters turn up: width, case and accents folded, always one for one."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char.isspace() or char in "-‐‑‒–—_":
            folded = "\n" if char == "\n" else " "
        elif char in "’‘＇`":
            folded = "'"
        else:
            folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", char)).lower()[:1] or char
            if not folded.isascii():
                folded = char if len(char.lower()) != 1 else char.lower()
        self[code] = folded
        return folded


_CHARS = _Chars()


@cache
def converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


def fold(text: str) -> str:
    """Small letters, half width, Simplified characters; hyphens and spaces alike. Same length as `text`."""
    flat = text.translate(_CHARS)
    simplified: str = converter("t2s").convert(flat)
    return simplified if len(simplified) == len(text) else flat


@dataclass(frozen=True, slots=True)
class Window:
    """Offsets [start, end) of the folded text that are read as one sentence, and the place they count as."""

    start: int
    end: int
    place: str  # "title", "lead" or "body"


@dataclass(frozen=True, slots=True)
class Reading:
    """Title and text in one folded string: title, newline, text.

    tail: offsets of the publisher's name at the end of the title, which is not matched.
    """

    title: str
    text: str
    folded: str
    tail: tuple[int, int]
    windows: tuple[Window, ...]

    def place(self, offset: int) -> tuple[Field, int]:
        """Field and offset within it, as published."""
        if offset <= len(self.title):
            return Field.TITLE, offset
        return Field.TEXT, offset - len(self.title) - 1

    def published(self, start: int, end: int) -> str:
        field, offset = self.place(start)
        source = self.title if field is Field.TITLE else self.text
        return source[offset : offset + end - start]


def read(title: str, text: str) -> Reading:
    """Fold and cut. Only the first MAX_CHARS characters are read."""
    title = title[:MAX_CHARS].replace("\n", " ")
    text = text[:MAX_CHARS]
    folded = fold(f"{title}\n{text}")
    tail = tail_start(title)
    return Reading(title, text, folded, (tail, len(title)), _windows(folded, len(title), is_latin(folded)))


def tail_start(title: str) -> int:
    """Offset at which a publisher's name begins at the end of a headline; len(title) when there is none."""
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
    windows = [Window(0, title_end, "title")]
    start = title_end + 1
    for found in _SENTENCE_END.finditer(folded, start):
        if found.start() > start:
            windows.append(Window(start, found.start(), "lead" if start < lead_end else "body"))
        start = found.end()
    if start < len(folded):
        windows.append(Window(start, len(folded), "lead" if start < lead_end else "body"))
    if len(windows) > 1:
        # A headline and the sentence below it say one thing together.
        windows.insert(1, Window(0, windows[1].end, "lead"))
    return tuple(windows)


def language_of(text: str) -> Language:
    """Written language by its characters: those that differ between the scripts decide."""
    if is_latin(text):
        return Language.EN
    head = text[:1000]
    traditional = sum(a != b for a, b in zip(head, converter("t2s").convert(head), strict=False))
    simplified = sum(a != b for a, b in zip(head, converter("s2t").convert(head), strict=False))
    return Language.ZH_HANT if traditional > simplified else Language.ZH_HANS
