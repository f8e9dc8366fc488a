"""Scorers over the hostile collections: encodings, dates, feeds, addresses, robots, sitemaps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from bench.rows import Row
from core.charset import decode

Case = dict[str, Any]


def rows(shared: Path) -> list[Row]:
    """Every figure of the collections below `shared`/data/hostile."""
    hostile = shared / "data" / "hostile"
    return [*encoding_rows(hostile)]


def read_cases(path: Path) -> Iterator[Case]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def percent(hits: int, total: int) -> str:
    return f"{100 * hits / total:.1f} % ({hits}/{total})" if total else "none"


def encoding_rows(hostile: Path) -> list[Row]:
    """Title and paragraph come out exactly; what is wrong must be flagged."""
    right: dict[str, list[bool]] = {"must": [], "should": [], "may": []}
    silent = 0
    with ZipFile(hostile / "pages.zip") as pages:
        for case in read_cases(hostile / "pages.jsonl"):
            found = decode(pages.read(case["file"]), case["content_type"])
            exact = case["title"] in found.text and case["paragraph"] in found.text
            right[case["level"]].append(exact)
            silent += not exact and not found.doubtful
    goals = (("must", "100 %", 1.0), ("should", ">= 92 %", 0.92))
    lines = [
        Row(
            f"encodings, {level}",
            "",
            wanted,
            percent(sum(right[level]), len(right[level])),
            sum(right[level]) >= floor * len(right[level]),
        )
        for level, wanted, floor in goals
    ]
    return [*lines, Row("encodings, silent mojibake", "1 in 4 lying pages", "0", str(silent), silent == 0)]
