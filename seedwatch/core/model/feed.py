"""Feeds as parsed, and visits to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from seedwatch.core.model.moment import Moment
from seedwatch.core.model.source import NO_OPTIONS, FeedKind, ListOptions


@dataclass(frozen=True, slots=True)
class FeedWords:
    """The words of a feed's item as given: sanitised HTML, and the author with what stands beside it."""

    title: str = ""
    summary: str = ""
    content: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One item of a feed. `title`, `author` and `summary` are plain text.

    url: absolute http(s) address; None when the item has none that can be fetched.
    published: None when there is no date, or none that can be read.
    words: None where nothing was lost in making them plain.
    outlet, outlet_home: name and address of the publisher, where the feed lists what others published.
    """

    url: str | None
    title: str
    id: str | None = None
    published: Moment | None = None
    author: str = ""
    summary: str = ""
    words: FeedWords | None = None
    outlet: str = ""
    outlet_home: str | None = None


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A document of a feed as it came, on its way to a reader.

    headers: lower-case names. zone: IANA name, of the source. max_entries: what comes after is not read.
    options: how a list that is no feed is read. now: when it came, for dates such as "3 hours ago"; None: unknown.
    """

    kind: FeedKind
    body: bytes
    url: str
    headers: Mapping[str, str]
    zone: str
    max_entries: int
    options: ListOptions = NO_OPTIONS
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed document read. Never an error: `problems` says in words what was wrong with it.

    format: rss, atom, rdf, json, sitemap, sitemap-index, listing, script, html or unknown.
    sitemaps: addresses of further sitemaps (index documents only).
    ttl: seconds, as the feed asks; None when it does not.
    """

    format: str
    title: str = ""
    link: str | None = None
    entries: tuple[FeedEntry, ...] = ()
    sitemaps: tuple[str, ...] = ()
    ttl: int | None = None
    problems: tuple[str, ...] = ()
    language: str | None = None
    updated: Moment | None = None
    title_words: str = ""  # the title as given, sanitised HTML, where it is not plain


class FeedOutcome(StrEnum):
    """How the visit of a feed ended."""

    OK = "ok"
    NOT_MODIFIED = "not-modified"  # 304, or a body whose hash is the last one's
    NOT_A_FEED = "not-a-feed"  # HTML or anything else in its place
    HTTP_ERROR = "http-error"
    NETWORK_ERROR = "network-error"
    REFUSED = "refused"  # robots, SSRF guard, terms
    UNREADABLE = "unreadable"  # the parser gave up or ran out of time


@dataclass(frozen=True, slots=True)
class FeedVisit:
    """The end of one visit of one feed. `entries`: items listed; `fresh`: items not known before.

    fresh_for: seconds, by Cache-Control or Expires.
    moved_to: where permanent redirects, and nothing else, led.
    validators_unreliable: they said "unchanged" while there were fresh items.
    """

    feed_id: int
    at: datetime
    outcome: FeedOutcome
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    entries: int = 0
    fresh: int = 0
    reason: str = ""
    ttl: int | None = None
    fresh_for: int | None = None
    moved_to: str | None = None
    validators_unreliable: bool = False
