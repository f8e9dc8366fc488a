"""The ledger of runs."""

from __future__ import annotations

from datetime import timedelta

from db.archive.page_outcomes import record_outcomes
from db.engine.database import Database
from db.jobs import runs
from seedwatch.core.model.job import Owner
from seedwatch.core.model.outcome import Outcome
from tests.db.samples import NOW, make_end


def test_a_run_from_start_to_end(database: Database) -> None:
    with database.write() as conn:
        first = runs.start_run(conn, "crawl", NOW, 11, {"source": ["a"]})
        second = runs.start_run(conn, "topic", NOW, 12, {})
        ends = [make_end(f"https://a.example/{n}", Outcome.STORED if n else Outcome.OLDER) for n in range(3)]
        record_outcomes(conn, first, ends)
        runs.finish_run(conn, first, NOW + timedelta(minutes=1), 0)
    with database.read() as conn:
        newest, oldest = runs.list_runs(conn, 5)
        assert runs.list_runs(conn, 1) == (newest,)
        assert [each.id for each in runs.unfinished(conn)] == [second]
        assert runs.get_run(conn, first) == oldest
        assert runs.get_run(conn, 99) is None
        assert runs.tally(conn, second) == {}
    assert (oldest.kind, oldest.pid, oldest.args, oldest.exit_code) == ("crawl", 11, {"source": ["a"]}, 0)
    assert oldest.outcomes == {Outcome.STORED: 2, Outcome.OLDER: 1}
    assert (newest.id, newest.finished_at, newest.exit_code) == (second, None, None)


def test_runs_of_dead_processes_are_closed_without_a_code(database: Database) -> None:
    """Those of another machine, or of a version that wrote no owner, after a day."""
    dead, alive, elsewhere = Owner("here", 1, 1), Owner("here", 2, 2), Owner("there", 1, 1)
    with database.write() as conn:
        ids = [
            runs.start_run(conn, "crawl", NOW, 1, {}, owner=each) for each in (dead, alive, elsewhere, None)
        ]
        soon, later = NOW + timedelta(minutes=5), NOW + timedelta(days=2)
        assert runs.close_crashed(conn, soon, "here", lambda owner: owner == alive) == ((ids[0], "crawl"),)
        found = runs.get_run(conn, ids[0])
        assert found is not None
        assert (found.finished_at, found.exit_code, found.owner) == (soon, None, dead)
        rest = runs.close_crashed(conn, later, "here", lambda owner: owner == alive)
        assert [each for each, _ in rest] == ids[2:]
        assert [each.id for each in runs.unfinished(conn)] == [ids[1]]
