"""Each entry of a feed is fetched, or skipped for a reason that can be counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from seedwatch.core.model.feed import FeedEntry
from seedwatch.core.model.moment import DateOrigin, Moment, OffsetKnown, Precision
from seedwatch.core.model.outcome import FINAL, TRANSIENT, Outcome
from seedwatch.core.triage.blocklist import Blocklist
from seedwatch.core.triage.decide import (
    Action,
    EntryFilter,
    ListedPage,
    Reason,
    TriageFacts,
    decide,
    is_known,
    is_older,
    listed_pages,
)

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
    found = listed_pages((FeedEntry(url, "t") for url in urls), "a", 7, "Asia/Taipei")
    assert [each.ref.url for each in found] == ["http://a.example/1"]
    ref = found[0].ref
    assert (ref.source_id, ref.feed_id, ref.zone, ref.recheck_of) == ("a", 7, "Asia/Taipei", None)


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


@pytest.mark.parametrize(
    ("published", "trusted"),
    [
        ("1994-12-31T23:59:59+00:00", False),
        ("1995-01-01T00:00:00+00:00", True),
        ("2026-05-04T00:00:00+00:00", True),
        ("2026-05-04T12:00:00+00:00", True),  # a clock that is fast, or a day meant in another zone
        ("2026-05-05T00:00:00+00:00", True),  # by a day and no more
        ("2026-05-05T00:00:01+00:00", False),
    ],
)
def test_a_clock_may_be_fast_by_a_day(published: str, trusted: bool) -> None:
    late = datetime(2030, 1, 1, tzinfo=UTC)
    assert is_older(moment(published), late, NOW) is trusted


def page(published: str | None = None, title: str = "機器人") -> ListedPage:
    entry = FeedEntry("http://a.example/1", title, published=moment(published) if published else None)
    return listed_pages([entry], "a")[0]


OLD = "2025-01-01T00:00:00+00:00"
KEY = page().ref.key
EVERYTHING = TriageFacts(
    NOW,
    SINCE,
    known={KEY: Outcome.STORED},
    listed={KEY},
    blocklist=Blocklist(sources=frozenset({"a"})),
    matches=lambda entry: False,
)


def test_the_first_reason_that_holds_decides() -> None:
    """Taken away one by one, in the order of the checks."""
    facts, found = EVERYTHING, []
    for change in (
        {"listed": set()},
        {"known": {}},
        {"blocklist": Blocklist()},
        {"since": None},
        {"matches": None},
    ):
        found.append(decide(page(OLD), facts).reason)
        facts = replace(facts, **change)
    found.append(decide(page(OLD), facts).reason)
    assert found == [
        Reason.LISTED,
        Reason.KNOWN,
        Reason.ERASED,
        Reason.OLDER,
        Reason.OFF_TOPIC,
        Reason.NEW,
    ]
    assert found == list(Reason)[: len(found)]


@pytest.mark.parametrize(
    ("facts", "outcome", "words"),
    [
        (TriageFacts(NOW), None, ""),
        (TriageFacts(NOW, listed={KEY}), None, "listed before"),
        (TriageFacts(NOW, known={KEY: ""}), None, "known: an article"),
        (TriageFacts(NOW, known={KEY: Outcome.PAYWALL}), None, "known: paywall"),
        (TriageFacts(NOW, blocklist=Blocklist(keys=frozenset({KEY}))), Outcome.ERASED, "removed on request"),
        (TriageFacts(NOW, SINCE), Outcome.OLDER, f"published {OLD} by the feed"),
        (
            TriageFacts(NOW, matches=EntryFilter("航線").takes),
            Outcome.OFF_TOPIC,
            "title and summary do not match the query",
        ),
    ],
)
def test_what_is_not_fetched_ends_in_an_outcome_or_has_one(
    facts: TriageFacts, outcome: Outcome | None, words: str
) -> None:
    decision = decide(page(OLD), facts)
    end = decision.end(NOW)
    assert (end and end.outcome, decision.words) == (outcome, words)
    assert (decision.action is Action.FETCH) is (decision.reason is Reason.NEW)
    if end is not None:
        assert (end.fetched, end.reason, end.ref) == (False, words, decision.page.ref)


def test_what_a_query_drops_is_asked_for_another_time() -> None:
    """Off topic is not final: neither the address nor the feed's validators may hide it from the next crawl."""
    assert Outcome.OFF_TOPIC in TRANSIENT
    assert Outcome.OFF_TOPIC not in FINAL
    decision = decide(page(), TriageFacts(NOW, matches=lambda entry: False))
    assert not decision.is_fresh


@pytest.mark.parametrize(
    ("url", "source_id", "blocked"),
    [
        ("http://a.example/1", "other", True),
        ("http://www.a.example/2", "other", True),
        ("http://b.example/1", "gone", True),
        ("http://b.example/1", "other", False),
    ],
)
def test_a_blocklist_knows_hosts_and_sources(url: str, source_id: str, blocked: bool) -> None:
    out = Blocklist(sources=frozenset({"gone"}), hosts=frozenset({"a.example"}))
    assert out.contains(url, "k", source_id) is blocked
