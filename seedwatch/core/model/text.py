"""What is said about any text: its language, and where in it something was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """Written language, decided by the characters of the text and not by what the page claims."""

    ZH_HANT = "zh-Hant"
    ZH_HANS = "zh-Hans"
    EN = "en"
    OTHER = "other"


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
