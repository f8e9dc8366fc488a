"""The shape of a site's pages, to notice a redesign before the archive fills with its leftovers.

A shape is a short string kept with each page of a site: the container the article stood in, the length
of its text in
octaves, where the date was read, and whether the page was refused. `redesign` compares the last pages of
a site with
those before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from core.extract.blocks import Blocks
from core.extract.body import BodyText
from core.model import Moment

#: Pages of a site that show its old shape, and pages that must agree on a new one.
BASE, RECENT = 20, 8
_VARIES = re.compile(r"[\d_]+[A-Za-z0-9]*$|--?[A-Za-z0-9]*\d[A-Za-z0-9]*$|\d+")
_NONE = "-"


def shape_of(page: Blocks, body: BodyText, published: Moment | None, stored: bool) -> str:
    """`container;octave;origin of the date;stored or refused`."""
    octave = len(body.text).bit_length()
    origin = published.origin.value if published is not None else _NONE
    return f"{_container(page, body)};{octave};{origin};{'stored' if stored else 'refused'}"


def _container(page: Blocks, body: BodyText) -> str:
    """Tag and first class of the container that holds most of the text, and of the one around it."""
    weight: Counter[int] = Counter()
    for block in page.blocks[body.first : body.last]:
        weight[page.nodes[block.node].parent if block.tag == "p" else block.node] += len(block.text)
    if not weight:
        return _NONE
    node = weight.most_common(1)[0][0]
    names: list[str] = []
    while node >= 0 and len(names) < 2:
        found = page.nodes[node]
        first = _VARIES.sub("", found.name.split(" ")[0]) if found.name else ""
        names.append(f"{found.tag}.{first}"[:40].replace(";", ""))
        node = found.parent
    return "<".join(names)


def redesign(shapes: Sequence[str]) -> str:
    """What changed in the last pages of a site, oldest first; empty when nothing did or too few are known."""
    rows = [tuple(shape.rsplit(";", 3)) for shape in shapes if shape.count(";") == 3]
    base, recent = rows[:-RECENT][-3 * BASE :], rows[-RECENT:]
    if len(base) < BASE:
        return ""
    if _share(recent, 3, "refused") - _share(base, 3, "refused") >= 0.6:
        return "pages that were articles are refused"
    containers = {row[0] for row in base}
    strange = sum(row[0] not in containers for row in recent)
    if strange >= RECENT - 1:
        return f"the article stands in another container: {recent[-1][0]}"
    shift = _median(recent) - _median(base)
    if abs(shift) >= 3:
        return f"texts are {'longer' if shift > 0 else 'shorter'} by {abs(shift)} octaves"
    if _share(base, 2, _NONE) <= 0.2 and _share(recent, 2, _NONE) >= 0.8:
        return "pages have lost their date"
    return ""


def _share(rows: Sequence[tuple[str, ...]], column: int, value: str) -> float:
    return sum(row[column] == value for row in rows) / len(rows)


def _median(rows: Sequence[tuple[str, ...]]) -> int:
    octaves = sorted(int(row[1]) for row in rows if row[1].isdigit())
    return octaves[len(octaves) // 2] if octaves else 0
