"""Cut a published text into marked and unmarked pieces. The text itself is never changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (exclusive) that bear `label`."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `labels` is empty for unmarked text and sorted otherwise."""

    text: str
    labels: tuple[str, ...] = ()


def cut(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """`text` in pieces that join to it again; overlapping spans share their common characters.

    Spans are clipped to the text; empty ones are left out.
    """
    inside = [Span(max(0, s.start), min(len(text), s.end), s.label) for s in spans]
    inside = [span for span in inside if span.start < span.end]
    edges = sorted({0, len(text), *(s.start for s in inside), *(s.end for s in inside)})
    pieces: list[Piece] = []
    for start, end in pairwise(edges):
        labels = tuple(sorted({s.label for s in inside if s.start <= start and end <= s.end}))
        if pieces and pieces[-1].labels == labels:
            pieces[-1] = Piece(pieces[-1].text + text[start:end], labels)
        else:
            pieces.append(Piece(text[start:end], labels))
    return tuple(pieces)
