"""Robots, holds and turns of hosts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from db.engine.database import Database
from db.sources.hosts import (
    HostState,
    asked_to_yield,
    end_host_lease,
    keep_host_lease,
    read_host,
    save_cooldown,
    save_robots,
    take_host_lease,
)
from seedwatch.core.model.job import Owner

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ME, OTHER = Owner("here", 1, 1), Owner("here", 2, 2)


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


def test_a_lease_ends_where_its_holder_puts_it(database: Database) -> None:
    with database.write() as conn:
        take_host_lease(conn, "a.example", NOW, _in(30), ME)
        assert keep_host_lease(conn, "a.example", _in(1), ME)
        assert take_host_lease(conn, "a.example", _in(2), _in(30), OTHER) is None


def test_whoever_lost_a_host_changes_nothing(database: Database) -> None:
    with database.write() as conn:
        take_host_lease(conn, "a.example", NOW, _in(30), ME)
        assert take_host_lease(conn, "a.example", _in(31), _in(60), OTHER) is None
        assert not keep_host_lease(conn, "a.example", _in(90), ME)
        assert not end_host_lease(conn, "a.example", _in(31), ME)
        assert take_host_lease(conn, "a.example", _in(32), _in(90), ME) == _in(60)


def test_a_lease_that_a_wrong_clock_wrote_is_no_lease(database: Database) -> None:
    with database.write() as conn:
        take_host_lease(conn, "a.example", _in(3600), _in(3630), OTHER)
        assert take_host_lease(conn, "a.example", NOW, _in(30), ME) is None


def test_somebody_urgent_is_next(database: Database) -> None:
    """The holder is told; whoever is patient does not come before; a wish that is not repeated lapses."""
    with database.write() as conn:
        take_host_lease(conn, "a.example", NOW, _in(30), ME)
        assert asked_to_yield(conn, ME, NOW) == ()
        assert take_host_lease(conn, "a.example", NOW, _in(30), OTHER, urgent_until=_in(5)) == _in(30)
        assert asked_to_yield(conn, ME, NOW) == ("a.example",)
        assert asked_to_yield(conn, OTHER, NOW) == ()
        assert asked_to_yield(conn, ME, _in(5)) == ()
        end_host_lease(conn, "a.example", _in(1), ME)
        assert take_host_lease(conn, "a.example", _in(2), _in(32), ME) == _in(5)
        assert take_host_lease(conn, "a.example", _in(2), _in(32), OTHER, urgent_until=_in(7)) is None
        assert asked_to_yield(conn, OTHER, _in(2)) == (), "whoever has it need not make way for itself"
        assert take_host_lease(conn, "a.example", _in(33), _in(60), ME) is None, "and then the patient one"


def _in(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)
