"""One seed: serve its web, send a crawl into it round by round, and check what came of it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.chaos.assertions import Findings, findings_of
from bench.chaos.bombs import prepare
from bench.chaos.crawls import stored
from bench.chaos.scenario import Plan, Scenario, canary, permitted, scenario
from bench.crawl import Watch
from tests.hostile.web import Request, Web, running

#: A crawl that takes longer hangs (s).
_LONGEST = 600


def run_control(plan: Plan) -> Findings:
    """The same by a plain spider with stock settings."""
    return _run(plan, "stock")


def run(plan: Plan, *, weigh: bool = True) -> Findings:
    """Every round of a seed by our crawl. weigh: first the good sites alone, for the memory they take."""
    if not weigh:
        return _run(plan, "ours")
    base = _run(Plan(plan.seed, plan.sites - plan.bad, 0, 1, plan.crawl_delay, plan.fetch_seconds), "ours")
    found = _run(plan, "ours")
    found.base_mb = base.peak_mb
    return found


def _run(plan: Plan, name: str) -> Findings:
    made = scenario(plan)
    prepare()
    with running(*made.sites) as web, canary(web.port) as ears, TemporaryDirectory() as folder:
        began, peak = time.monotonic(), 0.0
        rounds, crashed = [], []
        for number in range(plan.rounds):
            made.publish(number)
            log, megabytes, problem = _round(made, web, name, Path(folder))
            peak = max(peak, megabytes)
            rounds.append(log)
            crashed += [f"round {number}: {problem}"] if problem else []
        found = findings_of(made, rounds, stored(name, Path(folder)), ears.heard)
    found.crashed = crashed
    found.peak_mb = peak
    found.seconds = time.monotonic() - began
    return found


def _round(made: Scenario, web: Web, name: str, folder: Path) -> tuple[list[Request], float, str]:
    """Requests, peak memory of the crawl's processes (MB), and how it failed if it did."""
    web.log.clear()
    plan = made.plan
    figures = (str(plan.crawl_delay), str(plan.fetch_seconds), ",".join(permitted(web)))
    command = [sys.executable, "-m", "bench.chaos.crawls", name, str(folder), *figures]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        watch = Watch(process.pid)
        try:
            _, words = process.communicate("\n".join(web.feed_urls()).encode(), timeout=_LONGEST)
        except subprocess.TimeoutExpired:
            process.kill()
            words = b"did not end"
        watch.stop()
    failed = process.returncode != 0 or b"Traceback" in words
    return list(web.log), watch.megabytes, words.decode(errors="replace")[-500:] if failed else ""
