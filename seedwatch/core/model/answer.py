"""Questions to the archive, and its answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Sort(StrEnum):
    DATE = "date"
    RELEVANCE = "relevance"


@dataclass(frozen=True, slots=True)
class ArticleQuery:
    """A question to the archive. Empty `text` asks for everything; `since` and `until` bound publication."""

    text: str = ""
    themes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    sort: Sort = Sort.DATE
    limit: int = 20
    cursor: str | None = None
    copies: bool = False  # also list copies as entries of their own
    expand: bool = True  # names also in their other forms, see seedwatch.core.chinese.names
    as_of: datetime | None = None  # answer from what was stored at that time
    seen_since: datetime | None = None  # first seen here from then on
    seen_until: datetime | None = None  # first seen here before
    after_id: int | None = None  # stored after this article, see db.readers.seen_marks


@dataclass(frozen=True, slots=True)
class Expansion:
    """A name in a query, as folded, and the other forms that were looked for as well."""

    written: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """How many of the counted matches have a value. `kind`: theme, source, language, day (ISO date, UTC)."""

    kind: str
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """One row of an answer. `published`: ISO 8601 as `Moment.iso`, None when unknown.

    title_marks, snippet_marks: [start, end) of what matched, in `title` and `snippet`, in order and apart.
    """

    id: int
    url: str
    title: str
    source_id: str
    source_name: str
    language: str
    published: str | None
    fetched_at: datetime
    themes: tuple[str, ...]
    snippet: str
    copies: int = 0  # further outlets that carry it
    copy_of: int | None = None
    title_marks: tuple[tuple[int, int], ...] = ()
    snippet_marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """An answer. `total`: matches counted, copies joined; when `total_capped`, there are that many or more.

    facets: over the matches counted, most frequent first within each kind.
    expansions: names in the query that were looked for in other forms too.
    """

    rows: tuple[FoundArticle, ...]
    total: int
    total_capped: bool = False
    next_cursor: str | None = None
    facets: tuple[Facet, ...] = ()
    expansions: tuple[Expansion, ...] = ()
