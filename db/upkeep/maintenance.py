"""Looking after a database: what is past its time is forgotten, what is out of date is made anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from db.archive import fingerprint_keys as keys
from db.archive.raw_pages import drop_files, raw_files
from db.archive.refingerprint import NEWEST, is_stale, refingerprint
from db.engine.database import Database
from db.jobs.runs import finish_run, start_run
from db.search.index import reindex_stale
from db.upkeep.retention import NOTHING, ExpiredTexts, keep_within_terms
from seedwatch.core.model.job import Owner
from seedwatch.core.model.page import RawRef

#: Articles indexed in one transaction: a crawl that waits for its turn waits for less than a second.
STEP = 200


@dataclass(frozen=True, slots=True)
class MaintenanceReport:
    """pages: kept pages forgotten. bands: keys of old articles dropped. indexed: articles indexed again.

    signed: revisions signed again, as the method by which copies are found has changed.
    released: articles whose text was let go, and kept pages erased, by the terms of their sources.
    """

    run_id: int
    pages: int
    keys: int
    indexed: int
    released: ExpiredTexts = NOTHING
    signed: int = 0


@dataclass(frozen=True, slots=True)
class MaintenancePlan:
    """on_disk: names of the files of kept pages; None: there is no such folder, which tells nothing.

    pages_before: pages fetched earlier are past retention. copies_before: articles first seen earlier are no
    longer looked at as originals of copies, unless their text is the same.
    erase: overwrites the bytes of kept pages where they lie.
    """

    on_disk: Callable[[], Collection[str] | None]
    pages_before: datetime
    copies_before: datetime
    erase: Callable[[Sequence[RawRef]], object]


def maintain(
    database: Database, plan: MaintenancePlan, clock: Callable[[], datetime], owner: Owner
) -> MaintenanceReport:
    """Maintain in short transactions, and note it in the table of runs. Raises DatabaseError."""
    with database.write() as conn:
        run_id = start_run(conn, "tidy", clock(), owner.pid, {}, owner=owner)
    exit_code = 1
    try:
        done = MaintenanceReport(
            run_id,
            _forget_pages(database, plan),
            _prune(database, plan),
            _index(database),
            keep_within_terms(database, clock(), plan.erase),
            _sign(database, plan),
        )
        database.optimize()
        exit_code = 0
    finally:
        with database.write() as conn:
            finish_run(conn, run_id, clock(), exit_code)
    return done


def _forget_pages(database: Database, plan: MaintenancePlan) -> int:
    """Rows are read before the disk: a file that a crawl begins in between is not taken for a lost one."""
    with database.read() as conn:
        noted = raw_files(conn)
    there = plan.on_disk()
    gone = [
        name
        for name, newest, _ in noted
        if newest < plan.pages_before or (there is not None and name not in there)
    ]
    if not gone:
        return 0
    with database.write() as conn:
        return drop_files(conn, gone)


def _prune(database: Database, plan: MaintenancePlan) -> int:
    with database.write() as conn:
        return keys.prune(conn, plan.copies_before)


def _sign(database: Database, plan: MaintenancePlan) -> int:
    with database.read() as conn:
        last: int | None = NEWEST if is_stale(conn) else None
    total = 0
    while last is not None:
        with database.write() as conn:
            done, last = refingerprint(conn, plan.copies_before, STEP, last)
        total += done
    return total


def _index(database: Database) -> int:
    total = 0
    while True:
        with database.write() as conn:
            done = reindex_stale(conn, STEP)
        total += done
        if done < STEP:
            return total
