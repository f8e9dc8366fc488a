"""Kinds of sources, a row each: what reads the documents of a kind, and what else sets it apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo

from seedwatch.core.feeds.context import FeedContext, base_of
from seedwatch.core.model.feed import FeedDocument, ParsedFeed
from seedwatch.core.model.source import FeedKind

#: Never raises; the zone is the source's, assumed where a date states none.
Reader = Callable[[FeedDocument, tzinfo | None], ParsedFeed]


@dataclass(frozen=True, slots=True)
class KindFacts:
    """matches_itself: its entries are what was asked for; a search endpoint sees more of them than we do.

    lists_sitemaps: sitemaps that its documents name are read too.
    lists_others: what it lists was published by others, whose names the articles carry.
    """

    reader: Reader
    matches_itself: bool = False
    lists_sitemaps: bool = False
    lists_others: bool = False


def _read_any_feed(document: FeedDocument, zone: tzinfo | None) -> ParsedFeed:
    """Servers mistake one format for another, so the document itself tells which it is."""
    from seedwatch.core.feeds.parse import parse_feed  # 0.2 s: in the workers, not where the crawl runs

    return parse_feed(
        document.body,
        url=document.url,
        content_type=document.headers.get("content-type"),
        headers=document.headers,
        zone=zone,
        max_entries=document.max_entries,
        now=document.now,
    )


def _read_listing(document: FeedDocument, zone: tzinfo | None) -> ParsedFeed:
    from seedwatch.core.feeds.listing_page import read_listing

    return read_listing(document.body, _context(document, zone), document.options)


def _read_json_list(document: FeedDocument, zone: tzinfo | None) -> ParsedFeed:
    from seedwatch.core.feeds.json_list import read_json_list

    return read_json_list(document.body, _context(document, zone), document.options)


def _read_script_list(document: FeedDocument, zone: tzinfo | None) -> ParsedFeed:
    from seedwatch.core.feeds.json_list import read_script_list

    return read_script_list(document.body, _context(document, zone), document.options)


def _context(document: FeedDocument, zone: tzinfo | None) -> FeedContext:
    return FeedContext(
        url=base_of(document.url, document.headers.get("content-location")),
        content_type=document.headers.get("content-type"),
        zone=zone,
        now=document.now,
        max_entries=document.max_entries,
    )


KINDS = {
    FeedKind.FEED: KindFacts(_read_any_feed),
    FeedKind.SITEMAP: KindFacts(_read_any_feed, lists_sitemaps=True),
    FeedKind.SEARCH: KindFacts(_read_any_feed, matches_itself=True, lists_others=True),
    FeedKind.LISTING: KindFacts(_read_listing),
    FeedKind.JSON: KindFacts(_read_json_list),
    FeedKind.SCRIPT: KindFacts(_read_script_list),
}


def read_document(document: FeedDocument, zone: tzinfo | None) -> ParsedFeed:
    """The document of a feed, read as its kind is."""
    return KINDS[document.kind].reader(document, zone)
