"""CSL-JSON for citation managers and processors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

import orjson

from seedwatch.core.model.export import ExportRow
from seedwatch.out.names import person_name
from seedwatch.out.style import OutStyle, date_parts, quotation, web_url


def write_csl_json(rows: Iterable[ExportRow], out: BinaryIO, style: OutStyle) -> None:
    """One list; written item by item."""
    out.write(b"[")
    for number, row in enumerate(rows):
        out.write((b",\n" if number else b"\n") + orjson.dumps(csl_item(row, style)))
    out.write(b"\n]\n")


def csl_item(row: ExportRow, style: OutStyle) -> dict[str, object]:
    """The article; the date as far as it is known, Chinese names and bodies as one field."""
    item: dict[str, object] = {
        "id": style.id_of(row.id),
        "type": "article-newspaper",
        "title": row.title,
        "container-title": row.source_name or row.source,
        "author": [_name(each) for each in row.authors],
        "issued": {"date-parts": [list(date_parts(row))]} if row.published else None,
        "accessed": {
            "date-parts": [[int(p) for p in f"{row.fetched_at.astimezone(style.zone):%Y %m %d}".split()]]
        },
        "URL": web_url(row.url),
        "language": row.language,
        "abstract": quotation(row),
    }
    return {key: value for key, value in item.items() if value}


def _name(author: str) -> dict[str, str]:
    name = person_name(author)
    return {"literal": name.literal} if name.literal else {"family": name.family, "given": name.given}
