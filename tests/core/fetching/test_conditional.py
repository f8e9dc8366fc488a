"""Servers are believed until they are caught, and an address moves when it was said often enough."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from seedwatch.core.fetching.conditional import (
    CONFIRMATIONS,
    FAILED_MOVE,
    MOST_UNCHANGED,
    Move,
    conditional_headers_of,
    fresh_for,
    permanent_target,
    validators_unreliable,
)
from seedwatch.core.model.feed import FeedEntry, FeedOutcome, FeedVisit
from seedwatch.core.model.moment import DateOrigin, Moment, OffsetKnown, Precision
from seedwatch.core.model.source import DueFeed, FeedKind
from seedwatch.core.model.text import Language

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
FEED = DueFeed(
    7, "s", "https://a.example/feed", FeedKind.FEED, Language.EN, "UTC", 1.0,
    etag='"1"', last_modified="x", last_visit=NOW - timedelta(minutes=30), unchanged=MOST_UNCHANGED,
)  # fmt: skip
OK = FeedVisit(7, NOW, FeedOutcome.OK, 200, etag='"2"', last_modified="y")


def entry(age: timedelta | None = None) -> FeedEntry:
    moment = age and Moment(NOW - age, Precision.MINUTE, OffsetKnown.STATED, DateOrigin.FEED, "")
    return FeedEntry("https://a.example/1", "t", published=moment or None)


@pytest.mark.parametrize(
    ("changes", "sent"),
    [
        ({"unchanged": 0}, {"If-None-Match", "If-Modified-Since"}),
        ({"unchanged": MOST_UNCHANGED - 1, "etag": None}, {"If-Modified-Since"}),
        ({"unchanged": MOST_UNCHANGED}, set()),
        ({"unchanged": 0, "validators_unreliable": True}, set()),
    ],
)
def test_conditions(changes: dict[str, object], sent: set[str]) -> None:
    assert set(conditional_headers_of(replace(FEED, **changes))) == sent  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("visit", "fresh", "is_lie"),
    [
        (OK, [], False),
        (OK, [entry()], False),
        (OK, [entry(timedelta(minutes=45))], False),  # it may have taken a while to appear
        (OK, [entry(timedelta(hours=5))], True),
        (replace(OK, etag='"1"'), [entry()], True),
        (replace(OK, etag='"1"'), [], False),
    ],
)
def test_lies(visit: FeedVisit, fresh: list[FeedEntry], is_lie: bool) -> None:
    assert validators_unreliable(FEED, visit, fresh) is is_lie
    assert not validators_unreliable(replace(FEED, unchanged=0), visit, fresh), (
        "nothing was said to be unchanged"
    )
    assert not validators_unreliable(replace(FEED, unchanged=3), visit, fresh), (
        "its validators were sent, and it noticed"
    )


@pytest.mark.parametrize(
    ("final", "statuses", "target"),
    [
        ("https://b.example/feed", [301], "https://b.example/feed"),
        ("https://b.example/feed", [308, 301], "https://b.example/feed"),
        ("https://b.example/feed", [301, 302], None),
        ("https://b.example/feed", [], None),
        ("http://a.example/feed", [301], None),
        ("https://a.example/feed", [301, 301], None),
    ],
)
def test_permanent_targets(final: str, statuses: list[int], target: str | None) -> None:
    assert permanent_target(FEED.url, final, statuses) == target


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"cache-control": "public, max-age=600"}, 600),
        ({"cache-control": "s-maxage=600"}, None),
        ({"cache-control": "max-age=600, no-cache"}, None),
        ({"cache-control": "max-age=60", "expires": "Mon, 04 May 2026 13:00:00 GMT"}, 60),
        ({"expires": "Mon, 04 May 2026 13:00:00 GMT"}, 3600),
        ({"expires": "Mon, 04 May 2026 11:00:00 GMT"}, 0),
        ({"expires": "0"}, None),
        ({"cache-control": "max-age=99999999999999"}, 999999999),
    ],
)
def test_freshness(headers: dict[str, str], seconds: int | None) -> None:
    assert fresh_for(headers, NOW) == seconds


def test_a_move_is_believed_after_some_visits_in_a_row() -> None:
    there = replace(OK, moved_to="https://b.example/feed")
    move = Move()
    for _ in range(CONFIRMATIONS):
        assert not move.is_confirmed
        move = move.after(there, 0)
    assert (move.is_confirmed, move.target) == (True, "https://b.example/feed")
    assert move.after(OK, 0) == move, "asked directly, it redirects no more"
    failed = FeedVisit(7, NOW, FeedOutcome.HTTP_ERROR, 404)
    assert move.after(failed, FAILED_MOVE - 1) == move
    assert move.after(failed, FAILED_MOVE) == Move(), "back to the declared address"


def test_a_visit_without_a_redirect_begins_the_count_anew() -> None:
    move = Move("https://b.example/feed", CONFIRMATIONS - 1)
    assert move.after(OK, 0) == Move()
    assert move.after(replace(OK, moved_to="https://c.example/"), 0) == Move("https://c.example/", 1)
