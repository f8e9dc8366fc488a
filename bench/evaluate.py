"""`make eval`: run the scorers over labelled data that lies beside the project, and print one table.

python -m bench.evaluate [--data DIR] [part ...]
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.rows import Row


@dataclass(frozen=True, slots=True)
class Part:
    """module: gives the rows; folder: of the labelled data that it needs."""

    about: str
    module: str
    folder: str


PARTS = {
    "pages": Part("article pages: body, title, date, author", "bench.eval_pages", "pages"),
    "speed": Part("pages a second, all fields", "bench.speed_extract", "pages"),
    "crawl": Part("a whole crawl against bare and plain Scrapy", "bench.crawl", "pages"),
    "hostile": Part("encodings, dates, feeds, sitemaps, addresses, robots", "bench.eval_hostile", "hostile"),
    "feeds": Part("captured feeds and search answers", "bench.eval_feeds", "feeds"),
    "themes": Part("labelled items: themes", "bench.eval_themes", "themes"),
    "triage": Part("what is fetched of labelled entries", "bench.eval_triage", "themes"),
    "dedup": Part("labelled documents: copies", "bench.eval_dedup", "dedup"),
    "search": Part("slices of stored articles in either script, folding", "bench.eval_search", "dedup"),
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make eval", description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=Path("../shared/data"), help="directory of the labelled data"
    )
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="only these")
    given = parser.parse_args(arguments)
    if not given.data.is_dir():
        print(f"nothing to measure: {given.data} is not there (labelled data is not part of the project)")
        return 0
    rows: list[Row] = []
    for part in (PARTS[name] for name in given.parts or PARTS):
        folder = given.data / part.folder
        if folder.is_dir():
            rows += import_module(part.module).rows(given.data)
        else:
            rows.append(Row(part.about, "", "", f"missing: {folder}"))
    show(rows)
    return 0


def show(rows: list[Row]) -> None:
    """The table; a figure that is missed is marked, not hidden."""
    grid = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("figure", "anchor", "wanted", "ours", ""):
        grid.add_column(name, overflow="fold")
    mark = {True: "reached", False: "MISSED", None: ""}
    for row in rows:
        grid.add_row(row.figure, row.anchor, row.wanted, row.ours, mark[row.met])
    Console(highlight=False, width=None if sys.stdout.isatty() else 140).print(grid)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
