"""What a scheduler with nothing to do costs: `python -m bench.idle [SECONDS]`.

Its processor time over a minute, in hundredths of a core, after it has come to rest.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from bench.evaluate import show
from bench.rows import Row
from seedwatch.safe_imports import CHILD, safe_environment

_REST = 25.0
_WANTED = 0.5


def measure(seconds: float) -> float:
    """Percent of one core."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "sources").mkdir()
        settings = {"SEEDWATCH_SHIPPED_SOURCES": "false", "SEEDWATCH_SOURCES_DIR": "sources"}
        process = subprocess.Popen(
            [*CHILD, "schedule"], cwd=folder, env=safe_environment({**_environment(), **settings})
        )
        try:
            time.sleep(_REST)
            watched = psutil.Process(process.pid)
            before = watched.cpu_times()
            time.sleep(seconds)
            after = watched.cpu_times()
        finally:
            process.terminate()
            process.wait()
    return 100 * (after.user + after.system - before.user - before.system) / seconds


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("SEEDWATCH_")}


def rows(seconds: float = 60.0) -> list[Row]:
    cost = measure(seconds)
    return [
        Row(
            f"a scheduler with nothing to do, {seconds:g} s",
            "",
            f"<= {_WANTED} % of a core",
            f"{cost:.2f} %",
            cost <= _WANTED,
        )
    ]


if __name__ == "__main__":
    show(rows(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0))
    sys.exit(0)
