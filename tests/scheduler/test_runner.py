"""Real children: how their jobs end, side by side, and when the scheduler stops or loses a lease."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from db.engine.database import Database
from db.jobs.queue import ATTEMPTS, LEASE, add_job, claim_job, get_job, is_still_claimed
from scheduler.kinds import JobClass, JobKind, kinds
from scheduler.runner import Runner
from seedwatch.core.errors import InputError
from seedwatch.core.model.job import CLAIM_VARIABLE, Claim, Job, JobState, NewJob, Owner

NOW = datetime.now(UTC) - timedelta(seconds=1)
PLACES = {JobClass.CRAWL: 2, JobClass.UPKEEP: 1, JobClass.URGENT: 1}
OTHER = Owner("elsewhere", 1, 1)


def python(args: Mapping[str, Any]) -> tuple[str, ...]:
    if not isinstance(args.get("code"), str):
        raise InputError("code: no text")
    return (sys.executable, "-c", args["code"])


KINDS = (
    JobKind("crawl", JobClass.CRAWL, python, 60.0),
    JobKind("short", JobClass.CRAWL, python, 0.3),
    JobKind("maintenance", JobClass.UPKEEP, python, 60.0, timedelta(hours=1)),
    JobKind("topic", JobClass.URGENT, python, 60.0),
)


@pytest.fixture
def runner(sqlite_database: Database) -> Iterator[Runner]:
    made = Runner(sqlite_database, KINDS, PLACES, os.environ)
    yield made
    made.close()


def add(database: Database, kind: str, code: object) -> int:
    with database.write() as conn:
        added = add_job(conn, NewJob(kind, NOW, {"code": code}), NOW)
    assert added is not None
    return added


def job(database: Database, job_id: int) -> Job:
    with database.read() as conn:
        found = get_job(conn, job_id)
    assert found is not None
    return found


def wait(ready: Callable[[], bool]) -> None:
    for _ in range(1200):
        if ready():
            return
        time.sleep(0.05)
    raise AssertionError("never")


def ended(database: Database, job_id: int) -> Job:
    wait(lambda: job(database, job_id).state is not JobState.RUNNING)
    return job(database, job_id)


@pytest.mark.parametrize(
    ("kind", "code", "state", "reason"),
    [
        ("crawl", "pass", JobState.DONE, ""),
        ("crawl", "raise SystemExit(1)", JobState.FAILED, "ended with code 1"),
        ("crawl", "import os; os.kill(os.getpid(), 9)", JobState.WAITING, "killed by SIGKILL"),
        ("short", "import time; time.sleep(60)", JobState.DONE, "time limit"),
        ("maintenance", "raise SystemExit(4)", JobState.WAITING, "ended with code 4"),
        ("crawl", 7, JobState.DEAD, "code: no text"),
    ],
)
def test_how_a_child_ends_is_how_its_job_ends(
    sqlite_database: Database, runner: Runner, kind: str, code: object, state: JobState, reason: str
) -> None:
    mine = add(sqlite_database, kind, code)
    assert runner.take() == 1
    found = ended(sqlite_database, mine)
    assert found.state is state
    assert reason in found.reason
    assert found.lease_until is None
    if state is JobState.WAITING:
        is_killed = "killed" in reason
        assert (found.due <= datetime.now(UTC)) is is_killed, "again at once, or after a while"


def test_lanes_do_not_wait_for_one_another(sqlite_database: Database, runner: Runner, tmp_path: Path) -> None:
    """Two crawls fill their class, a third waits; maintenance and a topic start beside them."""
    go = tmp_path / "go"
    hold = f"import pathlib, time\nwhile not pathlib.Path({str(go)!r}).exists(): time.sleep(0.02)"
    crawls = [add(sqlite_database, "crawl", hold) for _ in range(3)]
    others = [add(sqlite_database, kind, "pass") for kind in ("maintenance", "topic")]
    assert runner.take() == 4
    assert [job(sqlite_database, each).state for each in crawls] == [
        JobState.RUNNING,
        JobState.RUNNING,
        JobState.WAITING,
    ]
    for each in others:
        assert ended(sqlite_database, each).state is JobState.DONE
    assert runner.take() == 0
    go.touch()
    wait(lambda: runner.take() == 1)
    assert ended(sqlite_database, crawls[2]).state is JobState.DONE


def test_a_stop_gives_jobs_back_as_if_they_had_not_been_claimed(sqlite_database: Database) -> None:
    runner = Runner(sqlite_database, KINDS, PLACES, os.environ)
    mine = add(sqlite_database, "crawl", "import time; time.sleep(600)")
    for _ in range(ATTEMPTS + 1):
        assert runner.take() == 1
        runner.close()
        found = job(sqlite_database, mine)
        assert (found.state, found.attempts, found.owner) == (JobState.WAITING, 0, None)
        runner = Runner(sqlite_database, KINDS, PLACES, os.environ)
    runner.close()


def test_a_child_is_told_its_claim(sqlite_database: Database, runner: Runner, tmp_path: Path) -> None:
    told = tmp_path / "claim"
    code = f"import os, pathlib; pathlib.Path({str(told)!r}).write_text(os.environ[{CLAIM_VARIABLE!r}])"
    mine = add(sqlite_database, "crawl", code)
    runner.take()
    ended(sqlite_database, mine)
    assert told.read_text() == f"{mine}:1"


def test_a_child_whose_job_was_taken_over_is_ended(sqlite_database: Database, runner: Runner) -> None:
    add(sqlite_database, "crawl", "import time; time.sleep(600)")
    runner.take()
    runner.renew()
    later = datetime.now(UTC) + LEASE
    with sqlite_database.write() as conn:
        taken = claim_job(conn, later, OTHER, ["crawl"])
    assert taken is not None
    runner.renew()
    wait(lambda: not runner._running)
    with sqlite_database.read() as conn:
        assert is_still_claimed(conn, Claim(taken.id, taken.fence)), "its end changed nothing"


@pytest.mark.parametrize(
    ("kind", "args", "words"),
    [
        ("crawl", {"sources": "pts"}, "sources"),
        ("crawl", {"sources": [1]}, "sources"),
        ("crawl", {"sources": ["s"] * 401}, "sources"),
        ("topic", {}, "query"),
        ("topic", {"query": "  "}, "query"),
        ("topic", {"query": "x", "options": {"a": 1}}, "options"),
    ],
)
def test_arguments_that_do_not_parse_are_named(kind: str, args: Mapping[str, Any], words: str) -> None:
    (found,) = (each for each in kinds(900.0) if each.name == kind)
    with pytest.raises(InputError, match=words):
        found.command(args)


def test_a_query_is_never_taken_for_an_option() -> None:
    (topic,) = (each for each in kinds(900.0) if each.name == "topic")
    assert topic.command({"query": "--help", "options": ["--max=5"]})[-3:] == ("--max=5", "--", "--help")
