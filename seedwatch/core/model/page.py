"""Pages as fetched, what may be kept of them, and how each one ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from seedwatch.core.model.feed import FeedEntry
from seedwatch.core.model.source import FullText
from seedwatch.core.model.text import Language


class Outcome(StrEnum):
    """How a page ended: each page fetched or refused ends in exactly one of these.

    FINAL outcomes (see `FINAL`) make the address known: it is not fetched again.
    """

    STORED = "stored"  # a new article
    COPY = "copy"  # a new row that joins an article stored before
    REVISED = "revised"  # a known address with changed text
    UNCHANGED = "unchanged"  # a known address with the text that is stored
    OLDER = "older"  # published before the bound
    NOT_ARTICLE = "not-article"  # listing, near-empty, soft 404
    CONSENT = "consent"
    PAYWALL = "paywall"
    LOGIN = "login"
    CHALLENGE = "challenge"  # bot check
    NOT_HTML = "not-html"
    UNDECODABLE = "undecodable"  # no encoding gives right text
    TOO_LARGE = "too-large"
    GONE = "gone"  # 404 or 410
    HTTP_ERROR = "http-error"
    REDIRECT_LOOP = "redirect-loop"
    ROBOTS = "robots"
    FORBIDDEN = "forbidden"  # address guard
    TIMEOUT = "timeout"
    NETWORK_ERROR = "network-error"
    CUT = "cut"  # body shorter than announced
    KILLED_WORKER = "killed-worker"
    UNREADABLE = "unreadable"  # extraction failed or ran out of time
    NOT_STORED = "not-stored"  # the database refused the row
    ERASED = "forgotten"  # removed on request, and kept out since


#: Outcomes that are worth another try at a later visit.
TRANSIENT = frozenset(
    {
        Outcome.HTTP_ERROR,
        Outcome.TIMEOUT,
        Outcome.NETWORK_ERROR,
        Outcome.CUT,
        Outcome.NOT_STORED,
    }
)


FINAL = frozenset(Outcome) - TRANSIENT


#: Outcomes that leave a row in the archive.
KEPT = frozenset({Outcome.STORED, Outcome.COPY, Outcome.REVISED})


@dataclass(frozen=True, slots=True)
class RawRef:
    """Where the bytes of a page are kept: WARC file name, offset and length in bytes of its gzip member."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class RightsSignals:
    """What a page reserves, as machines can read it (seedwatch.core.fetching.usage_rights). None: nothing is said.

    tdm_reserved: text and data mining is reserved; tdm_policy: address of the terms under which it is not.
    content_signals: pairs as given, such as ("ai-train", "no"). licences: addresses of machine-readable ones.
    """

    noindex: bool = False
    noarchive: bool = False
    nosnippet: bool = False
    tdm_reserved: bool | None = None
    tdm_policy: str | None = None
    content_signals: tuple[tuple[str, str], ...] = ()
    licences: tuple[str, ...] = ()

    def may(self, use: str) -> bool:
        """Whether nothing is said against a use of Content Signals: "search", "ai-input" or "ai-train"."""
        stated = dict(self.content_signals).get(use)
        if use.startswith("ai-") and stated is None:
            return not self.tdm_reserved
        return stated != "no"


NO_SIGNALS = RightsSignals()


@dataclass(frozen=True, slots=True)
class UseRights:
    """What whoever takes an article out of the archive has to respect.

    keep, credit, terms: by the source's terms; terms is their address. signals: by the page.
    ai_input, ai_train: whether nothing is said against handing the text to a model, or training one on it.
    """

    keep: FullText = FullText.FULL
    credit: str = ""
    terms: str = ""
    ai_input: bool = True
    ai_train: bool = True
    signals: RightsSignals = NO_SIGNALS


NO_TERMS = UseRights()


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
