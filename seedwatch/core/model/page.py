"""Pages as fetched, and the one outcome of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from seedwatch.core.model.feed import FeedEntry
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.rights import NO_HOST_SIGNALS, HostSignals, RightsSignals
from seedwatch.core.model.source import FullText
from seedwatch.core.model.text import Language


@dataclass(frozen=True, slots=True)
class RawRef:
    """Where the bytes of a page are kept: WARC file name, offset and length in bytes of its gzip member."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class PageNotes:
    """What is noted of a page that was read, article or not, and recorded with its outcome.

    A field here that has a column of its name in the table of outcomes is stored by itself.
    layout: see core.extract.layout_fingerprint; a site's layouts in a row show a redesign.
    """

    layout: str = ""


NO_NOTES = PageNotes()


@dataclass(frozen=True, slots=True)
class PageRef:
    """Which page is meant, from the entry that lists it to its outcome.

    url: as it is asked for; key: its `url_key`. zone: IANA name, assumed where a date carries none.
    triage: why it is fetched, in words, where that was decided before.
    feed_id: the feed that listed it. recheck_of: the article whose page is asked again; None: a new page.
    via: id of the search endpoint or aggregator that listed it for others; empty: the outlet's own feed did.
    """

    url: str
    key: str
    source_id: str
    feed_id: int | None = None
    zone: str = ""
    recheck_of: int | None = None
    via: str = ""
    triage: str = ""

    def end(
        self,
        at: datetime,
        outcome: Outcome,
        reason: str = "",
        *,
        fetched: bool = True,
        article_id: int | None = None,
    ) -> PageOutcome:
        """The outcome of a page of which nothing came; `Page.end` is that of one that did."""
        return PageOutcome(self, at, outcome, reason, fetched=fetched, article_id=article_id)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it came.

    final_url: the address that answered.
    headers: lower-case names; repeated ones are kept, and where one value is wanted the last wins.
    body: after Content-Encoding. host: what its host says beside it.
    rights: None until they were read. keep: what may be kept of it, by terms and rights.
    """

    ref: PageRef
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime
    entry: FeedEntry | None = None
    host: HostSignals = NO_HOST_SIGNALS
    raw: RawRef | None = None
    rights: RightsSignals | None = None
    keep: FullText = FullText.FULL

    @property
    def content_type(self) -> str | None:
        return dict(self.headers).get("content-type")

    def end(self, outcome: Outcome, reason: str = "", notes: PageNotes = NO_NOTES) -> PageOutcome:
        """The outcome of a page that came. notes: when it was read."""
        headers = dict(self.headers)
        return replace(
            self.ref.end(self.fetched_at, outcome, reason),
            status=self.status,
            bytes=len(self.body),
            raw=self.raw,
            site=urlsplit(self.final_url).hostname or "",
            notes=notes,
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
        )


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """A page's one outcome, made by `PageRef.end` or `Page.end`. `bytes`: body size, 0 when nothing came.

    fetched: False for an address that was refused before anything was asked of its host.
    themes, language: of the article, when there is one.
    site: host that answered. notes: of the page, when it was read.
    etag, last_modified: its validators, as received.
    """

    ref: PageRef
    at: datetime
    outcome: Outcome
    reason: str = ""
    status: int | None = None
    article_id: int | None = None
    bytes: int = 0
    raw: RawRef | None = None
    fetched: bool = True
    themes: tuple[str, ...] = ()
    language: Language | None = None
    site: str = ""
    notes: PageNotes = NO_NOTES
    etag: str | None = None
    last_modified: str | None = None
