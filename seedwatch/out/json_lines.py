"""JSON Lines for programs: one article a line, with its whole text where the rights allow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import BinaryIO

import orjson

from seedwatch.core.model.export import ExportRow
from seedwatch.out.style import OutStyle, quotation, whole_text


def write_json_lines(rows: Iterable[ExportRow], out: BinaryIO, style: OutStyle) -> None:
    """The keys of `seedwatch export`; `body` is empty and `summary` a quotation where the text must stay."""
    for row in rows:
        text = whole_text(row)
        given = replace(row, body=text, summary=row.summary if text else quotation(row))
        out.write(orjson.dumps(asdict(given), option=orjson.OPT_APPEND_NEWLINE))
