"""Pages that are no articles, recognised and named: an archive that stores a cookie notice lies.

A long text of which the chooser is sure is an article whatever else the page says; the walls have little
to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from lxml import html

from seedwatch.core.extract.body.blocks import Blocks
from seedwatch.core.extract.body.choose import BodyText
from seedwatch.core.extract.body.phrases import CJK, TERMINAL
from seedwatch.core.extract.fields.linked_data import articles
from seedwatch.core.extract.fields.meta import Meta
from seedwatch.core.extract.rejection import gates
from seedwatch.core.model.outcome import Outcome

#: Units are characters, a CJK one counting 2.5. The shortest article among 342 has 170.
_NOTHING = 60
_SHORT = 600
#: A stub with a wall behind it: the longest lead seen in front of one is some 700 units.
_STUB = 1100
_STUB_BY_ITS_DATA = 1600
_STUB_SILENT = 700
_LONG = 1500
#: A line of fewer units is no sentence that tells something; so many linked lines are teasers.
_SENTENCE = 40
_TEASERS = 8
_ROWS = 20
_LIST_KINDS = frozenset({"CollectionPage", "ItemList", "SearchResultsPage", "OfferCatalog"})
#: Share of the text inside links; the highest among 342 articles is .41.
_LINKED = 0.7


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a page is no article. final: nothing on the page is worth reading."""

    outcome: Outcome
    reason: str
    final: bool = False


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the judges look at. text: of the article; units: its length; lines: the page's text outside long
    paragraphs."""

    meta: Meta
    blocks: Blocks
    title: str
    body: BodyText
    text: str
    units: float
    lines: tuple[str, ...]
    headings: tuple[str, ...]
    root: html.HtmlElement


_CJK_RUN = re.compile(f"{CJK.pattern}+")
_SOMETHING = re.compile(rb"[^ \t\r\n\x00]")
_MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|head|body|meta|div|p|h1|title|article|script|span|table|\?xml)\b", re.IGNORECASE
)
_FEED = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.DOTALL
)
_OTHER_TYPES = re.compile(
    r"^\s*(?:image|audio|video|font)/|^\s*text/(?:plain|css|csv|javascript)|^\s*application/(?:pdf|zip|octet-stream|json|msword|vnd)",
    re.IGNORECASE,
)
_MAGIC = (
    b"%PDF-",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"\x00\x00\x01\x00",
    b"{",
    b"[",
)


def classify_bytes(body: bytes, content_type: str | None) -> Rejection | None:
    """What can be said before parsing: an empty body, or one that is no HTML."""
    if not _SOMETHING.search(body):
        return Rejection(Outcome.NOT_ARTICLE, "the body is empty", final=True)
    head = body[:4096].replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf")
    if _FEED.match(head):
        return Rejection(Outcome.NOT_HTML, "the body is a feed or sitemap", final=True)
    if _MARKUP.search(head):
        return None
    if head.lstrip().startswith(_MAGIC):
        return Rejection(Outcome.NOT_HTML, "the body is another kind of file", final=True)
    if content_type and _OTHER_TYPES.match(content_type):
        return Rejection(
            Outcome.NOT_HTML, f"the server calls it {content_type.split(';')[0].strip()[:60]}", final=True
        )
    return None


def classify_page(
    root: html.HtmlElement, meta: Meta, blocks: Blocks, title: str, body: BodyText
) -> Rejection | None:
    """The first reason against the page, None for an article."""
    text = body.text
    units = _units(text)
    if body.linked > _LINKED:
        return Rejection(Outcome.NOT_ARTICLE, "its text is links")
    declared = _declared_list(meta, blocks)
    if declared is not None:
        return declared
    if units >= _LONG and body.sure >= 0.85:
        return _consent_text(body, text, units)
    seen = _seen(root, meta, blocks, title, body, text, units)
    for classifier in (_challenge, _login, _paywall, _missing, _listing, _consent_titled, _consent, _nothing):
        found = classifier(seen)
        if found is not None:
            return found
    return None


def _units(text: str) -> float:
    return len(text) if text.isascii() else len(text) + 1.5 * sum(map(len, _CJK_RUN.findall(text)))


def _seen(
    root: html.HtmlElement, meta: Meta, blocks: Blocks, title: str, body: BodyText, text: str, units: float
) -> _Seen:
    lines = tuple(block.text for block in blocks.blocks if len(block.text) < 600 and "©" not in block.text)
    headings = tuple(block.text for block in blocks.blocks if block.tag in ("h1", "h2", "h3"))
    return _Seen(meta, blocks, title, body, text, units, lines, (meta.title, title, *headings[:6]), root)


def _first(pattern: re.Pattern[str], texts: Iterable[str]) -> str:
    return next((text[:80] for text in texts if pattern.search(text)), "")


def _challenge(seen: _Seen) -> Rejection | None:
    if seen.units >= _LONG:
        return None
    marked = _challenge_mark(seen.root) if seen.units < _SHORT else ""
    said = _first(gates.CHALLENGE_TITLE, seen.headings) or marked
    if not said and seen.units < 900:
        said = _first(gates.CHALLENGE, seen.lines)
    return Rejection(Outcome.CHALLENGE, f"bot check: {said}") if said else None


def _challenge_mark(root: html.HtmlElement) -> str:
    """What betrays a bot check among the addresses and names of the page's first scripts and containers."""
    elements = islice(root.iter("script", "div"), 400)
    marks = " ".join(element.get("src") or element.get("id") or "" for element in elements)
    return next((mark for mark in gates.CHALLENGE_MARKS if mark in marks), "")


def _consent_text(body: BodyText, text: str, units: float) -> Rejection | None:
    """A text most of whose lines speak of cookies to the reader."""
    beginning = text[:5000].lower()
    if not any(word in beginning for word in gates.CONSENT_WORDS):
        return None
    about = sum(_units(line) for line in body.lines if gates.CONSENT.search(line))
    if about < 0.6 * units:
        return None
    return Rejection(Outcome.CONSENT, "the text asks for consent")


def _consent_titled(seen: _Seen) -> Rejection | None:
    titled = _first(gates.CONSENT_TITLE, seen.headings)
    if titled and seen.units < 2 * _LONG and any(map(gates.CONSENT.search, seen.lines)):
        return Rejection(Outcome.CONSENT, f"consent: {titled}")
    return None


def _consent(seen: _Seen) -> Rejection | None:
    if seen.body.lines:
        found = _consent_text(seen.body, seen.text, seen.units)
        if found is not None:
            return found
    if seen.units < _NOTHING:
        said = _first(gates.CONSENT, (line for line in seen.lines if len(line) >= 40))
        return Rejection(Outcome.CONSENT, f"consent: {said}") if said else None
    return None


def _login(seen: _Seen) -> Rejection | None:
    if seen.units >= _SHORT:
        return None
    said = _first(gates.LOGIN_TITLE, seen.headings) or _first(gates.LOGIN, (seen.text,))
    if not said and seen.units < 250:
        said = _first(gates.LOGIN, seen.lines)
    if not said and seen.units < 2 * _NOTHING:
        said = _first(gates.LOGIN_FORM, seen.lines)
    return Rejection(Outcome.LOGIN, f"login: {said}") if said else None


def _paywall(seen: _Seen) -> Rejection | None:
    closed = any(not node.free for node in articles(seen.meta.linked))
    said = _first(gates.PAYWALL, _around(seen))
    if said and seen.units < (_STUB_BY_ITS_DATA if closed else _STUB):
        return Rejection(Outcome.PAYWALL, f"stub, then: {said}")
    if closed and seen.units < _STUB_SILENT:
        return Rejection(Outcome.PAYWALL, "stub of an article that its data calls not free")
    return None


def _around(seen: _Seen) -> list[str]:
    """The article's own blocks and those that follow at once: where a wall stands, a menu does not."""
    rows = seen.blocks.blocks[max(seen.body.first - 2, 0) : seen.body.last + 10]
    return [block.text for block in rows if len(block.text) < 300]


def _missing(seen: _Seen) -> Rejection | None:
    said = _first(gates.MISSING, seen.headings) if seen.units < _STUB else ""
    if not said and seen.units < 300:
        said = _first(gates.MISSING, seen.lines)
    return Rejection(Outcome.NOT_ARTICLE, f"says it is missing: {said}") if said else None


def _listing(seen: _Seen) -> Rejection | None:
    if _first(gates.LISTING_TITLE, seen.headings[:3]) and seen.units < _LONG:
        return Rejection(Outcome.NOT_ARTICLE, "a list of search results")
    heads = _teasers(seen.blocks)
    return _no_text(seen, len(heads)) or _teased(seen, heads)


def _no_text(seen: _Seen, teasers: int) -> Rejection | None:
    prose = _prose_share(seen.body.lines)
    described = any(node.is_article and node.headline for node in seen.meta.linked)
    if seen.units >= _NOTHING > seen.body.own_units and not described and prose < 0.5:
        return Rejection(Outcome.NOT_ARTICLE, "no running text")
    figures = sum(any(char.isdigit() for char in line) for line in seen.body.lines)
    table = (
        prose == 0 and not described and len(seen.body.lines) >= _ROWS and 2 * figures > len(seen.body.lines)
    )
    teased = prose < 0.2 and seen.body.sure < 0.75 and teasers >= _TEASERS
    if seen.units < _LONG and (table or teased):
        return Rejection(Outcome.NOT_ARTICLE, "headlines or a table, and no running text")
    return None


def _teased(seen: _Seen, heads: list[int]) -> Rejection | None:
    if _claims_article(seen.meta):
        return None
    inside = sum(seen.body.first <= i < seen.body.last for i in heads)
    if inside >= 5 and inside * 2 >= len(seen.body.lines) and seen.body.sure < 0.9:
        return Rejection(Outcome.NOT_ARTICLE, "a list of teasers")
    if len(heads) >= _TEASERS and seen.body.own_units < 250:
        return Rejection(Outcome.NOT_ARTICLE, "a list of headlines")
    return None


def _declared_list(meta: Meta, blocks: Blocks) -> Rejection | None:
    """A page that calls itself a list, names no article of its own, and prints teasers."""
    described = any(node.is_article and node.headline for node in meta.linked)
    if not meta.kinds & _LIST_KINDS or described or len(_teasers(blocks)) < _TEASERS:
        return None
    return Rejection(Outcome.NOT_ARTICLE, "its data calls it a list")


def _teasers(blocks: Blocks) -> list[int]:
    """Lines that are links as long as headlines."""
    rows = enumerate(blocks.blocks)
    return [i for i, block in rows if block.linked > 0.8 * len(block.text) and _units(block.text) >= 30]


def _prose_share(lines: Iterable[str]) -> float:
    """Share of a text in lines that end as sentences do."""
    sizes = [(_units(line), line.endswith(TERMINAL)) for line in lines]
    whole = sum(size for size, _ in sizes)
    return sum(size for size, ends in sizes if ends and size >= _SENTENCE) / whole if whole else 0.0


def _claims_article(meta: Meta) -> bool:
    tagged = (
        meta.first("og:type").lower().startswith(("article", "news")) or "article:published_time" in meta.tags
    )
    return tagged or any(node.is_article and node.headline for node in meta.linked)


def _nothing(seen: _Seen) -> Rejection | None:
    limit = _NOTHING if _claims_article(seen.meta) or seen.title else 2 * _NOTHING
    if seen.units < limit:
        return Rejection(Outcome.NOT_ARTICLE, "next to no text; a script may draw it")
    loading = seen.units < 200 and _first(gates.LOADING, seen.body.lines)
    return Rejection(Outcome.NOT_ARTICLE, f"not drawn yet: {loading}") if loading else None
