"""What the address guard and the pace cost, in processor time of a whole crawl.

    python -m bench.guard_cost [--rounds 7] [--pages 30]

Ten hosts on loopback with pages of our own prose. Alternating: our crawl as it is, and the same crawl without
the guard (no judgement of addresses, Scrapy's own resolver) and without the pace (no holds, no turns in the
database, no look at the hosts' rows). Each is a process of its own; workers count too. `parent` is the
crawling process alone, start-up left out: the strictest reading.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.rows import Row
from tests.hostile.web import Site, Web, running

_HOSTS = 10
_MOST = 0.05
_OURS = ("crawler.middlewares.ip_guard.AddressGuard", "crawler.middlewares.host_politeness.HostPoliteness")


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds of one crawl: of the crawling process after its start-up, and of all processes."""

    parent: float
    whole: float


def rows(rounds: int = 7, pages: int = 30) -> list[Row]:
    """The figures for a table."""
    found = measure(rounds, pages)
    middle = {
        name: {kind: statistics.median(getattr(cost, kind) for cost in costs) for kind in ("parent", "whole")}
        for name, costs in found.items()
    }
    table = []
    for kind, words in (("whole", "all processes"), ("parent", "crawling process alone")):
        bare, full = middle["without"][kind], middle["with"][kind]
        extra = full / bare - 1
        each = (full - bare) / (_HOSTS * pages) * 1e3
        table.append(
            Row(f"guard and pace, {words}", f"{bare:.2f} s", f"<= {_MOST:.0%}",
                f"{extra:+.1%} ({full:.2f} s, {each:.2f} ms a page)", extra <= _MOST)
        )  # fmt: skip
    return table


def measure(rounds: int, pages: int) -> dict[str, list[Cost]]:
    sites = [
        Site(f"127.8.0.{host}", [f"/a-{host}x{number}" for number in range(pages)])
        for host in range(1, _HOSTS + 1)
    ]
    found: dict[str, list[Cost]] = {"with": [], "without": []}
    with running(*sites) as web:
        for number in range(rounds):
            # Whichever comes second finds warmer caches: take turns.
            for name in ("with", "without") if number % 2 else ("without", "with"):
                found[name].append(_run(web, name, _HOSTS * pages))
    return found


def _run(web: Web, name: str, wanted: int) -> Cost:
    with TemporaryDirectory() as folder:
        before = _seconds(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [sys.executable, "-m", "bench.guard_cost", "--child", name, folder],
            input="\n".join(web.feed_urls()),
            capture_output=True,
            text=True,
            check=True,
        )
        parent, stored = done.stdout.split()
    if int(stored) != wanted:
        raise SystemExit(f"{name}: {stored} of {wanted} pages stored\n{done.stderr}")
    return Cost(float(parent), _seconds(resource.RUSAGE_CHILDREN) - before)


def _seconds(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def _crawl(name: str, folder: Path) -> None:
    """One crawl in this process: its own processor seconds and the pages stored."""
    import scrapy.core.downloader.handlers.http11  # noqa: F401 -- start-up is not what is measured

    import crawler.settings as values
    from crawler import addon
    from crawler.run import run_crawl
    from seedwatch.core.model.crawl import CrawlPlan

    if name == "without":
        addon.DOWNLOADER_MIDDLEWARES.update(dict.fromkeys(_OURS))
        values.TWISTED_DNS_RESOLVER = "scrapy.resolver.CachingHostnameResolver"
    plan = CrawlPlan(
        f"sqlite:///{folder}/x.db",
        feed_urls=tuple(sys.stdin.read().split()),
        everything=True,
        crawl_delay=0.001,  # 0 would switch the turns off
        permits=("127.8.0.0/16",),
        workers=2,
        raw_dir=folder / "kept",
    )
    before = _seconds(resource.RUSAGE_SELF)
    report = run_crawl(plan)
    print(_seconds(resource.RUSAGE_SELF) - before, sum(report.outcomes.values()))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.guard_cost", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--pages", type=int, default=30, help="of each host")
    parser.add_argument("--child", nargs=2, metavar=("NAME", "FOLDER"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        _crawl(given.child[0], Path(given.child[1]))
        return 0
    table = rows(given.rounds, given.pages)
    for row in table:
        print(f"{row.figure:44} without {row.anchor:10} wanted {row.wanted:8} ours {row.ours}")
    return 0 if all(row.met for row in table) else 1


if __name__ == "__main__":
    sys.exit(main())
