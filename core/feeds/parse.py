"""What kind of document a feed's body is, and the reader for it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from urllib.parse import urljoin

from core.charset import decode
from core.feeds.jsonfeed import read_json
from core.feeds.setting import Setting
from core.feeds.sitemaps import read_sitemap, read_url_list
from core.feeds.xmlfeed import read_xml
from core.model.feed import ParsedFeed

#: A sitemap's limit by its protocol; what is longer is cut.
_MAX_BYTES = 50 * 1024 * 1024
_HEAD_BYTES = 4096
_GZIP = b"\x1f\x8b"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<", b"{\0", b"\0{")
_SKIP = re.compile(rb"(?is)(?:\s+|\xef\xbb\xbf|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)")
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
#: Kind of feed by its root element, for those that leave out their version.
_KINDS = {b"rss": "rss", b"channel": "rss", b"feed": "atom", b"rdf": "rdf"}
_HTML_ROOTS = frozenset({b"html", b"head", b"body", b"div", b"script", b"meta", b"title", b"center"})


def parse_feed(
    body: bytes,
    *,
    url: str | None = None,
    content_type: str | None = None,
    headers: Mapping[str, str] | None = None,
    zone: tzinfo | None = None,
    max_entries: int = 1000,
    now: datetime | None = None,
) -> ParsedFeed:
    """Read RSS, Atom, RDF, JSON Feed, a sitemap, a sitemap index or a search answer. Never raises.

    url: where it came from, for relative links. headers: of the response, names in any case.
    zone: assumed where a date states none. max_entries: what comes after is not read.
    now: base for relative dates; without it they stay unknown.
    """
    known = {name.lower(): value for name, value in (headers or {}).items()}
    content_type = content_type or known.get("content-type")
    setting = Setting(_base(url, known.get("content-location")), content_type, zone, now, max_entries)
    body, problems = _unpacked(body)
    try:
        parsed = _read(body, setting)
    except RecursionError:
        parsed = ParsedFeed("unknown", problems=("nested too deeply",))
    return replace(parsed, problems=(*problems, *parsed.problems))


def _base(url: str | None, location: str | None) -> str | None:
    """The address that relative links stand on; a Content-Location goes before the one asked for."""
    try:
        return urljoin(url or "", location or "") or None
    except ValueError:
        return url


def _unpacked(body: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Without gzip (twice at most) and without a sixteen-bit encoding, no longer than a sitemap may be."""
    problems: list[str] = []
    for _ in range(2):
        if body.startswith(_GZIP):
            body = _gunzip(body, problems)
    if len(body) > _MAX_BYTES:
        problems.append(f"longer than {_MAX_BYTES} bytes: the rest is not read")
        body = body[:_MAX_BYTES]
    if body.startswith(_UTF16_MARKS):
        body = re.sub(
            r"^(\s*<\?xml[^>]*?)\s+encoding=[\"'][^\"']*[\"']", r"\1", decode(body).text, count=1
        ).encode()
    return body, tuple(problems)


def _gunzip(body: bytes, problems: list[str]) -> bytes:
    unzip = zlib.decompressobj(wbits=31)
    try:
        plain = unzip.decompress(body, _MAX_BYTES + 1)
    except zlib.error as error:
        problems.append(f"damaged gzip: {error}")
        return b""
    if not unzip.eof and len(plain) <= _MAX_BYTES:
        problems.append("gzip cut short")
    return plain


def _read(body: bytes, setting: Setting) -> ParsedFeed:
    head = _after_prolog(body)
    if not head:
        return ParsedFeed("unknown", problems=("empty",))
    if head[:1] in b"{[":
        return read_json(body, setting)
    root = _ROOT.match(head)
    name = root[1].lower() if root else b""
    if name in {b"urlset", b"sitemapindex"}:
        return read_sitemap(body, setting, is_index=name == b"sitemapindex")
    if name in _HTML_ROOTS:
        return ParsedFeed("html", problems=("an HTML page in place of a feed",))
    if root is None and (listed := read_url_list(body, setting)) is not None:
        return listed
    return read_xml(body, setting, _KINDS.get(name, "unknown"))


def _after_prolog(body: bytes) -> bytes:
    """What follows blanks, comments, processing instructions and an XML document type."""
    at = 0
    while at < 200_000 and (match := _SKIP.match(body, at)) is not None:
        at = match.end()
    return body[at : at + _HEAD_BYTES]
