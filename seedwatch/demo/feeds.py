"""The outlets' feeds: RSS 2.0, Atom with `updated` only, RDF with dc:date, JSON Feed 1.1, news sitemap."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from email.utils import format_datetime
from xml.sax.saxutils import escape

from seedwatch.demo.records import FeedFormat, Outlet
from seedwatch.demo.render import Entry

CONTENT_TYPES = {
    FeedFormat.RSS: "application/rss+xml; charset=utf-8",
    FeedFormat.ATOM: "application/atom+xml; charset=utf-8",
    FeedFormat.RDF: "text/xml; charset=utf-8",
    FeedFormat.JSON: "application/feed+json",
    FeedFormat.SITEMAP: "application/xml",
}
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def feed_document(outlet: Outlet, entries: Sequence[Entry], base: str) -> bytes:
    """The outlet's feed in its own format. `entries`: newest first."""
    return _WRITERS[outlet.feed](outlet, entries, base).encode()


def _optional(tag: str, value: str) -> str:
    return f"<{tag}>{escape(value)}</{tag}>" if value else ""


def _rss(outlet: Outlet, entries: Sequence[Entry], base: str) -> str:
    items = "\n".join(_rss_item(entry) for entry in entries)
    return (
        f'{_HEAD}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel>'
        f"<title>{escape(outlet.name)}</title><link>{base}/</link>"
        f"<description>{escape(outlet.tagline)}</description><language>{outlet.language}</language>\n"
        f"{items}\n</channel></rss>\n"
    )


def _rss_item(entry: Entry) -> str:
    """One item; titles in CDATA, the link with line breaks around it, as generators really write them."""
    date = _optional("pubDate", format_datetime(entry.published) if entry.published else "")
    return (
        f"<item><title><![CDATA[{entry.title}]]></title><link>\n{escape(entry.url)}\n</link>"
        f'<guid isPermaLink="false">{escape(entry.guid)}</guid>{date}{_optional("dc:creator", entry.author)}'
        f"{_optional('category', entry.section)}"
        f"<description><![CDATA[<p>{escape(entry.summary)}</p>]]></description></item>"
    )


def _atom(outlet: Outlet, entries: Sequence[Entry], base: str) -> str:
    newest = max((entry.updated for entry in entries if entry.updated), default=None)
    items = "\n".join(_atom_entry(entry) for entry in entries)
    return (
        f'{_HEAD}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}">\n'
        f"<id>{base}{outlet.feed_path}</id><title>{escape(outlet.name)}</title>"
        f'<link rel="self" href="{base}{outlet.feed_path}"/><link rel="alternate" href="{base}/"/>'
        f"{_optional('updated', newest.isoformat() if newest else '')}\n{items}\n</feed>\n"
    )


def _atom_entry(entry: Entry) -> str:
    updated = entry.updated.isoformat() if entry.updated else ""
    return (
        f"<entry><id>{escape(entry.guid)}</id><title>{escape(entry.title)}</title>"
        f'<link rel="alternate" type="text/html" href="{escape(entry.url)}"/>'
        f"{_optional('updated', updated)}<summary>{escape(entry.summary)}</summary></entry>"
    )


def _rdf(outlet: Outlet, entries: Sequence[Entry], base: str) -> str:
    order = "".join(f'<rdf:li rdf:resource="{escape(entry.url)}"/>' for entry in entries)
    items = "\n".join(_rdf_item(entry) for entry in entries)
    return (
        f'{_HEAD}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://purl.org/rss/1.0/">\n'
        f'<channel rdf:about="{base}/"><title>{escape(outlet.name)}</title><link>{base}/</link>'
        f"<description>{escape(outlet.tagline)}</description>"
        f"<items><rdf:Seq>{order}</rdf:Seq></items></channel>\n{items}\n</rdf:RDF>\n"
    )


def _rdf_item(entry: Entry) -> str:
    date = entry.published.isoformat() if entry.published else ""
    return (
        f'<item rdf:about="{escape(entry.url)}"><title>{escape(entry.title)}</title>'
        f"<link>{escape(entry.url)}</link>{_optional('dc:date', date)}{_optional('dc:creator', entry.author)}"
        f"<description>{escape(entry.summary)}</description></item>"
    )


def _json(outlet: Outlet, entries: Sequence[Entry], base: str) -> str:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": f"{base}/",
        "feed_url": f"{base}{outlet.feed_path}",
        "language": str(outlet.language),
        "items": [_json_item(entry) for entry in entries],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _json_item(entry: Entry) -> dict[str, object]:
    item: dict[str, object] = {"id": entry.guid, "url": entry.url, "title": entry.title}
    if entry.published:
        item["date_published"] = entry.published.isoformat()
    if entry.author:
        item["authors"] = [{"name": entry.author}]
    return item | {"summary": entry.summary, "tags": [entry.section] if entry.section else []}


def _sitemap(outlet: Outlet, entries: Sequence[Entry], base: str) -> str:
    items = "\n".join(_sitemap_url(outlet, entry) for entry in entries)
    return (
        f'{_HEAD}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{items}\n</urlset>\n'
    )


def _sitemap_url(outlet: Outlet, entry: Entry) -> str:
    date = entry.published.isoformat() if entry.published else ""
    return (
        f"<url><loc>{escape(entry.url)}</loc><news:news>"
        f"<news:publication><news:name>{escape(outlet.name)}</news:name>"
        f"<news:language>{str(outlet.language).lower()}</news:language></news:publication>"
        f"{_optional('news:publication_date', date)}"
        f"<news:title>{escape(entry.title)}</news:title></news:news></url>"
    )


_WRITERS: dict[FeedFormat, Callable[[Outlet, Sequence[Entry], str], str]] = {
    FeedFormat.RSS: _rss,
    FeedFormat.ATOM: _atom,
    FeedFormat.RDF: _rdf,
    FeedFormat.JSON: _json,
    FeedFormat.SITEMAP: _sitemap,
}
