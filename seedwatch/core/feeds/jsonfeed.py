"""JSON Feed 1.0 and 1.1, and the JSON answers of three search services."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from seedwatch.core.encoding.decode import decode
from seedwatch.core.feeds.context import FeedContext
from seedwatch.core.feeds.markup import one_line, plain
from seedwatch.core.model.feed import FeedEntry, ParsedFeed

_Item = Mapping[str, Any]


def read_json(body: bytes, context: FeedContext) -> ParsedFeed:
    """The feed in a JSON document; "unknown" with a problem for any other JSON."""
    try:
        # Numbers stay strings: one of 100,000 digits takes minutes to convert, and none is calculated with.
        document = json.loads(
            decode(body, context.content_type).text, parse_int=str, parse_float=str, parse_constant=str
        )
    except ValueError as error:
        return ParsedFeed("unknown", problems=(one_line(f"damaged JSON: {error}")[:300],))
    if not isinstance(document, dict):
        return ParsedFeed("unknown", problems=("JSON, but no feed",))
    for items_of, read_item in _SHAPES:
        items = items_of(document)
        if isinstance(items, list):
            return _feed(document, items, read_item, context)
    kind = "json" if "jsonfeed.org" in str(document.get("version")) else "unknown"
    return ParsedFeed(kind, _text(document, "title"), problems=("no list of items",))


def _feed(document: _Item, items: list[Any], read_item: _Reader, context: FeedContext) -> ParsedFeed:
    home = context.address(document.get("home_page_url"))
    inner = context.based_on(home)
    entries = [read_item(item, inner) for item in items[: context.max_entries] if isinstance(item, dict)]
    everybody = _authors(document)
    if everybody and read_item is _read_item:
        entries = [
            entry and (entry if entry.author else replace(entry, author=everybody)) for entry in entries
        ]
    too_many = (f"more than {context.max_entries} entries: the rest is not read",)
    return ParsedFeed(
        format="json",
        title=_text(document, "title"),
        link=home,
        entries=tuple(entry for entry in entries if entry is not None),
        problems=too_many if len(items) > context.max_entries else (),
        language=_text(document, "language") or None,
    )


def _text(item: _Item, *names: str) -> str:
    """The first of the fields that holds text or a number, as plain text."""
    for name in names:
        value = item.get(name)
        if isinstance(value, str) and value.strip():
            return plain(value)
    return ""


def _read_item(item: _Item, context: FeedContext) -> FeedEntry | None:
    """An item of JSON Feed; None for one whose only address cannot be fetched (javascript:)."""
    names = ("url", "external_url")
    url = next((url for name in names if (url := context.address(item.get(name))) is not None), None)
    if url is None and any(isinstance(item.get(name), str) and item[name].strip() for name in names):
        return None
    return FeedEntry(
        url=url or context.address(item.get("id")),
        title=_text(item, "title"),
        id=_text(item, "id") or None,
        published=context.moment(item.get("date_published"), item.get("date_modified")),
        author=_authors(item),
        summary=_text(item, "summary", "content_text", "content_html"),
    )


def _authors(item: _Item) -> str:
    """All names, of version 1.1 and 1.0; those that write plain names in place of objects are read too."""
    authors = item.get("authors")
    listed = authors if isinstance(authors, list) else [authors or item.get("author")]
    names = [
        _text(author, "name")
        if isinstance(author, dict)
        else plain(author)
        if isinstance(author, str)
        else ""
        for author in listed
    ]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _read_gdelt(item: _Item, context: FeedContext) -> FeedEntry | None:
    """GDELT's seendate is when it saw the page, never when that was published."""
    url = context.address(item.get("url"))
    return None if url is None else FeedEntry(url, _text(item, "title"), id=url)


def _read_hacker_news(item: _Item, context: FeedContext) -> FeedEntry | None:
    """A text post leads nowhere, and is listed without an address; the date is of the post."""
    url = context.address(item.get("url"))
    if url is None and item.get("url"):
        return None
    posted = context.moment(item.get("created_at"))
    return FeedEntry(
        url, _text(item, "title"), _text(item, "objectID") or None, posted, _text(item, "author")
    )


def _read_cnyes(item: _Item, context: FeedContext) -> FeedEntry | None:
    number = _text(item, "newsId")
    if not number.isdigit():
        return None
    published = context.moment(item.get("publishAt"))
    url = f"https://news.cnyes.com/news/id/{number}"
    return FeedEntry(url, _text(item, "title"), number, published, summary=_text(item, "summary"))


def _inner_items(document: _Item) -> object:
    data = document.get("data")
    return data.get("items") if isinstance(data, dict) else None


_Reader = Callable[[_Item, FeedContext], FeedEntry | None]
#: Where each kind keeps its items, and how one is read. The first that has a list wins.
_SHAPES: tuple[tuple[Callable[[_Item], object], _Reader], ...] = (
    (lambda document: document.get("items"), _read_item),
    (lambda document: document.get("articles"), _read_gdelt),
    (lambda document: document.get("hits"), _read_hacker_news),
    (_inner_items, _read_cnyes),
)
