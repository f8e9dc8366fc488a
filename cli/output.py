"""Two ways to answer: tables for people, one compact JSON object a line for programs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence


def json_line(record: Mapping[str, object]) -> None:
    """One JSON object on plain stdout; never wrapped, never coloured."""
    import orjson

    try:
        line = orjson.dumps(record)
    except TypeError:  # a lone surrogate: legal in Python, not in UTF-8; escape it instead of losing the row
        import json

        line = json.dumps(record, separators=(",", ":")).encode("ascii")
    sys.stdout.flush()
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """A table; cells are data, so square brackets in them are no markup."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(title=title or None, title_justify="left", box=None, header_style="bold", pad_edge=False)
    numeric: list[bool] = []
    body = [[printable(cell) for cell in row] for row in rows]
    for index, name in enumerate(columns):
        cells = [row[index] for row in body]
        numeric.append(bool(cells) and all(cell.replace(",", "").isdigit() for cell in cells if cell))
        grid.add_column(name, justify="right" if numeric[-1] else "left", overflow="fold")
    for row in body:
        grid.add_row(*(Text(cell) for cell in row))
    Console(highlight=False).print(grid)


def say(text: str = "", style: str = "") -> None:
    """A line for people on stdout; `style` is a Rich style for the whole line."""
    from rich.console import Console

    Console(highlight=False, markup=False, emoji=False).print(printable(text), style=style or None)


def note(text: str) -> None:
    """A line beside the answer, on stderr."""
    print(printable(text), file=sys.stderr)


def printable(value: object) -> str:
    """Text that a terminal can show: lone surrogates and control characters become visible marks."""
    text = "" if value is None else str(value)
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(char if char == "\n" or char.isprintable() or char == "\t" else "�" for char in text)
