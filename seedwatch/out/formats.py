"""The formats in which results leave: one table for the command line and the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import BinaryIO, cast

from seedwatch.core.errors import InputError
from seedwatch.core.model.export import ExportRow
from seedwatch.out.style import OutStyle

Writer = Callable[[Iterable[ExportRow], BinaryIO, OutStyle], None]


@dataclass(frozen=True, slots=True)
class OutFormat:
    """How results are written. texts: whether it takes whole texts."""

    name: str
    module: str
    writer: str
    media_type: str
    suffix: str
    texts: bool = False

    def write(self, rows: Iterable[ExportRow], out: BinaryIO, style: OutStyle) -> None:
        """Write all rows, in the language spoken now."""
        module = import_module(f"seedwatch.out.{self.module}")
        cast(Writer, getattr(module, self.writer))(rows, out, style)


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    each.name: each
    for each in (
        OutFormat("xlsx", "xlsx", "write_xlsx", _XLSX, "xlsx"),
        OutFormat("csv", "csv_table", "write_csv", "text/csv; charset=utf-8", "csv"),
        OutFormat("jsonl", "json_lines", "write_json_lines", "application/jsonl", "jsonl", texts=True),
        OutFormat("ris", "ris", "write_ris", "application/x-research-info-systems", "ris"),
        OutFormat("csl-json", "csl", "write_csl_json", "application/vnd.citationstyles.csl+json", "json"),
        OutFormat("html", "lists", "write_html", "text/html; charset=utf-8", "html"),
        OutFormat("md", "lists", "write_markdown", "text/markdown; charset=utf-8", "md"),
    )
}


def format_named(name: str) -> OutFormat:
    """Raises InputError for a name that is none."""
    if name not in FORMATS:
        raise InputError(f"{name}: no such format", f"There are: {', '.join(FORMATS)}.")
    return FORMATS[name]
