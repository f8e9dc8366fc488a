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
    again: datetime | None = None


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
        open_visit = self._open[feed_id]
        draft = open_visit.draft
        open_visit.draft = replace(
            visit, entries=draft.entries + visit.entries, fresh=draft.fresh + visit.fresh
        )
        open_visit.retry_after = retry_after

    def count(self, feed_id: int, *, entries: int, fresh: int) -> None:
        """Entries of one more document of the feed."""
        open_visit = self._open[feed_id]
        draft = open_visit.draft
        open_visit.draft = replace(draft, entries=draft.entries + entries, fresh=draft.fresh + fresh)

    def lose(self, feed_id: int) -> None:
        """Something of this visit is worth another try: its validators must not be kept."""
        self._open[feed_id].lost = True

    def postpone(self, feed_id: int, until: datetime) -> datetime | None:
        """A page is left over until its host may be asked: the feed is due then, if not before.

        When that is, as far as it is known now; None for a feed that is not open.
        """
        held = self._open.get(feed_id)
        if held is None:
            return None
        held.again = until if held.again is None else max(held.again, until)
        return min(held.again, self._due(held))

    @staticmethod
    def _due(held: _Open) -> datetime:
        feed = held.feed
        return next_due(held.draft, feed.interval, failures=feed.failures, retry_after=held.retry_after)

    def end_page(self, feed_id: int | None, outcome: Outcome) -> EndedVisit | None:
        """One of the feed's pages has ended; the visit, when that was the last."""
        open_visit = self._open.get(feed_id) if feed_id is not None else None
        if open_visit is None:
            return None
        open_visit.lost = open_visit.lost or outcome in TRANSIENT
        return self._end(open_visit)

    def end_document(self, feed_id: int) -> EndedVisit | None:
        """The feed's document, or one of its sitemaps, has been read; the visit, when nothing else is
        pending.
        """
        return self._end(self._open[feed_id])

    def unfinished(self) -> Iterator[DueFeed]:
        """Feeds whose visits have not ended."""
        return (open_visit.feed for open_visit in self._open.values())

    def _end(self, open_visit: _Open) -> EndedVisit | None:
        open_visit.pending -= 1
        if open_visit.pending > 0:
            return None
        del self._open[open_visit.feed.feed_id]
        visit = open_visit.draft
        if open_visit.lost:
            visit = replace(visit, etag=None, last_modified=None, body_hash=None)
        due = self._due(open_visit)
        again = open_visit.again
        return EndedVisit(visit, due if again is None else min(due, again))
