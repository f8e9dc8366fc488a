"""Noticing that a site changed its layout, before the archive fills with the leftovers.

Shapes are the strings of `seedwatch.core.extract.layout_fingerprint`: container, octave of the length, origin
of the date, stored or refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: Pages of a site that show its old shape, and pages that must agree on a new one.
BASE, RECENT = 20, 8
#: Pages of a site whose shapes are looked at.
KEPT = 3 * BASE + RECENT
_NONE = "-"
Rows = Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class LayoutChange:
    """start: index of the first page that counts to the new shape. what: changed, in words."""

    start: int
    what: str


def layout_changes(layouts: Sequence[str], checked: int = 0) -> tuple[LayoutChange, ...]:
    """Every change among the pages of a site, oldest first, each once: the old shape is then forgotten.

    checked: how many of the layout fingerprints, from the oldest, have been looked at before.
    """
    found: list[LayoutChange] = []
    start = 0
    for end in range(checked + 1, len(layouts) + 1):
        what = layout_change(layouts[max(start, end - KEPT) : end])
        if what:
            start = end - RECENT
            found.append(LayoutChange(start, what))
    return tuple(found)


def layout_change(layouts: Sequence[str]) -> str:
    """What changed in the last pages of a site, oldest first; empty when nothing did or too few are known."""
    rows = [tuple(layout.rsplit(";", 3)) for layout in layouts if layout.count(";") == 3]
    base, recent = rows[:-RECENT][-3 * BASE :], rows[-RECENT:]
    if len(base) < BASE:
        return ""
    if _share(recent, 3, "refused") - _share(base, 3, "refused") >= 0.6:
        return "pages that were articles are refused"
    if _share(base, 3, "refused") > 0.5:
        return ""  # what was refused has no shape to lose: a wall that comes down is no redesign
    return _moved(base, recent) or _resized(base, recent) or _undated(base, recent)


def _moved(base: Rows, recent: Rows) -> str:
    containers = {row[0] for row in base}
    strange = sum(row[0] not in containers for row in recent)
    return f"the article stands in another container: {recent[-1][0]}" if strange >= RECENT - 1 else ""


def _resized(base: Rows, recent: Rows) -> str:
    shift = _median(recent) - _median(base)
    if abs(shift) < 3:
        return ""
    return f"texts are {'longer' if shift > 0 else 'shorter'} by {abs(shift)} octaves"


def _undated(base: Rows, recent: Rows) -> str:
    lost = _share(base, 2, _NONE) <= 0.2 and _share(recent, 2, _NONE) >= 0.8
    return "pages have lost their date" if lost else ""


def _share(rows: Rows, column: int, value: str) -> float:
    return sum(row[column] == value for row in rows) / len(rows)


def _median(rows: Rows) -> int:
    octaves = sorted(int(row[1]) for row in rows if row[1].isdigit())
    return octaves[len(octaves) // 2] if octaves else 0
