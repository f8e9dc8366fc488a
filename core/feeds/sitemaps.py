"""Sitemaps and their indexes, streamed: a protocol file may hold 50,000 addresses in 50 MB."""

from __future__ import annotations

import re
from collections.abc import Iterator
from heapq import nlargest
from io import BytesIO
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from core.feeds.markup import one_line
from core.feeds.setting import Setting
from core.model.feed import FeedEntry, ParsedFeed

_MAX_URLS = 50_000
#: CDATA sections, to be left as they are, and ampersands that begin no reference.
_AMPERSAND = re.compile(rb"(?s)<!\[CDATA\[.*?\]\]>|&(?!(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|\w{1,32});)")
_CLOSED = re.compile(rb"</(?:[\w.-]+:)?(?:url|sitemap)\s*>", re.IGNORECASE)
_BEFORE_MARKUP = re.compile(rb"^[^<]+")
#: Second-level names under which registrations are made (com.tw, co.uk).
_PUBLIC_SECOND = frozenset({"ac", "co", "com", "edu", "gov", "net", "org", "idv", "ne", "or", "go"})


def read_sitemap(body: bytes, setting: Setting, *, is_index: bool) -> ParsedFeed:
    """A urlset (entries) or an index (sitemaps). Of long ones the latest by date are kept, in document order.

    Addresses of other sites are left out, as the protocol has it: a sitemap speaks for its own site.
    """
    fields = list(_own_site(_elements(body), setting))
    if is_index:
        addresses = dict.fromkeys(one["loc"] for one in fields)
        return ParsedFeed("sitemap-index", sitemaps=tuple(addresses)[: setting.max_entries])
    problems = []
    if len(fields) > setting.max_entries:
        problems.append(f"more than {setting.max_entries} entries: the latest are read")
    entries = [_entry(one, setting) for one in _latest(fields, setting.max_entries)]
    language = next((one["language"] for one in fields if "language" in one), None)
    return ParsedFeed("sitemap", entries=tuple(entries), problems=tuple(problems), language=language)


def read_url_list(body: bytes, setting: Setting) -> ParsedFeed | None:
    """A sitemap as plain text, one address a line; None when `body` is anything else."""
    lines = body[:2_000_000].decode("utf-8", "replace").split()[: setting.max_entries]
    addresses = [line for line in lines if line.startswith(("http://", "https://"))]
    if not addresses or len(addresses) < len(lines):
        return None
    return ParsedFeed("sitemap", entries=tuple(FeedEntry(url, "") for url in addresses))


def _elements(body: bytes) -> Iterator[dict[str, str]]:
    """The named texts of each <url> or <sitemap> that is closed. What comes before damage is used."""
    ends = [match.end() for match in islice(_CLOSED.finditer(body), _MAX_URLS)]
    if not ends:
        return
    whole = _BEFORE_MARKUP.sub(b"", body[: ends[-1]], count=1)
    mended = _AMPERSAND.sub(lambda match: b"&amp;" if match[0] == b"&" else match[0], whole)
    events = etree.iterparse(
        BytesIO(mended), recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        for _, element in events:
            if isinstance(element.tag, str) and _local(element) in {"url", "sitemap"}:
                yield _texts(element)
                _forget(element)
    except etree.XMLSyntaxError:
        return  # nothing more can be read; what was, is used


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
            if isinstance(part.tag, str) and (text := _plain_text(part)):
                found.setdefault(_local(part), text)
    return found


def _plain_text(element: etree._Element) -> str:
    """Text of an element; empty where it holds an entity of the document's own, which is not resolved."""
    if any(part.tag is etree.Entity for part in element):
        return ""
    return one_line("".join(element.itertext()))


def _own_site(elements: Iterator[dict[str, str]], setting: Setting) -> Iterator[dict[str, str]]:
    site = _site(setting.url) if setting.url else None
    for fields in elements:
        url = setting.address(fields.get("loc"))
        if url is not None and site in {None, _site(url)}:
            yield {**fields, "loc": url}


def _site(url: str) -> str:
    """The registered name, near enough: two labels, three under a public second level."""
    labels = (urlsplit(url).hostname or "").split(".")
    if labels[-1].isdigit():
        return ".".join(labels)
    wide = len(labels) > 2 and labels[-2] in _PUBLIC_SECOND
    return ".".join(labels[-3:] if wide else labels[-2:])


def _latest(fields: list[dict[str, str]], limit: int) -> list[dict[str, str]]:
    if len(fields) <= limit:
        return fields
    dated = [
        (one.get("publication_date") or one.get("lastmod") or "", -number)
        for number, one in enumerate(fields)
    ]
    chosen = sorted(-number for _, number in nlargest(limit, dated))
    return [fields[number] for number in chosen]


def _entry(fields: dict[str, str], setting: Setting) -> FeedEntry:
    return FeedEntry(
        url=fields["loc"],
        title=fields.get("title", ""),
        id=fields["loc"],
        published=setting.moment(fields.get("publication_date"), fields.get("lastmod")),
    )
