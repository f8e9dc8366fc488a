"""One line of the figures table: what was measured, what peers reach, what is wanted, what we reach."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """`anchor` and `wanted` as written in the goals; `ours` formatted; `met` None when nothing is wanted."""

    figure: str
    anchor: str
    wanted: str
    ours: str
    met: bool | None = None
