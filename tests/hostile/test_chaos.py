"""A small misbehaving web: our crawl comes through it clean, a plain one with stock settings does not."""

from __future__ import annotations

from bench.chaos.__main__ import holds
from bench.chaos.faults import FAULTS
from bench.chaos.runs import run, run_control
from bench.chaos.scenario import Plan, scenario

#: A seed whose few bad sites redirect to forbidden addresses, among others.
SEED = 4
#: Judged by the clock, so only where nothing else runs: `python -m bench.chaos`.
TIMED = frozenset({"hasty", "busy"})


def test_there_are_many_faults_and_a_seed_always_gives_the_same_web() -> None:
    assert len(FAULTS) >= 40
    first, second = (scenario(Plan(SEED, 20, 14)) for _ in range(2))
    assert [fault.name for fault in first.faults.values()] == [fault.name for fault in second.faults.values()]
    assert len(first.good) == 6


def test_a_crawl_among_bad_sites_loses_nothing_and_harms_nobody() -> None:
    # A machine with much to do must not lose good pages to the time limit.
    verdict = run(Plan(SEED, sites=20, bad=14, rounds=2, crawl_delay=0.05, fetch_seconds=6.0), weigh=False)
    assert {kind: found for kind, found in verdict.faults.items() if found and kind not in TIMED} == {}
    assert verdict.polls == verdict.answered_by_304 == 6


def test_the_control_fails() -> None:
    verdict = run_control(Plan(SEED, sites=20, bad=14, rounds=1, crawl_delay=0.05, fetch_seconds=2.0))
    assert verdict.canary
    assert not holds(verdict)
