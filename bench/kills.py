"""kill -9 at moments of a commit: `python -m bench.kills --engine sqlite --kills 200`.

A scheduler crawls a web on loopback (crawl delay 0.5 s). Again and again, in the moment in which the database's
log grows, one of its processes is killed, or all of them; a scheduler that is gone is started again at once.
At the end every page must be stored once, nothing may be held by the dead, and no host may have been asked by
two at once.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from sqlalchemy import func, select, text

from db.engine.database import Database, open_database
from db.jobs.owners import is_alive
from db.schema.job_tables import job
from db.schema.tables import address, article, feed, host, outcome
from seedwatch.core.errors import DatabaseError
from seedwatch.core.model.job import Owner
from seedwatch.safe_imports import CHILD, safe_environment
from tests.databases import OwnServer, own_server
from tests.hostile.web import Site, Web, running

SITES = 4
CRAWL_DELAY = 0.5
#: Pages for each kill: what is crawled between two, and then some.
_PAGES_EACH = 24
#: Seconds after which a kill has stuck what it hit.
_STUCK = 60.0
#: Of processes, in turn.
_FORKED = "multiprocessing.forkserver"
VICTIMS = ("scheduler", "child", "worker", "all")


@dataclass(slots=True)
class Found:
    """waits: seconds from the kill to the first new article, by victim."""

    pages: int = 0
    stored: int = 0
    doubled: int = 0
    stuck: int = 0
    held_by_dead: int = 0
    at_once: int = 0
    refetched: int = 0
    shortest_gap: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
    waits: dict[str, list[float]] = field(default_factory=dict)

    @property
    def lost(self) -> int:
        return self.pages - self.stored


class Trial:
    """A scheduler on a database and a web, to be killed."""

    def __init__(self, url: str, folder: Path, web: Web, server: OwnServer | None) -> None:
        self.url, self.folder, self.web, self.server = url, folder, web, server
        self.database = open_database(url)
        (folder / "sources").mkdir()
        lines = [
            f"- {{id: s{n}, name: S{n}, home: {web.url(site, '/')!r}, language: zh-Hant, pace: {CRAWL_DELAY},"
            f" zone: Asia/Taipei, triage: off, feeds: [{{url: {web.url(site, '/feed.xml')!r}}}]}}\n"
            for n, site in enumerate(web.sites.values())
        ]
        (folder / "sources" / "own.yaml").write_text("sources:\n" + "".join(lines))
        self.clock = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SEEDWATCH_")}
        settings = {
            "SEEDWATCH_DATABASE_URL": self.url,
            "SEEDWATCH_SOURCES_DIR": "sources",
            "SEEDWATCH_SHIPPED_SOURCES": "false",
            "SEEDWATCH_ALLOW_HOSTS": "127.0.0.0/8",
            "SEEDWATCH_TICK_SECONDS": "2",
            "SEEDWATCH_WORKERS": "1",
            "SEEDWATCH_CRAWLS_AT_ONCE": "1",
        }
        with (self.folder / "log.txt").open("ab") as log:
            return subprocess.Popen(
                [*CHILD, "schedule"],
                cwd=self.folder,
                env=safe_environment({**kept, **settings}),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def articles(self) -> int:
        try:
            with self.database.read() as conn:
                return int(conn.execute(select(func.count()).select_from(article)).scalar_one())
        except DatabaseError:
            return -1  # the server is just starting again

    def log_size(self) -> int:
        """What grows with every commit."""
        if self.database.path is not None:
            with suppress(FileNotFoundError):
                return Path(f"{self.database.path}-wal").stat().st_size
            return 0
        with self.database.read() as conn:
            found: int = conn.execute(text("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn")).scalar_one()
        return int(found)

    def await_commit(self) -> None:
        """Until the log grows: a process is in the middle of a commit."""
        before, end = self.log_size(), time.monotonic() + _STUCK
        while self.log_size() == before and time.monotonic() < end:
            time.sleep(0.0005)

    def kill(self, victim: str) -> bool:
        """False where there is no such process now."""
        if victim == "database":
            assert self.server is not None
            self.server.kill()
            self.server.start()
            return True
        tree = self._tree()
        chosen = {
            "scheduler": tree[:1],
            "child": [each for each in tree[1:] if "crawl" in _words(each)][:1],
            "worker": [each for each in tree[1:] if _FORKED in " ".join(_words(each))][-1:],
            "all": tree,
        }[victim]
        for process in chosen:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        if chosen and victim in ("scheduler", "all"):
            self.clock.wait()
            self.clock = self._start()
        return bool(chosen)

    def _tree(self) -> list[psutil.Process]:
        """The scheduler and all that belongs to it, also what an earlier one left behind."""
        own = [psutil.Process(self.clock.pid)]
        others = [
            each for each in psutil.process_iter() if each.pid != self.clock.pid and self._is_ours(each)
        ]
        return own + others

    def _is_ours(self, process: psutil.Process) -> bool:
        with suppress(psutil.Error, OSError):
            return Path(process.cwd()) == self.folder and process.status() != psutil.STATUS_ZOMBIE
        return False

    def end(self) -> None:
        for process in self._tree():
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self.clock.wait()
        self.database.close()


def run(engine: str, kills: int, seed: int) -> Found:
    """Kill, wait for news, kill again; then let the crawl come to its end."""
    dice, found = random.Random(seed), Found()
    each = min(900, 40 + kills * _PAGES_EACH // SITES)
    sites = [Site(f"127.0.0.{140 + n}", [f"/a-{n}-{k}" for k in range(each)]) for n in range(SITES)]
    victims = (*VICTIMS, "database") if engine == "postgresql" else VICTIMS
    with running(*sites) as web, _database(engine) as (url, folder, server):
        trial = Trial(url, folder, web, server)
        try:
            _until(lambda: trial.articles() > 0)
            for number in range(kills):
                _kill_once(trial, victims[number % len(victims)], dice, found)
                if (number + 1) % 10 == 0:
                    print(f"{number + 1} kills: {found.waits}", file=sys.stderr, flush=True)
            total = SITES * each
            _until(lambda: trial.articles() >= total, total * CRAWL_DELAY + 300)
            _until(lambda: not _open_jobs(trial.database), _STUCK)
            _count(trial, total, found)
        finally:
            trial.end()
    return found


def _kill_once(trial: Trial, victim: str, dice: random.Random, found: Found) -> None:
    time.sleep(dice.uniform(0.0, 2.0))
    trial.await_commit()
    began = time.monotonic()
    if not trial.kill(victim):
        victim = "all"  # between two crawls
        trial.kill(victim)
    before = max(0, trial.articles())
    if not _until(lambda: trial.articles() > before, _STUCK):
        found.stuck += 1
    found.waits.setdefault(victim, []).append(round(time.monotonic() - began, 2))


def _until(ready: object, longest: float = _STUCK * 2) -> bool:
    end = time.monotonic() + longest
    while time.monotonic() < end:
        if ready():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False


def _open_jobs(database: Database) -> int:
    running_now = select(func.count()).select_from(job).where(job.c.state == "running")
    with database.read() as conn:
        return int(conn.execute(running_now).scalar_one())


def _count(trial: Trial, total: int, found: Found) -> None:
    found.pages = total
    with trial.database.read() as conn:
        keys = Counter(conn.execute(select(address.c.url_key)).scalars())
        ends = Counter(conn.execute(select(outcome.c.url_key).where(outcome.c.outcome == "stored")).scalars())
        found.stored = int(conn.execute(select(func.count()).select_from(article)).scalar_one())
        found.outcomes.update(conn.execute(select(outcome.c.outcome)).scalars())
        owners = [*conn.execute(select(feed.c.lease_owner)).scalars()]
        owners += conn.execute(select(host.c.lease_owner)).scalars()
        owners += conn.execute(select(job.c.lease_owner)).scalars()
    found.doubled = sum(n - 1 for n in (*keys.values(), *ends.values()))
    named = [owner for each in owners if (owner := Owner.read(each)) is not None]
    found.held_by_dead = sum(not is_alive(owner) for owner in named)
    log = [request for request in trial.web.log if request.path.startswith("/a-")]
    found.at_once = sum(request.busy > 1 for request in trial.web.log)
    found.refetched = sum(n - 1 for n in Counter(request.path for request in log).values())
    by_host: dict[str, list[float]] = {}
    for request in trial.web.log:
        by_host.setdefault(request.host, []).append(request.at)
    gaps = [b - a for times in by_host.values() for a, b in pairwise(times)]
    found.shortest_gap = min(gaps)


def _words(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []


@contextmanager
def _database(engine: str) -> Iterator[tuple[str, Path, OwnServer | None]]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        if engine == "sqlite":
            yield str(folder / "seedwatch.db"), folder, None
            return
        with own_server(durable=True) as server:
            yield server.url, folder, server


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    found = run(given.engine, given.kills, given.seed)
    every = [wait for waits in found.waits.values() for wait in waits]
    print(f"{given.engine}: {len(every)} kills, seed {given.seed}, crawl delay {CRAWL_DELAY} s")
    print(f"pages {found.pages}, lost {found.lost}, doubled {found.doubled}, stuck {found.stuck}")
    print(f"held by the dead {found.held_by_dead}, hosts asked by two at once {found.at_once}")
    print(f"fetched again {found.refetched}, shortest gap between two requests {found.shortest_gap:.2f} s")
    print(f"outcomes {dict(found.outcomes)}")
    for victim, waits in sorted({**found.waits, "every": every}.items()):
        print(
            f"first new article after killing {victim}: {len(waits)} times,"
            f" median {statistics.median(waits):.1f} s, worst {max(waits):.1f} s"
        )
    bad = found.lost or found.doubled or found.stuck or found.held_by_dead or found.at_once
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
