"""Bytes to one element tree, within bounds."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree, html

#: A page longer than this is not read to its end: 50 MB of one line must not cost more than a news page.
MAX_BYTES = 6_000_000
#: Elements visited at most; the largest of 342 real news pages has 3,939.
MAX_ELEMENTS = 20_000
#: Tags parsed at most: each costs 350 bytes of tree, a million of them 300 MB.
MAX_TAGS = 100_000

#: One class for every element: lxml's own parser asks a function in Python for each that is looked at.
_PARSER = etree.HTMLParser(
    encoding="utf-8", remove_comments=True, remove_pis=True, recover=True, collect_ids=False
)
_PARSER.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))


def parse_text(text: str) -> html.HtmlElement | None:
    """As `parse_bytes`, of a page already decoded."""
    return parse_bytes(text.encode("utf-8", "replace"))


def parse_bytes(source: bytes) -> html.HtmlElement | None:
    """The tree of a page in UTF-8; None when nothing can be made of it.

    libxml2 drops what lies deeper than 256 elements, which bounds every recursion over the tree.
    """
    if not source or source.isspace():
        return None
    try:
        root = etree.fromstring(_bounded(source), parser=_PARSER)
    except (etree.LxmlError, ValueError):
        return None
    return root


def _bounded(source: bytes) -> bytes:
    """The page up to the last tag that is parsed."""
    if source.count(b"<") <= MAX_TAGS:
        return source
    return source[: next(islice(re.finditer(b"<", source), MAX_TAGS, None)).start()]


def body_of(root: html.HtmlElement) -> html.HtmlElement:
    """The body, or the root of a page that has none."""
    body = root.find("body")
    return root if body is None else body
