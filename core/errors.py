"""One tree of errors; each carries what failed, where, and what to do about it."""

from __future__ import annotations


class SeedwatchError(Exception):
    """Base of every error that is shown to a person as one message.

    what: what went wrong, naming the file, line, key or URL.
    hint: what the reader can do about it; empty when the message says it already.
    """

    exit_code = 1

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.what}\n{self.hint}" if self.hint else self.what

    def __reduce__(self) -> tuple[type[SeedwatchError], tuple[object, ...]]:
        """Keep every part when the error crosses a process boundary."""
        return type(self), (self.what, self.hint)


class InputError(SeedwatchError, ValueError):
    """What the user gave cannot be used: a file, a key, an id, a query."""

    exit_code = 2


class NoNetworkError(SeedwatchError):
    """Every host failed before it answered: there is no network at all."""

    exit_code = 3


class DatabaseError(SeedwatchError):
    """The database cannot be reached, read, written, or is newer than the program."""

    exit_code = 4


class UrlError(InputError):
    """A string is not a web address that can be fetched."""


class QueryError(InputError):
    """A search query cannot be read; `position` is the offset of the character at fault."""

    def __init__(self, what: str, hint: str = "", position: int = 0) -> None:
        super().__init__(what, hint)
        self.position = position

    def __reduce__(self) -> tuple[type[QueryError], tuple[object, ...]]:
        return type(self), (self.what, self.hint, self.position)
