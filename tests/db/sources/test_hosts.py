"""Robots, holds and turns of hosts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from db.engine.database import Database
from db.sources.hosts import (
    HostState,
    keep_host_lease,
    read_host,
    save_cooldown,
    save_robots,
    take_host_lease,
)

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_nothing_is_known_of_a_new_host(database: Database) -> None:
    with database.read() as conn:
        assert read_host(conn, "a.example") == HostState("a.example")


def test_robots_and_holds_are_kept_side_by_side(database: Database) -> None:
    with database.write() as conn:
        save_robots(conn, "a.example", 200, b"User-agent: *\n", NOW)
        save_cooldown(conn, "a.example", NOW + timedelta(hours=1), "Retry-After", 2)
        save_robots(conn, "a.example", None, None, NOW)
    with database.read() as conn:
        state = read_host(conn, "a.example")
    assert (state.robots_status, state.robots_body, state.robots_at) == (None, None, NOW)
    assert (state.cooldown_until, state.cooldown_reason, state.failures) == (
        NOW + timedelta(hours=1),
        "Retry-After",
        2,
    )


def test_a_host_is_taken_by_one_at_a_time(database: Database) -> None:
    end = NOW + timedelta(seconds=30)
    with database.write() as conn:
        assert take_host_lease(conn, "a.example", NOW, end) is None
        assert take_host_lease(conn, "a.example", NOW, end) == end
        assert take_host_lease(conn, "b.example", NOW, end) is None
        assert take_host_lease(conn, "a.example", end, end + timedelta(seconds=30)) is None


def test_a_turn_ends_where_its_holder_puts_it(database: Database) -> None:
    with database.write() as conn:
        take_host_lease(conn, "a.example", NOW, NOW + timedelta(seconds=30))
        keep_host_lease(conn, "a.example", NOW + timedelta(seconds=1))
        assert (
            take_host_lease(conn, "a.example", NOW + timedelta(seconds=2), NOW + timedelta(seconds=30))
            is None
        )
