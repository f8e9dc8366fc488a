"""`make bench`: speed as ratios taken in one run, what protection costs, and the misbehaving news web.

python -m bench [part ...]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from bench import bombs, crawl, guard_cost
from bench.chaos import __main__ as chaos
from bench.evaluate import show
from bench.rows import Row

_DATA = Path("../shared/data")


def _crawl() -> list[Row]:
    if not (_DATA / "pages").is_dir():
        return [Row("a whole crawl against bare and plain Scrapy", "", "", f"missing: {_DATA / 'pages'}")]
    return crawl.rows(_DATA)


PARTS: dict[str, Callable[[], list[Row]]] = {
    "crawl": _crawl,
    "guard": guard_cost.rows,
    "bombs": bombs.rows,
    "chaos": chaos.rows,
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="only these")
    given = parser.parse_args(arguments)
    show([row for name in given.parts or PARTS for row in PARTS[name]()])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
