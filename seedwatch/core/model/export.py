"""An article on its way out of the archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from seedwatch.core.model.rights import NO_TERMS, UseRights


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One stored article as exported; times in UTC.

    published: ISO 8601 in the page's own offset, a date only for day precision; None when unknown.
    body: the whole text, or its beginning where only a quotation is wanted.
    fetched_at: when it was first seen here. edited_at: since when its text is what it is; None: not asked for.
    """

    id: int
    url: str
    title: str
    published: str | None
    published_utc: datetime | None
    body: str
    authors: tuple[str, ...]
    themes: tuple[str, ...]
    copy_of: int | None
    copy_kind: str | None
    source: str
    language: str
    fetched_at: datetime
    summary: str = ""
    rights: UseRights = NO_TERMS
    source_name: str = ""
    precision: str | None = None
    revision: int = 1
    edited_at: datetime | None = None
