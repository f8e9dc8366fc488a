"""The words of pages, commands and mails: English in the code, other languages in gettext catalogues.

`with speaking("zh-Hant"): ...` sets the language of a page, a command or a mail; `_("Search")` inside is 「搜尋」.
Strings are looked up where they are shown, never at import, so one process serves readers of every language.
What programs read (stored reasons, JSON, logs, exit codes) is English always and does not come through here.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from seedwatch.core.errors import N_
from seedwatch.core.model.text import WRITTEN

__all__ = [
    "FALLBACK",
    "LANGUAGES",
    "N_",
    "choose",
    "gettext",
    "ngettext",
    "npgettext",
    "pgettext",
    "speaking",
    "spoken",
]
#: BCP 47 tags, in the order in which they are offered.
LANGUAGES = tuple(map(str, WRITTEN))
FALLBACK = LANGUAGES[0]
DOMAIN = "seedwatch"
_FOLDER = Path(__file__).parent
_BY_TAG = {tag: str(language) for language, row in WRITTEN.items() for tag in row.tags}
_language: ContextVar[str] = ContextVar("language", default="en")


def choose(accept_language: str) -> str:
    """The language that an Accept-Language header likes best among those we speak, else the first of all.

    Languages with the same weight count in their order; `q=0` is a language that is not wanted.
    """
    wanted = [_weighed(part) for part in accept_language[:_LONGEST_HEADER].split(",")]
    for weight, tag in sorted(wanted, key=lambda each: -each[0]):
        if weight > 0 and (found := spoken_as(tag)):
            return found
    return FALLBACK


#: Of a header, characters that are read: browsers send a few dozen.
_LONGEST_HEADER = 1000


def _weighed(part: str) -> tuple[float, str]:
    tag, *parameters = part.split(";")
    weight = 1.0
    for parameter in parameters:
        name, _equals, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                weight = float(value)
            except ValueError:
                weight = 0.0
    return (weight if 0 <= weight <= 1 else 0.0), tag.strip().lower()


def spoken_as(tag: str) -> str | None:
    """Which of our languages serves readers of a BCP 47 tag or a POSIX locale (zh_TW.UTF-8); None: none does."""
    tag = tag.partition(".")[0].partition("@")[0].strip().lower().replace("_", "-")
    while tag:
        if tag in _BY_TAG:
            return _BY_TAG[tag]
        tag = tag.rpartition("-")[0]
    return None


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within, strings are in this language (one of `LANGUAGES`); other threads and tasks keep theirs."""
    before = _language.set(language)
    try:
        yield
    finally:
        _language.reset(before)


def spoken() -> str:
    """The language that strings are in now; English where nobody set one."""
    return _language.get()


def _(message: str) -> str:
    """A string in the language spoken now."""
    return translator(_language.get()).gettext(message)


gettext = _


def ngettext(singular: str, plural: str, number: int) -> str:
    """A string that depends on a number; Chinese has one form."""
    return translator(_language.get()).ngettext(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    """A string whose English word has several meanings: `context` says which one, readers never see it."""
    return translator(_language.get()).pgettext(context, message)


def npgettext(context: str, singular: str, plural: str, number: int) -> str:
    """Both: a context and a number."""
    return translator(_language.get()).npgettext(context, singular, plural, number)


@cache
def translator(language: str) -> _gettext.NullTranslations:
    """A language's catalogue, read at its first use. Raises ValueError for a language without one.

    The compiled file is read (the wheel holds no other). In a checkout whose catalogue was edited after it was
    compiled, or never compiled, the edited one counts.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no catalogue for {language!r}: one of {', '.join(LANGUAGES)}")
    source = catalogue_path(language)
    compiled = source.with_suffix(".mo")
    if source.exists() and not (compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime):
        return _read_source(source)
    with compiled.open("rb") as file:
        return _gettext.GNUTranslations(file)


def catalogue_path(language: str) -> Path:
    """Where translators write a language's strings."""
    return _FOLDER / language.replace("-", "_") / "LC_MESSAGES" / f"{DOMAIN}.po"


def _read_source(path: Path) -> _gettext.NullTranslations:
    from io import BytesIO

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return _gettext.GNUTranslations(compiled)
