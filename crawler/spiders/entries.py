"""The entries of a feed, decided with what the archive and this crawl know of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from db.archive.addresses import known_outcomes
from db.engine.batch_writer import Writer
from seedwatch.core.feeds.kinds import KINDS
from seedwatch.core.model.feed import ParsedFeed
from seedwatch.core.model.source import DueFeed
from seedwatch.core.sources.outlet import Outlets, owned_as_listed
from seedwatch.core.triage.blocklist import Blocklist
from seedwatch.core.triage.decide import (
    Decision,
    EntryFilter,
    ListedPage,
    Reason,
    TriageFacts,
    decide,
    listed_pages,
)


class EntryTriage:
    """Asks the archive once a document, and remembers what this crawl has listed.

    What a query drops is not remembered for good: another feed may list the page in words that match.
    """

    def __init__(
        self, writer: Writer, blocklist: Blocklist, since: datetime | None, query: str, outlets: Outlets
    ) -> None:
        self._writer = writer
        self._blocklist = blocklist
        self._since = since
        self._filter = EntryFilter(query)
        self._outlets = outlets
        self._listed: set[str] = set()
        self._off_topic: set[str] = set()

    def remember(self, keys: Iterable[str]) -> None:
        """Pages that this crawl asks for anyway."""
        self._listed.update(keys)

    async def decide(self, parsed: ParsedFeed, feed: DueFeed, now: datetime) -> tuple[Decision, ...]:
        """The decisions on a document's entries, in its order; those decided before by this crawl left out."""
        pages = self._pages(parsed, feed)
        keys = [each.ref.key for each in pages if each.ref.key not in self._listed]
        known = await self._writer.aread(lambda conn: known_outcomes(conn, keys))
        facts = TriageFacts(
            now,
            self._since,
            known,
            self._listed,
            self._blocklist,
            None if KINDS[feed.kind].matches_itself else self._filter.takes,
        )
        found = tuple(each for page in pages if self._is_news(each := decide(page, facts)))
        self._off_topic |= {each.page.ref.key for each in found if each.reason is Reason.OFF_TOPIC}
        self._listed |= {each.page.ref.key for each in found if each.is_fresh}
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

    def _is_news(self, decision: Decision) -> bool:
        if decision.reason is Reason.OFF_TOPIC:
            return decision.page.ref.key not in self._off_topic
        return decision.reason is not Reason.LISTED
