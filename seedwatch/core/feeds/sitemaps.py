"""Sitemaps and their indexes, streamed: a protocol file may hold 50,000 addresses in 50 MB."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from heapq import heappush, heappushpop
from itertools import chain
from urllib.parse import urlsplit

from lxml import etree

from seedwatch.core.feeds.context import FeedContext
from seedwatch.core.feeds.markup import one_line
from seedwatch.core.fetching.public_suffix import same_owner
from seedwatch.core.model.feed import FeedEntry, ParsedFeed

_MAX_URLS = 50_000
#: Bytes of one element, of which a thousand images take the most; and characters of one of its texts.
_MAX_ELEMENT = 512 * 1024
_MAX_TEXT = 8192
#: Elements of all names; a sitemap of 50,000 pages with images has a million.
_MAX_TAGS = 1_500_000
_ELEMENTS = frozenset({"loc", "lastmod", "publication_date", "title", "language"})
#: CDATA sections, to be left as they are, and ampersands that begin no reference.
_AMPERSAND = re.compile(rb"(?s)<!\[CDATA\[.*?\]\]>|&(?!(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|\w{1,32});)")
_CLOSED = re.compile(rb"</(?:[\w.-]+:)?(?:url|sitemap)\s*>", re.IGNORECASE)
_BEFORE_MARKUP = re.compile(rb"^[^<]+")


def read_sitemap(body: Iterable[bytes], context: FeedContext, *, is_index: bool) -> ParsedFeed:
    """A urlset (entries) or an index (sitemaps). Of long ones the latest by date are kept, in document order.

    body: in pieces. Addresses of other sites are left out, as the protocol has it: a sitemap speaks for its
    own site.
    """
    fields = _own_site(_elements(body), context)
    if is_index:
        addresses = dict.fromkeys(one["loc"] for one in fields)
        return ParsedFeed("sitemap-index", sitemaps=tuple(addresses)[: context.max_entries])
    latest = _Latest(context.max_entries)
    for one in fields:
        latest.add(one)
    too_many = (f"more than {context.max_entries} entries: the latest are read",)
    return ParsedFeed(
        "sitemap",
        entries=tuple(_entry(one, context) for one in latest.in_order()),
        problems=too_many if latest.count > context.max_entries else (),
        language=latest.language,
    )


def read_url_list(body: bytes, context: FeedContext) -> ParsedFeed | None:
    """A sitemap as plain text, one address a line; None when `body` is anything else."""
    lines = body[:2_000_000].decode("utf-8", "replace").split()[: context.max_entries]
    addresses = [line for line in lines if line.startswith(("http://", "https://"))]
    if not addresses or len(addresses) < len(lines):
        return None
    return ParsedFeed("sitemap", entries=tuple(FeedEntry(url, "") for url in addresses))


def _elements(body: Iterable[bytes]) -> Iterator[dict[str, str]]:
    """The named texts of each <url> or <sitemap> that is closed. What comes before damage is used."""
    parser = etree.XMLPullParser(
        ("end",), recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    number, tags, is_over = 0, 0, False
    for part in chain(_closed_parts(body), (b"",)):
        try:
            parser.feed(part) if part else parser.close()
        except etree.XMLSyntaxError:
            is_over = True  # nothing more can be read; what was, is used
        for _, element in parser.read_events():
            tags += 1
            if isinstance(element.tag, str) and _local(element) in {"url", "sitemap"}:
                yield _texts(element)
                number += 1
                _forget(element)
        if is_over or number >= _MAX_URLS or tags >= _MAX_TAGS:
            return


def _closed_parts(body: Iterable[bytes]) -> Iterator[bytes]:
    """The document in parts that each end where a <url> or <sitemap> does, mended; what follows is lost."""
    rest = b""
    is_first = True
    for piece in body:
        rest += piece
        if is_first:
            rest = _BEFORE_MARKUP.sub(b"", rest, count=1)
        ends = [match.end() for match in _CLOSED.finditer(rest)]
        if ends:
            yield _AMPERSAND.sub(_mended, rest[: ends[-1]])
            rest, is_first = rest[ends[-1] :], False
        elif len(rest) > _MAX_ELEMENT:
            return


def _mended(match: re.Match[bytes]) -> bytes:
    return b"&amp;" if match[0] == b"&" else match[0]


def _forget(element: etree._Element) -> None:
    """Free what was read, so that memory does not grow with the document."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _local(element: etree._Element) -> str:
    name: str = element.tag.rpartition("}")[2].rpartition(":")[2]
    return name.lower()


def _texts(element: etree._Element) -> dict[str, str]:
    """Texts by local name. Only direct children and those of a news element count: image:loc is no page."""
    found: dict[str, str] = {}
    for child in element:
        if not isinstance(child.tag, str):
            continue
        parts = child.iter() if _local(child) == "news" else (child,)
        for part in parts:
            if (
                isinstance(part.tag, str)
                and (name := _local(part)) in _ELEMENTS
                and (text := _plain_text(part))
            ):
                found.setdefault(name, text[:_MAX_TEXT])
    return found


def _plain_text(element: etree._Element) -> str:
    """Text of an element; empty where it holds an entity of the document's own, which is not resolved."""
    if any(part.tag is etree.Entity for part in element):
        return ""
    return one_line("".join(element.itertext()))


def _own_site(elements: Iterator[dict[str, str]], context: FeedContext) -> Iterator[dict[str, str]]:
    own = urlsplit(context.url).hostname if context.url else None
    for fields in elements:
        url = context.address(fields.get("loc"))
        if url is not None and (own is None or same_owner(own, urlsplit(url).hostname or "")):
            yield {**fields, "loc": url}


class _Latest:
    """Keeps so many elements, the latest by the dates that they state."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.count = 0
        self.language: str | None = None
        self._kept: list[tuple[str, int, dict[str, str]]] = []  # a heap, the earliest first

    def add(self, fields: dict[str, str]) -> None:
        self.language = self.language or fields.get("language")
        dated = fields.get("publication_date") or fields.get("lastmod") or ""
        self.count += 1
        item = (dated, -self.count, fields)
        if len(self._kept) < self.limit:
            heappush(self._kept, item)
        else:
            heappushpop(self._kept, item)

    def in_order(self) -> list[dict[str, str]]:
        return [fields for _, _, fields in sorted(self._kept, key=lambda item: -item[1])]


def _entry(fields: dict[str, str], context: FeedContext) -> FeedEntry:
    return FeedEntry(
        url=fields["loc"],
        title=fields.get("title", ""),
        id=fields["loc"],
        published=context.moment(fields.get("publication_date"), fields.get("lastmod")),
    )
