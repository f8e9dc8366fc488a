"""Where a site's feeds are: what its pages name, the paths where feeds usually stand, what robots.txt names. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from itertools import chain, count
from urllib.parse import urljoin, urlsplit

from lxml import html

from seedwatch.core.model.source import FeedKind

#: Tried in this order where a page names no feed.
COMMON_PATHS = ("/feed", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml")
_FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/xml",
        "text/xml",
    }
)
MOST_LINKS = 12
_SITEMAP = re.compile(r"(?im)^\s*sitemap\s*:\s*(\S+)")
_COMMENTS = re.compile(r"(?i)comment|留言|評論|评论")


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that was read. newest: ISO date of its newest item, empty without one. via: how it was found."""

    url: str
    kind: FeedKind
    title: str
    items: int
    newest: str
    language: str
    via: str


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says of its site: declared feeds in order, and name, language as written in it."""

    feeds: tuple[str, ...] = ()
    title: str = ""
    language: str = ""


def page_facts(text: str, url: str) -> PageFacts:
    """Read a page's head. Feeds of comments come last. text: decoded; empty facts for what is no HTML."""
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), html.HTMLParser(encoding="utf-8"))
    except (ValueError, html.etree.ParserError):
        return PageFacts()
    base = next((urljoin(url, each) for each in root.xpath("//base/@href")), url)
    links: dict[str, bool] = {}
    for link in root.xpath("//link[@href]"):
        rel = (link.get("rel") or "").lower().split()
        if "alternate" in rel and (link.get("type") or "").lower().split(";")[0].strip() in _FEED_TYPES:
            address = urljoin(base, link.get("href").strip())
            if urlsplit(address).scheme in ("http", "https"):
                links.setdefault(address, bool(_COMMENTS.search(f"{link.get('title') or ''} {address}")))
    names = root.xpath("//meta[@property='og:site_name']/@content") + root.xpath("//title/text()")
    name = next((" ".join(each.split()) for each in names if each.strip()), "")
    return PageFacts(tuple(sorted(links, key=links.__getitem__))[:MOST_LINKS], name, root.get("lang") or "")


def sitemaps_of(robots: str, url: str) -> tuple[str, ...]:
    """News sitemaps that a robots.txt names, else its first few sitemaps."""
    named = [urljoin(url, each) for each in _SITEMAP.findall(robots)]
    named = list(dict.fromkeys(each for each in named if urlsplit(each).scheme in ("http", "https")))
    news = [each for each in named if "news" in each.lower()]
    return tuple((news or named)[:3])


def source_id_for(host: str, taken: Set[str]) -> str:
    """An id made of a host's name that no other source has."""
    plain = re.sub(r"[^a-z0-9]+", "-", host.lower().removeprefix("www.")).strip("-")[:36] or "source"
    return next(each for each in chain([plain], (f"{plain}-{n}" for n in count(2))) if each not in taken)


def best_first(found: Iterable[FoundFeed]) -> tuple[FoundFeed, ...]:
    """Feeds with items before those without, feeds before sitemaps before listings; else as found."""
    rank = {FeedKind.FEED: 0, FeedKind.SITEMAP: 1}
    unique = {each.url: each for each in found}
    return tuple(sorted(unique.values(), key=lambda each: (not each.items, rank.get(each.kind, 2))))
