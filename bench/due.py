"""What is due, at 10,000 sources: `python -m bench.due`.

One query that names due feeds and claims them, and the scheduler's whole look, on both engines. A tenth of the
feeds is due; every third source names a theme.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, text, update

from bench.evaluate import show
from bench.rows import Row
from db.engine.database import Database, open_database
from db.jobs.owners import this_process
from db.schema.job_tables import job
from db.schema.tables import feed
from db.sources.catalogue import sync_sources
from db.sources.leases import claim_feeds, release_leases
from scheduler.planner import plan
from seedwatch.core.model.source import FeedSpec, Source
from seedwatch.core.model.text import Language
from tests.databases import own_server

SOURCES = 10_000
LIMIT = 100
_ROUNDS = 40
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
_WANTED_MS = 20.0


def fill(database: Database) -> None:
    made = [
        Source(
            id=f"s{n}",
            name=f"S{n}",
            home=f"https://s{n}.example/",
            language=Language.ZH_HANT,
            zone="Asia/Taipei",
            feeds=(FeedSpec(f"https://s{n}.example/feed"),),
            themes=("chips",) if n % 3 == 0 else (),
        )
        for n in range(SOURCES)
    ]
    with database.write() as conn:
        sync_sources(conn, made)
        for number in range(1, SOURCES + 1):
            at = NOW + timedelta(milliseconds=number if number % 10 else -number)
            conn.execute(update(feed).where(feed.c.id == number).values(next_due=at))
        conn.execute(text("ANALYZE"))


def _claim(conn: Connection, **which: object) -> int:
    owner = this_process()
    return len(claim_feeds(conn, NOW, owner, NOW + timedelta(minutes=1), limit=LIMIT, **which))  # type: ignore[arg-type]


def measure(database: Database, work: Callable[[Connection], object]) -> tuple[float, float]:
    """Milliseconds in the middle and at best, the transaction's begin and commit with it."""
    took = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        with database.write() as conn:
            work(conn)
        took.append((time.perf_counter() - began) * 1000)
        with database.write() as conn:
            release_leases(conn, NOW, this_process())
            conn.execute(job.delete())
    return statistics.median(took), min(took)


def rows() -> list[Row]:
    found = []
    for engine in ("sqlite", "postgresql"):
        with _database(engine) as database:
            fill(database)
            for name, work in (
                (f"{LIMIT} due feeds claimed", _claim),
                ("the same, of one theme", lambda conn: _claim(conn, themes=("chips",))),
                ("one look of the scheduler (a transaction of its own)", lambda conn: plan(conn, NOW, (), 2)),
            ):
                ms, best = measure(database, work)
                wanted = f"<= {_WANTED_MS:g} ms" if "look" not in name else ""
                figure = f"{engine}, {SOURCES} sources: {name}"
                found.append(
                    Row(
                        figure,
                        "",
                        wanted,
                        f"{ms:.1f} ms (best {best:.1f})",
                        ms <= _WANTED_MS if wanted else None,
                    )
                )
    return found


@contextmanager
def _database(engine: str) -> Iterator[Database]:
    if engine == "sqlite":
        with TemporaryDirectory() as folder, open_database(str(Path(folder) / "due.db")) as database:
            yield database
        return
    with own_server(durable=True) as server, open_database(server.url) as database:
        yield database


if __name__ == "__main__":
    show(rows())
    sys.exit(0)
