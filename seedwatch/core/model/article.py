"""Articles as read, tagged, placed among the stored ones, and stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from seedwatch.core.model.moment import DateCandidate, Moment
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.page import NO_NOTES, PageNotes, PageRef, RawRef
from seedwatch.core.model.rights import RightsSignals
from seedwatch.core.model.source import FullText
from seedwatch.core.model.text import Evidence, Language


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
    outlet: str = ""  # name of the publisher, as the page gives it to machines
    encoding: str = ""
    method: str = ""  # which body candidate won
    notes: PageNotes = NO_NOTES


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What duplicates are found by. `exact`: hex digest of the squashed folded text, empty for an empty text.

    bands: 64-bit keys (signed, as databases store them); empty for texts too short for near-duplicates.
    version: of the method; signatures of different versions are not compared.
    """

    exact: str
    keys: tuple[int, ...]
    version: int


@dataclass(frozen=True, slots=True)
class Article:
    """An article on its way into the archive: the page's facts and what was read from it."""

    ref: PageRef  # the page it was read from
    canonical_url: (
        str  # identity: canonical form of the claimed address where that is proved, else of its own
    )
    url_key: str  # digest of canonical_url
    fetched_at: datetime
    extraction: Extraction
    fingerprint: Fingerprint
    extractor: int  # version of the extraction
    raw: RawRef | None = None
    summary: str = ""  # the feed's own words
    rights: RightsSignals | None = None  # None: not read
    keep: FullText = FullText.FULL
    own_url: str = ""  # canonical form of the address that answered; empty: as `canonical_url`
    outlet: str = ""  # name of the publisher, by the page, else by the feed that listed it
    claim: str = ""  # an address that the page claims and that only a stored text there can prove

    @property
    def title(self) -> str:
        return self.extraction.title

    @property
    def text(self) -> str:
        return self.extraction.text

    @property
    def language(self) -> Language:
        return self.extraction.language

    @property
    def published(self) -> Moment | None:
        return self.extraction.published

    @property
    def kept_text(self) -> str:
        """The text as it may be stored."""
        return self.text if self.keep is FullText.FULL else ""

    @property
    def found_by(self) -> str:
        """The words beside the title that searches look at."""
        return self.kept_text or self.summary


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
class CopyMatch:
    """Verdict on two texts. `kind` None: not copies. `score`: containment of the shorter one, 0 to 1."""

    kind: CopyKind | None
    score: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DedupeDecision:
    """Where an article belongs among those stored.

    article_id: the row its address has already; None: a new row.
    copy_of: the stored article it is a copy of; `copy_kind` and `score` as in the `CopyMatch` found.
    merges: first articles of further clusters that turn out to be copies of `copy_of` too.
    unchanged: a known address whose text says what is stored. restated: it does, but a newer extractor reads it
        otherwise: what is stored is mended in place, and nobody is told of an edit.
    erased: the row is a tombstone, which keeps the article out.
    """

    article_id: int | None = None
    copy_of: int | None = None
    copy_kind: CopyKind | None = None
    score: float = 0.0
    unchanged: bool = False
    merges: tuple[int, ...] = ()
    erased: bool = False
    restated: bool = False


@dataclass(frozen=True, slots=True)
class StoredText:
    """What a new article is compared with: the current revision of a stored one.

    copy_of: the first article of its cluster, None when it is that itself. exact, version: of its fingerprint.
    erased: it was removed on request; only its address is left. extractor: version that read it.
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
    erased: bool = False
    extractor: int = 0


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a TaggedArticle. `copy_of`: id of the article it joins."""

    article_id: int
    outcome: Outcome
    copy_of: int | None = None
    copy_kind: CopyKind | None = None
    themes: tuple[str, ...] = ()
