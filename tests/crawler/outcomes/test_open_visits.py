"""A visit ends with its last page, and keeps validators only when nothing is worth another try."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.outcomes.open_visits import EndedVisit, Visits
from seedwatch.core.model.feed import FeedOutcome, FeedVisit
from seedwatch.core.model.outcome import TRANSIENT, Outcome
from seedwatch.core.model.source import DueFeed, FeedKind
from seedwatch.core.model.text import Language

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
FEED = DueFeed(7, "s", "http://a.example/feed", FeedKind.FEED, Language.EN, "UTC", 1.0)
READ = FeedVisit(
    7, NOW, FeedOutcome.OK, 200, etag='"1"', last_modified="x", body_hash="h", entries=9, fresh=2
)


def visit_with(*outcomes: Outcome) -> EndedVisit:
    visits = Visits()
    visits.begin(FEED, NOW)
    visits.amend(7, READ)
    visits.expect(7, len(outcomes))
    ended = visits.end_document(7)
    for outcome in outcomes:
        assert ended is None
        ended = visits.end_page(7, outcome)
    assert ended is not None
    assert not list(visits.unfinished())
    return ended


@pytest.mark.parametrize("outcomes", [(), (Outcome.STORED, Outcome.GONE)])
def test_a_visit_without_loose_ends_keeps_its_validators(outcomes: tuple[Outcome, ...]) -> None:
    assert visit_with(*outcomes).visit == READ


@pytest.mark.parametrize("outcome", sorted(TRANSIENT))
def test_one_page_worth_another_try_drops_them(outcome: Outcome) -> None:
    expected = replace(READ, etag=None, last_modified=None, body_hash=None)
    assert visit_with(Outcome.STORED, outcome).visit == expected


def test_sitemaps_of_one_feed_add_up() -> None:
    visits = Visits()
    visits.begin(FEED, NOW)
    visits.expect(7, 1)
    visits.amend(7, replace(READ, entries=0, fresh=0))
    assert visits.end_document(7) is None
    visits.count(7, entries=5, fresh=3)
    ended = visits.end_document(7)
    assert ended is not None
    assert (ended.visit.entries, ended.visit.fresh) == (5, 3)


def test_pages_of_no_feed_are_nobodys() -> None:
    assert Visits().end_page(None, Outcome.STORED) is None
    assert Visits().end_page(99, Outcome.STORED) is None
