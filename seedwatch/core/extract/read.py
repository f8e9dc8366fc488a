"""The order of the passes over one page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import numpy as np
from lxml import html

from seedwatch.core.chinese.script import script_of
from seedwatch.core.dates.assumed_zone import assumed_zone
from seedwatch.core.encoding.decode import decode
from seedwatch.core.errors import UrlError
from seedwatch.core.extract.body.blocks import Blocks, read_blocks
from seedwatch.core.extract.body.boilerplate import tidy
from seedwatch.core.extract.body.choose import BodyText, read_body
from seedwatch.core.extract.fields.authors import find_authors
from seedwatch.core.extract.fields.dates.collect import page_dates
from seedwatch.core.extract.fields.dates.weigh import published
from seedwatch.core.extract.fields.linked_data import articles
from seedwatch.core.extract.fields.meta import Meta, read_meta, squash
from seedwatch.core.extract.fields.title import choose_title, fold_title
from seedwatch.core.extract.layout_fingerprint import layout_fingerprint
from seedwatch.core.extract.page import PageInput
from seedwatch.core.extract.parse import MAX_BYTES, body_of, parse_bytes, parse_text
from seedwatch.core.extract.rejection.classify import Rejection, classify_bytes, classify_page
from seedwatch.core.extract.rules import apply_rules
from seedwatch.core.fetching.identity import base_address, claimed_address
from seedwatch.core.fetching.urls import canonical_url
from seedwatch.core.model.article import Extraction
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.page import PageNotes
from seedwatch.core.model.text import Language

#: Raise when the same bytes can give another answer: stored with each article, older ones can be replayed.
VERSION = 4


def extract(page: PageInput) -> Extraction:
    """Read one page. The outcome is STORED for an article, else the reason why it is none; never raises.

    Fields are filled as far as read, whatever the outcome.
    """
    refused = classify_bytes(page.body, page.content_type)
    if refused is not None and refused.final:
        return Extraction(refused.outcome, refused.reason)
    body = page.body[:MAX_BYTES]
    decoded = decode(body, page.content_type)
    root = parse_bytes(body) if decoded.is_utf8 else parse_text(decoded.text)
    if root is None:
        return Extraction(Outcome.NOT_ARTICLE, "no element on the page", encoding=decoded.encoding)
    if len(page.body) > MAX_BYTES:
        refused = Rejection(Outcome.TOO_LARGE, f"longer than {MAX_BYTES:,} bytes; read no further")
    if decoded.doubtful:
        refused = refused or Rejection(Outcome.UNDECODABLE, "no encoding gives text that reads as a language")
    return _read(page, root, decoded.encoding, refused)


@dataclass(frozen=True, slots=True)
class _Parts:
    meta: Meta
    blocks: Blocks
    title: str
    body: BodyText
    text: str


def _read(page: PageInput, root: html.HtmlElement, encoding: str, refused: Rejection | None) -> Extraction:
    meta = read_meta(root, page.url)
    blocks = read_blocks(body_of(root))
    title = choose_title(meta, blocks, page.entry.title if page.entry else "")
    hints = page.rules.body if page.rules else ()
    body = read_body(blocks, title, root, meta.linked, hints, headlines=meta.spellings())
    text = "\n".join(tidy(apply_rules(page.rules, body.lines), title))
    parts = _Parts(meta, blocks, title, body, text)
    refused = refused or classify_page(root, meta, blocks, title, body)
    language = script_of(text or title)
    page = _with_zone(page, language)
    title_at = _title_at(blocks, title)
    dates = page_dates(page, root, meta, blocks, title, title_at, body.last)
    when = published(dates)
    return Extraction(
        refused.outcome if refused else Outcome.STORED,
        refused.reason if refused else "",
        title=title,
        text=text,
        authors=find_authors(meta, blocks, body.first, body.last, title_at, language),
        published=when,
        dates=dates,
        language=language,
        canonical_url=_canonical(meta, page.url),
        image=_image(parts, page.url),
        section=_section(meta),
        outlet=_outlet(meta),
        encoding=encoding,
        method=body.method,
        notes=PageNotes(layout=layout_fingerprint(blocks, body, when, refused is None)),
    )


def _outlet(meta: Meta) -> str:
    """The publisher's name, by the article's data for machines, else the site's."""
    named = next((node.publisher for node in articles(meta.linked) if node.publisher), "")
    return named or meta.first("og:site_name")


def _with_zone(page: PageInput, language: Language) -> PageInput:
    """The zone of the source, else of its rules, else what its country or script suggests."""
    if page.zone is not None:
        return page
    named = ZoneInfo(page.rules.zone) if page.rules and page.rules.zone else None
    return replace(page, zone=named or assumed_zone(urlsplit(page.url).hostname or "", language))


def _title_at(blocks: Blocks, title: str) -> int:
    """Index of the headline's block, -1 when the page does not print it."""
    wanted = fold_title(title)
    if not wanted or not blocks.blocks:
        return -1
    fitting = np.flatnonzero(np.abs(blocks.lines.sizes - len(title)) < 12).tolist()
    same = [i for i in fitting if fold_title(blocks.blocks[i].text) == wanted]
    return next((i for i in same if blocks.blocks[i].tag == "h1"), same[0] if same else -1)


def _canonical(meta: Meta, url: str) -> str | None:
    """The address that the page claims as its own, if it can be one; what canonical links disagree on is none."""
    links = list(dict.fromkeys(filter(None, meta.canonicals)))
    claims = (*(links if len(links) == 1 else ()), meta.first("og:url"))
    return claimed_address(claims, url, meta.base)


def _image(parts: _Parts, url: str) -> str | None:
    node_image = next((node.image for node in articles(parts.meta.linked) if node.image), "")
    claimed = parts.meta.first("og:image", "og:image:url", "twitter:image", "twitter:image:src") or node_image
    try:
        return canonical_url(claimed, base_address(url, parts.meta.base)) if claimed else None
    except UrlError:
        return None


def _section(meta: Meta) -> str | None:
    linked = next((node.section for node in articles(meta.linked) if node.section), "")
    return squash(linked or meta.first("article:section", "og:article:section", "section"))[:80] or None
