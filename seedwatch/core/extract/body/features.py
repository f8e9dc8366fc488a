"""Numbers that describe each block, for the learned choice (see `keep`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from seedwatch.core.extract.body.blocks import Blocks, Node
from seedwatch.core.extract.body.class_hints import HINT_BITS
from seedwatch.core.extract.body.lines import (
    BAR,
    COLON,
    DIGIT,
    MAYBE_DIGIT,
    TERMINAL,
    Lines,
)
from seedwatch.core.extract.body.measures import (
    Floats,
    Measured,
    Spread,
    Tree,
    measure,
    spread,
    tree_of,
)
from seedwatch.core.extract.body.phrases import PHRASE_BITS, phrases_of

_TAG_GROUPS = (
    "p",
    "h1",
    "h2 h3 h4 h5 h6",
    "li",
    "td th tr table",
    "div",
    "figcaption figure",
    "blockquote",
    "dt dd dl",
)
_TAGS = {tag: i for i, group in enumerate(_TAG_GROUPS) for tag in group.split()}
_TAG_COLUMNS = np.arange(10)
_PHRASE_COLUMNS = np.array(PHRASE_BITS)
_HINT_COLUMNS = np.array(HINT_BITS)
#: Characters of a line in which signs like "|" tell a trail of links.
_TRAIL = 60
_SHORT = 120
#: A distance beyond all others: no container near the block holds a picture.
_NO_PICTURE = 9.0
_DATE = re.compile(
    r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d|\d[:：]\d\d|\d[./]\d{1,2}[./]\d\d|[a-z] \d{1,2},? \d{4}"
)


@dataclass(slots=True)
class Described:
    """rows: one row of features for each block, in the order of the blocks."""

    rows: Floats
    seen: Measured
    where: Spread


def describe(page: Blocks, title: str) -> Described:
    """Measure a page that has at least one block."""
    lines = page.lines
    tree = tree_of(page)
    seen = measure(page, lines)
    where = spread(page, tree, seen)
    size = _sizes(page, lines, seen)
    parts = [
        size,
        _places(page, tree, where, _title_at(page, title)),
        _containers(page, tree, seen, where),
        _hints(page, tree, where),
        _words(page, lines, title),
        _pictures(page, tree, where, seen),
        *_neighbours(size[:, :4]),
    ]
    return Described(np.hstack(parts).astype(np.float32, copy=False), seen, where)


def _sizes(page: Blocks, lines: Lines, seen: Measured) -> Floats:
    units = np.maximum(seen.units, 1)
    digits = lines.count(lines.has(DIGIT)) / lines.sizes
    share = float((seen.cjk * seen.units).sum() / max(float(seen.units.sum()), 1.0))
    columns: list[ArrayLike] = [
        np.log1p(seen.units),
        seen.links,
        np.log1p(seen.prose),
        seen.marks,
        seen.marks / units,
        seen.cjk,
        np.full_like(units, share),
        lines.last(TERMINAL),
        [text[0].isupper() for text in lines.texts],
        np.where(lines.sizes < _SHORT, digits, 0.0),
        [block.broken for block in page.blocks],
        lines.last(COLON),
    ]
    return _side_by_side(columns)


def _side_by_side(columns: Sequence[ArrayLike]) -> Floats:
    """Columns of one length as one array of small floats."""
    out = np.empty((len(columns), np.shape(columns[0])[0]), np.float32)
    for row, column in zip(out, columns, strict=True):
        row[:] = column
    return out.T


def _title_at(page: Blocks, title: str) -> int:
    wanted = title.casefold()
    fitting = np.flatnonzero(page.lines.sizes == len(title)).tolist() if wanted else []
    same = [i for i in fitting if page.blocks[i].text.casefold() == wanted]
    return next((i for i in same if page.blocks[i].tag == "h1"), same[0] if same else -1)


def _signed_log(distance: Floats) -> Floats:
    return np.sign(distance) * np.log1p(np.abs(distance))


def _places(page: Blocks, tree: Tree, where: Spread, title_at: int) -> Floats:
    index = np.arange(len(page.blocks), dtype=np.float32)
    columns: list[ArrayLike] = [index / len(index), np.full_like(index, np.log1p(len(index)))]
    depth = np.array([node.depth for node in page.nodes], dtype=np.float32)[tree.at]
    for node in (page.nodes[where.best], page.nodes[where.wide]):
        start, end = node.start, node.end
        span = max(end - start, 1)
        columns += [
            ((index >= start) & (index < end)).astype(np.float32),
            np.clip((index - start) / span, -1, 2),
            _signed_log(index - start),
            _signed_log(end - 1 - index),
            np.full_like(index, np.log1p(span)),
            depth - node.depth,
        ]
    known = title_at >= 0
    columns += [_signed_log(index - title_at) if known else np.zeros_like(index), np.full_like(index, known)]
    return _side_by_side(columns)


def _containers(page: Blocks, tree: Tree, seen: Measured, where: Spread) -> Floats:
    node, parent = tree.at, tree.parent
    units = np.maximum(where.units, 1.0)
    columns: list[ArrayLike] = [
        _kinds(page, tree, seen),
        np.array(where.pruned, dtype=np.float32)[node],
    ]
    above = node
    for _ in range(4):
        columns += [
            where.prose[above] / where.total,
            where.linked[above] / units[above],
            np.log1p(units[above]),
        ]
        above = parent[above]
    for i in (where.best, where.wide):
        for value in (where.prose[i] / where.total, where.linked[i] / units[i]):
            columns.append(np.full(len(node), value, dtype=np.float32))
    columns.append(np.full(len(node), np.log1p(where.total), dtype=np.float32))
    siblings = np.concatenate([[-1], parent[node], [-1]])
    columns.append((siblings[1:-1] == siblings[:-2]).astype(np.float32))
    columns.append((siblings[1:-1] == siblings[2:]).astype(np.float32))
    return _side_by_side(columns)


def _kinds(page: Blocks, tree: Tree, seen: Measured) -> Floats:
    """For each block: the share of the page's prose in containers of the same tag, class and parent."""
    nodes = page.nodes
    numbers: dict[tuple[str, str, str, str], int] = {}
    kind = np.zeros(len(nodes), dtype=np.int64)
    for i in set(tree.at.tolist()):
        node = nodes[i]
        above = nodes[node.parent]
        kind[i] = numbers.setdefault((node.tag, node.name, above.tag, above.name), len(numbers))
    kinds = kind[tree.at]
    total = np.bincount(kinds, seen.prose) / max(float(seen.prose.sum()), 1.0)
    return total[kinds].astype(np.float32)


def _hints(page: Blocks, tree: Tree, where: Spread) -> Floats:
    """Hints of the block itself, of its containers inside the best one, and of those above."""
    own = np.array([node.hints for node in page.nodes])
    inside, above = own.tolist(), np.zeros_like(own)
    parent, best = tree.parent.tolist(), where.best
    for i in range(1, best + 1):
        inside[i] |= inside[parent[i]]
    above[best : _behind(page.nodes, best)] = inside[best]
    inside[best] = 0
    for i in range(best + 1, len(own)):
        inside[i] |= inside[parent[i]]
    held = np.array([own, inside, above])[:, tree.at]
    held[:2] |= np.array([block.hints for block in page.blocks])
    bits = held[:, :, None] & _HINT_COLUMNS
    return np.hstack(list((bits > 0).astype(np.float32)))


def _behind(nodes: list[Node], i: int) -> int:
    """The first container after one and all that it holds: they stand in the order of the page."""
    depth = nodes[i].depth
    return next((j for j in range(i + 1, len(nodes)) if nodes[j].depth <= depth), len(nodes))


def _words(page: Blocks, lines: Lines, title: str) -> Floats:
    wanted = title.casefold()
    texts = lines.texts
    repeated = Counter(texts)
    phrases = phrases_of(texts)[:, None] & _PHRASE_COLUMNS
    tags = np.array([_TAGS.get(block.tag, 9) for block in page.blocks])[:, None] == _TAG_COLUMNS
    own = _side_by_side(
        [
            [min(repeated[text], 4) for text in texts],
            [bool(wanted) and len(text) == len(wanted) and text.casefold() == wanted for text in texts],
            _dated(lines),
            lines.begin_with(BAR, _TRAIL),
        ]
    )
    return np.hstack([phrases > 0, tags, own]).astype(np.float32)


def _dated(lines: Lines) -> NDArray[np.bool_]:
    """Short lines with a date or time in them."""
    found = (lines.count(lines.has(MAYBE_DIGIT)) > 1) & (lines.sizes < _SHORT)
    for i in np.flatnonzero(found):
        found[i] = _DATE.search(lines.texts[i]) is not None
    return found


def _pictures(page: Blocks, tree: Tree, where: Spread, seen: Measured) -> Floats:
    """Whether a picture stands right before or behind each block, and how much text the nearest container with a
    picture holds beside the block: next to none around a caption."""
    count = len(page.blocks)
    beside = np.zeros(count + 2, dtype=np.float32)
    beside[[min(place, count) for place in page.images]] = 1.0
    held = np.array([node.images > 0 for node in page.nodes])
    own = np.log1p(seen.units)
    distance = np.full(count, _NO_PICTURE, dtype=np.float32)
    above = tree.at
    for _ in range(4):
        near = (distance == _NO_PICTURE) & held[above]
        distance[near] = np.minimum(np.log1p(where.units[above[near]]) - own[near], _NO_PICTURE - 1)
        above = tree.parent[above]
    return _side_by_side([beside[:count], beside[1 : count + 1], distance])


def _neighbours(few: Floats) -> list[Floats]:
    """Length, links, prose and marks of the blocks around each block, near and averaged."""
    out = []
    for step in (1, 2, 3):
        before, after = np.full_like(few, -1), np.full_like(few, -1)
        before[step:], after[:-step] = few[:-step], few[step:]
        out += [before, after]
    edge = np.zeros(7, np.float32)
    sums = np.cumsum(np.concatenate([edge, few[:, 2], edge]))
    index = np.arange(len(few)) + 6
    out.append(((sums[index] - sums[index - 6]) / 6)[:, None])
    out.append(((sums[index + 7] - sums[index + 1]) / 6)[:, None])
    return out
