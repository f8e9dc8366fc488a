"""Parts of a page that belong to something else however much text they hold: comments, galleries, further articles,
and what no browser shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from seedwatch.core.extract.body.class_hints import FOREIGN, HIDDEN

if TYPE_CHECKING:
    from seedwatch.core.extract.body.blocks import Blocks, Node

_COMMENTS = re.compile(
    r"(?:網友|网友|讀者|读者|用戶|用户|會員|会员|全部|所有|最新|熱門|热门|精彩|精选|我要|發表|发表|查看)*"
    r"(?:留言|評論|评论|回應|回应|回覆|回复|跟帖|跟贴|討論|讨论)(?:區|区|板|列表)?|"
    r"(?:(?:reader|user|all|latest)s? )?comments?|leave a (?:reply|comment)|join the (?:discussion|conversation)|"
    r"kommentare|commentaires|コメント",
    re.IGNORECASE,
)
_COMMENT_WORD = re.compile(r"[留評评回跟討讨コ]|omment|OMMENT|eply|REPLY|iscussion|onversation")
_COUNT = re.compile(r"[\s(（\[【:：]*\d*\s?(?:則|则|条|條|篇|個|个)?[\s)）\]】]*$")
#: The number of a picture in its gallery.
_COUNTER = re.compile(r"\d{1,3}\s?[/／]\s?\d{1,3}(?!\s?[/／\d])")
_LEAST_PICTURES = 4
#: Hidden text that is this share of the page or more is an article that a script shows.
_SHOWN_LATER = 0.4
_LONGEST_HEADING = 24
#: A bare 評論 outside a heading is a button.
_LEAST_HEADING = 4
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_FEWEST_PARAGRAPHS = 2


def mark_sections(page: Blocks) -> None:
    """Add FOREIGN to the hints of the containers that hold them."""
    if not page.blocks:
        return
    total = int(page.lines.sizes.sum())
    for section in (*_hidden(page, total), *_comments(page), *_galleries(page), *_further_articles(page)):
        section.hints |= FOREIGN


def _hidden(page: Blocks, total: int) -> Iterator[Node]:
    for node in page.nodes:
        if node.hints & HIDDEN:
            held = int(page.lines.sizes[node.start : node.end].sum())
            if held < _SHOWN_LATER * total:
                yield node


def _comments(page: Blocks) -> Iterator[Node]:
    """The container that a heading of comments opens; one that holds more before the heading is the page."""
    headline = _first_headline(page)
    for i in np.flatnonzero(page.lines.sizes <= _LONGEST_HEADING).tolist():
        block = page.blocks[i]
        if not _COMMENT_WORD.search(block.text):
            continue
        if not _COMMENTS.fullmatch(_COUNT.sub("", block.text)):
            continue
        if block.tag not in _HEADINGS and len(block.text) < _LEAST_HEADING:
            continue
        at = block.node
        while page.nodes[at].parent > 0 and page.nodes[page.nodes[at].parent].start >= i - 1:
            at = page.nodes[at].parent
        node = page.nodes[at]
        if node.end - i > 2 and not node.start <= headline < node.end:
            yield node


def _galleries(page: Blocks) -> Iterator[Node]:
    """The smallest container with several numbered pictures, unless it is the page's main matter."""
    counted = [
        i for i, block in enumerate(page.blocks) if "0" <= block.text[0] <= "9" and _COUNTER.match(block.text)
    ]
    if len(counted) < _LEAST_PICTURES:
        return
    for node in reversed(page.nodes):
        inside = sum(node.start <= i < node.end for i in counted)
        if inside >= _LEAST_PICTURES:
            if node.end - node.start <= 5 * inside and node.end - node.start < len(page.blocks):
                yield node
            return


def _further_articles(page: Blocks) -> Iterator[Node]:
    """On an endless page: containers like the first headline's that have a headline and paragraphs of their own."""
    heads = [i for i, block in enumerate(page.blocks) if block.tag == "h1"]
    if len(heads) < 2:
        return
    first = next((node for node in reversed(page.nodes) if _is_article(page, node, heads[0])), None)
    if first is None:
        return
    for node in page.nodes:
        same = node is not first and (node.tag, node.name, node.depth) == (first.tag, first.name, first.depth)
        if same and node.start >= first.end and any(_is_article(page, node, i) for i in heads[1:]):
            yield node


def _is_article(page: Blocks, node: Node, head: int) -> bool:
    if not node.start <= head < node.end or node.parent < 0:
        return False
    prose = sum(len(block.text) > 30 and not block.linked for block in page.blocks[head : node.end])
    return prose >= _FEWEST_PARAGRAPHS


def _first_headline(page: Blocks) -> int:
    return next((i for i, block in enumerate(page.blocks) if block.tag == "h1"), -1)
