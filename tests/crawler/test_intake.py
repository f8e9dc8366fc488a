"""Which entries of a feed are fetched."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.intake import EntryFilter, is_known, is_older, new_entries
from seedwatch.core.model.feed import FeedEntry
from seedwatch.core.model.moment import DateOrigin, Moment, OffsetKnown, Precision
from seedwatch.core.model.outcome import Outcome

NOW = datetime(2026, 5, 4, tzinfo=UTC)
SINCE = datetime(2025, 11, 7, tzinfo=UTC)


def moment(at: str) -> Moment:
    return Moment(datetime.fromisoformat(at), Precision.SECOND, OffsetKnown.STATED, DateOrigin.FEED, at)


def test_entries_without_a_usable_address_and_repeated_ones_are_left_out() -> None:
    urls = [
        None,
        "",
        "mailto:a@b.example",
        "http://a.example/1?utm_source=x",
        "http://a.example/1",
        "http://",
    ]
    found = new_entries(FeedEntry(url, "t") for url in urls)
    assert [each.url for each in found] == ["http://a.example/1"]


@pytest.mark.parametrize(
    ("published", "older"),
    [
        (None, False),
        ("2025-11-06T23:00:00+00:00", True),
        ("2025-11-07T00:00:01+00:00", False),
        ("1994-12-31T00:00:00+00:00", False),  # before the web: never decides
        ("1970-01-01T00:00:00+00:00", False),
        ("2031-01-01T00:00:00+00:00", False),  # in the future: never decides
    ],
)
def test_only_a_trustworthy_date_decides(published: str | None, older: bool) -> None:
    assert is_older(moment(published) if published else None, SINCE, NOW) is older


def test_without_a_bound_nothing_is_older() -> None:
    assert not is_older(moment("2001-01-01T00:00:00+00:00"), None, NOW)


@pytest.mark.parametrize(
    ("outcome", "published", "since", "known"),
    [
        (None, None, SINCE, False),
        (Outcome.STORED, None, None, True),
        ("", None, SINCE, True),
        (Outcome.OLDER, "2025-01-01T00:00:00+00:00", SINCE, True),
        (Outcome.OLDER, "2025-12-01T00:00:00+00:00", SINCE, False),  # too old for a later bound only
        (Outcome.OLDER, None, SINCE, True),
        (Outcome.OLDER, None, None, False),  # everything is wanted now
    ],
)
def test_known(outcome: str | None, published: str | None, since: datetime | None, known: bool) -> None:
    assert is_known(outcome, moment(published) if published else None, since, NOW) is known


@pytest.mark.parametrize(
    ("query", "taken"),
    [
        ("", True),
        ("機器人", True),
        ("机器人", True),
        ("機器人 電池", True),
        ("機器人 航線", False),
        ("航線 OR 工廠", True),
        ("機器人 -電池", False),
    ],
)
def test_a_topic_takes_entries_in_either_script(query: str, taken: bool) -> None:
    entry = FeedEntry("http://a.example/1", "機器人進入工廠", summary="新的電池撐得更久。")
    assert EntryFilter(query).takes(entry) is taken
