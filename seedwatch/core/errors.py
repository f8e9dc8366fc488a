"""One tree of errors; each carries what failed, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from seedwatch.core.redaction import redact


class SeedwatchError(Exception):
    """Base of every error that is shown to a person as one message.

    what: what went wrong, naming the file, line, key or URL.
    hint: what the reader can do about it; empty when the message says it already.
    values: what stands in place of `%(name)s` in both, so that they can be said in other languages.
    """

    exit_code = 1

    def __init__(self, what: str, hint: str = "", **values: object) -> None:
        self.template, self.advice = (what, hint) if values else (_literal(what), _literal(hint))
        self.values = {name: str(value) for name, value in values.items()}
        self.what, self.hint = self.template % self.values, self.advice % self.values
        super().__init__(self.what)

    def __str__(self) -> str:
        """The message for people, without secrets."""
        return redact(f"{self.what}\n{self.hint}" if self.hint else self.what)

    def __reduce__(self) -> tuple[Callable[..., SeedwatchError], tuple[object, ...]]:
        """Keep every part when the error crosses a process boundary."""
        if not self.values:
            return type(self), (self.what, self.hint)
        return _made_again, (type(self), self.template, self.advice, self.values)


def _made_again(kind: type[SeedwatchError], what: str, hint: str, values: dict[str, str]) -> SeedwatchError:
    return kind(what, hint, **values)


def N_(message: str) -> str:  # noqa: N802 -- the name that gettext's own tools look for
    """Marks a template that is looked up where it is shown, see seedwatch.locales; gives it as it is."""
    return message


def _literal(text: str) -> str:
    """A text without values, as a template."""
    return text.replace("%", "%%")


class InputError(SeedwatchError, ValueError):
    """What the user gave cannot be used: a file, a key, an id, a query."""

    exit_code = 2


class NoNetworkError(SeedwatchError):
    """Every host failed before it answered: there is no network at all."""

    exit_code = 3


class DatabaseError(SeedwatchError):
    """The database cannot be reached, read, written, or is newer than the program."""

    exit_code = 4


class LeaseLostError(SeedwatchError):
    """Another process has taken over the job: nothing more is written under the old claim."""


class UrlError(InputError):
    """A string is not a web address that can be fetched."""


class QueryFault(StrEnum):
    """Why a query cannot be read; pages say it in their own language, see seedwatch.locales.faults."""

    TOO_LONG = "too-long"
    TOO_DEEP = "too-deep"
    TOO_MANY = "too-many"
    LONG_PHRASE = "long-phrase"
    SHORT_PREFIX = "short-prefix"
    OPEN_BRACKET = "open-bracket"
    STRAY_BRACKET = "stray-bracket"
    OPEN_QUOTE = "open-quote"
    NO_WORD = "no-word"
    STRAY = "stray"
    MISSING = "missing"
    ONE_VALUE = "one-value"
    FIELD_IN_FIELD = "field-in-field"
    NO_TIME = "no-time"
    NO_EVENT = "no-event"
    WHOLE_QUERY = "whole-query"
    PRESENT_ONLY = "present-only"
    NO_DISTANCE = "no-distance"
    NO_WILDCARD = "no-wildcard"
    NO_THEME = "no-theme"
    NO_SOURCE = "no-source"
    NO_LANGUAGE = "no-language"
    NO_CURSOR = "no-cursor"


class QueryError(InputError):
    """A search query cannot be read; `position` is the offset of the character at fault.

    fault, given: the kind of fault and the piece of text that has it, for messages in other languages.
    near: what was perhaps meant.
    """

    def __init__(
        self,
        what: str,
        hint: str = "",
        position: int = 0,
        fault: QueryFault | None = None,
        given: str = "",
        near: tuple[str, ...] = (),
    ) -> None:
        super().__init__(what, hint)
        self.near = near
        self.position = position
        self.fault = fault
        self.given = given

    def __str__(self) -> str:
        place = f" (at character {self.position + 1})" if self.position else ""
        return f"{self.what}{place}\n{self.hint}" if self.hint else f"{self.what}{place}"

    def __reduce__(self) -> tuple[type[QueryError], tuple[object, ...]]:
        return type(self), (self.what, self.hint, self.position, self.fault, self.given, self.near)
