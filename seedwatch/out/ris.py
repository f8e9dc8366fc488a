"""RIS for citation managers: one newspaper article a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from seedwatch.core.model.export import ExportRow
from seedwatch.out.names import person_name
from seedwatch.out.style import OutStyle, date_parts, plain_line, quotation, web_url


def write_ris(rows: Iterable[ExportRow], out: BinaryIO, style: OutStyle) -> None:
    """Lines end as the format asks; a value never holds a line break, so none can begin a field."""
    for row in rows:
        lines = (f"{tag}  - {plain_line(value)}\r\n" for tag, value in _fields(row, style) if value)
        out.write(("TY  - NEWS\r\n" + "".join(lines) + "ER  - \r\n\r\n").encode("utf-8", "replace"))


def _fields(row: ExportRow, style: OutStyle) -> Iterator[tuple[str, str]]:
    parts = date_parts(row)
    yield "ID", style.id_of(row.id)
    yield "TI", row.title
    for author in row.authors:
        name = person_name(author)
        yield "AU", name.literal or f"{name.family}, {name.given}"
    yield "T2", row.source_name or row.source
    yield "PY", f"{parts[0]:04}" if parts else ""
    yield "DA", "/".join(f"{part:02}" for part in parts) + "/" * (4 - len(parts)) if parts else ""
    yield "AB", quotation(row)
    yield "UR", web_url(row.url)
    yield "LA", row.language
    yield "Y2", f"{row.fetched_at.astimezone(style.zone):%Y/%m/%d}"
    for theme in row.themes:
        yield "KW", style.theme(theme)
