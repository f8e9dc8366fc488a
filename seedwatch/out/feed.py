"""Feeds of what was found: Atom and JSON Feed 1.1, from one record; and the list of all of them as OPML.

Names are uuids of the archive and the article: no host, port or path is part of them, so a reader that moves
with the archive knows every article again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid5

import orjson
from lxml import etree

from seedwatch.core.model.export import ExportRow
from seedwatch.out.style import OutStyle, quotation, web_url, whole_text

ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: Since when an empty feed is what it is.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Deleted:
    """An article that was erased here: feeds say so, so that readers let it go too."""

    article_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says. path: its own address below the site, without an ending; page: that of its page.

    rows: what changed last, first.
    """

    path: str
    title: str
    page: str
    language: str
    rows: Sequence[ExportRow]
    deleted: Sequence[Deleted] = ()

    @property
    def updated(self) -> datetime:
        """When it last changed."""
        times = [*map(changed, self.rows), *(each.at for each in self.deleted)]
        return max(times, default=_NEVER)


def changed(row: ExportRow) -> datetime:
    """When an article last changed here."""
    return max(row.fetched_at, row.edited_at or row.fetched_at)


def atom(feed: Feed, style: OutStyle) -> bytes:
    """The feed as Atom (RFC 4287), deletions by RFC 6721."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM, "at": TOMBSTONES})
    root.set(_LANG, feed.language)
    _text(root, "id", uuid5(style.archive, f"feed:{feed.path}").urn)
    _text(root, "title", feed.title)
    _text(root, "updated", _stamp(feed.updated))
    _text(_child(root, "author"), "name", "Seedwatch")
    _text(root, "generator", "Seedwatch")
    if style.site:
        _child(root, "link", rel="self", type="application/atom+xml", href=_address(feed.path, "atom", style))
        _child(root, "link", rel="alternate", type="text/html", href=f"{style.site}{feed.page}")
    for row in feed.rows:
        _entry(_child(root, "entry"), row, style)
    for each in feed.deleted:
        gone = {"ref": style.id_of(each.article_id), "when": _stamp(each.at)}
        etree.SubElement(root, f"{{{TOMBSTONES}}}deleted-entry", gone)
    made: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _entry(entry: Any, row: ExportRow, style: OutStyle) -> None:
    entry.set(_LANG, row.language)
    _text(entry, "id", style.id_of(row.id))
    _text(entry, "title", row.title)
    _text(entry, "updated", _stamp(changed(row)))
    if row.published_utc is not None:
        _text(entry, "published", _stamp(row.published_utc))
    if url := web_url(row.url):
        _child(entry, "link", rel="alternate", type="text/html", href=url)
    if page := style.page(row.id):
        _child(entry, "link", rel="related", type="text/html", href=page)
    for name in row.authors or (row.source_name or row.source,):
        _text(_child(entry, "author"), "name", name)
    for theme in row.themes:
        _child(entry, "category", term=theme, label=style.theme(theme))
    if lead := quotation(row):
        _text(entry, "summary", lead)
    if style.full_text and (text := whole_text(row)):
        _text(entry, "content", text).set("type", "text")
    if credit := _credit(row):
        _text(entry, "rights", credit)


def json_feed(feed: Feed, style: OutStyle) -> bytes:
    """The feed as JSON Feed 1.1, which has no word for deletions: what is gone is just not there."""
    site = style.site
    found: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "language": feed.language,
        "authors": [{"name": "Seedwatch"}],
        "home_page_url": f"{site}{feed.page}" if site else "",
        "feed_url": _address(feed.path, "json", style) if site else "",
        "items": [_item(row, style) for row in feed.rows],
    }
    return orjson.dumps({key: value for key, value in found.items() if value or key == "items"})


def _item(row: ExportRow, style: OutStyle) -> dict[str, object]:
    lead = quotation(row)
    text = whole_text(row) if style.full_text else ""
    item: dict[str, object] = {
        "id": style.id_of(row.id),
        "url": web_url(row.url),
        "title": row.title,
        "content_text": text or lead,
        "summary": lead,
        "date_published": _stamp(row.published_utc) if row.published_utc else "",
        "date_modified": _stamp(changed(row)),
        "authors": [{"name": name} for name in row.authors or (row.source_name or row.source,)],
        "tags": [style.theme(theme) for theme in row.themes],
        "language": row.language,
        "_seedwatch": {"outlet": row.source_name or row.source, "credit": _credit(row)},
    }
    return {key: value for key, value in item.items() if value or key == "content_text"}


def opml(feeds: Iterable[tuple[str, str]], title: str, style: OutStyle, key: str = "") -> bytes:
    """All feeds as one file for readers. feeds: (title, path). key: what opens them, for whoever asked with it."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _clean(title)
    body = etree.SubElement(root, "body")
    for name, path in feeds:
        address = _address(path, "atom", style)
        address += f"{'&' if '?' in address else '?'}key={key}" if key else ""
        etree.SubElement(body, "outline", type="rss", text=_clean(name), title=_clean(name), xmlUrl=address)
    made: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _address(path: str, ending: str, style: OutStyle) -> str:
    place, mark, asked = path.partition("?")
    return f"{style.site}{place}.{ending}{mark}{asked}"


def _credit(row: ExportRow) -> str:
    return row.rights.credit or row.source_name or row.source


def _child(parent: Any, name: str, **attributes: str) -> Any:
    clean = {key: _clean(value) for key, value in attributes.items()}
    return etree.SubElement(parent, f"{{{ATOM}}}{name}", clean)


def _text(parent: Any, name: str, value: str) -> Any:
    child = _child(parent, name)
    child.text = _clean(value)
    return child


def _clean(text: str) -> str:
    """What XML can hold."""
    return "".join(char if char in "\t\n" or _in_xml(char) else " " for char in text)


def _in_xml(char: str) -> bool:
    return " " <= char <= "\ud7ff" or "\ue000" <= char <= "\ufffd" or char >= "\U00010000"


def _stamp(at: datetime) -> str:
    """RFC 3339, in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
