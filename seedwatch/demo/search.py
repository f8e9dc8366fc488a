"""A stand-in for the Bing News RSS search endpoint over the sample web.

Same request (`/news/search?q=...&format=rss`), same answer: RSS 2.0 whose links go through `apiclick.aspx`
and carry the article's address percent-encoded in `url=`. A query finds text of both Chinese scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

import opencc

MOST_ITEMS = 12
_ESCAPE = re.compile("%[0-9A-F]{2}")
_TERM = re.compile(r'"([^"]+)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Findable:
    """An article as the search knows it."""

    url: str
    title: str
    text: str
    source: str
    published: datetime


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def folded(text: str) -> str:
    """One form for both scripts and both cases."""
    return str(_to_simplified().convert(text)).casefold()


def query_groups(query: str) -> tuple[tuple[str, ...], ...]:
    """Alternatives (around OR) of words that must all occur; quotes make one word of several."""
    groups: list[list[str]] = [[]]
    for match in _TERM.finditer(query):
        quoted, bare = match.groups()
        if bare == "OR":
            groups.append([])
        else:
            groups[-1].append(folded(quoted or bare))
    return tuple(tuple(group) for group in groups if group)


def find(query: str, articles: Iterable[Findable]) -> list[Findable]:
    """At most MOST_ITEMS articles that match, those with every word in the title first, then the newest."""
    groups = query_groups(query)
    hits: list[tuple[bool, float, Findable]] = []
    for article in articles:
        title, both = folded(article.title), folded(f"{article.title}\n{article.text}")
        if any(all(word in both for word in group) for group in groups):
            in_title = any(all(word in title for word in group) for group in groups)
            hits.append((in_title, article.published.timestamp(), article))
    hits.sort(key=lambda hit: hit[:2], reverse=True)
    return [article for _, _, article in hits[:MOST_ITEMS]]


def answer(query: str, articles: Iterable[Findable], base: str) -> bytes:
    """The RSS document for a query."""
    address = f"{base}/news/search?q={quote(query)}&format=rss"
    items = "\n".join(_item(article, base) for article in find(query, articles))
    return (
        f'<?xml version="1.0" encoding="utf-8" ?><rss version="2.0" xmlns:News={quoteattr(address)}>\n'
        f"<channel><title>{escape(query)} - BingNews</title><link>{escape(address)}</link>"
        f"<description>Search results</description>\n{items}\n</channel></rss>\n"
    ).encode()


def _percent_encoded(url: str) -> str:
    """With escapes in small letters, as Bing writes them."""
    return _ESCAPE.sub(lambda match: match[0].lower(), quote(url, safe=""))


def _item(article: Findable, base: str) -> str:
    token = blake2b(article.url.encode(), digest_size=16).hexdigest().upper()
    link = (
        f"{base}/news/apiclick.aspx?ref=FexRss&aid=&tid={token}&url={_percent_encoded(article.url)}"
        "&c=4438839993362862681&mkt=zh-tw"
    )
    date = article.published.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return (
        f"<item><title>{escape(article.title)}</title><link>{escape(link)}</link>"
        f"<description>{escape(article.text[:140])}</description><pubDate>{date}</pubDate>"
        f"<News:Source>{escape(article.source)}</News:Source></item>"
    )
