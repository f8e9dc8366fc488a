"""What is said about any text: its written language, and where in it something was found.

A new written language is a member of `Language` with its row in `WRITTEN`, and a catalogue of strings
(`make messages` starts one in seedwatch/locales). `python -m tools.make_theme_schema` and
`python -m tools.make_source_schema` tell editors of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """Written language, decided by the characters of the text and not by what the page claims."""

    ZH_HANT = "zh-Hant"
    ZH_HANS = "zh-Hans"
    EN = "en"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class WrittenLanguage:
    """What sets a written language apart from the others that are read here.

    tags: beginnings of BCP 47 tags, in small letters, whose readers are served in it; the longest decides.
    zone: of a page that names none, where all its readers keep one clock; None where they do not.
    common_words: of a language in Latin letters, its commonest words, by which it is told from others.
    letters: code points that no other language here is written with.
    chinese: written in Han characters alone, and turned into the other Chinese script by character.
    """

    tags: frozenset[str]
    zone: str | None = None
    common_words: frozenset[str] = frozenset()
    letters: tuple[range, ...] = ()
    chinese: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: In the order in which they are offered. Readers of none of them are served in the first; short texts in
#: plain Latin letters are taken for the first that is written so.
WRITTEN: Mapping[Language, WrittenLanguage] = {
    # Taiwan, the mainland, Hong Kong, Macau and Singapore keep one clock: eight hours ahead of UTC.
    Language.ZH_HANT: WrittenLanguage(frozenset({"zh"}), "Asia/Taipei", chinese=True),
    Language.ZH_HANS: WrittenLanguage(
        frozenset({"zh-hans", "zh-cn", "zh-sg", "zh-my"}), "Asia/Shanghai", chinese=True
    ),
    Language.EN: WrittenLanguage(
        frozenset({"en"}),
        common_words=_words("the of and to in a is that for on with as it by at from was be are has"),
    ),
}
CHINESE = frozenset(language for language, row in WRITTEN.items() if row.chinese)
#: Written in Latin letters.
LATIN = tuple(language for language, row in WRITTEN.items() if row.common_words)


class Field(StrEnum):
    TITLE = "title"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a theme was given: words as published, where they stand (offset in the field), and the rule."""

    phrase: str
    field: Field
    offset: int
    rule: str  # "strong alias", "phrase", "weak alias + cue", "learned"
    script: str = ""  # written form that matched, when it is not the text's own: "zh-Hans", "zh-Hant"
