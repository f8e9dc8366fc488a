"""Requests are done once, or taken over when their worker dies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from sqlalchemy import Connection, select, update

from db.engine.database import Database
from db.jobs.queue import (
    ATTEMPTS,
    LEASE,
    RequestState,
    add_request,
    claim_request,
    finish_request,
    list_requests,
    renew_request,
)
from db.schema.tables import request
from tests.db.samples import NOW

Claim = Callable[[Connection, str], int | None]


def test_requests_are_claimed_in_order_and_once(database: Database) -> None:
    with database.write() as conn:
        first = add_request(conn, "crawl", {"query": "機器人"}, NOW)
        second = add_request(conn, "retag", {}, NOW)
        claimed = claim_request(conn, NOW, "one")
        assert claimed is not None
        assert (claimed.id, claimed.args, claimed.attempts) == (first, {"query": "機器人"}, 1)
        assert claim_request(conn, NOW, "two", kinds=["crawl"]) is None
        other = claim_request(conn, NOW, "two")
        assert other is not None
        assert other.id == second
        assert finish_request(conn, first, NOW, "one", result={"stored": 3})
        assert finish_request(conn, second, NOW, "two", ok=False)
        assert claim_request(conn, NOW + LEASE, "one") is None
        done = list_requests(conn)
    assert [(each.id, each.state, each.result) for each in done] == [
        (second, RequestState.FAILED, None),
        (first, RequestState.DONE, {"stored": 3}),
    ]


def test_a_lapsed_lease_is_taken_over(database: Database) -> None:
    with database.write() as conn:
        request_id = add_request(conn, "crawl", {}, NOW)
        claim_request(conn, NOW, "one")
        assert renew_request(conn, request_id, NOW + timedelta(minutes=5), "one")
        assert claim_request(conn, NOW + LEASE, "two") is None
        taken = claim_request(conn, NOW + LEASE + timedelta(minutes=5), "two")
        assert taken is not None
        assert taken.attempts == 2
        assert not renew_request(conn, request_id, NOW, "one")
        assert not finish_request(conn, request_id, NOW, "one")
        assert finish_request(conn, request_id, NOW, "two")


def test_a_request_that_kills_its_workers_is_given_up(database: Database) -> None:
    with database.write() as conn:
        add_request(conn, "crawl", {}, NOW)
        for attempt in range(ATTEMPTS):
            assert claim_request(conn, NOW + attempt * LEASE, "one") is not None
        assert claim_request(conn, NOW + ATTEMPTS * LEASE, "one") is None
        (given_up,) = list_requests(conn, states=[RequestState.FAILED])
    assert "given up" in str(given_up.result)


def test_two_workers_at_once_never_get_one_request(database: Database) -> None:
    with database.write() as conn:
        ids = {add_request(conn, "crawl", {}, NOW) for _ in range(40)}
    taken = claimed_by_two(database, claim)
    assert Counter(taken) == Counter(ids)


def test_a_worker_passes_over_what_another_is_taking(postgres_database: Database) -> None:
    with postgres_database.write() as conn:
        first, second = (add_request(conn, "crawl", {}, NOW) for _ in range(2))
    engine = postgres_database.engine
    with engine.connect() as one, engine.connect() as two:
        assert [claim(one, "one"), claim(two, "two"), claim(two, "two")] == [first, second, None]
        one.rollback()
        assert claim(two, "two") == first


def test_choosing_and_taking_apart_gives_one_request_to_two(postgres_database: Database) -> None:
    """The control: the claim as it was, with both workers between its statements."""
    both = Barrier(2)

    def claim_in_two_steps(conn: Connection, who: str) -> int | None:
        chosen = conn.execute(select(request.c.id).where(request.c.state == "waiting").limit(1)).scalar()
        both.wait(30)
        conn.execute(update(request).where(request.c.id == chosen).values(state="claimed", claimed_by=who))
        return chosen

    with postgres_database.write() as conn:
        add_request(conn, "crawl", {}, NOW)
    taken = claimed_by_two(postgres_database, claim_in_two_steps)
    assert len(taken) == 2 * len(set(taken))


def claim(conn: Connection, who: str) -> int | None:
    found = claim_request(conn, NOW, who)
    return None if found is None else found.id


def claimed_by_two(database: Database, claim: Claim) -> list[int]:
    """What two workers get who claim until nothing waits, on PostgreSQL without the lock of writers."""

    def work(who: str) -> list[int]:
        mine = []
        while (found := one_claim(who)) is not None:
            mine.append(found)
        return mine

    def one_claim(who: str) -> int | None:
        if database.path is not None:
            with database.write() as conn:
                return claim(conn, who)
        with database.engine.begin() as conn:
            return claim(conn, who)

    with ThreadPoolExecutor(2) as threads:
        return [each for mine in threads.map(work, ("one", "two")) for each in mine]
