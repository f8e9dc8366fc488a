"""How fast results leave and what is new is found: rows a second, memory, milliseconds; on a synthetic archive.

python -m bench.export [articles] [--db URL]    (needs an archive of bench.search_archive: made where there is none)
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from uuid import uuid4

from bench.search_archive import NOW, build
from db.engine.database import Database, open_database
from db.reads.export import found_rows
from db.search.query import search
from seedwatch.core.model.answer import ArticleQuery
from seedwatch.out.formats import FORMATS
from seedwatch.out.style import OutStyle

#: Rows a second that each format has to reach.
WANTED = {"csv": 20_000, "jsonl": 8_000}


def measure(database: Database, name: str, most: int | None, now: datetime = NOW) -> tuple[int, float, float]:
    """Rows written, seconds of CPU, and seconds by the clock."""
    style, form, count = OutStyle(uuid4()), FORMATS[name], 0

    def counted() -> Iterator[object]:
        nonlocal count
        for row in found_rows(conn, ArticleQuery(copies=True), now, texts=form.texts, most=most):
            count += 1
            yield row

    with database.read() as conn, Path(os.devnull).open("wb") as out:
        cpu, clock = time.process_time(), time.perf_counter()
        form.write(counted(), out, style)  # type: ignore[arg-type]
        return count, time.process_time() - cpu, time.perf_counter() - clock


def peak(database: Database, name: str, most: int) -> int:
    """Bytes of Python's memory at most while so many rows are written."""
    tracemalloc.start()
    try:
        measure(database, name, most)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def news(database: Database) -> Iterator[str]:
    """Median milliseconds of searches for what came in during some days, against the same without."""
    for words in ("", "的"):
        for days in (None, 1, 30, 365):
            since = None if days is None else NOW - timedelta(days=days)
            query, times = ArticleQuery(words, seen_since=since), []
            for _ in range(9):
                with database.read() as conn:
                    started = time.perf_counter()
                    total = search(conn, query, NOW).total
                    times.append(time.perf_counter() - started)
            yield f"search {words!r} seen in {days or 'all'} days: {total} found, {1000 * median(times):.0f} ms"


@contextmanager
def archive(url: str | None, articles: int) -> Iterator[Database]:
    with TemporaryDirectory() as folder, open_database(url or f"sqlite:///{folder}/export.db") as database:
        if url is None:
            build(database, articles)
        yield database


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.export", description=__doc__)
    parser.add_argument("articles", nargs="?", type=int, default=20_000)
    parser.add_argument("--db", help="an archive to export, left as it is")
    given = parser.parse_args(arguments)
    with archive(given.db, given.articles) as database:
        for name in FORMATS:
            count, cpu, clock = measure(database, name, None)
            wanted = f"  wanted {WANTED[name]:,}" if name in WANTED else ""
            small, large = (peak(database, name, most) / 2**20 for most in (2_000, 10_000))
            print(
                f"{name:9} {count:,} rows, {count / cpu:,.0f} a CPU second, {count / clock:,.0f} a second;"
                f" memory {small:.1f} MB at 2,000 rows, {large:.1f} MB at 10,000{wanted}"
            )
        print(*news(database), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
