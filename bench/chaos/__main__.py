"""python -m bench.chaos [--sites 80] [--bad 60] [--seeds 3] [--rounds 3] [--control]

Sends our crawl into a web of good and misbehaving sites and reports what was lost, doubled, forbidden. With
--control a plain spider with stock settings goes the same way; it must fail, or the web is no test.
"""

from __future__ import annotations

import argparse
import sys

from bench.chaos.assertions import Findings
from bench.chaos.faults import FAULTS
from bench.chaos.runs import run, run_control
from bench.chaos.scenario import Plan
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
    all_findings = [run(Plan(seed)) for seed in range(1, seeds + 1)]
    sums = {
        kind.replace("_", " "): sum(len(each.faults[kind]) for each in all_findings)
        for kind in all_findings[0].faults
    }
    polls, hits = (sum(getattr(each, name) for each in all_findings) for name in ("polls", "answered_by_304"))
    cost = max(each.peak_mb - each.base_mb for each in all_findings)
    return [
        *(Row(f"misbehaving web, {kind}", "", "0", str(count), count == 0) for kind, count in sums.items()),
        Row(
            "misbehaving web, memory", "", f"<= base + {MOST_MB} MB", f"base + {cost:.0f} MB", cost <= MOST_MB
        ),
        Row("unchanged polls by 304", "", ">= 95 %", f"{hits} of {polls}", hits >= LEAST_304 * polls),
    ]


def holds(findings: Findings) -> bool:
    enough = findings.answered_by_304 >= LEAST_304 * findings.polls
    return not any(findings.faults.values()) and enough and findings.peak_mb <= findings.base_mb + MOST_MB


def report(name: str, findings: Findings) -> bool:
    """Print the findings; whether it is clean."""
    print(f"\n{name}: {'passed' if holds(findings) else 'FAILED'} in {findings.seconds:.0f} s")
    print(f"  memory {findings.peak_mb:.0f} MB, with good sites alone {findings.base_mb:.0f} MB")
    print(f"  unchanged polls answered by 304: {findings.answered_by_304} of {findings.polls}")
    for kind, found in findings.faults.items():
        print(f"  {kind.replace('_', ' '):13} {len(found)}")
        for line in found[:8]:
            print(f"      {line}")
    return holds(findings)


if __name__ == "__main__":
    sys.exit(main())
