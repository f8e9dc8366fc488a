"""Alerts of another service, taken over from a table: each line becomes a saved search, or says what is wrong."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from db.readers.saved_searches import add_saved, find_saved
from seedwatch.app.saved import Trial, check_name
from seedwatch.core.encoding.decode import decode
from seedwatch.core.errors import InputError, SeedwatchError
from seedwatch.core.model.saved import SavedSearch

#: Names of the columns; the first is what messages call it.
_COLUMNS = {
    "name": ("name", "名稱", "名称"),
    "query": ("query", "搜尋", "搜索", "關鍵字", "关键字"),
    "theme": ("theme", "主題", "主题"),
    "schedule": ("schedule", "排程", "定时任务"),
    "to": ("to", "收件", "寄給", "发给"),
}
_FIELD_OF = {word: column for column, words in _COLUMNS.items() for word in words}
MOST_LINES = 1000


@dataclass(frozen=True, slots=True)
class ImportedLine:
    """A line of the table. hits: how many articles it finds now. fault: why it was not taken; empty: it was."""

    line: int
    name: str
    hits: int = 0
    fault: str = ""


def read_lines(path: Path) -> list[tuple[int, dict[str, str]]]:
    """(number of the line, its values by column). Raises InputError for a file that is no such table."""
    try:
        rows = list(_xlsx_rows(path) if path.suffix.lower() == ".xlsx" else _csv_rows(path))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    if not filled:
        raise InputError(f"{path}: the table is empty", _HINT)
    head_line, head = filled[0]
    columns = [_FIELD_OF.get(cell.strip().lower(), "") for cell in head]
    unknown = [cell for cell, column in zip(head, columns, strict=True) if cell and not column]
    if unknown or "name" not in columns or not {"query", "theme"} & set(columns):
        told = f"unknown column {unknown[0]!r}" if unknown else "columns are missing"
        raise InputError(f"{path}: line {head_line}: {told}", _HINT)
    if len(filled) > MOST_LINES + 1:
        raise InputError(f"{path}: {len(filled) - 1} lines, {MOST_LINES} are allowed", "Import it in parts.")
    return [(number, dict(zip(columns, row, strict=False))) for number, row in filled[1:]]


_HINT = "The first line names the columns: name, query, theme, schedule, to."


def take_lines(trial: Trial, lines: Iterable[tuple[int, dict[str, str]]]) -> Iterator[ImportedLine]:
    """Keep each line's search after trying it on the archive; what is wrong with one keeps none of the others."""
    for number, values in lines:
        saved = saved_of(values)
        try:
            yield ImportedLine(number, saved.name, _take(trial, saved))
        except SeedwatchError as error:
            yield ImportedLine(number, saved.name, fault=str(error).replace("\n", " "))


def saved_of(values: dict[str, str]) -> SavedSearch:
    """The search that a line names. Several themes and receivers are parted by commas or semicolons."""
    return SavedSearch(
        name=values.get("name", "").strip(),
        text=values.get("query", "").strip(),
        themes=_parts(values.get("theme", "")),
        schedule=values.get("schedule", "").strip(),
        receivers=_parts(values.get("to", "")),
    )


def _take(trial: Trial, saved: SavedSearch) -> int:
    check_name(saved.name)
    if not saved.text and not saved.themes:
        raise InputError("neither query nor theme")
    found = trial.hits(saved)
    before = find_saved(trial.conn, saved.name)
    if before != saved:  # the same line again changes nothing
        add_saved(trial.conn, saved, trial.now)
    return found


def _parts(text: str) -> tuple[str, ...]:
    return tuple(
        part.strip() for part in text.replace(";", ",").replace("；", ",").split(",") if part.strip()
    )


def _csv_rows(path: Path) -> Iterator[Sequence[str]]:
    text = decode(path.read_bytes()).text.removeprefix("\ufeff")
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    yield from csv.reader(StringIO(text, newline=""), delimiter=delimiter)


def _xlsx_rows(path: Path) -> Iterator[Sequence[str]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for row in sheet.iter_rows(values_only=True, max_row=2 * MOST_LINES, max_col=50):
            yield ["" if value is None else str(value) for value in row]
    except (BadZipFile, InvalidFileException, KeyError, IndexError) as error:
        raise InputError(f"{path}: no readable XLSX file", "Save it anew, or as CSV.") from error
