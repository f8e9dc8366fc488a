"""XLSX with links to click, times that sort and nothing that computes; row by row, so memory stays flat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

from seedwatch.core.model.export import ExportRow
from seedwatch.out.style import OutStyle
from seedwatch.out.table import Cells, cells, column_names

#: Excel's limits: links of a sheet (65,530), characters of a link and of a cell.
ROWS_OF_A_SHEET = 65_000
_LONGEST_LINK = 2079
_LONGEST_CELL = 32_767
_WIDTHS = (8, 60, 16, 17, 40, 24, 60, 16, 10, 8, 12, 17, 16)
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write_xlsx(rows: Iterable[ExportRow], out: BinaryIO, style: OutStyle) -> None:
    """One sheet, and further ones for more rows than a sheet can have links."""
    from xlsxwriter import Workbook

    book = Workbook(out, _OPTIONS)
    formats = {
        "name": book.add_format({"bold": True}),
        "text": book.add_format({"num_format": "@"}),
        "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "link": book.add_format({"font_color": "blue", "underline": 1}),
    }
    names = column_names()
    sheet, line = _sheet(book, names, formats), 0
    for row in rows:
        if line == ROWS_OF_A_SHEET:
            sheet, line = _sheet(book, names, formats), 0
        line += 1
        _write(sheet, line, cells(row, style), formats)
    book.close()


def _sheet(book: Any, names: Sequence[str], formats: dict[str, Any]) -> Any:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for column, (name, width) in enumerate(zip(names, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, formats["name"])
    return sheet


def _write(sheet: Any, line: int, row: Cells, formats: dict[str, Any]) -> None:
    for column, (name, value) in enumerate(zip(Cells._fields, row, strict=True)):
        match value:
            case datetime():
                sheet.write_datetime(line, column, value.replace(tzinfo=None), formats["time"])
            case date():
                sheet.write_datetime(line, column, value, formats["day"])
            case str() if name == "url" and value and len(value) <= _LONGEST_LINK:
                sheet.write_url(line, column, value, formats["link"], value)
            case str() if value:
                sheet.write_string(line, column, value[:_LONGEST_CELL], formats["text"])
