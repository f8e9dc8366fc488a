"""What bodies that are small on the wire and huge when unpacked cost a crawl: bytes unpacked, and memory.

    python -m bench.bombs

Each bomb is a page of a site, or its feed, in a crawl of its own; memory is compared with a crawl of the same
site without one. 10 GiB each, but for what is nested (640 MiB) and the sitemap (6.5 GiB).
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.chaos.bombs import BOMBS, prepare
from bench.chaos.faults import FAULTS
from bench.chaos.fixtures import Handler
from bench.rows import Row
from tests.hostile.web import Site, running

_MIB = 1 << 20
#: A page may be so long (bytes, decoded); of a bomb a MiB more may be unpacked, and 64 MiB be taken.
_LIMIT = 16 * _MIB
_MOST_UNPACKED, _MOST_MB = _LIMIT + _MIB, 64
_UNPACKED = re.compile(r"(\d+) B decompressed so far")


@dataclass(frozen=True, slots=True)
class Blast:
    """unpacked: bytes, None where nothing was. megabytes: peak of the crawl's largest process."""

    megabytes: float
    unpacked: int | None
    reasons: tuple[str, ...]


def rows() -> list[Row]:
    """The figures for a table."""
    prepare()
    base = _blast(None)
    table = []
    for name in (*BOMBS, "sitemap-gz-bomb"):
        found = _blast(FAULTS[name].handle)
        growth = max(0.0, found.megabytes - base.megabytes)
        unpacked = f"{found.unpacked / _MIB:.2f} MiB unpacked" if found.unpacked else found.reasons[0][:60]
        holds = growth <= _MOST_MB and (found.unpacked or 0) <= _MOST_UNPACKED
        table.append(Row(f"bomb, {name}", "", "<= 17 MiB, 64 MB", f"{unpacked}, {growth:.0f} MB", holds))
    return table


def _blast(behave: Handler | None) -> Blast:
    site = Site("127.9.0.1", ["/a-1"], behave=behave)
    with running(site) as web, TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.bombs", folder, web.url(site, "/feed.xml")]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    told = json.loads(done.stdout)
    sizes = [int(match[1]) for reason in told["reasons"] if (match := _UNPACKED.search(reason))]
    return Blast(told["megabytes"], max(sizes, default=None), tuple(told["reasons"]))


def _crawl(folder: Path, feed_url: str) -> None:
    """One crawl in this process, which then tells how the feed or its pages ended."""
    from sqlalchemy import select

    from crawler.run import run_crawl
    from db.engine.database import open_database
    from db.schema.tables import feed, outcome
    from seedwatch.core.model.crawl import CrawlPlan

    url = f"sqlite:///{folder}/x.db"
    run_crawl(
        CrawlPlan(url, feed_urls=(feed_url,), everything=True, crawl_delay=0.001, permits=("127.9.0.0/16",))
    )
    with open_database(url) as database, database.read() as conn:
        ends = conn.execute(select(outcome.c.reason)).scalars().all()
        feeds = conn.execute(select(feed.c.last_reason)).scalars().all()
    peaks = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"megabytes": max(peaks) / 1024, "reasons": [*ends, *feeds]}))


def main() -> int:
    if len(sys.argv) == 3:
        _crawl(Path(sys.argv[1]), sys.argv[2])
        return 0
    table = rows()
    for row in table:
        print(f"{row.figure:24} wanted {row.wanted:18} ours {row.ours}{'' if row.met else '  MISSED'}")
    return 0 if all(row.met for row in table) else 1


if __name__ == "__main__":
    sys.exit(main())
