"""What a query is read into."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextTerm:
    """Text to look for, as written. `prefix`: the last word may go on."""

    text: str
    position: int
    quoted: bool = False
    title: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class FilterTerm:
    """A property that is indexed as a token (see seedwatch.core.search.tokens): theme, source or language.

    given: the value as it was written.
    """

    token: str
    position: int
    given: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """`after:` (from that time on) or `before:` (earlier); `value` as written, known to be readable.

    seen: it bounds when an article was first seen here (`seen-after:`), not when it was published.
    """

    after: bool
    value: str
    position: int
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Happened:
    """`event:`: one of these has happened to the article, or none of them when `negated`."""

    kinds: tuple[str, ...]
    position: int
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Negation:
    part: Node


@dataclass(frozen=True, slots=True)
class Every:
    """All of the parts; of none: every article."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Node, ...]


Node = TextTerm | FilterTerm | Bound | Happened | Negation | Every | Either
