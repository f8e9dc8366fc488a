"""The blocks and containers of a page in numbers: length, links, prose, and which container holds the article."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seedwatch.core.extract.body.blocks import Blocks, Node
from seedwatch.core.extract.body.class_hints import BOILERPLATE, FOREIGN, HIDDEN, RELATED
from seedwatch.core.extract.body.lines import CJK, CLAUSE, SEMICOLON, STOP, Lines

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]

#: A container with a noisy name is boilerplate only if it holds less of the page's prose than this; many sites
#: wrap the article in a form, an "ads" or a "paywall" class (F1 .81 without the rule, .93 with it).
PRUNE_SHARE = 0.4
#: How much of a block's prose each container above it is given, from the inside out.
FLOW = (1.0, 0.7, 0.42, 0.25, 0.15)


@dataclass(slots=True)
class Measured:
    """The blocks of a page in numbers, one array element a block.

    units: characters, a CJK one counting 2.5. prose: units in sentences and outside links.
    """

    units: Floats
    links: Floats
    marks: Floats
    prose: Floats
    cjk: Floats


@dataclass(slots=True)
class Spread:
    """What each container holds, children included.

    best: the container the article most likely fills. wide: the one around it when the article is split into
    siblings.
    """

    prose: Floats
    units: Floats
    linked: Floats
    pruned: list[bool]
    best: int
    wide: int
    total: float


@dataclass(frozen=True, slots=True)
class Tree:
    """The page in arrays.

    at: container of each block. parent: of each container, 0 for the first one's. start, end: the blocks
    inside each container.
    """

    at: Indices
    parent: Indices
    start: Indices
    end: Indices


def tree_of(page: Blocks) -> Tree:
    """The containers of a page as arrays."""
    parent = np.array([node.parent for node in page.nodes], dtype=np.int64)
    start = np.array([node.start for node in page.nodes], dtype=np.int64)
    end = np.array([node.end for node in page.nodes], dtype=np.int64)
    at = np.array([block.node for block in page.blocks], dtype=np.int64)
    return Tree(at, np.maximum(parent, 0), start, end)


@dataclass(slots=True)
class _Held:
    """What each container holds, children included."""

    prose: list[float]
    units: list[float]
    linked: list[float]


def measure(page: Blocks, lines: Lines) -> Measured:
    """Length, links and sentence marks of each block."""
    size = lines.sizes.astype(np.float32)
    cjk = lines.count(lines.has(CJK)).astype(np.float32)
    ends = lines.has(CLAUSE) | (lines.has(STOP | SEMICOLON) & lines.before_space())
    marks = (lines.count(ends) + lines.last(STOP)).astype(np.float32)
    linked = np.array([block.linked for block in page.blocks], dtype=np.float32)
    units: Floats = size + np.float32(1.5) * cjk
    links = linked / np.maximum(size, 1)
    weight = np.where(marks > 1, 1.0, np.where(marks > 0, 0.7, 0.25)) * np.where(units < 40, 0.4, 1.0)
    prose = (units * weight * (1 - links) ** 2).astype(np.float32)
    share = (cjk / np.maximum(size, 1)).astype(np.float32)
    return Measured(units, links.astype(np.float32), marks, prose, share)


def spread(page: Blocks, tree: Tree, seen: Measured) -> Spread:
    """Let prose flow to the containers and find the one that holds the article."""
    nodes = page.nodes
    score = _flow(np.bincount(tree.at, seen.prose, len(nodes)).astype(np.float64), tree.parent)
    prose, units, linked = (
        _sum_up(column, tree) for column in (seen.prose, seen.units, seen.units * seen.links)
    )
    held = _Held(prose.tolist(), units.tolist(), linked.tolist())
    pruned = _prune(nodes, held.prose)
    best = int(np.where(pruned, 0.0, score).argmax())
    best = _climb(nodes, best, held, 0.25, 0.5)
    wide = _climb(nodes, best, held, 0.1, 0.6)
    prose, units, linked = (column.astype(np.float32) for column in (prose, units, linked))
    return Spread(prose, units, linked, pruned, best, wide, max(held.prose[0], 1.0))


def _flow(own: NDArray[np.float64], parent: NDArray[np.int64]) -> NDArray[np.float64]:
    score = np.zeros_like(own)
    for part in FLOW:
        score += part * own
        rising = own.copy()
        rising[0] = 0.0
        own = np.bincount(parent, rising, len(own)).astype(np.float64)
    return score


def _sum_up(column: Floats, tree: Tree) -> NDArray[np.floating]:
    """What the blocks of each container add up to."""
    sums = np.concatenate([[0.0], np.cumsum(column, dtype=np.float64)])
    total: NDArray[np.floating] = sums[tree.end] - sums[tree.start]
    return total


def _prune(nodes: list[Node], prose: list[float]) -> list[bool]:
    limit = PRUNE_SHARE * prose[0]
    pruned = [False] * len(nodes)
    for i, node in enumerate(nodes):
        noisy = node.hints & (BOILERPLATE | RELATED | HIDDEN) and prose[i] < limit
        pruned[i] = bool(noisy or node.hints & FOREIGN) or (node.parent >= 0 and pruned[node.parent])
    return pruned


def _climb(nodes: list[Node], best: int, held: _Held, gain: float, links: float) -> int:
    """Go up to the container around sibling wrappers, as far as prose is gained and few links come with it."""
    here, hops = best, 8
    while nodes[here].parent > 0 and hops:
        here, hops = nodes[here].parent, hops - 1
        share = (held.prose[here] - held.prose[best]) / max(held.prose[best], 1.0)
        linked = (held.linked[here] - held.linked[best]) / max(held.units[here] - held.units[best], 1.0)
        if (share >= gain and linked <= 0.4) or (share > 0.5 and linked < links):
            best, hops = here, 8
    return best
