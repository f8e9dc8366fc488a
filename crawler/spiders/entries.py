"""The entries of a feed, decided with what the archive and this crawl know of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from db.archive.addresses import known_outcomes
from seedwatch.core.feeds.kinds import KINDS
from seedwatch.core.model.feed import ParsedFeed
from seedwatch.core.model.source import DueFeed
from seedwatch.core.sources.outlet import Outlets, owned_as_listed
from seedwatch.core.triage.blocklist import Blocklist
from seedwatch.core.triage.by_theme import ScoresByKey
from seedwatch.core.triage.decide import (
    OPEN,
    Decision,
    EntryFilter,
    ListedPage,
    Reason,
    TriageFacts,
    decide,
    listed_pages,
    within_budget,
)
from seedwatch.session import CrawlSession


class EntryTriage:
    """Asks the archive once a document, and remembers what this crawl has listed.

    What a query drops is not remembered for good: another feed may list the page in words that match.
    """

    def __init__(self, session: CrawlSession, blocklist: Blocklist, outlets: Outlets) -> None:
        self._writer = session.writer
        self._pool = session.pool
        self._themes_decide = session.plan.themes_decide
        self._blocklist = blocklist
        self._since = session.since
        self._filter = EntryFilter(session.plan.query)
        self._outlets = outlets
        self._listed: set[str] = set()
        self._unfetched: set[str] = set()

    def remember(self, keys: Iterable[str]) -> None:
        """Pages that this crawl asks for anyway."""
        self._listed.update(keys)

    async def decide(self, parsed: ParsedFeed, feed: DueFeed, now: datetime) -> tuple[Decision, ...]:
        """The decisions on a document's entries, in its order; those decided before by this crawl left out."""
        pages = self._pages(parsed, feed)
        keys = [each.ref.key for each in pages if each.ref.key not in self._listed]
        known = await self._writer.aread(lambda conn: known_outcomes(conn, keys))
        scores = await self._scores(pages, feed) if self._themes_decide and feed.triage else None
        facts = TriageFacts(
            now,
            self._since,
            known,
            self._listed,
            self._blocklist,
            None if KINDS[feed.kind].matches_itself else self._filter.takes,
            scores,
        )
        decided = within_budget(decide(page, facts) for page in pages)
        found = tuple(each for each in decided if self._is_news(each))
        self._unfetched |= {each.page.ref.key for each in found if each.reason in OPEN}
        self._listed |= {each.page.ref.key for each in found if each.is_fresh and each.reason not in OPEN}
        return found

    def _pages(self, parsed: ParsedFeed, feed: DueFeed) -> tuple[ListedPage, ...]:
        """What a feed lists; what an endpoint lists is each outlet's own."""
        via = feed.source_id if KINDS[feed.kind].lists_others else ""
        pages = listed_pages(parsed.entries, feed.source_id, feed.feed_id, feed.zone, via=via)
        if not via:
            return pages
        return tuple(
            replace(page, ref=owned_as_listed(page.ref, feed.url, page.entry.outlet_home, self._outlets))
            for page in pages
        )

    async def _scores(self, pages: Sequence[ListedPage], feed: DueFeed) -> ScoresByKey:
        """By the themes, in a worker; the pages that this crawl has are left out."""
        asked = [each for each in pages if each.ref.key not in self._listed]
        words = tuple((each.entry.title, each.entry.summary) for each in asked)
        scores = await self._pool.score_entries(words)
        return {page.ref.key: found for page, found in zip(asked, scores, strict=True)}

    def _is_news(self, decision: Decision) -> bool:
        if decision.reason in OPEN:
            return decision.page.ref.key not in self._unfetched
        return decision.reason is not Reason.LISTED
