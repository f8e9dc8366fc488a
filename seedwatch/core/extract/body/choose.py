"""The article's text: blocks chosen by the learned chooser, with a second opinion where it is unsure.

Measured on 342 pages, each read by a model that saw no page of its site: F1 .966 (CJK .954; trafilatura
.954 and .909). Asking trafilatura on the one page in sixteen where the expected F1 is low is worth .01 to
other scripts; on Chinese pages it keeps related links and captions, so there the own choice stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from lxml import html

from seedwatch.core.extract.body import model_weights
from seedwatch.core.extract.body.blocks import Blocks
from seedwatch.core.extract.body.boilerplate import is_boilerplate
from seedwatch.core.extract.body.class_hints import FOREIGN
from seedwatch.core.extract.body.features import Described, describe
from seedwatch.core.extract.body.measures import Floats
from seedwatch.core.extract.body.refine import refine
from seedwatch.core.extract.body.tree_ensemble import Forest, read_forest
from seedwatch.core.extract.fields.linked_data import LinkedData, articles
from seedwatch.core.extract.fields.meta import squash

#: A block is kept from this probability on: the best F1 on unseen sites, flat between .35 and .6.
KEEP = 0.45
#: Below this expected F1 trafilatura is asked.
UNSURE = 0.9
#: Pages with more elements than this are not given to trafilatura, whose time grows faster than the page.
_MAX_ELEMENTS = 12_000
#: A page whose own text is this much shorter than its JSON-LD articleBody is drawn by a script.
_SCRIPTED = 0.2
_LONG_BODY = 200


@dataclass(frozen=True, slots=True)
class BodyText:
    """lines: paragraphs. first/last: blocks of the page they span, last exclusive. sure: expected F1, 0 to 1.

    method: "blocks", "trafilatura" or "json-ld". cjk: share of CJK characters. own_units: length of what the
    chooser kept; linked: its share inside links.
    """

    lines: tuple[str, ...]
    first: int
    last: int
    sure: float
    method: str
    cjk: float
    own_units: float
    linked: float

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@cache
def _forest() -> Forest:
    return read_forest(model_weights.BASE, model_weights.TREES)


def read_body(
    page: Blocks,
    title: str,
    root: html.HtmlElement,
    linked: Sequence[LinkedData],
    hints: tuple[str, ...] = (),
    forest: Forest | None = None,
    headlines: Sequence[str] = (),
) -> BodyText:
    """Choose the article's paragraphs.

    hints: classes or ids of the container that a site's rules name. forest: another chooser than the one that ships,
    for measuring. headlines: further spellings of the title on the page.
    """
    if not page.blocks:
        return _scripted(BodyText((), 0, 0, 0.0, "blocks", 0.0, 0.0, 0.0), linked)
    described = describe(page, title)
    chances = (forest or _forest()).probabilities(described.rows)
    if hints:
        chances = _within(page, chances, hints)
    for node in page.nodes:
        if node.hints & FOREIGN:
            chances[node.start : node.end] = 0.0
    own = _own(page, described, chances, (title, *headlines))
    other = ""
    if own.sure < UNSURE and own.cjk < 0.3 and page.elements < _MAX_ELEMENTS:
        other = _trafilatura(root)
    if len(other) > _LONG_BODY:
        own = replace(own, lines=_lines(other), method="trafilatura")
    return _scripted(own, linked)


def _within(page: Blocks, chances: Floats, hints: tuple[str, ...]) -> Floats:
    """Nothing outside the container that the rules name counts, and doubts inside it count for it."""
    for node in page.nodes:
        inside = slice(node.start, node.end)
        if any(hint in node.name for hint in hints) and len(chances[inside]) and chances[inside].max() > KEEP:
            out = np.zeros_like(chances)
            out[inside] = np.sqrt(chances[inside])
            return out
    return chances


def _own(page: Blocks, described: Described, chances: Floats, headlines: Sequence[str]) -> BodyText:
    units = described.seen.units
    kept = refine(page, np.flatnonzero(chances > KEEP).tolist(), headlines)
    best = page.nodes[described.where.best]
    first, last = (kept[0], kept[-1] + 1) if kept else (best.start, best.end)
    weight = units[kept]
    total = max(float(weight.sum()), 1.0)
    return BodyText(
        tuple(page.blocks[i].text for i in kept),
        first,
        last,
        _expected_f1(units, chances, kept),
        "blocks",
        float((weight * described.seen.cjk[kept]).sum()) / total,
        float(weight.sum()),
        float((weight * described.seen.links[kept]).sum()) / total,
    )


def _expected_f1(units: Floats, chances: Floats, kept: list[int]) -> float:
    right = float((units[kept] * chances[kept]).sum())
    chosen, wanted = float(units[kept].sum()), float((units * chances).sum())
    return 2 * right / max(chosen + wanted, 1.0)


def _trafilatura(root: html.HtmlElement) -> str:
    import trafilatura  # half a second to import, needed by one page in fifteen
    from trafilatura.settings import Document

    found = trafilatura.bare_extraction(root, fast=True, with_metadata=False)
    return (found.text or "") if isinstance(found, Document) else ""


def _scripted(own: BodyText, linked: Sequence[LinkedData]) -> BodyText:
    """The text that JSON-LD gives, for a page that prints next to none itself."""
    given = next((node.body for node in articles(linked) if len(node.body) >= _LONG_BODY), "")
    if not given or sum(map(len, own.lines)) > _SCRIPTED * len(given):
        return own
    return replace(own, lines=_lines(given), sure=UNSURE, method="json-ld")


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in map(squash, text.splitlines()) if line and not is_boilerplate(line))
