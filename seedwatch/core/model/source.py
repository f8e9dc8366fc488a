"""Outlets, their feeds and terms, and what is due."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from seedwatch.core.model.text import Language

#: Name of the catalogue that comes with the program.
SHIPPED = "shipped"
#: Name of the catalogue that is kept in the database: sources that were added by a command.
OWN = "own"
#: Name of the catalogue of outlets that no file declares: articles of them came by a search endpoint or aggregator.
FOUND = "found"


class FeedKind(StrEnum):
    FEED = "feed"  # RSS, Atom, RDF, JSON Feed
    SITEMAP = "sitemap"  # news sitemap or sitemap index
    SEARCH = "search"  # search endpoint that answers with a feed
    LISTING = "listing"  # page of links, by CSS selectors or by how its links repeat
    JSON = "json"  # list in a JSON answer, by jmespath expressions
    SCRIPT = "script"  # list in a variable of a page's script, by jmespath expressions


class FullText(StrEnum):
    """What an outlet's terms let this user keep."""

    FULL = "full"
    LEAD = "lead"  # title, lead and link only


@dataclass(frozen=True, slots=True)
class ListPaths:
    """Where a list's items and their fields are: CSS selectors of a listing page, jmespath expressions of a
    JSON list or a script variable. The fields are looked up in an item; empty: not declared.
    """

    items: str = ""
    url: str = ""
    title: str = ""
    date: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class ListOptions:
    """How a list that is no feed is asked for and read.

    variable: name of the script variable. drop: regular expression of what is no part of a title.
    method, headers, body: of the request.
    """

    paths: ListPaths = ListPaths()
    variable: str = ""
    drop: str = ""
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""


#: Of a feed, which needs none.
NO_OPTIONS = ListOptions()


@dataclass(frozen=True, slots=True)
class FeedSpec:
    """A declared feed of a source. `themes`: ids of the themes this feed leans to (empty: the source's)."""

    url: str
    kind: FeedKind = FeedKind.FEED
    themes: tuple[str, ...] = ()
    options: ListOptions = NO_OPTIONS

    @property
    def identity(self) -> str:
        """What tells it from other feeds: its address, with the body where one is sent."""
        return f"{self.url}\n{self.options.body}" if self.options.body else self.url


@dataclass(frozen=True, slots=True)
class Terms:
    """Rights of a source, facts from its own pages.

    profiles: use profiles that its terms allow ("personal", "non-profit", "commercial").
    retention_days: None keeps the text without limit.
    quote: characters of an article that may be quoted to others; None: the default of all outputs.
    """

    profiles: tuple[str, ...] = ("personal", "non-profit", "commercial")
    keep: FullText = FullText.FULL
    retention_days: int | None = None
    credit: str = ""
    url: str = ""
    quote: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A declared outlet.

    verify_tls: False accepts any certificate of its own hosts, which every crawl complains about.
    zone: IANA name of the zone to assume where a date carries none.
    pace: least seconds between two requests to one of its hosts.
    interval: seconds between two visits of a feed.
    themes: ids of the themes it covers; empty means every theme.
    region: where its newsroom is (`seedwatch.core.sources.regions`). owner: its publisher's family.
    wires: agencies whose reports it reprints with credit (`seedwatch.core.sources.wires`).
    triage: the themes decide by an entry's words whether its page is fetched; False: all are.
    primary: it publishes documents (rules, filings, announcements), not reports on them.
    """

    id: str
    name: str
    home: str
    language: Language
    zone: str
    feeds: tuple[FeedSpec, ...]
    crawl_delay: float = 1.0
    interval: int = 1800
    themes: tuple[str, ...] = ()
    enabled: bool = True
    grade: str = ""
    checked: str = ""  # ISO date of the evidence that the feed works
    note: str = ""
    verify_tls: bool = True
    terms: Terms = field(default_factory=Terms)
    region: str = ""
    owner: str = ""
    wires: tuple[str, ...] = ()
    primary: bool = False
    triage: bool = True


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Sources that are declared together, under the name that is stored beside each of them."""

    name: str
    sources: tuple[Source, ...]

    @property
    def digest(self) -> str:
        """32 hex characters that change with any declaration."""
        return hashlib.blake2b(repr(self.sources).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class DueFeed:
    """A feed to visit now, with what its server said last time. Header values are kept as received.

    url: as it is asked for, which is not as declared once its server has moved it for good.
    unchanged: answers by 304 in a row. validators_unreliable: its validators lie, and are not sent.
    """

    feed_id: int
    source_id: str
    url: str
    kind: FeedKind
    language: Language
    zone: str
    crawl_delay: float
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    last_visit: datetime | None = None
    interval: int = 1800  # the source's, seconds
    failures: int = 0  # visits that failed in a row
    unchanged: int = 0
    validators_unreliable: bool = False
    triage: bool = True
    options: ListOptions = NO_OPTIONS


@dataclass(frozen=True, slots=True)
class DueRecheck:
    """The page of a stored article, to be asked again. Header values are kept as received.

    url: as it was asked for; title: of the article as stored.
    """

    article_id: int
    url: str
    url_key: str
    source_id: str
    zone: str
    crawl_delay: float
    title: str
    etag: str | None = None
    last_modified: str | None = None
