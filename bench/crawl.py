"""Speed of a whole crawl, as ratios taken in one run on the same stored pages.

    python -m bench.crawl --pages ../shared/data/pages [--rounds 3]

Alternating: (a) bare Scrapy that only fetches, (b) a plain Scrapy spider that runs trafilatura in its
callback, (c) our
crawl with everything on: kept pages, extraction, duplicates, themes, database. Each is a process of its
own, timed from its start to its end; memory is the peak sum of all its processes.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.pageweb import PageWeb, serve
from bench.rows import Row

_ROUNDS = 3
#: Wanted: at most this share of the plain spider's time, times the bare fetch, MB; at least these rows.
SHARE, TIMES, MEGABYTES, ROWS = 0.45, 1.8, 600, 320


@dataclass(frozen=True, slots=True)
class Timing:
    """One run of a process with all below it.

    seconds: wall clock from start to end. busy: processor seconds, which a loaded machine distorts less.
    megabytes: peak memory; what processes share is counted once.
    """

    seconds: float
    busy: float
    megabytes: float
    pages: int
    rows: int


def rows(data: Path) -> list[Row]:
    """The figures for the table of `make bench`."""
    with serve(data / "pages") as web:
        return _table(_measure(web, _ROUNDS))


def _measure(web: PageWeb, rounds: int) -> dict[str, list[Timing]]:
    found: dict[str, list[Timing]] = {name: [] for name in ("fetch", "plain", "ours", "again")}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            for name, timings in found.items():
                timings.append(_timed(web, name, Path(folder)))
    return found


def _timed(web: PageWeb, name: str, folder: Path) -> Timing:
    (folder / "feeds.json").write_text(json.dumps(web.feeds))
    web.requests()
    command = [sys.executable, "-m", "bench.crawlers", "ours" if name == "again" else name, str(folder)]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        watch = Watch(process.pid)
        out, _ = process.communicate()
        seconds = time.perf_counter() - began
    watch.stop()
    if process.returncode:
        raise SystemExit(f"{name} ended with {process.returncode}")
    return Timing(seconds, watch.busy, watch.megabytes, web.requests(), int(out or 0))


class Watch:
    """Memory and processor time of a process and all below it, looked at five times a second."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.megabytes = 0.0
        self._busy: dict[int, float] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._stop.wait(0.2):
            family = _family(self._pid)
            self.megabytes = max(self.megabytes, sum(map(_megabytes, family)))
            self._busy.update((pid, _busy(pid)) for pid in family)

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def busy(self) -> float:
        return sum(self._busy.values())


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""


def _family(pid: int) -> list[int]:
    children = _read(f"/proc/{pid}/task/{pid}/children").split()
    return [pid, *(each for child in children for each in _family(int(child)))]


def _megabytes(pid: int) -> float:
    lines = _read(f"/proc/{pid}/smaps_rollup").splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def _busy(pid: int) -> float:
    fields = _read(f"/proc/{pid}/stat").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def _table(found: dict[str, list[Timing]]) -> list[Row]:
    def middle(name: str, value: Callable[[Timing], float]) -> float:
        return statistics.median(map(value, found[name]))

    fetch, plain, ours = (middle(name, lambda t: t.seconds) for name in ("fetch", "plain", "ours"))
    memory, stored = middle("ours", lambda t: t.megabytes), middle("ours", lambda t: t.rows)
    again = max(timing.pages for timing in found["again"])
    anchor = f"(a) {fetch:.1f} s, (b) {plain:.1f} s"
    share, times = ours / plain, ours / fetch
    return [
        Row("crawl / plain Scrapy, trafilatura", anchor, f"<= {SHARE}", f"{share:.2f}", share <= SHARE),
        Row("crawl / bare fetch", anchor, f"<= {TIMES}", f"{times:.2f} ({ours:.1f} s)", times <= TIMES),
        Row("memory of all processes", "", f"< {MEGABYTES} MB", f"{memory:.0f} MB", memory < MEGABYTES),
        Row("rows stored of the pages", "", f">= {ROWS}", f"{stored:.0f}", stored >= ROWS),
        Row("pages downloaded by a second crawl", "", "0", str(again), again == 0),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.crawl", description=__doc__)
    parser.add_argument("--pages", type=Path, default=Path("../shared/data/pages"))
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    given = parser.parse_args()
    with serve(given.pages) as web:
        found = _measure(web, given.rounds)
    for name, timings in found.items():
        for t in timings:
            times = f"{t.seconds:6.2f} s  {t.busy:6.2f} s busy  {t.megabytes:4.0f} MB"
            print(f"{name:6} {times}  {t.pages:3} pages  {t.rows:3} rows")
    table = _table(found)
    for row in table:
        print(f"{row.figure:40} {row.anchor:24} wanted {row.wanted:10} ours {row.ours}")
    return 0 if all(row.met for row in table) else 1


if __name__ == "__main__":
    sys.exit(main())
