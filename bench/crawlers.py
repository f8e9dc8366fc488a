"""The three crawls that `bench.crawl` compares, each run as a process: `python -m bench.crawlers NAME
FOLDER`.

FOLDER holds feeds.json and gets what ours stores. Prints the number of rows stored.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import ClassVar


def ours(folder: Path, feeds: tuple[str, ...]) -> int:
    from crawler.run import run_crawl
    from seedwatch.core.model.crawl import CrawlPlan
    from seedwatch.themes import lexicon_text, texts

    plan = CrawlPlan(
        f"sqlite:///{folder / 'bench.db'}",
        feed_urls=feeds,
        everything=True,
        crawl_delay=0.0,
        permits=("127.0.0.0/8",),
        raw_dir=folder / "kept",
        themes=texts(),
        lexicon=lexicon_text(),
    )
    from seedwatch.core.model.outcome import KEPT

    report = run_crawl(plan)
    return sum(report.outcomes.get(outcome, 0) for outcome in KEPT)


def scrapy_alone(feeds: tuple[str, ...], *, extract: bool) -> int:
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess

    class Plain(scrapy.Spider):  # type: ignore[misc]
        name = "plain"
        start_urls: ClassVar[list[str]] = list(feeds)

        def parse(self, response: scrapy.http.Response) -> object:
            for link in response.xpath("//item/link/text()").getall():
                yield scrapy.Request(link, self.page)

        def page(self, response: scrapy.http.Response) -> object:
            if extract:
                import trafilatura

                found = trafilatura.bare_extraction(response.body, with_metadata=True, url=response.url)
                yield {"url": response.url, "text": found.text if found else ""}

    process = AsyncCrawlerProcess({"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False})
    process.crawl(Plain)
    process.start()
    return 0


def main() -> None:
    name, folder = sys.argv[1], Path(sys.argv[2])
    feeds = tuple(json.loads((folder / "feeds.json").read_text()))
    print(ours(folder, feeds) if name == "ours" else scrapy_alone(feeds, extract=name == "plain"))


if __name__ == "__main__":
    main()
