"""The visits of feeds under way: a visit ends when the last page it listed has ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from seedwatch.core.model.feed import FeedOutcome, FeedVisit
from seedwatch.core.model.outcome import TRANSIENT, Outcome
from seedwatch.core.model.source import DueFeed
from seedwatch.core.schedule.feed_due import next_due


@dataclass(slots=True)
class _Open:
    feed: DueFeed
    draft: FeedVisit
    pending: int
    retry_after: float | None = None
    lost: bool = field(default=False)


@dataclass(frozen=True, slots=True)
class EndedVisit:
    """A visit to record, and when the feed is due again."""

    visit: FeedVisit
    next_due: datetime


class Visits:
    """Keeps back a feed's validators until all of its pages have final outcomes.

    Recorded earlier, they would make the server answer 304 after a crash, and what was not fetched yet would
    never be listed again. So a killed crawl records no visit (the feed is still due), and a visit with a page
    worth another try records no validators.
    """

    def __init__(self) -> None:
        self._open: dict[int, _Open] = {}

    def begin(self, feed: DueFeed, at: datetime) -> None:
        """Hold a visit open for the feed's own document."""
        self._open[feed.feed_id] = _Open(feed, FeedVisit(feed.feed_id, at, FeedOutcome.UNREADABLE), 1)

    def expect(self, feed_id: int, count: int) -> None:
        """So many more pages or documents must end before the visit does."""
        self._open[feed_id].pending += count

    def amend(self, feed_id: int, visit: FeedVisit, retry_after: float | None = None) -> None:
        """What the feed's document said; counts of several documents of one feed add up."""
        held = self._open[feed_id]
        draft = held.draft
        held.draft = replace(visit, entries=draft.entries + visit.entries, fresh=draft.fresh + visit.fresh)
        held.retry_after = retry_after

    def count(self, feed_id: int, *, entries: int, fresh: int) -> None:
        """Entries of one more document of the feed."""
        held = self._open[feed_id]
        draft = held.draft
        held.draft = replace(draft, entries=draft.entries + entries, fresh=draft.fresh + fresh)

    def lose(self, feed_id: int) -> None:
        """Something of this visit is worth another try: its validators must not be kept."""
        self._open[feed_id].lost = True

    def end_page(self, feed_id: int | None, outcome: Outcome) -> EndedVisit | None:
        """One of the feed's pages has ended; the visit, when that was the last."""
        held = self._open.get(feed_id) if feed_id is not None else None
        if held is None:
            return None
        held.lost = held.lost or outcome in TRANSIENT
        return self._end(held)

    def end_document(self, feed_id: int) -> EndedVisit | None:
        """The feed's document, or one of its sitemaps, has been read; the visit, when nothing else is
        pending.
        """
        return self._end(self._open[feed_id])

    def unfinished(self) -> Iterator[DueFeed]:
        """Feeds whose visits have not ended."""
        return (held.feed for held in self._open.values())

    def _end(self, held: _Open) -> EndedVisit | None:
        held.pending -= 1
        if held.pending > 0:
            return None
        del self._open[held.feed.feed_id]
        visit = held.draft
        if held.lost:
            visit = replace(visit, etag=None, last_modified=None, body_hash=None)
        due = next_due(visit, held.feed.interval, failures=held.feed.failures, retry_after=held.retry_after)
        return EndedVisit(visit, due)
