"""The records of the sample news web: what is declared in `demo/site/`, read once and frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from seedwatch.core.model.article import CopyKind
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.text import Language


class FeedFormat(StrEnum):
    RSS = "rss"
    ATOM = "atom"
    RDF = "rdf"
    JSON = "json"
    SITEMAP = "sitemap"


class FaultKind(StrEnum):
    """What a feed link leads to instead of an article."""

    PAYWALL = "paywall"
    CONSENT = "consent"
    MISSING = "missing"
    REDIRECT = "redirect"
    LISTING = "listing"
    ROBOTS = "robots"


#: How the visit of a faulty address should end.
FAULT_OUTCOMES = {
    FaultKind.PAYWALL: Outcome.PAYWALL,
    FaultKind.CONSENT: Outcome.CONSENT,
    FaultKind.MISSING: Outcome.GONE,
    FaultKind.REDIRECT: Outcome.REDIRECT_LOOP,
    FaultKind.LISTING: Outcome.NOT_ARTICLE,
    FaultKind.ROBOTS: Outcome.ROBOTS,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A link of a feed that does not lead to an article. `text`: the words that stand on the page, if any."""

    outlet: str
    kind: FaultKind
    path: str
    title: str
    published: datetime
    text: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        return FAULT_OUTCOMES[self.kind]


@dataclass(frozen=True, slots=True)
class Outlet:
    """An invented outlet.

    article_path: pattern of an article's address; may use {slug}, {number} and strftime codes of {at}.
    dateline, closing: patterns put before the first and after the last paragraph; empty when the byline
    stands apart.
    credited: the dateline's form when the text came from another outlet; may use {credit}.
    disallow: paths that its robots.txt closes.
    """

    id: str
    name: str
    language: Language
    zone: ZoneInfo
    feed: FeedFormat
    feed_path: str
    article_path: str
    tagline: str
    dateline: str = ""
    credited: str = ""
    closing: str = ""
    disallow: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """One published state of an article. `modified` None: never changed since `published`."""

    title: str
    paragraphs: tuple[str, ...]
    published: datetime
    modified: datetime | None = None

    @property
    def current(self) -> datetime:
        return self.modified or self.published


@dataclass(frozen=True, slots=True)
class Story:
    """An article with its declared truth.

    key: "outlet/slug". themes: ids of the leaf themes it is really about; empty for a look-alike.
    copy_of: key of the story whose text it carries. expected: how a first crawl should end for it.
    charset: of the page's bytes; header_charset: what the HTTP header claims, when that is something else.
    undated: neither the page nor the feed tells the time.
    versions: oldest first.
    """

    key: str
    outlet: str
    slug: str
    versions: tuple[Version, ...]
    themes: tuple[str, ...]
    expected: Outcome
    byline: str = ""
    place: str = ""
    section: str = ""
    caption: str = ""
    credit: str = ""
    copy_of: str | None = None
    copy_kind: CopyKind | None = None
    charset: str = "utf-8"
    header_charset: str = ""
    undated: bool = False

    @property
    def published(self) -> datetime:
        return self.versions[0].published

    def at(self, end: datetime | None) -> Version | None:
        """The state published before `end` (None: the newest), or None when nothing was out yet."""
        out = [version for version in self.versions if end is None or version.current < end]
        return out[-1] if out else None


@dataclass(frozen=True, slots=True)
class Site:
    """Everything the sample web holds."""

    outlets: tuple[Outlet, ...]
    stories: tuple[Story, ...]
    by_key: dict[str, Story] = field(repr=False, default_factory=dict)

    def stories_of(self, outlet: Outlet) -> tuple[Story, ...]:
        """Stories of one outlet, newest first."""
        own = [story for story in self.stories if story.outlet == outlet.id]
        return tuple(sorted(own, key=lambda story: story.published, reverse=True))
