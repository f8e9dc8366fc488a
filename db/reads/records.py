"""Answers to people's questions, as they are read from the database. Times are aware and in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.archive.tags import TagRecord
from seedwatch.core.model.moment import TIMED, DateCandidate
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.page import RawRef
from seedwatch.core.model.rights import NO_TERMS, UseRights


@dataclass(frozen=True, slots=True)
class RevisionRecord:
    """One state of an article's text. `valid_to` None: the present one."""

    number: int
    valid_from: datetime
    valid_to: datetime | None
    title: str
    text: str
    authors: tuple[str, ...]
    language: str
    dates: tuple[DateCandidate, ...]
    image: str | None
    section: str | None
    method: str
    extractor: int
    encoding: str
    raw: RawRef | None


@dataclass(frozen=True, slots=True)
class ClusterMember:
    """Another article that carries the same text. `kind` and `score` None for the original itself.

    precision: of `published`; "day" when its hour is not known. published_local: as in ArticleRecord.
    """

    id: int
    url: str
    title: str
    source_id: str
    source_name: str
    published: datetime | None
    first_seen: datetime
    kind: str | None
    score: float | None
    precision: str | None = None
    published_local: str | None = None

    def after(self, published: datetime | None, precision: str | None) -> timedelta | None:
        """How much later than another article this one was published, as far as both tell: to the minute, or
        in whole days.
        """
        if published is None or self.published is None:
            return None
        apart = self.published - published
        if all(known is None or known in TIMED for known in (self.precision, precision)):
            return apart
        days = int(apart / timedelta(days=1))
        return timedelta(days=days) if days else None


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """All that is stored about an article.

    published_local: ISO 8601 in the page's own offset, a date only for day precision; None when unknown.
    revisions: oldest first; the last is `current`. also_at: the rest of its cluster, the original first.
    tags: what holds now, a person's REMOVED included. addresses: every one that leads here.
    """

    id: int
    url: str
    url_key: str
    source_id: str
    source_name: str
    credit: str
    published: datetime | None
    published_local: str | None
    precision: str | None
    offset: str | None
    origin: str | None
    summary: str
    first_seen: datetime
    last_seen: datetime
    gone_at: datetime | None
    copy_of: int | None
    copy_kind: str | None
    revisions: tuple[RevisionRecord, ...]
    tags: tuple[TagRecord, ...]
    also_at: tuple[ClusterMember, ...]
    addresses: tuple[str, ...]
    rights: UseRights = NO_TERMS

    @property
    def current(self) -> RevisionRecord:
        return self.revisions[-1]


@dataclass(frozen=True, slots=True)
class UndatedArticle:
    id: int
    url: str
    title: str
    source_id: str
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class Rejection:
    """A page of a run that left no article, and why."""

    url: str
    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True)
class Stats:
    """What the database holds. `size` of the database itself, `kept_bytes` of kept pages, in bytes."""

    version: str
    size: int
    articles: int
    copies: int
    undated: int
    revisions: int
    tags: int
    events: int
    addresses: int
    sources: int
    feeds: int
    runs: int
    raw_pages: int
    kept_bytes: int
    first_seen: datetime | None
    last_seen: datetime | None
    languages: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ThemeVolume:
    """`articles`: that have the theme now, copies included; `originals` without them."""

    theme: str
    articles: int
    originals: int
    last_published: datetime | None
    last_seen: datetime | None


@dataclass(frozen=True, slots=True)
class FeedState:
    """How polling a feed went. `failures`: in a row."""

    id: int
    url: str
    kind: str
    declared: bool
    next_due: datetime | None
    last_visit: datetime | None
    last_ok: datetime | None
    failures: int
    last_outcome: str | None
    last_status: int | None
    last_reason: str
    validators_unreliable: bool
    moved_to: str | None
    moves: int


@dataclass(frozen=True, slots=True)
class SourceState:
    id: str
    name: str
    home: str
    language: str
    enabled: bool
    grade: str
    themes: tuple[str, ...]
    interval: int
    crawl_delay: float
    articles: int
    feeds: tuple[FeedState, ...]
    verify_tls: bool = True
    erased_at: datetime | None = None
    catalogue: str = ""  # which declares it
    zone: str = ""
    region: str = ""
    owner: str = ""
    wires: tuple[str, ...] = ()
    is_primary: bool = False
