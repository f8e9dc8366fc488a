"""Pages as fetched, and the one outcome of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from seedwatch.core.model.feed import FeedEntry
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.rights import RightsSignals
from seedwatch.core.model.source import FullText
from seedwatch.core.model.text import Language


@dataclass(frozen=True, slots=True)
class RawRef:
    """Where the bytes of a page are kept: WARC file name, offset and length in bytes of its gzip member."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it came.

    headers: lower-case names; repeated ones are kept, and where one value is wanted the last wins.
    body: after Content-Encoding.
    rights: None until they were read. keep: what may be kept of it, by terms and rights.
    revisit_of: the article whose page was asked again; None: it was not asked for one.
    """

    url: str  # the address asked for (the feed's)
    final_url: str  # the address that answered
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime
    source_id: str
    zone: str
    entry: FeedEntry | None = None
    feed_id: int | None = None
    raw: RawRef | None = None
    rights: RightsSignals | None = None
    keep: FullText = FullText.FULL
    revisit_of: int | None = None

    @property
    def content_type(self) -> str | None:
        return dict(self.headers).get("content-type")


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """A page's one outcome. `url_key`: of the address asked for. `bytes`: body size, 0 when nothing came.

    fetched: False for an address that was refused before anything was asked of its host.
    themes, language: of the article, when there is one.
    site: host that answered. shape: of the page as `Extraction.layout`, when it was read.
    etag, last_modified: its validators, as received. revisit_of: as of the `Page`.
    """

    url: str
    url_key: str
    source_id: str
    at: datetime
    outcome: Outcome
    reason: str = ""
    status: int | None = None
    article_id: int | None = None
    bytes: int = 0
    raw: RawRef | None = None
    feed_id: int | None = None
    fetched: bool = True
    themes: tuple[str, ...] = ()
    language: Language | None = None
    site: str = ""
    layout: str = ""
    etag: str | None = None
    last_modified: str | None = None
    revisit_of: int | None = None
