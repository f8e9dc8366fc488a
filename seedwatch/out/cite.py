"""One article as it is cited: a reference in a style, and what proves it: quotation, version, fetch, hash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from seedwatch.core.model.export import ExportRow
from seedwatch.locales import _
from seedwatch.out.names import person_name
from seedwatch.out.style import OutStyle, date_parts, plain_line, quotation, web_url

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class CiteStyle(StrEnum):
    PLAIN = "plain"
    APA = "apa"
    GB7714 = "gb7714"


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited. row: its current state. zone_assumed: the outlet's own zone was taken for its date.

    fetched_at: when this version was. sha256: of the page as it was kept, hex; empty: it is not kept any more.
    """

    row: ExportRow
    fetched_at: datetime
    sha256: str = ""
    zone_assumed: bool = False


def cite(cited: Cited, form: CiteStyle, style: OutStyle) -> str:
    """The reference, the quotation and the evidence, a line each."""
    reference = {CiteStyle.PLAIN: _plain, CiteStyle.APA: _apa, CiteStyle.GB7714: _gb7714}[form]
    shown = _("%(name)s: %(value)s")
    evidence = (shown % {"name": name, "value": value} for name, value in _evidence(cited, style))
    lines = [reference(cited, style), *evidence]
    if quoted := quotation(cited.row):
        lines.insert(1, _("“%(text)s”") % {"text": quoted})
    return "\n".join(map(plain_line, lines))


def _evidence(cited: Cited, style: OutStyle) -> Iterator[tuple[str, str]]:
    fetched = cited.fetched_at.astimezone(style.zone)
    yield _("Published"), _when(cited)
    yield _("Version"), str(cited.row.revision)
    yield _("Fetched"), fetched.isoformat(" ", "seconds")
    yield _("SHA-256 of the kept page"), cited.sha256 or _("not kept any more")
    yield _("Link"), web_url(cited.row.url)


def _when(cited: Cited) -> str:
    if not cited.row.published:
        return _("date unknown")
    day, _t, clock = cited.row.published.partition("T")
    shown = f"{day} {clock[:5]} {clock[8:]}".strip()
    return _("%(time)s (zone assumed from the outlet)") % {"time": shown} if cited.zone_assumed else shown


def _outlet(row: ExportRow) -> str:
    return row.source_name or row.source


def _plain(cited: Cited, style: OutStyle) -> str:
    row = cited.row
    facts = (_outlet(row), _(", ").join(row.authors), _when(cited))
    return f"{row.title} — {_(', ').join(fact for fact in facts if fact)}"


def _apa(cited: Cited, style: OutStyle) -> str:
    row, parts = cited.row, date_parts(cited.row)
    authors = _joined([_apa_name(each) for each in row.authors])
    day = (
        ", ".join((str(parts[0]), " ".join((_MONTHS[parts[1] - 1], *map(str, parts[2:])))))
        if parts[1:]
        else ""
    )
    date = day or (str(parts[0]) if parts else "n.d.")
    begin = f"{authors} ({date}). {row.title}." if authors else f"{row.title}. ({date})."
    return f"{begin} {_outlet(row)}. {web_url(row.url)}"


def _apa_name(author: str) -> str:
    name = person_name(author)
    return name.literal or f"{name.family}, {' '.join(f'{part[0]}.' for part in name.given.split())}"


def _joined(names: list[str]) -> str:
    return f"{', '.join(names[:-1])}, & {names[-1]}" if len(names) > 1 else "".join(names)


def _gb7714(cited: Cited, style: OutStyle) -> str:
    row = cited.row
    authors = ", ".join(map(_gb_name, row.authors[:3])) + (", 等" if len(row.authors) > 3 else "")
    date = "-".join(f"{part:02}" for part in date_parts(row))
    seen = f"{cited.fetched_at.astimezone(style.zone):%Y-%m-%d}"
    begin = f"{authors}. " if authors else ""
    return f"{begin}{row.title}[N/OL]. {_outlet(row)}, {date}[{seen}]. {web_url(row.url)}."


def _gb_name(author: str) -> str:
    """Family name in capitals first, then initials, as the standard writes Western names."""
    name = person_name(author)
    return name.literal or f"{name.family.upper()} {' '.join(part[0] for part in name.given.split())}"
