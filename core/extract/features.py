"""Numbers that describe each block, for the learned choice (see `keep`)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.extract.blocks import Block, Blocks, Node
from core.extract.hints import HIDDEN, HINT_BITS, NOISE, RELATED
from core.extract.phrases import CJK, PHRASE_BITS, TERMINAL, phrases_in

Floats = NDArray[np.float32]

#: A container with a noisy name is furniture only if it holds less of the page's prose than this; many
#: sites wrap the
#: article in a form, an "ads" or a "paywall" class (F1 .81 without the rule, .93 with it).
PRUNE_SHARE = 0.4
#: How much of a block's prose each container above it is given, from the inside out.
FLOW = (1.0, 0.7, 0.42, 0.25, 0.15)
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
_DIGIT = re.compile("[0-9]")
_DATE = re.compile(
    r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d|\d[:：]\d\d|\d[./]\d{1,2}[./]\d\d|[a-z] \d{1,2},? \d{4}"
)


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
    """What each container holds, children included. best: the container the article most likely fills;
    wide: the
    one around it when the article is split into siblings."""

    prose: Floats
    units: Floats
    linked: Floats
    pruned: list[bool]
    best: int
    wide: int
    total: float


@dataclass(slots=True)
class _Held:
    """What each container holds, children included."""

    prose: list[float]
    units: list[float]
    linked: list[float]


def measure(page: Blocks) -> Measured:
    """Length, links and sentence marks of each block."""
    rows = np.array([_measure(block) for block in page.blocks], dtype=np.float32).reshape(-1, 5)
    size, cjk, linked, marks, _ = rows.T
    units = size + 1.5 * cjk
    links = linked / np.maximum(size, 1)
    weight = np.where(marks > 1, 1.0, np.where(marks > 0, 0.7, 0.25)) * np.where(units < 40, 0.4, 1.0)
    prose = (units * weight * (1 - links) ** 2).astype(np.float32)
    share = (cjk / np.maximum(size, 1)).astype(np.float32)
    return Measured(units.astype(np.float32), links.astype(np.float32), marks, prose, share)


def _measure(block: Block) -> tuple[int, int, int, int, int]:
    text = block.text
    count = text.count
    marks = (
        count(",") + count(". ") + count("; ") + count("! ") + count("? ") + text.endswith((".", "!", "?"))
    )
    if text.isascii():
        return len(text), 0, block.linked, marks, 0
    marks += count("，") + count("。") + count("、") + count("！") + count("？") + count("；") + count("：")
    return len(text), len(CJK.findall(text)), block.linked, marks + count("،") + count("।"), 0


def spread(page: Blocks, seen: Measured) -> Spread:
    """Let prose flow to the containers and find the one that holds the article."""
    nodes = page.nodes
    at = np.array([block.node for block in page.blocks])
    parent = np.array([node.parent for node in nodes])
    parent[0] = 0
    columns = (seen.prose, seen.units, seen.units * seen.links)
    own = [np.bincount(at, column, len(nodes)).astype(np.float64) for column in columns]
    score = _flow(own[0], parent).tolist()
    held = _Held(*(_sum_up(column.tolist(), nodes) for column in own))
    pruned = _prune(nodes, held.prose)
    best = max(range(len(nodes)), key=lambda i: 0.0 if pruned[i] else score[i])
    best = _climb(nodes, best, held, 0.25, 0.5)
    wide = _climb(nodes, best, held, 0.1, 0.6)
    prose, units, linked = (np.array(v, dtype=np.float32) for v in (held.prose, held.units, held.linked))
    return Spread(prose, units, linked, pruned, best, wide, max(held.prose[0], 1.0))


def _flow(own: NDArray[np.float64], parent: NDArray[np.int64]) -> NDArray[np.float64]:
    score = np.zeros_like(own)
    for part in FLOW:
        score += part * own
        rising = own.copy()
        rising[0] = 0.0
        own = np.bincount(parent, rising, len(own)).astype(np.float64)
    return score


def _sum_up(own: list[float], nodes: list[Node]) -> list[float]:
    for i in range(len(nodes) - 1, 0, -1):
        own[nodes[i].parent] += own[i]
    return own


def _prune(nodes: list[Node], prose: list[float]) -> list[bool]:
    limit = PRUNE_SHARE * prose[0]
    pruned = [False] * len(nodes)
    for i, node in enumerate(nodes):
        noisy = node.hints & (NOISE | RELATED | HIDDEN) and prose[i] < limit
        pruned[i] = bool(noisy) or (node.parent >= 0 and pruned[node.parent])
    return pruned


def _climb(nodes: list[Node], best: int, held: _Held, gain: float, links: float) -> int:
    """Go up to the container around sibling wrappers, as far as prose is gained and few links come with
    it."""
    here, hops = best, 8
    while nodes[here].parent > 0 and hops:
        here, hops = nodes[here].parent, hops - 1
        share = (held.prose[here] - held.prose[best]) / max(held.prose[best], 1.0)
        linked = (held.linked[here] - held.linked[best]) / max(held.units[here] - held.units[best], 1.0)
        if (share >= gain and linked <= 0.4) or (share > 0.5 and linked < links):
            best, hops = here, 8
    return best


@dataclass(slots=True)
class Described:
    """rows: one row of features for each block, in the order of the blocks."""

    rows: Floats
    seen: Measured
    where: Spread


def describe(page: Blocks, title: str) -> Described:
    """Measure a page that has at least one block."""
    seen = measure(page)
    where = spread(page, seen)
    size = _sizes(page, seen)
    parts = [
        size,
        _places(page, where, _title_at(page, title)),
        _containers(page, seen, where),
        _hints(page, where),
        _words(page, title),
        *_neighbours(size[:, :4]),
    ]
    return Described(np.hstack(parts).astype(np.float32), seen, where)


def _sizes(page: Blocks, seen: Measured) -> Floats:
    units = np.maximum(seen.units, 1)
    own = np.array(
        [
            (
                block.text.endswith(TERMINAL),
                block.text[0].isupper(),
                len(_DIGIT.findall(block.text)) / len(block.text) if len(block.text) < 120 else 0.0,
                block.broken,
                block.text[-1] in ":：",
            )
            for block in page.blocks
        ],
        dtype=np.float32,
    )
    share = float((seen.cjk * seen.units).sum() / max(float(seen.units.sum()), 1.0))
    columns = [
        np.log1p(seen.units),
        seen.links,
        np.log1p(seen.prose),
        seen.marks,
        seen.marks / units,
        seen.cjk,
        np.full_like(units, share),
    ]
    return np.column_stack([*columns, own])


def _title_at(page: Blocks, title: str) -> int:
    wanted = title.casefold()
    found = -1
    for i, block in enumerate(page.blocks):
        if wanted and len(block.text) == len(title) and block.text.casefold() == wanted:
            if block.tag == "h1":
                return i
            found = i if found < 0 else found
    return found


def _signed_log(distance: Floats) -> Floats:
    return np.sign(distance) * np.log1p(np.abs(distance))


def _places(page: Blocks, where: Spread, title_at: int) -> Floats:
    index = np.arange(len(page.blocks), dtype=np.float32)
    columns: list[NDArray[np.floating]] = [index / len(index), np.full_like(index, np.log1p(len(index)))]
    depth = np.array([page.nodes[block.node].depth for block in page.blocks], dtype=np.float32)
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
    return np.column_stack(columns).astype(np.float32)


def _containers(page: Blocks, seen: Measured, where: Spread) -> Floats:
    parent = np.array([max(node.parent, 0) for node in page.nodes])
    node = np.array([block.node for block in page.blocks])
    units = np.maximum(where.units, 1.0)
    columns: list[NDArray[np.floating]] = [
        np.array(_kinds(page, seen), dtype=np.float32)[node],
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
    return np.column_stack(columns).astype(np.float32)


def _kinds(page: Blocks, seen: Measured) -> list[float]:
    """For each container: the share of the page's prose in containers of the same tag, class and parent."""
    nodes = page.nodes
    names = [(node.tag, node.name, nodes[node.parent].tag, nodes[node.parent].name) for node in nodes]
    total: Counter[tuple[str, str, str, str]] = Counter()
    for block, amount in zip(page.blocks, seen.prose.tolist(), strict=True):
        total[names[block.node]] += amount
    everything = max(float(seen.prose.sum()), 1.0)
    return [total[name] / everything for name in names]


def _hints(page: Blocks, where: Spread) -> Floats:
    """Hints of the block itself, of its containers inside the best one, and of those above."""
    inside, above = [0] * len(page.nodes), [0] * len(page.nodes)
    for i, node in enumerate(page.nodes):
        if node.parent >= 0:
            inside[i], above[i] = inside[node.parent], above[node.parent]
        if i == where.best:
            inside[i], above[i] = 0, inside[i] | above[i] | node.hints
        else:
            inside[i] |= node.hints
    own = [page.nodes[b.node].hints | b.hints for b in page.blocks]
    held = [inside[b.node] | b.hints for b in page.blocks]
    bits = np.array([own, held, [above[b.node] for b in page.blocks]])[:, :, None] & np.array(HINT_BITS)
    return np.hstack(list((bits > 0).astype(np.float32)))


def _words(page: Blocks, title: str) -> Floats:
    wanted = title.casefold()
    repeated = Counter(block.text for block in page.blocks)
    phrases = np.array([phrases_in(block.text) for block in page.blocks])[:, None] & np.array(PHRASE_BITS)
    tags = np.array([_TAGS.get(block.tag, 9) for block in page.blocks])[:, None] == np.arange(10)
    own = np.array(
        [
            (
                min(repeated[text], 4),
                bool(wanted) and len(text) == len(wanted) and text.casefold() == wanted,
                len(text) < 120 and _DATE.search(text) is not None,
                "|" in text[:60] or "›" in text[:60] or "»" in text[:60],
            )
            for text in (block.text for block in page.blocks)
        ],
        dtype=np.float32,
    )
    return np.hstack([phrases > 0, tags, own]).astype(np.float32)


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
