"""CSV that spreadsheets open as it is: UTF-8 with a mark at its beginning, and nothing in it that computes."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import datetime
from io import TextIOWrapper
from typing import BinaryIO

from seedwatch.core.model.export import ExportRow
from seedwatch.out.style import OutStyle
from seedwatch.out.table import cells, column_names

#: What makes a spreadsheet take a cell for a formula, or split it.
_ACTIVE = frozenset("=+-@\t\r")


def write_csv(rows: Iterable[ExportRow], out: BinaryIO, style: OutStyle) -> None:
    """The rows with the names of the columns above them."""
    text = TextIOWrapper(out, encoding="utf-8-sig", errors="replace", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(column_names())
    writer.writerows([_cell(value) for value in cells(row, style)] for row in rows)
    text.flush()
    text.detach()


def _cell(value: object) -> str:
    """As a spreadsheet reads it without computing; times to the minute, which sort."""
    if isinstance(value, str):  # nearly all are, and 200,000 a second have to pass
        return f"'{value}" if value[:1] in _ACTIVE else value
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")[:16]
    return "" if value is None else str(value)
