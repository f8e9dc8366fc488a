"""The claim of a process that does a job for a scheduler, kept by the process itself.

So a job goes on, and is done once, also when its scheduler is killed and its child lives on.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

from db.engine.database import Database
from db.jobs.queue import LEASE, finish_job, renew_claim
from seedwatch.core.errors import DatabaseError
from seedwatch.core.model.job import CLAIM_VARIABLE, Claim

log = logging.getLogger(__name__)


def own_claim() -> Claim | None:
    """What the scheduler told this process; None where a person started it."""
    return Claim.read(os.environ.get(CLAIM_VARIABLE, ""))


@contextmanager
def kept_claim(database: Database, lease: timedelta = LEASE) -> Iterator[None]:
    """Renew this process's claim while the block runs, and close the job where the block ends well.

    Nothing where a person started the process.
    """
    claim = own_claim()
    if claim is None:
        yield
        return
    done = Event()
    keeper = Thread(target=_keep, args=(database, claim, lease, done), name="claim", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join()
    with database.write() as conn:
        finish_job(conn, claim, datetime.now(UTC))


def _keep(database: Database, claim: Claim, lease: timedelta, done: Event) -> None:
    while not done.wait(lease.total_seconds() / 3):
        try:
            with database.write() as conn:
                if not renew_claim(conn, claim, datetime.now(UTC), lease):
                    return
        except DatabaseError as error:  # the next renewal may come through
            log.warning("job %d: claim not renewed: %s", claim.job_id, error)
