"""The functions that run in a worker process: what a page, a feed says.

The parent imports this module for the functions' names only, so everything heavy is imported in the worker,
once, while the first feeds are still on their way.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from multiprocessing import connection, parent_process
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from seedwatch.core.model.article import Article, Extraction, TaggedArticle
from seedwatch.core.model.feed import FeedDocument, ParsedFeed
from seedwatch.core.model.moment import is_before
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.page import NO_NOTES, Page, PageNotes
from seedwatch.processes import stop_signals

if TYPE_CHECKING:
    from seedwatch.core.extract.rules import SiteRules
    from seedwatch.core.search.tokens import TextTerms
    from seedwatch.core.themes import Tagger
    from seedwatch.core.triage.by_theme import EntryScores


@dataclass(frozen=True, slots=True)
class WorkerConfig:
    """What every worker is built from: plain values, sent once.

    themes: (file name, text) of each theme file. lexicon: text of the word list of the tagger.
    rules: (file name, text) of each file of per-site rules.
    """

    themes: tuple[tuple[str, str], ...] = ()
    lexicon: str = ""
    rules: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PageResult:
    """What became of a page in the worker. `tagged` None: no article, for the `reason` given.

    words: of title and text, for the full-text index. notes: of the page, empty when it could not be read.
    """

    outcome: Outcome
    reason: str = ""
    tagged: TaggedArticle | None = None
    words: TextTerms | None = None
    notes: PageNotes = NO_NOTES


_plan = WorkerConfig()


def prepare(plan: WorkerConfig) -> None:
    """Set up a worker: it leaves Ctrl-C to its parent, and ends with it."""
    global _plan  # noqa: PLW0603 -- one plan for a worker's life; it would cross the pipe with every page
    for number in stop_signals():
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _plan = plan


def _end_with_parent() -> None:
    """A worker holds both ends of its job pipe, so it would never notice a parent killed by SIGKILL."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def warm_up() -> None:
    """Import what pages and feeds need, and load what is loaded at first use."""
    from seedwatch.core.duplicates.fingerprint import fingerprint_of
    from seedwatch.core.extract.page import PageInput
    from seedwatch.core.extract.read import extract
    from seedwatch.core.feeds.parse import parse_feed
    from seedwatch.core.fetching.public_suffix import registrable_domain

    page = PageInput(_SAMPLE.encode(), "http://localhost/", None, _EPOCH)
    found = extract(page)
    parse_feed(b"<rss version='2.0'><channel><title>t</title></channel></rss>")
    fingerprint_of("航線", found.text or _SAMPLE)
    registrable_domain("localhost")


def get_ready() -> int:
    """The first job of a worker: everything built that pages need. Answers its process id."""
    warm_up()
    tagger().tag("", "")
    _site_rules()
    gc.freeze()  # what stays is not looked through again, and its memory stays shared
    return os.getpid()


#: Enough of a page to go through every part of the reader once.
_SAMPLE = (
    "<html><head><title>航線</title></head><body><article><h1>航線</h1><p>"
    + "港口公布新的航線，代表表示將於下月檢討。" * 12
    + "</p><p>2000年1月1日</p></article></body></html>"
)
_EPOCH = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


@cache
def tagger() -> Tagger:
    """The tagger of this process, built from its plan."""
    return tagger_of(_plan.themes, _plan.lexicon)


@lru_cache(maxsize=1)
def tagger_of(themes: tuple[tuple[str, str], ...], lexicon: str) -> Tagger:
    """The tagger for a plan's themes, as a worker finds it when it was built before the fork."""
    from seedwatch.core.themes import Tagger, load_themes

    return Tagger.build(load_themes(themes).files, lexicon)


@cache
def _site_rules() -> tuple[SiteRules, ...]:
    from seedwatch.core.extract.rules import load_rules

    return load_rules(_plan.rules)


def rules_of(url: str, at: datetime) -> SiteRules | None:
    """What the plan declares for an address, on the day of `at`."""
    from seedwatch.core.extract.rules import rules_for

    return rules_for(_site_rules(), url, at.date())


@cache
def zone_of(name: str) -> ZoneInfo | None:
    """The zone of that IANA name; None for an empty or unknown one."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def read_feed(document: FeedDocument) -> ParsedFeed:
    """`seedwatch.core.feeds.kinds.read_document` with the zone by its name."""
    from seedwatch.core.feeds.kinds import read_document

    return read_document(document, zone_of(document.zone))


def score_entries(words: tuple[tuple[str, str], ...]) -> tuple[EntryScores, ...]:
    """What the themes' rules say of titles and leads of a feed's entries."""
    return tuple(score_entry(tagger(), title, lead) for title, lead in words)


def score_entry(by: Tagger, title: str, lead: str) -> EntryScores:
    """As `score_entries`, of one, by a given tagger."""
    from seedwatch.core.triage.by_theme import entry_scores

    return entry_scores(title, lead, by.score_by_rules(title, lead))


def read_page(page: Page, since: datetime | None) -> PageResult:
    """Read, fingerprint and tag one page in one trip: its bytes cross the pipe once, its trees never do.

    since: articles that were published before it end as OLDER; None takes all.
    """
    extraction = extract_page(page)
    if extraction.outcome is not Outcome.STORED:
        return PageResult(extraction.outcome, extraction.reason, notes=extraction.notes)
    if since is not None and extraction.published and is_before(extraction.published, since):
        return PageResult(Outcome.OLDER, f"published {extraction.published.iso}", notes=extraction.notes)
    from seedwatch.core.search import tokens

    article = article_of(page, extraction)
    hits = tagger().tag(article.title, article.text, article.language)
    words = tokens.text_terms(article.title, article.found_by)
    return PageResult(Outcome.STORED, "", TaggedArticle(article, hits), words, extraction.notes)


def extract_page(page: Page) -> Extraction:
    """`seedwatch.core.extract.read.extract` for a page as it travels."""
    from seedwatch.core.extract.page import PageInput
    from seedwatch.core.extract.read import extract

    return extract(
        PageInput(
            page.body,
            page.final_url,
            page.content_type,
            page.fetched_at,
            zone_of(page.ref.zone),
            page.entry,
            rules_of(page.final_url, page.fetched_at),
        )
    )


def article_of(page: Page, extraction: Extraction) -> Article:
    """The page's facts and what was read from it, with its identity and its fingerprint."""
    from seedwatch.core.duplicates.fingerprint import fingerprint_of
    from seedwatch.core.extract.read import VERSION
    from seedwatch.core.fetching.identity import agrees
    from seedwatch.core.fetching.urls import canonical_url, url_key

    own, claim = canonical_url(page.final_url), extraction.canonical_url
    is_proved = claim is not None and agrees(claim, own, canonical_url(page.ref.url))
    identity = claim if claim is not None and is_proved else own
    return Article(
        ref=page.ref,
        canonical_url=identity,
        url_key=url_key(identity),
        fetched_at=page.fetched_at,
        extraction=extraction,
        fingerprint=fingerprint_of(extraction.title, extraction.text),
        extractor=VERSION,
        raw=page.raw,
        summary=page.entry.summary if page.entry else "",
        rights=page.rights,
        keep=page.keep,
        own_url=own,
        outlet=extraction.outlet or (page.entry.outlet if page.entry else ""),
        claim="" if claim is None or is_proved else claim,
    )
