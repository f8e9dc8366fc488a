"""The crawls that are sent into the web: ours, and a plain one with stock settings as the control."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One stored article."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Errand:
    """What a crawl of one round is given."""

    folder: Path
    feeds: tuple[str, ...]
    permits: tuple[str, ...]
    crawl_delay: float
    fetch_seconds: float


def ours(errand: Errand) -> None:
    """Everything on, as `seedwatch crawl --feeds`."""
    from crawler.run import run_crawl
    from seedwatch.core.model.crawl import CrawlPlan

    run_crawl(
        CrawlPlan(
            f"sqlite:///{errand.folder}/ours.db",
            feed_urls=errand.feeds,
            everything=True,
            crawl_delay=errand.crawl_delay,
            permits=errand.permits,
            workers=2,
            fetch_seconds=errand.fetch_seconds,
            raw_dir=errand.folder / "kept",
        )
    )


def stock(errand: Errand) -> None:
    """A plain spider: Scrapy's defaults but for limits without which it would not end today."""
    import feedparser
    from scrapy import Request, Spider
    from scrapy.crawler import CrawlerProcess
    from scrapy.http import Response, TextResponse

    store = sqlite3.connect(errand.folder / "stock.db")
    store.execute("CREATE TABLE IF NOT EXISTS page (url TEXT PRIMARY KEY, title TEXT)")

    class Plain(Spider):
        name = "plain"

        async def start(self):  # type: ignore[no-untyped-def]
            for url in errand.feeds:
                yield Request(url, self.parse_feed)

        def parse_feed(self, response: Response):  # type: ignore[no-untyped-def]
            for entry in feedparser.parse(response.body).entries[:50]:
                if str(entry.get("link", "")).startswith("http"):
                    yield response.follow(entry.link, self.parse_page)

        def parse_page(self, response: Response) -> None:
            title = response.css("title::text").get("") if isinstance(response, TextResponse) else ""
            with store:
                store.execute("INSERT OR REPLACE INTO page VALUES (?, ?)", (response.url, title))

    limits = {"DOWNLOAD_TIMEOUT": errand.fetch_seconds, "DOWNLOAD_MAXSIZE": 16 << 20, "LOG_ENABLED": False}
    process = CrawlerProcess({**limits, "ROBOTSTXT_OBEY": True, "CLOSESPIDER_TIMEOUT": 90})
    process.crawl(Plain)
    process.start()
    store.close()


CRAWLS = {"ours": ours, "stock": stock}
_STORED = {
    "ours": "SELECT a.url, a.title FROM article a WHERE a.erased_at IS NULL",
    "stock": "SELECT url, title FROM page",
}


def stored(name: str, folder: Path) -> list[Row]:
    """What a crawl has stored so far."""
    path = folder / f"{name}.db"
    if not path.is_file():
        return []
    with closing(sqlite3.connect(path)) as store:
        return [Row(*row) for row in store.execute(_STORED[name])]


def main(arguments: list[str]) -> int:
    """NAME FOLDER PACE SECONDS PERMITS, feeds on standard input: run as a process of its own."""
    name, folder, crawl_delay, seconds, permits = arguments
    feeds = tuple(sys.stdin.read().split())
    CRAWLS[name](Errand(Path(folder), feeds, tuple(permits.split(",")), float(crawl_delay), float(seconds)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
