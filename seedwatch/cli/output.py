"""Two ways to answer: tables for people, one compact JSON object a line for programs."""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, NoReturn

import typer

from seedwatch.core.redaction import redact

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from seedwatch.core.changes.diff import DiffSpan

#: Columns of an answer that goes elsewhere than to a terminal.
PIPE_WIDTH = 120


def json_line(record: Mapping[str, object]) -> None:
    """One JSON object on plain stdout; never wrapped, never coloured."""
    import orjson

    try:
        line = orjson.dumps(record)
    except TypeError:  # a lone surrogate: legal in Python, not in UTF-8; escape it instead of losing the row
        import json

        line = json.dumps(record, separators=(",", ":")).encode("ascii")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(line + b"\n")
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        leave_quietly()


def leave_quietly() -> NoReturn:
    """The reader (head, less) has gone: nothing is wrong. Python would complain once more at exit."""
    drop_output()
    raise typer.Exit


def drop_output() -> None:
    """What still waits to be written to standard output goes nowhere, so that Python's end does not try again."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def settle_streams() -> None:
    """Standard streams that take any text: closed ones are opened to nothing, characters the console lacks
    become `?` and the reader is told once.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 -- for the process
    codecs.register_error("seedwatch", _replaced)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not _is_unicode(stream.encoding):
            stream.reconfigure(errors="seedwatch")


def _is_unicode(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name.startswith("utf-")
    except LookupError:
        return False


#: Encodings of which it was said that they lack characters.
_TOLD: set[str] = set()


def _replaced(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error  # decoding has its own ways
    if error.encoding not in _TOLD:
        _TOLD.add(error.encoding)
        ascii_only = (
            f"seedwatch: this console ({error.encoding}) lacks some characters, shown as ?; "
            "PYTHONIOENCODING=utf-8, or `chcp 65001` on Windows, shows them"
        )
        print(ascii_only, file=sys.stderr)
    return "?" * (error.end - error.start), error.end


@cache
def console() -> Console:
    """The terminal as it is; a fixed width where the answer goes into a file or a pipe."""
    from rich.console import Console as Plain

    class Console(Plain):
        def on_broken_pipe(self) -> None:
            leave_quietly()

    width = None if sys.stdout.isatty() else _asked_width()
    return Console(width=width, highlight=False, markup=False, emoji=False)


def _asked_width() -> int:
    """COLUMNS, where a person set it; else `PIPE_WIDTH`."""
    asked = os.environ.get("COLUMNS", "")
    return max(int(asked), 20) if asked.isdecimal() and int(asked) else PIPE_WIDTH


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], whole: Collection[str] = ()) -> None:
    """A table; cells are data, so square brackets in them are no markup.

    whole: columns whose cells are not broken where the line is too short, such as ids to be copied.
    """
    from rich.table import Table
    from rich.text import Text

    body = [[printable(cell) for cell in row] for row in rows]
    grid = Table(box=None, header_style="bold", pad_edge=False)
    for index, name in enumerate(columns):
        cells = [row[index] for row in body]
        numeric = any(cells) and all(cell.replace(",", "").isdigit() for cell in cells if cell)
        grid.add_column(name, justify="right" if numeric else "left", overflow="fold", no_wrap=name in whole)
    for row in body:
        grid.add_row(*(Text(cell) for cell in row))
    console().print(grid)


def say(text: str = "", style: str = "", indent: int = 0, highlights: Iterable[tuple[int, int]] = ()) -> None:
    """Text for people on stdout.

    style: Rich style of all of it. indent: columns before every line. highlights: [start, end) of what stands out.
    """
    from rich.padding import Padding
    from rich.text import Text

    shown = Text(printable(text), style)
    for start, end in highlights:
        shown.stylize("bold reverse", start, end)
    target = console()
    for line in _lines(shown, target.width - indent):
        target.print(Padding(line, (0, 0, 0, indent), expand=False))


def say_changes(spans: Iterable[DiffSpan]) -> None:
    """Passages with what was removed struck through in red, what was added underlined in green."""
    from rich.text import Text

    from seedwatch.core.changes.diff import DiffOp

    styles = {DiffOp.REMOVED: "red strike", DiffOp.ADDED: "green underline"}
    target = console()
    brackets = {DiffOp.REMOVED: ("[-", "-]"), DiffOp.ADDED: ("{+", "+}")}
    shown = Text()
    for span in spans:
        # Without colours, the marks that git's word diff made familiar.
        before, after = ("", "") if target.is_terminal else brackets.get(span.op, ("", ""))
        shown.append(f"{before}{printable(span.text)}{after}", styles.get(span.op))
    for line in _lines(shown, target.width):
        target.print(line)


def _lines(text: Text, width: int) -> Iterable[Text]:
    """Chinese breaks anywhere; Rich breaks at spaces only and would push whole sentences to the next line."""
    from rich.cells import cell_len

    if cell_len(text.plain) == len(text.plain):
        return (text,)
    cuts, room = [], width
    for at, char in enumerate(text.plain):
        wide = cell_len(char)
        if char == "\n":
            room = width
        elif wide > room:
            cuts.append(at)
            room = width - wide
        else:
            room -= wide
    return text.divide(cuts)


def note(text: str) -> None:
    """A line beside the answer, on stderr."""
    print(printable(redact(text)), file=sys.stderr)


def printable(value: object) -> str:
    """Text that a terminal can show: lone surrogates and control characters become visible marks."""
    text = "" if value is None else str(value)
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(char if char == "\n" or char.isprintable() or char == "\t" else "�" for char in text)
