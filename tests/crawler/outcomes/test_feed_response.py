"""What the answer to a feed request says about the visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.outcomes.feed_response import answered_visit, read_visit
from seedwatch.core.fetching.conditional import MOST_UNCHANGED, retry_after
from seedwatch.core.model.feed import FeedEntry, FeedOutcome, ParsedFeed
from seedwatch.core.model.source import DueFeed, FeedKind
from seedwatch.core.model.text import Language

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
FEED = DueFeed(7, "s", "http://a.example/feed", FeedKind.FEED, Language.EN, "UTC", 1.0, etag='"1"')


def test_validators_are_kept_as_received() -> None:
    visit = answered_visit(FEED, NOW, 200, {"etag": 'W/"a b"', "last-modified": "yesterday"}, b"x")
    assert (visit.outcome, visit.etag, visit.last_modified) == (FeedOutcome.OK, 'W/"a b"', "yesterday")


def test_the_same_bytes_are_not_read_again() -> None:
    first = answered_visit(FEED, NOW, 200, {}, b"x")
    again = answered_visit(replace(FEED, body_hash=first.body_hash), NOW, 200, {}, b"x")
    other = answered_visit(replace(FEED, body_hash=first.body_hash), NOW, 200, {}, b"y")
    assert (again.outcome, other.outcome) == (FeedOutcome.NOT_MODIFIED, FeedOutcome.OK)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(304, FeedOutcome.NOT_MODIFIED), (404, FeedOutcome.HTTP_ERROR), (503, FeedOutcome.HTTP_ERROR)],
)
def test_status(status: int, outcome: FeedOutcome) -> None:
    assert answered_visit(FEED, NOW, status, {}, b"").outcome == outcome


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"etag": '"1"', "last_modified": None}, FeedOutcome.NOT_MODIFIED),
        ({"etag": None, "last_modified": "yesterday"}, FeedOutcome.NOT_MODIFIED),
        ({"etag": None, "last_modified": None}, FeedOutcome.HTTP_ERROR),
        ({"etag": '"1"', "validators_unreliable": True}, FeedOutcome.HTTP_ERROR),
        ({"etag": '"1"', "unchanged": MOST_UNCHANGED}, FeedOutcome.HTTP_ERROR),
    ],
)
def test_a_304_that_nobody_asked_for_says_nothing(changes: dict[str, Any], outcome: FeedOutcome) -> None:
    visit = answered_visit(replace(FEED, **changes), NOW, 304, {"etag": '"2"'}, b"")
    assert visit.outcome is outcome
    assert visit.etag == ('"2"' if outcome is FeedOutcome.NOT_MODIFIED else None)


@pytest.mark.parametrize(
    ("parsed", "outcome"),
    [
        (ParsedFeed("rss", entries=(FeedEntry("http://a.example/1", "t"),)), FeedOutcome.OK),
        (ParsedFeed("rss"), FeedOutcome.OK),
        (ParsedFeed("html"), FeedOutcome.NOT_A_FEED),
        (ParsedFeed("unknown"), FeedOutcome.NOT_A_FEED),
        (ParsedFeed("", problems=("took longer than 20 s",)), FeedOutcome.UNREADABLE),
    ],
)
def test_documents(parsed: ParsedFeed, outcome: FeedOutcome) -> None:
    visit = read_visit(answered_visit(FEED, NOW, 200, {}, b"x"), parsed)
    assert visit.outcome == outcome
    assert visit.entries == len(parsed.entries)


@pytest.mark.parametrize(
    ("raw", "seconds"),
    [
        ("120", 120.0),
        ("Mon, 04 May 2026 12:01:00 GMT", 60.0),
        ("Mon, 04 May 2026 11:00:00 GMT", 0.0),
        ("99999999999999999999", 10**7),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after(raw: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": raw}, NOW) == seconds
