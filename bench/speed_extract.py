"""Pages a second on one core, all fields, against trafilatura with metadata: CPU time of the same pages
in one run.

python -m bench.speed_extract SHARED [--every 3]
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

from bench.eval_pages import read
from bench.pages import LabelledPage, load_pages
from bench.rows import Row


@dataclass(frozen=True, slots=True)
class Speed:
    """CPU seconds for the same pages."""

    pages: int
    ours: float
    trafilatura: float

    @property
    def ratio(self) -> float:
        return self.trafilatura / self.ours


def measure(data: Path, every: int = 3) -> Speed:
    """Both extractors page by page in turn, so that a busy machine slows them alike; the first pages
    warm up."""
    import trafilatura

    pages = load_pages(data)[::every]
    texts = [page.text for page in pages]
    ours = theirs = 0.0
    for round_pages in (list(zip(pages, texts, strict=True))[:5], list(zip(pages, texts, strict=True))):
        ours = theirs = 0.0
        for page, text in round_pages:
            ours += _time(page)
            start = time.process_time()
            trafilatura.bare_extraction(text, with_metadata=True, url=page.url)
            theirs += time.process_time() - start
    return Speed(len(pages), ours, theirs)


def _time(page: LabelledPage) -> float:
    start = time.process_time()
    read(page)
    return time.process_time() - start


def rows(data: Path) -> list[Row]:
    """Line of the figures table."""
    ratio = measure(data).ratio
    return [Row("pages per second, one core, all fields", "1", ">= 4", f"{ratio:.1f}", ratio >= 4)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--every", type=int, default=3)
    args = parser.parse_args()
    speed = measure(args.data, args.every)
    print(
        f"{speed.pages} pages: ours {1000 * speed.ours / speed.pages:.1f} ms, "
        f"trafilatura {1000 * speed.trafilatura / speed.pages:.1f} ms, {speed.ratio:.1f} times as fast"
    )


if __name__ == "__main__":
    main()
