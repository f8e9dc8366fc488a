"""What kind of document a feed's body is, and the reader for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from itertools import chain

from seedwatch.core.encoding.decode import decode
from seedwatch.core.feeds.context import FeedContext, base_of
from seedwatch.core.feeds.jsonfeed import read_json
from seedwatch.core.feeds.markup import one_line, plain
from seedwatch.core.feeds.mend import late_start
from seedwatch.core.feeds.sitemaps import read_sitemap, read_url_list
from seedwatch.core.feeds.unpack import MAX_BYTES, is_packed, pieces, whole
from seedwatch.core.feeds.xmlfeed import read_xml
from seedwatch.core.model.feed import ParsedFeed

#: Prologs are looked through up to here for the root element, and roots are no longer than that.
_START_BYTES = 200_000
_HEAD_BYTES = 4096
_SITEMAPS = frozenset({b"urlset", b"sitemapindex"})
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<", b"{\0", b"\0{")
_SKIP = re.compile(rb"(?is)(?:\s+|\xef\xbb\xbf|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)")
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
#: Kind of feed by its root element, for those that leave out their version.
_KINDS = {b"rss": "rss", b"channel": "rss", b"feed": "atom", b"rdf": "rdf"}
_ROOTS = _SITEMAPS | frozenset(_KINDS)
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
    context = FeedContext(base_of(url, known.get("content-location")), content_type, zone, now, max_entries)
    problems: list[str] = []
    try:
        parsed = _read(body, context, problems)
    except RecursionError:
        parsed = ParsedFeed("unknown", problems=("nested too deeply",))
    return replace(parsed, problems=(*problems, *parsed.problems))


def _read(body: bytes, context: FeedContext, problems: list[str]) -> ParsedFeed:
    """Sitemaps are read as they are unpacked; everything else is short, and read whole."""
    stream = pieces(body, problems)
    start = b""
    while len(start) < _START_BYTES and (piece := next(stream, b"")):
        start += piece
    if start.startswith(_UTF16_MARKS):
        return _read_whole(_without_utf16(whole(start, stream, problems)), context)
    skipped = _words_before(start, problems)
    start = start[skipped:]
    name = _root_of(_after_prolog(start))
    if name in _SITEMAPS:
        return read_sitemap(chain((start,), stream), context, is_index=name == b"sitemapindex")
    rest = whole(start, stream, problems) if is_packed(body) else body[skipped : skipped + MAX_BYTES]
    return _read_whole(rest, context)


def _words_before(start: bytes, problems: list[str]) -> int:
    """Bytes to leave out because a server printed words of its own before the feed; they are named."""
    head = _after_prolog(start)
    if not head or head[:1] in b"{[" or _root_of(head) in _ROOTS:
        return 0
    skipped = late_start(start) or 0
    if skipped:
        words = one_line(plain(start[: min(skipped, _HEAD_BYTES)].decode("utf-8", "replace")))
        problems.append(f"{skipped} bytes before the feed left out: {words[:120]}")
    return skipped


def _without_utf16(body: bytes) -> bytes:
    declared = r"^(\s*<\?xml[^>]*?)\s+encoding=[\"'][^\"']*[\"']"
    return re.sub(declared, r"\1", decode(body).text, count=1).encode()


def _read_whole(body: bytes, context: FeedContext) -> ParsedFeed:
    head = _after_prolog(body)
    if not head:
        return ParsedFeed("unknown", problems=("empty",))
    if head[:1] in b"{[":
        return read_json(body, context)
    name = _root_of(head)
    if name in _SITEMAPS:
        return read_sitemap((body,), context, is_index=name == b"sitemapindex")
    if name in _HTML_ROOTS:
        return ParsedFeed("html", problems=("an HTML page in place of a feed",))
    if not name and (listed := read_url_list(body, context)) is not None:
        return listed
    return read_xml(body, context, _KINDS.get(name, "unknown"))


def _root_of(head: bytes) -> bytes:
    """Local name of the element that begins here, in lower case; empty when none does."""
    root = _ROOT.match(head)
    return root[1].lower() if root else b""


def _after_prolog(body: bytes) -> bytes:
    """What follows blanks, comments, processing instructions and an XML document type."""
    at = 0
    while at < _START_BYTES and (match := _SKIP.match(body, at)) is not None:
        at = match.end()
    return body[at : at + _HEAD_BYTES]
