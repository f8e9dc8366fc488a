"""Lines of help that fit the terminal, where Chinese takes two columns a character and breaks anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from typer._click.formatting import HelpFormatter

from seedwatch.locales import _

#: What stays together: a run of narrow characters, or one wide one with the marks that may not begin a line.
_PIECE = re.compile(
    r"\s+|[\u2e80-\uffef][，。；：！？、」』）〉》]*|[^\s\u2e80-\uffef]+[，。；：！？、」』）〉》]*"
)
#: Columns of the left half of a list of terms, at most.
_LEFT = 28


def columns(text: str) -> int:
    """How many columns a terminal gives a text."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def wrapped(text: str, width: int) -> Iterator[str]:
    """A paragraph in lines of at most `width` columns; a longer word stands alone."""
    line = ""
    for piece in _PIECE.findall(text):
        if line and columns(line) + columns(piece.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece if line or not piece.isspace() else ""
    if line.strip():
        yield line.rstrip()


class Formatter(HelpFormatter):
    """Click's layout, measured in columns."""

    def write_heading(self, heading: str) -> None:
        self.write(" " * self.current_indent + _("%(heading)s:") % {"heading": heading} + "\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        for part in text.split("\n\n"):
            for line in wrapped(" ".join(part.split()), max(self.width - self.current_indent, 20)):
                self.write(f"{indent}{line}\n")
            self.write("\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = _LEFT, col_spacing: int = 2) -> None:
        left = min(max(columns(term) for term, _text in rows), col_max) + col_spacing
        indent = " " * self.current_indent
        room = max(self.width - self.current_indent - left, 20)
        for term, text in rows:
            lines = list(wrapped(text, room)) or [""]
            gap = left - columns(term)
            if gap < col_spacing:
                self.write(f"{indent}{term}\n")
            else:
                self.write(f"{indent}{term}{' ' * gap}{lines.pop(0)}".rstrip() + "\n")
            for line in lines:
                self.write(f"{indent}{' ' * left}{line}\n")
