"""The columns of tables: the same for XLSX and CSV, named in the reader's language."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from seedwatch.core.model.export import ExportRow
from seedwatch.locales import _
from seedwatch.locales.labels import copy_kind
from seedwatch.out.style import OutStyle, date_parts, local, quotation, web_url


class Cells(NamedTuple):
    """A row of a table. published: a time, a day, or as much of one as is known; None: no date."""

    id: str
    title: str
    outlet: str
    published: datetime | date | str | None
    url: str
    themes: str
    quotation: str
    authors: str
    language: str
    copy_of: str
    copy_kind: str
    first_seen: datetime
    credit: str


def column_names() -> tuple[str, ...]:
    """The names of the columns in the language spoken now."""
    return (
        _("No."),
        _("Headline"),
        _("Outlet"),
        _("Published"),
        _("Link"),
        _("Theme"),
        _("Quotation"),
        _("Author"),
        _("Language"),
        _("Copy of"),
        _("Kind of copy"),
        _("First seen"),
        _("Credit"),
    )


def cells(row: ExportRow, style: OutStyle) -> Cells:
    """The article as a row. Numbers of articles are text: spreadsheets would add them up."""
    return Cells(
        id=str(row.id),
        title=row.title,
        outlet=row.source_name or row.source,
        published=_published(row, style),
        url=web_url(row.url),
        themes="; ".join(map(style.theme, row.themes)),
        quotation=quotation(row),
        authors="; ".join(row.authors),
        language=row.language,
        copy_of="" if row.copy_of is None else str(row.copy_of),
        copy_kind=copy_kind(row.copy_kind) if row.copy_kind else "",
        first_seen=row.fetched_at.astimezone(style.zone),
        credit=row.rights.credit,
    )


def _published(row: ExportRow, style: OutStyle) -> datetime | date | str | None:
    timed = local(row, style.zone)
    if timed is not None:
        return timed
    parts = date_parts(row)
    return date(*parts) if len(parts) == 3 else (row.published or None)
