"""Jobs are done once, by whoever holds the lease, and no death strands one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Connection, func, select, text, update

from db.engine.database import Database, open_database
from db.jobs.queue import (
    ATTEMPTS,
    LEASE,
    add_job,
    bury_job,
    cancel_job,
    claim_job,
    coming_jobs,
    fail_job,
    finish_job,
    foreign_kinds,
    get_job,
    hand_claim,
    is_still_claimed,
    last_due,
    list_jobs,
    release_dead,
    renew_claim,
    return_job,
)
from db.schema.job_tables import job
from seedwatch.core.model.job import Claim, Job, JobState, NewJob, Owner, Priority
from tests.databases import PostgresServer
from tests.db.samples import NOW

ONE = Owner("here", 11, 1_770_000_000)
TWO = Owner("here", 12, 1_770_000_001)
FAR = Owner("elsewhere", 11, 1_770_000_000)
KINDS = ("crawl", "topic", "maintenance")


def new(kind: str = "crawl", key: str = "", **changes: object) -> NewJob:
    return NewJob(kind=kind, due=NOW, args={"query": "機器人"}, unique_key=key, **changes)  # type: ignore[arg-type]


def claim(
    conn: Connection, at: datetime = NOW, owner: Owner = ONE, kinds: tuple[str, ...] = KINDS
) -> Job | None:
    return claim_job(conn, at, owner, kinds)


def taken(conn: Connection, at: datetime = NOW, owner: Owner = ONE) -> tuple[Job, Claim]:
    found = claim(conn, at, owner)
    assert found is not None
    return found, Claim(found.id, found.fence)


def test_the_urgent_first_then_the_longest_due(database: Database) -> None:
    with database.write() as conn:
        normal = add_job(conn, new(), NOW)
        early = add_job(conn, NewJob("crawl", NOW - timedelta(hours=1), {}), NOW)
        urgent = add_job(conn, new("topic", priority=Priority.URGENT), NOW)
        add_job(conn, NewJob("crawl", NOW + timedelta(seconds=1), {}), NOW)
        order = [taken(conn)[0].id for _ in range(3)]
        assert order == [urgent, early, normal]
        assert claim(conn) is None, "what is not due waits"
        assert claim(conn, NOW + timedelta(seconds=1)) is not None


def test_arguments_come_back_as_they_were(database: Database) -> None:
    with database.write() as conn:
        add_job(conn, new(), NOW)
        found, _ = taken(conn)
    assert found.args == {"query": "機器人"}
    assert (found.owner, found.attempts, found.lease_until) == (ONE, 1, NOW + LEASE)


def test_a_unique_key_is_open_once(database: Database) -> None:
    with database.write() as conn:
        first = add_job(conn, new(key="feeds"), NOW)
        assert add_job(conn, new(key="feeds"), NOW) is None
        assert add_job(conn, new("topic", key="feeds"), NOW) is not None, "of another kind"
        assert add_job(conn, new(), NOW) is not None
        assert add_job(conn, new(), NOW) is not None, "without a key any number"
        _, mine = taken(conn)
        assert mine.job_id == first
        assert add_job(conn, new(key="feeds"), NOW) is None, "while it runs too"
        assert finish_job(conn, mine, NOW, result={"stored": 3})
        assert add_job(conn, new(key="feeds"), NOW) is not None
        ended = get_job(conn, mine.job_id)
    assert ended is not None
    assert (ended.state, ended.result, ended.lease_until, ended.owner) == (
        JobState.DONE,
        {"stored": 3},
        None,
        None,
    )


def test_a_lapsed_lease_is_taken_over_and_its_owner_fenced(database: Database) -> None:
    late = NOW + LEASE
    with database.write() as conn:
        add_job(conn, new(), NOW)
        _, first = taken(conn)
        assert claim(conn, late - timedelta(seconds=1), TWO) is None
        found, second = taken(conn, late, TWO)
        assert found.attempts == 2
        assert second.fence > first.fence
        assert not is_still_claimed(conn, first)
        assert not renew_claim(conn, first, late)
        assert not finish_job(conn, first, late)
        assert not fail_job(conn, first, late, "late", None)
        assert not bury_job(conn, first, late, "late")
        assert not return_job(conn, first)
        assert not hand_claim(conn, first, ONE)
        assert is_still_claimed(conn, second)
        assert finish_job(conn, second, late)


def test_a_renewed_lease_stays(database: Database) -> None:
    with database.write() as conn:
        add_job(conn, new(), NOW)
        _, mine = taken(conn)
        assert renew_claim(conn, mine, NOW + LEASE / 3)
        assert claim(conn, NOW + LEASE, TWO) is None
        assert hand_claim(conn, mine, TWO)
        assert claim(conn, NOW + 2 * LEASE, TWO) is not None


def test_a_job_that_kills_its_workers_is_given_up(database: Database) -> None:
    with database.write() as conn:
        add_job(conn, new(key="k"), NOW)
        for attempt in range(ATTEMPTS):
            assert claim(conn, NOW + attempt * LEASE) is not None
        assert claim(conn, NOW + ATTEMPTS * LEASE) is None
        (ended,) = list_jobs(conn, states=[JobState.FAILED])
        assert "3 attempts" in ended.reason
        assert add_job(conn, new(key="k"), NOW) is not None


def test_a_failed_attempt_is_tried_again_later_and_no_more_than_so_often(database: Database) -> None:
    with database.write() as conn:
        add_job(conn, new(), NOW)
        at = NOW
        for attempt in range(1, ATTEMPTS + 1):
            _, mine = taken(conn, at)
            again = at + timedelta(minutes=5)
            assert fail_job(conn, mine, at, f"no network, {attempt}", again)
            assert claim(conn, again - timedelta(seconds=1)) is None
            at = again
        assert claim(conn, at) is None
        (ended,) = list_jobs(conn)
    assert (ended.state, ended.reason) == (JobState.FAILED, "no network, 3")


def test_what_was_given_back_was_not_tried(database: Database) -> None:
    with database.write() as conn:
        add_job(conn, new(), NOW)
        for _ in range(2 * ATTEMPTS):
            _, mine = taken(conn)
            assert return_job(conn, mine)
        assert claim(conn) is not None


def test_a_dead_job_is_named_and_left(database: Database) -> None:
    with database.write() as conn:
        add_job(conn, new(), NOW)
        _, mine = taken(conn)
        assert bury_job(conn, mine, NOW, "args: 'sources' is no list")
        assert claim(conn, NOW + timedelta(days=9)) is None
        (ended,) = list_jobs(conn, states=[JobState.DEAD])
    assert "sources" in ended.reason


def test_a_waiting_job_can_be_cancelled_and_a_running_one_cannot(database: Database) -> None:
    with database.write() as conn:
        waiting = add_job(conn, new(), NOW)
        assert waiting is not None
        assert cancel_job(conn, waiting, NOW, "not wanted")
        assert not cancel_job(conn, waiting, NOW, "not wanted")
        running = add_job(conn, new(), NOW)
        taken(conn)
        assert running is not None
        assert not cancel_job(conn, running, NOW, "not wanted")


def test_jobs_of_a_later_version_are_left_and_named(database: Database) -> None:
    with database.write() as conn:
        add_job(conn, new("re-cluster"), NOW)
        add_job(conn, new("crawl"), NOW)
        assert foreign_kinds(conn, KINDS) == ("re-cluster",)
        assert taken(conn)[0].kind == "crawl"
        assert claim(conn) is None
        assert [each.kind for each in coming_jobs(conn)] == ["crawl", "re-cluster"]


def test_leases_of_the_dead_on_this_machine_lapse_at_once(database: Database) -> None:
    """Those of another machine, or of a machine whose name is gone, wait for their end."""
    with database.write() as conn:
        for owner in (ONE, TWO, FAR):
            add_job(conn, new(), NOW)
            assert claim(conn, NOW, owner) is not None
        assert release_dead(conn, NOW, "here", lambda owner: owner == TWO) == 1
        freed, _ = taken(conn, NOW, TWO)
        assert freed.attempts == 2
        assert claim(conn) is None
        assert claim(conn, NOW + LEASE) is not None


@pytest.mark.parametrize("wrong", [timedelta(hours=1), timedelta(hours=-1)], ids=["fast", "slow"])
def test_a_clock_that_is_an_hour_wrong_strands_nothing_and_doubles_nothing(
    database: Database, wrong: timedelta
) -> None:
    with database.write() as conn:
        add_job(conn, new(), NOW)
        _, theirs = taken(conn, NOW + wrong, FAR) if wrong > timedelta() else (None, None)
        if theirs is None:  # its clock says that nothing is due yet
            assert claim(conn, NOW + wrong, FAR) is None
            _, theirs = taken(conn)
        found = claim(conn, NOW + LEASE, TWO)
        assert found is not None, "a lease an hour ahead was not written by a right clock"
        assert not finish_job(conn, theirs, NOW)
        assert finish_job(conn, Claim(found.id, found.fence), NOW)


def test_when_a_kind_was_last_due(database: Database) -> None:
    with database.write() as conn:
        assert last_due(conn, "maintenance") is None
        add_job(conn, NewJob("maintenance", NOW, {}), NOW)
        add_job(conn, NewJob("maintenance", NOW - timedelta(days=1), {}), NOW)
        assert last_due(conn, "maintenance") == NOW


@contextmanager
def _without_turns(database: Database) -> Iterator[Connection]:
    """A transaction that takes no writer's turn, as on many machines. PostgreSQL only."""
    with database.engine.begin() as conn:
        yield conn


def _race(url: str, claimed: Callable[[Connection], int | None]) -> list[int]:
    """What two workers claim side by side, each claim in a transaction of its own."""
    got: list[int] = []
    start = threading.Barrier(2)

    def work() -> None:
        with open_database(url) as database:
            start.wait()
            while True:
                with _without_turns(database) as conn:
                    found = claimed(conn)
                if found is None:
                    return
                got.append(found)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    return got


def _filled(database: Database, count: int) -> str:
    with database.write() as conn:
        for _ in range(count):
            add_job(conn, new(), NOW)
    return database.engine.url.render_as_string(hide_password=False)


@pytest.fixture
def side_by_side(postgres: PostgresServer) -> Iterator[Database]:
    """Only PostgreSQL has writers side by side."""
    url = postgres.create()
    with open_database(url) as database:
        yield database
    postgres.release(url)


def test_two_claimers_without_a_lock_never_get_one_job(side_by_side: Database) -> None:
    url = _filled(side_by_side, 60)

    def claimed(conn: Connection) -> int | None:
        found = claim(conn)
        return None if found is None else found.id

    got = _race(url, claimed)
    assert len(got) == 60
    assert len(set(got)) == 60


def test_control_a_select_and_then_an_update_doubles(side_by_side: Database) -> None:
    """The claim of the first version: were the test above blind, it would pass this too."""
    url = _filled(side_by_side, 60)
    both = threading.Barrier(2, timeout=5)

    def claimed(conn: Connection) -> int | None:
        waits = select(func.min(job.c.id)).where(job.c.state == "waiting")
        found: int | None = conn.execute(waits).scalar()
        if found is not None and not both.broken:
            try:
                both.wait()
            except threading.BrokenBarrierError:
                conn.execute(text("SELECT 1"))
        conn.execute(update(job).where(job.c.id == found).values(state="running"))
        return found

    got = _race(url, claimed)
    assert len(got) > len(set(got))


@dataclass
class _Held:
    claim: Claim
    until: datetime
    owner: Owner


@dataclass
class _Model:
    """What should be: who holds which job until when, and how often each was finished."""

    now: datetime = NOW
    held: dict[int, _Held] = field(default_factory=dict)
    old: list[Claim] = field(default_factory=list)
    done: dict[int, int] = field(default_factory=dict)


class Queue(RuleBasedStateMachine):
    """Any order of adding, claiming, renewing, finishing, dying: one holder at a time, one end a job."""

    def __init__(self) -> None:
        super().__init__()
        self.database = open_database(":memory:")
        self.model = _Model()

    def teardown(self) -> None:
        self.database.close()

    @initialize()
    def begin(self) -> None:
        self.add("", Priority.NORMAL)

    @rule(key=st.sampled_from(["", "a", "b"]), priority=st.sampled_from(list(Priority)))
    def add(self, key: str, priority: Priority) -> None:
        with self.database.write() as conn:
            add_job(conn, NewJob("crawl", self.model.now, {}, key, priority), self.model.now)

    @rule(owner=st.sampled_from([ONE, TWO, FAR]))
    def claim(self, owner: Owner) -> None:
        with self.database.write() as conn:
            found = claim_job(conn, self.model.now, owner, ["crawl"])
        if found is None:
            return
        before = self.model.held.pop(found.id, None)
        if before is not None:
            assert before.until <= self.model.now, "taken from a holder whose lease stood"
            assert found.fence > before.claim.fence
            self.model.old.append(before.claim)
        assert found.id not in self.model.done, "done, and claimed again"
        self.model.held[found.id] = _Held(Claim(found.id, found.fence), self.model.now + LEASE, owner)

    @precondition(lambda self: self.model.held)
    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        mine = data.draw(st.sampled_from(sorted(self.model.held)))
        with self.database.write() as conn:
            ended = finish_job(conn, self.model.held[mine].claim, self.model.now)
        if ended:
            self.model.done[mine] = self.model.done.get(mine, 0) + 1
        else:
            assert self.model.held[mine].until <= self.model.now, "given up while its lease stood"
        self.model.old.append(self.model.held.pop(mine).claim)

    @precondition(lambda self: self.model.held)
    @rule(data=st.data())
    def renew(self, data: st.DataObject) -> None:
        mine = self.model.held[data.draw(st.sampled_from(sorted(self.model.held)))]
        with self.database.write() as conn:
            kept = renew_claim(conn, mine.claim, self.model.now)
        if kept:
            mine.until = self.model.now + LEASE
        else:
            assert mine.until <= self.model.now

    @precondition(lambda self: self.model.old)
    @rule(data=st.data())
    def come_back_late(self, data: st.DataObject) -> None:
        late = data.draw(st.sampled_from(self.model.old))
        with self.database.write() as conn:
            assert not finish_job(conn, late, self.model.now)
            assert not renew_claim(conn, late, self.model.now)

    @rule(dead=st.sampled_from([ONE, TWO]))
    def die(self, dead: Owner) -> None:
        with self.database.write() as conn:
            release_dead(conn, self.model.now, "here", lambda owner: owner != dead)
        for each in self.model.held.values():
            if each.owner == dead:
                each.until = min(each.until, self.model.now)

    @rule(seconds=st.integers(0, 90))
    def let_time_pass(self, seconds: int) -> None:
        self.model.now += timedelta(seconds=seconds)

    @invariant()
    def each_job_ends_once(self) -> None:
        assert all(count == 1 for count in self.model.done.values())

    @invariant()
    def open_keys_are_unique(self) -> None:
        with self.database.read() as conn:
            keys = [each.unique_key for each in coming_jobs(conn, 1000) if each.unique_key]
        assert len(keys) == len(set(keys))


TestQueue = Queue.TestCase
TestQueue.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
