"""The records that travel between the stations.

All are frozen; every `datetime` is aware and in UTC unless its line says otherwise; nothing travels as a
dict. The way of an article: Source -> DueFeed -> ParsedFeed of FeedEntry -> Page -> Article -> TaggedArticle
-> Stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum


class Language(StrEnum):
    """Written language, decided by the characters of the text and not by what the page claims."""

    ZH_HANT = "zh-Hant"
    ZH_HANS = "zh-Hans"
    EN = "en"
    OTHER = "other"


class Precision(StrEnum):
    """How exactly a publication time is known."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"


class DateOrigin(StrEnum):
    """Where a date was read, strongest evidence first."""

    JSON_LD = "json-ld"
    META = "meta"
    MICRODATA = "microdata"
    TIME_TAG = "time-tag"
    PRINTED = "printed"
    URL = "url"
    FEED = "feed"
    SEARCH = "search"


class OffsetKnown(StrEnum):
    """Whether the UTC offset stands in the source or was assumed from the outlet's zone."""

    STATED = "stated"
    ASSUMED = "assumed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Moment:
    """A publication time as found.

    at: aware, in the page's own offset (the assumed zone's, or UTC, when none is stated); midnight for DAY
        precision.
    """

    at: datetime
    precision: Precision
    offset: OffsetKnown
    origin: DateOrigin
    raw: str

    @property
    def utc(self) -> datetime:
        return self.at.astimezone(UTC)

    @property
    def iso(self) -> str:
        """ISO 8601 in the page's own offset: a date when no time is known, no offset when none is known."""
        if self.precision is Precision.DAY:
            return self.at.date().isoformat()
        wall = self.at if self.offset is not OffsetKnown.UNKNOWN else self.at.replace(tzinfo=None)
        return wall.isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """One date seen on a page or in a feed.

    moment: None when the string could not be read as a date.
    note: why it won or lost, in a few words ("chosen: most specific", "updated, not published").
    """

    origin: DateOrigin
    raw: str
    moment: Moment | None
    note: str = ""


class FeedKind(StrEnum):
    FEED = "feed"  # RSS, Atom, RDF, JSON Feed
    SITEMAP = "sitemap"  # news sitemap or sitemap index
    SEARCH = "search"  # search endpoint that answers with a feed


class FullText(StrEnum):
    """What an outlet's terms let this user keep."""

    FULL = "full"
    LEAD = "lead"  # title, lead and link only


@dataclass(frozen=True, slots=True)
class FeedSpec:
    """A declared feed of a source. `themes`: ids of the themes this feed leans to (empty: the source's)."""

    url: str
    kind: FeedKind = FeedKind.FEED
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """Rights of a source, facts from its own pages.

    profiles: use profiles that its terms allow ("personal", "non-profit", "commercial").
    retention_days: None keeps the text without limit.
    """

    profiles: tuple[str, ...] = ("personal", "non-profit", "commercial")
    keep: FullText = FullText.FULL
    retention_days: int | None = None
    credit: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A declared outlet.

    zone: IANA name of the zone to assume where a date carries none.
    pace: least seconds between two requests to one of its hosts.
    interval: seconds between two visits of a feed.
    themes: ids of the themes it leans to; empty means every theme.
    """

    id: str
    name: str
    home: str
    language: Language
    zone: str
    feeds: tuple[FeedSpec, ...]
    pace: float = 1.0
    interval: int = 1800
    themes: tuple[str, ...] = ()
    enabled: bool = True
    grade: str = ""
    checked: str = ""  # ISO date of the evidence that the feed works
    note: str = ""
    terms: Terms = field(default_factory=Terms)


@dataclass(frozen=True, slots=True)
class DueFeed:
    """A feed to visit now, with what its server said last time. Header values are kept as received."""

    feed_id: int
    source_id: str
    url: str
    kind: FeedKind
    language: Language
    zone: str
    pace: float
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    last_visit: datetime | None = None
    interval: int = 1800  # the source's, seconds
    failures: int = 0  # visits that failed in a row


@dataclass(frozen=True, slots=True)
class DueRevisit:
    """The page of a stored article, to be asked again. Header values are kept as received.

    url: as it was asked for; title: of the article as stored.
    """

    article_id: int
    url: str
    url_key: str
    source_id: str
    zone: str
    pace: float
    title: str
    etag: str | None = None
    last_modified: str | None = None


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
    """

    url: str | None
    title: str
    id: str | None = None
    published: Moment | None = None
    author: str = ""
    summary: str = ""
    words: FeedWords | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed document read. Never an error: `problems` says in words what was wrong with it.

    format: rss, atom, rdf, json, sitemap, sitemap-index, html or unknown.
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
    REFUSED = "refused"  # robots, address guard, terms
    UNREADABLE = "unreadable"  # the parser gave up or ran out of time


@dataclass(frozen=True, slots=True)
class FeedVisit:
    """The end of one visit of one feed. `entries`: items listed; `fresh`: items not known before."""

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
    FORGOTTEN = "forgotten"  # removed on request, and kept out since


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
class Signals:
    """What a page reserves, as machines can read it (core.rights). None: nothing is said.

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


NO_SIGNALS = Signals()


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
    signals: Signals = NO_SIGNALS


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
    rights: Signals | None = None
    keep: FullText = FullText.FULL
    revisit_of: int | None = None

    @property
    def content_type(self) -> str | None:
        return dict(self.headers).get("content-type")


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one page says, read without network or clock. Field by field; empty where the page does not say.

    outcome: STORED for an article, else why it is none (`reason` in words). Fields are filled as far as read
        either way.
    published: the candidate that won; None when the page and the feed give no date that can be trusted.
    dates: every candidate seen.
    """

    outcome: Outcome
    reason: str = ""
    title: str = ""
    text: str = ""  # paragraphs joined by newlines
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    dates: tuple[DateCandidate, ...] = ()
    language: Language = Language.OTHER
    canonical_url: str | None = None
    image: str | None = None
    section: str | None = None
    encoding: str = ""
    method: str = ""  # which body candidate won
    shape: str = ""  # of the page, see core.extract.shape: a site's shapes in a row show a redesign


@dataclass(frozen=True, slots=True)
class Signature:
    """What duplicates are found by. `exact`: hex digest of the squashed folded text, empty for an empty text.

    bands: 64-bit keys (signed, as databases store them); empty for texts too short for near-duplicates.
    version: of the method; signatures of different versions are not compared.
    """

    exact: str
    bands: tuple[int, ...]
    version: int


@dataclass(frozen=True, slots=True)
class Article:
    """An article on its way into the archive: the page's facts and what was read from it."""

    url: str  # the address asked for
    canonical_url: str  # identity: canonical form of the page's own canonical link or final address
    url_key: str  # digest of canonical_url
    source_id: str
    fetched_at: datetime
    title: str
    text: str
    authors: tuple[str, ...]
    published: Moment | None
    dates: tuple[DateCandidate, ...]
    language: Language
    image: str | None
    section: str | None
    signature: Signature
    encoding: str
    method: str
    extractor: int  # version of the extraction
    raw: RawRef | None = None
    feed_id: int | None = None
    summary: str = ""  # the feed's own words
    rights: Signals | None = None  # None: not read
    keep: FullText = FullText.FULL

    @property
    def kept_text(self) -> str:
        """The text as it may be stored."""
        return self.text if self.keep is FullText.FULL else ""

    @property
    def found_by(self) -> str:
        """The words beside the title that searches look at."""
        return self.kept_text or self.summary


class Field(StrEnum):
    TITLE = "title"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a theme was given: words as published, where they stand (offset in the field), and the rule."""

    phrase: str
    field: Field
    offset: int
    rule: str  # "strong alias", "phrase", "weak alias + cue", "learned"
    script: str = ""  # written form that matched, when it is not the text's own: "zh-Hans", "zh-Hant"


@dataclass(frozen=True, slots=True)
class ThemeHit:
    """A theme an article has. `score`: 0 to 1; `version`: digest of the theme file that gave it."""

    theme: str
    score: float
    evidence: tuple[Evidence, ...]
    version: str


@dataclass(frozen=True, slots=True)
class TaggedArticle:
    """An article with its themes (none: off theme) at the end of its way to the store."""

    article: Article
    hits: tuple[ThemeHit, ...]


class CopyKind(StrEnum):
    IDENTICAL = "identical"
    SYNDICATED = "syndicated"
    REHEADLINED = "re-headlined"
    TRUNCATED = "truncated"
    OTHER_SCRIPT = "other-script"


@dataclass(frozen=True, slots=True)
class Likeness:
    """Verdict on two texts. `kind` None: not copies. `score`: containment of the shorter one, 0 to 1."""

    kind: CopyKind | None
    score: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an article belongs among those stored.

    article_id: the row its address has already; None: a new row.
    copy_of: the stored article it is a copy of; `copy_kind` and `score` as in the `Likeness` found.
    merges: first articles of further clusters that turn out to be copies of `copy_of` too.
    unchanged: a known address whose text says what is stored.
    """

    article_id: int | None = None
    copy_of: int | None = None
    copy_kind: CopyKind | None = None
    score: float = 0.0
    unchanged: bool = False
    merges: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredText:
    """What a new article is compared with: the current revision of a stored one.

    copy_of: the first article of its cluster, None when it is that itself. exact, version: of its signature.
    """

    article_id: int
    url_key: str
    source_id: str
    title: str
    text: str
    exact: str
    version: int
    published: datetime | None
    first_seen: datetime
    copy_of: int | None


@dataclass(frozen=True, slots=True)
class PageEnd:
    """A page's one outcome. `url_key`: of the address asked for. `bytes`: body size, 0 when nothing came.

    fetched: False for an address that was refused before anything was asked of its host.
    themes, language: of the article, when there is one.
    site: host that answered. shape: of the page as `Extraction.shape`, when it was read.
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
    shape: str = ""
    etag: str | None = None
    last_modified: str | None = None
    revisit_of: int | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a TaggedArticle. `copy_of`: id of the article it joins."""

    article_id: int
    outcome: Outcome
    copy_of: int | None = None
    copy_kind: CopyKind | None = None
    themes: tuple[str, ...] = ()


class Sort(StrEnum):
    DATE = "date"
    RELEVANCE = "relevance"


@dataclass(frozen=True, slots=True)
class ArticleQuery:
    """A question to the archive. Empty `text` asks for everything; `since` and `until` bound publication."""

    text: str = ""
    themes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    sort: Sort = Sort.DATE
    limit: int = 20
    cursor: str | None = None
    copies: bool = False  # also list copies as entries of their own
    expand: bool = True  # names also in their other forms, see core.lexicon
    as_of: datetime | None = None  # answer from what was stored at that time


@dataclass(frozen=True, slots=True)
class Expansion:
    """A name in a query, as folded, and the other forms that were looked for as well."""

    written: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """How many of the counted matches have a value. `kind`: theme, source, language, day (ISO date, UTC)."""

    kind: str
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """One row of an answer. `published`: ISO 8601 as `Moment.iso`, None when unknown.

    title_marks, snippet_marks: [start, end) of what matched, in `title` and `snippet`, in order and apart.
    """

    id: int
    url: str
    title: str
    source_id: str
    source_name: str
    language: str
    published: str | None
    fetched_at: datetime
    themes: tuple[str, ...]
    snippet: str
    copies: int = 0  # further outlets that carry it
    copy_of: int | None = None
    title_marks: tuple[tuple[int, int], ...] = ()
    snippet_marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """An answer. `total`: matches counted, copies joined; when `total_capped`, there are that many or more.

    facets: over the matches counted, most frequent first within each kind.
    expansions: names in the query that were looked for in other forms too.
    """

    rows: tuple[FoundArticle, ...]
    total: int
    total_capped: bool = False
    next_cursor: str | None = None
    facets: tuple[Facet, ...] = ()
    expansions: tuple[Expansion, ...] = ()
