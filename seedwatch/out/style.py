"""What all outputs have in common: for whom they are, what may be quoted, how an article is named for ever."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from seedwatch.core.model.export import ExportRow
from seedwatch.core.model.moment import TIMED
from seedwatch.core.model.source import FullText

#: Characters of an article that are quoted to others where its source says nothing else.
QUOTED = 200
#: Characters that spaces and line breaks may take beyond the quotation itself.
_ROOM = 200
#: Marks at which a quotation is best cut.
_TO_LAST_STOP = re.compile(r".*[。！？!?」』”]")


@dataclass(frozen=True, slots=True)
class OutStyle:
    """For whom something goes out.

    archive: the archive's own uuid. zone: the reader's. site: address of the pages as the reader reaches them;
    empty: nothing leads to them. full_text: whole texts where the rights allow. themes: names by id.
    """

    archive: UUID
    zone: tzinfo = field(default_factory=lambda: ZoneInfo("UTC"))
    site: str = ""
    full_text: bool = False
    themes: Mapping[str, str] = field(default_factory=dict)

    def theme(self, theme_id: str) -> str:
        return self.themes.get(theme_id, theme_id)

    def page(self, article_id: int) -> str:
        """Where our own page of an article is; empty where the reader could not open it."""
        return f"{self.site.rstrip('/')}/article/{article_id}" if self.site else ""

    def id_of(self, article_id: int) -> str:
        """A name of the article in this archive that no move of file, host or port changes."""
        return uuid5(self.archive, f"article:{article_id}").urn


def quotation(row: ExportRow) -> str:
    """The lead as far as it may be quoted, in one line; empty where nothing may."""
    limit = QUOTED if row.rights.quote is None else row.rights.quote
    text = " ".join((row.summary or row.body)[: 2 * limit + _ROOM].split())
    if len(text) <= limit:
        return text
    if limit == 0:
        return ""
    cut = text[: limit - 1]
    whole = _TO_LAST_STOP.match(cut)
    return whole[0] if whole and whole.end() > limit // 2 else cut.rstrip() + "…"


def whole_text(row: ExportRow) -> str:
    """The text where the rights let it go out as a whole; else empty."""
    allowed = row.rights.keep is FullText.FULL and row.rights.quote is None
    return row.body if allowed else ""


def web_url(url: str) -> str:
    """An address that may stand in a link; empty for schemes that could run something."""
    return url if url.lower().startswith(("http://", "https://")) else ""


def local(row: ExportRow, zone: tzinfo) -> datetime | None:
    """When it was published on the reader's clock; None where the hour, or all of it, is unknown."""
    if row.published_utc is None or not has_clock(row):
        return None
    return row.published_utc.astimezone(zone)


def has_clock(row: ExportRow) -> bool:
    """Whether the hour of publication is known."""
    return row.precision in TIMED if row.precision else "T" in (row.published or "")


def date_parts(row: ExportRow) -> tuple[int, ...]:
    """(year, month, day) as the outlet gave them, as far as known; empty without a date."""
    day = (row.published or "").partition("T")[0]
    return tuple(int(part) for part in day.split("-")) if day else ()


def plain_line(text: str) -> str:
    """The text in one line without control characters, for formats whose lines have a meaning."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
