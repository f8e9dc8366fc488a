"""python -m bench.chaos [--sites 80] [--bad 60] [--seeds 3] [--rounds 3] [--control]

Sends our crawl into a web of good and misbehaving sites and reports what was lost, doubled, forbidden. With
--control a plain spider with stock settings goes the same way; it must fail, or the web is no test.
"""

from __future__ import annotations

import argparse
import sys

from bench.chaos.faults import FAULTS
from bench.chaos.judge import TagDecision
from bench.chaos.rounds import run, run_control
from bench.chaos.world import Plan
from bench.rows import Row

#: Memory that bad sites may cost beside the good ones (MB), and the share of unchanged polls answered by 304.
MOST_MB, LEAST_304 = 300, 0.95


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.chaos", description=__doc__)
    parser.add_argument("--sites", type=int, default=80)
    parser.add_argument("--bad", type=int, default=60)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--control", action="store_true", help="the plain spider too")
    given = parser.parse_args()
    print(f"{len(FAULTS)} kinds of fault; {given.bad} of {given.sites} sites are bad")
    passed = True
    for seed in range(1, given.seeds + 1):
        plan = Plan(seed, given.sites, given.bad, given.rounds)
        passed &= report(f"seed {seed}", run(plan))
        if given.control:
            passed &= not report(f"seed {seed}, plain Scrapy (must fail)", run_control(plan))
    return 0 if passed else 1


def rows(seeds: int = 1) -> list[Row]:
    """The figures of the whole web for a table, summed over the seeds."""
    verdicts = [run(Plan(seed)) for seed in range(1, seeds + 1)]
    sums = {
        kind.replace("_", " "): sum(len(each.faults[kind]) for each in verdicts)
        for kind in verdicts[0].faults
    }
    polls, hits = (sum(getattr(each, name) for each in verdicts) for name in ("polls", "answered_by_304"))
    cost = max(each.peak_mb - each.base_mb for each in verdicts)
    return [
        *(Row(f"misbehaving web, {kind}", "", "0", str(count), count == 0) for kind, count in sums.items()),
        Row(
            "misbehaving web, memory", "", f"<= base + {MOST_MB} MB", f"base + {cost:.0f} MB", cost <= MOST_MB
        ),
        Row("unchanged polls by 304", "", ">= 95 %", f"{hits} of {polls}", hits >= LEAST_304 * polls),
    ]


def holds(verdict: TagDecision) -> bool:
    enough = verdict.answered_by_304 >= LEAST_304 * verdict.polls
    return not any(verdict.faults.values()) and enough and verdict.peak_mb <= verdict.base_mb + MOST_MB


def report(name: str, verdict: TagDecision) -> bool:
    """Print the verdict; whether it is clean."""
    print(f"\n{name}: {'passed' if holds(verdict) else 'FAILED'} in {verdict.seconds:.0f} s")
    print(f"  memory {verdict.peak_mb:.0f} MB, with good sites alone {verdict.base_mb:.0f} MB")
    print(f"  unchanged polls answered by 304: {verdict.answered_by_304} of {verdict.polls}")
    for kind, found in verdict.faults.items():
        print(f"  {kind.replace('_', ' '):13} {len(found)}")
        for line in found[:8]:
            print(f"      {line}")
    return holds(verdict)


if __name__ == "__main__":
    sys.exit(main())
