"""Requests are done once, or taken over when their worker dies."""

from __future__ import annotations

from datetime import timedelta

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
from tests.db.samples import NOW


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
