"""Date strings against `parse_date`: how many are read right, and whether one is silently wrong.

python -m bench.date_strings [--count 20000] [--seed 12] [--misses FILE]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from bench.date_strings.check import verdict
from bench.date_strings.strings import strings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=12)
    parser.add_argument("--misses", type=Path, help="write every string that was not read right")
    given = parser.parse_args()
    seen: Counter[str] = Counter()
    misses = []
    for asked in strings(given.count, given.seed):
        found = verdict(asked)
        seen[found] += 1
        if found != "right":
            misses.append(f"{found}\t{asked.form}\t{asked.text}\t{asked.at:%Y-%m-%d %H:%M}\t{asked.zone}")
    share = seen["right"] / given.count
    print(f"{given.count:,} strings: {share:.2%} read right, {dict(seen)}")
    if given.misses:
        given.misses.write_text("".join(f"{line}\n" for line in sorted(misses)), encoding="utf-8")
    sys.exit(1 if seen["wrong"] else 0)


if __name__ == "__main__":
    main()
