"""Which feeds are due, and what a visit leaves behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from db.engine.database import Database
from db.jobs import runs
from db.reads.sources import source_states
from db.schema.tables import feed, feed_visit
from db.sources.catalogue import sync_sources, unverified_hosts
from db.sources.feeds import due_feeds, record_visit
from seedwatch.core.fetching.conditional import CONFIRMATIONS, FAILED_MOVE
from seedwatch.core.model.feed import FeedOutcome, FeedVisit
from seedwatch.core.model.source import DueFeed, FeedKind, FeedSpec, ListOptions, ListPaths
from tests.db.samples import NOW, make_source

SOON = NOW + timedelta(minutes=30)


def due(conn: Connection, **options: Any) -> list[str]:
    return [each.url for each in due_feeds(conn, options.pop("now", NOW), **options)]


def visit(feed_id: int, ended: FeedOutcome = FeedOutcome.OK, **changes: Any) -> FeedVisit:
    return replace(FeedVisit(feed_id, NOW, ended, 200), **changes)


def only(conn: Connection) -> DueFeed:
    (found,) = due_feeds(conn, NOW, force=True)
    return found


def test_declared_feeds_are_due_with_what_the_crawl_needs(database: Database) -> None:
    declared = make_source(crawl_delay=2.5)
    with database.write() as conn:
        sync_sources(conn, [declared])
        found = only(conn)
    assert (found.source_id, found.url, found.kind) == (
        "example",
        declared.feeds[0].url,
        declared.feeds[0].kind,
    )
    assert (found.language, found.zone, found.crawl_delay) == (declared.language, "Asia/Taipei", 2.5)
    assert (found.etag, found.last_modified, found.body_hash, found.last_visit) == (None, None, None, None)


def test_a_feed_is_due_when_its_time_has_come(database: Database) -> None:
    with database.write() as conn:
        sync_sources(conn, [make_source("a"), make_source("b")])
        first, second = due_feeds(conn, NOW)
        record_visit(conn, visit(first.feed_id), SOON)
        assert due(conn) == [second.url]
        assert due(conn, now=SOON - timedelta(seconds=1)) == [second.url]
        assert due(conn, now=SOON) == [second.url, first.url]  # never visited comes first
        assert due(conn, force=True) == [second.url, first.url]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ["all", "robots", "chips", "mixed-robots", "mixed-rest"]),
        ({"source_ids": ("chips", "none")}, ["chips"]),
        ({"themes": ("robots",)}, ["all", "robots", "mixed-robots"]),
        ({"themes": ("chips", "robots")}, ["all", "robots", "chips", "mixed-robots", "mixed-rest"]),
        ({"themes": ("robots",), "source_ids": ("chips",)}, []),
    ],
)
def test_due_feeds_of_sources_and_themes(
    database: Database, options: dict[str, Any], expected: list[str]
) -> None:
    mixed = make_source("mixed", themes=("chips",))
    mixed = replace(mixed, feeds=(FeedSpec("mixed-robots", themes=("robots",)), FeedSpec("mixed-rest")))
    with database.write() as conn:
        sync_sources(
            conn,
            [
                make_source("all", "all"),
                make_source("robots", "robots", themes=("robots",)),
                make_source("chips", "chips", themes=("chips",)),
                mixed,
                make_source("off", "off", enabled=False),
            ],
        )
        assert due(conn, **options) == expected


def test_a_new_declaration_keeps_the_poll_state(database: Database) -> None:
    with database.write() as conn:
        sync_sources(conn, [make_source("a", "one", "two")])
        record_visit(conn, visit(due_feeds(conn, NOW)[0].feed_id, etag='W/"1"'), SOON)
        sync_sources(conn, [make_source("a", "one", "three", name="改名")])
        assert due(conn, force=True) == ["three", "one"]
        assert [each.etag for each in due_feeds(conn, SOON)] == [None, 'W/"1"']
        sync_sources(conn, [make_source("a", "one", "two")])
        assert due(conn, force=True) == ["two", "one"]


def test_two_sources_may_declare_the_same_feed(database: Database) -> None:
    with database.write() as conn:
        sync_sources(conn, [make_source("a", "same"), make_source("b", "same")])
        assert due(conn) == ["same", "same"]


@pytest.mark.parametrize(
    ("ended", "said", "kept"),
    [
        (FeedOutcome.OK, {"etag": "new", "body_hash": "h2"}, ("new", None, "h2")),
        (FeedOutcome.NOT_MODIFIED, {"etag": "new"}, ("new", "old-date", "h1")),
        (FeedOutcome.NOT_MODIFIED, {}, ("old", "old-date", "h1")),
        (FeedOutcome.HTTP_ERROR, {"etag": "new"}, ("old", "old-date", "h1")),
        (FeedOutcome.NOT_A_FEED, {"etag": "new", "body_hash": "h2"}, ("old", "old-date", "h1")),
    ],
)
def test_validators_follow_the_last_good_answer(
    database: Database, ended: FeedOutcome, said: dict[str, str], kept: tuple[str | None, ...]
) -> None:
    with database.write() as conn:
        sync_sources(conn, [make_source()])
        before = visit(only(conn).feed_id, etag="old", last_modified="old-date", body_hash="h1")
        record_visit(conn, before, SOON)
        record_visit(conn, visit(before.feed_id, ended, **said), SOON)
        after = only(conn)
    assert (after.etag, after.last_modified, after.body_hash) == kept


def test_failures_are_counted_in_a_row(database: Database) -> None:
    counts = []
    with database.write() as conn:
        sync_sources(conn, [make_source()])
        run_id = runs.start_run(conn, "crawl", NOW, 1, {})
        feed_id = only(conn).feed_id
        for ended in ("http-error", "network-error", "not-modified", "unreadable"):
            record_visit(conn, visit(feed_id, FeedOutcome(ended), reason="why"), SOON, run_id=run_id)
            counts.append(conn.execute(select(feed.c.failures)).scalar_one())
        assert counts == [1, 2, 0, 1]
        assert conn.execute(select(feed.c.last_outcome, feed.c.last_reason)).one() == ("unreadable", "why")
        assert conn.execute(select(feed_visit.c.run_id)).scalars().all() == [run_id] * 4
        assert runs.list_runs(conn)[0].feeds == 4


def test_answers_by_304_are_counted_until_a_body_comes(database: Database) -> None:
    with database.write() as conn:
        sync_sources(conn, [make_source()])
        number = only(conn).feed_id
        for _ in range(3):
            record_visit(conn, visit(number, FeedOutcome.NOT_MODIFIED, status=304), SOON)
        assert only(conn).unchanged == 3
        record_visit(conn, visit(number, FeedOutcome.NETWORK_ERROR, status=None), SOON)
        assert only(conn).unchanged == 3
        record_visit(conn, visit(number, FeedOutcome.NOT_MODIFIED, status=200), SOON)
        assert (only(conn).unchanged, only(conn).validators_unreliable) == (0, False)
        record_visit(conn, visit(number, validators_unreliable=True), SOON)
        record_visit(conn, visit(number), SOON)
        assert only(conn).validators_unreliable, "for good"


def test_a_feed_that_moved_for_good_is_asked_where_it_went(database: Database) -> None:
    with database.write() as conn:
        sync_sources(conn, [make_source()])
        declared = only(conn).url
        for _ in range(CONFIRMATIONS):
            assert only(conn).url == declared
            record_visit(conn, visit(only(conn).feed_id, moved_to="https://new.example/feed"), SOON)
        assert only(conn).url == "https://new.example/feed"
        sync_sources(conn, [make_source()])
        assert only(conn).url == "https://new.example/feed"
        for _ in range(FAILED_MOVE):
            record_visit(conn, visit(only(conn).feed_id, FeedOutcome.HTTP_ERROR, status=404), SOON)
        assert only(conn).url == declared


def test_hosts_of_sources_that_ask_for_no_certificates(database: Database) -> None:
    with database.write() as conn:
        sync_sources(conn, [make_source("a"), make_source("b", verify_tls=False)])
        assert set(unverified_hosts(conn).values()) == {"b"}


def test_how_a_list_is_read_comes_back_as_declared(database: Database) -> None:
    paths = ListPaths("data.items", "link", "title", "at", "intro")
    options = ListOptions(paths, "", r"^\d+：", "POST", (("Content-Type", "application/json"),), '{"a": 1}')
    feeds = (
        FeedSpec("https://lists.example/api", FeedKind.JSON, (), options),
        FeedSpec("https://lists.example/api", FeedKind.JSON, (), replace(options, body='{"a": 2}')),
        FeedSpec("https://lists.example/feed"),
    )
    listed = replace(
        make_source("lists"), feeds=feeds, region="tw", owner="集團", wires=("cna", "ap"), primary=True
    )
    with database.write() as conn:
        sync_sources(conn, [listed])
        due = {(feed.url, feed.options) for feed in due_feeds(conn, NOW)}
        (state,) = source_states(conn)
    assert due == {(spec.url, spec.options) for spec in feeds}
    assert (state.region, state.owner, state.wires, state.is_primary) == ("tw", "集團", ("cna", "ap"), True)
