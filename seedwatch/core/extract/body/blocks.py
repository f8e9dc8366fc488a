"""One walk over the tree: text runs at block level, with the containers they stand in.

Everything else (body, title, byline, printed date) reads these blocks, so the tree is walked once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from lxml import html

from seedwatch.core.chinese.spacing import join_lines, without_invisible
from seedwatch.core.extract.body.class_hints import BODY, HIDDEN, TAG_HINTS, hints_of
from seedwatch.core.extract.body.lines import Lines
from seedwatch.core.extract.body.sections import mark_sections
from seedwatch.core.extract.parse import MAX_ELEMENTS

SKIP = frozenset(
    re.findall(
        r"\S+",
        "script style noscript template svg iframe button select option textarea input object embed video "
        "audio canvas map head math rp rt datalist dialog img",
    )
)
IMAGES = frozenset({"img", "amp-img", "video"})
INLINE = frozenset(
    re.findall(
        r"\S+",
        "a abbr acronym b bdi bdo big cite code data del em font i ins kbd label mark nobr q ruby rb s "
        "samp small span strike strong sub sup time tt u var wbr",
    )
)


#: Asked one by one of links, whose addresses take long to copy.
_ASKED = ("class", "style", "hidden")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def inline_hints(attributes: dict[str, str], inherited: int) -> int:
    name = attributes.get("class")
    return inherited | hints_of(name) if name else inherited


def is_hidden(attributes: dict[str, str]) -> bool:
    """Does no browser show an element with these attributes?"""
    style = attributes.get("style")
    return "hidden" in attributes or (style is not None and _HIDING.search(style) is not None)


@dataclass(slots=True)
class Block:
    """A run of text between two block boundaries.

    node: index of its container in `Blocks.nodes`; linked: characters inside links; hints: own inline hints;
    broken: it ends or begins at a `br`, not at a container's edge.
    """

    text: str
    node: int
    linked: int
    hints: int
    tag: str
    broken: bool


@dataclass(slots=True)
class Node:
    """A block-level container. hints: its own, not its parents'. start/end: the blocks inside, end exclusive.

    images: inside it, those of its own containers included.
    """

    parent: int
    tag: str
    hints: int
    name: str
    start: int
    end: int = 0
    depth: int = 0
    images: int = 0


@dataclass
class Blocks:
    """The text of a page in document order.

    elements: how many were visited. images: before which block each stands. times: each `time` element with the
    index of the block it stands in.
    """

    blocks: list[Block] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    elements: int = 0
    images: list[int] = field(default_factory=list)
    times: list[tuple[html.HtmlElement, int]] = field(default_factory=list)

    @cached_property
    def lines(self) -> Lines:
        """The texts of the blocks, counted; there must be one."""
        return Lines([block.text for block in self.blocks])


class _Walker:
    def __init__(self) -> None:
        self.out = Blocks()
        self.pieces: list[str] = []
        self.linked = 0
        self.hinted = 0
        self.run_hints = 0
        self.left = MAX_ELEMENTS

    def flush(self, node: int, broken: bool = False) -> None:
        if not self.pieces:
            return
        text = " ".join(without_invisible("".join(self.pieces)).split())
        if text:
            hints = self.run_hints if self.hinted * 2 > len(text) else 0
            self.out.blocks.append(
                Block(text, node, min(self.linked, len(text)), hints, self.out.nodes[node].tag, broken)
            )
        self.pieces = []
        self.linked = self.hinted = self.run_hints = 0

    def add(self, text: str, link: bool, hints: int) -> None:
        if link or hints:
            size = len(text.strip())
            self.linked += size if link else 0
            self.hinted += size if hints else 0
            self.run_hints |= hints
        self.pieces.append(text if text.isascii() else join_lines(text))

    def visit(self, el: html.HtmlElement, node: int, link: bool, hints: int) -> None:
        if (text := el.text) and (
            self.pieces or link or hints or not text.isspace()
        ):  # else it stands between containers
            self.add(text, link, hints)
        # A slice: an iterator costs as much as the rest of the visit of an element that holds none.
        for child in el[:] if len(el) else ():
            tag = child.tag
            self.left -= 1
            if self.left < 0:
                return
            if tag in INLINE:
                if tag == "time":
                    self.out.times.append((child, len(self.out.blocks)))
                if child.text or len(child):
                    self.inline(child, tag, node, link, hints)
            elif tag == "br":
                self.flush(node, broken=True)
            elif tag not in SKIP and tag.__class__ is str:
                if len(child) or child.text:
                    self.enter(child, tag, node, link)
                elif self.pieces:
                    self.flush(node)
            elif tag in IMAGES:
                self.out.nodes[node].images += 1
                self.out.images.append(len(self.out.blocks) + bool(self.pieces))
            if (text := child.tail) and (self.pieces or link or hints or not text.isspace()):
                self.add(text, link, hints)

    def inline(self, el: html.HtmlElement, tag: str, node: int, link: bool, hints: int) -> None:
        if tag == "a":
            link = True
            given = {name: value for name in _ASKED if (value := el.get(name)) is not None}
        else:
            given = dict(el.items())
        if given:
            if is_hidden(given):
                return
            hints = inline_hints(given, hints)
        self.visit(el, node, link, hints)

    def enter(self, el: html.HtmlElement, tag: str, parent: int, link: bool) -> None:
        """Walk a container; one that holds no text leaves no trace.

        What its attributes tell is read at its end, as many hold no text.
        """
        if self.pieces:
            self.flush(parent)
        nodes, blocks = self.out.nodes, self.out.blocks
        inner, start, depth = len(nodes), len(blocks), nodes[parent].depth + 1 if parent >= 0 else 0
        node = Node(parent, tag, 0, "", start, 0, depth)
        nodes.append(node)
        self.visit(el, inner, link, 0)
        if self.pieces:
            self.flush(inner)
        if node.images and parent >= 0:
            nodes[parent].images += node.images
        end = len(blocks)
        if start == end and parent >= 0 and inner == len(nodes) - 1:
            nodes.pop()
        else:
            node.end = end
            _describe(node, el)


def _describe(node: Node, el: html.HtmlElement) -> None:
    hints, name = TAG_HINTS.get(node.tag, 0), ""
    # At once: asking for each of the five takes longer (0.78 against 1.08 ms a page).
    if given := dict(el.items()):
        name = given.get("class", "")
        if ident := given.get("id"):
            name = f"{name} {ident}"
        if name:
            hints |= hints_of(name)
        if given.get("itemprop") == "articleBody":
            hints |= BODY
            name = f"{name} articleBody"
        if ("style" in given or "hidden" in given) and is_hidden(given):
            hints |= HIDDEN
    node.hints, node.name = hints, name


def read_blocks(body: html.HtmlElement) -> Blocks:
    """Walk the tree once."""
    walker = _Walker()
    walker.enter(body, "body", -1, False)
    walker.out.elements = MAX_ELEMENTS - max(walker.left, 0)
    mark_sections(walker.out)
    return walker.out
