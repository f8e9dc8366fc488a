"""Crawls as planned, and how far one has come: plain values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from seedwatch.core.model.source import Source


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a crawl stands. `feeds`, `pages`: taken up so far; `..._ended`: of these, with an outcome."""

    feeds: int = 0
    feeds_ended: int = 0
    pages: int = 0
    pages_ended: int = 0
    stored: int = 0


@dataclass(frozen=True, slots=True)
class CrawlPlan:
    """What to crawl and how.

    kind: name of the run in the table of runs ("crawl", "topic", "shift").
    source_ids, theme_ids: only these sources, only sources that cover these themes; both empty: every
    enabled source.
    feed_urls: feeds that are not declared; due or not they are visited, and only they unless sources or
    themes are named too.
    ad_hoc: sources of this crawl alone, visited whether due or not, beside what is declared; ad_hoc_only: no others.
    catalogues: only declared sources of these; None: of all.
    since: nothing that was published before; None: the earliest seed date of the enabled themes.
    everything: no date bound at all, whatever `since` says.
    force: also feeds that are not due yet.
    rechecks: also ask pages of stored articles again, at the ages of `seedwatch.core.schedule.recheck`.
    triage: only entries that the themes want are fetched; a query decides in their place, `everything` takes
    all.
    query: only feed entries that match it are fetched; empty: all.
    crawl_delay: seconds between two requests to a host, in place of the sources' own.
    permits: otherwise forbidden addresses that may be fetched, CIDR[:PORT].
    proxy: HTTP proxy; None takes none, whatever the environment says.
    raw_dir: where fetched pages are kept; None keeps none.
    themes: (file name, text) of the theme files. lexicon: word list of the tagger.
    rules: (file name, text) of the files of per-site rules.
    max_pages, max_seconds: end the crawl in good order after so many; 0: no limit. Pages whose hosts ask for
    patience wait within max_seconds; without that limit they are left to the next crawl.
    pool: dotted name of the worker pool.
    lease_seconds: how long it keeps feeds and job when it is stopped; hosts half as long.
    progress: called from the crawl's own thread after every page and feed.
    """

    database_url: str
    kind: str = "crawl"
    source_ids: tuple[str, ...] = ()
    theme_ids: tuple[str, ...] = ()
    feed_urls: tuple[str, ...] = ()
    ad_hoc: tuple[Source, ...] = ()
    ad_hoc_only: bool = False
    catalogues: tuple[str, ...] | None = None
    since: datetime | None = None
    everything: bool = False
    force: bool = False
    rechecks: bool = False
    triage: bool = True
    query: str = ""
    crawl_delay: float | None = None
    permits: tuple[str, ...] = ()
    proxy: str | None = None
    user_agent: str = "Seedwatch (personal news monitor)"
    workers: int = 2
    page_seconds: float = 20.0
    fetch_seconds: float = 30.0
    body_bytes: int = 16 * 1024 * 1024
    raw_dir: Path | None = None
    pages_bytes: int = 2_000_000_000
    pages_days: int | None = 30
    themes: tuple[tuple[str, str], ...] = ()
    lexicon: str = ""
    rules: tuple[tuple[str, str], ...] = ()
    max_pages: int = 0
    max_seconds: float = 0.0
    pool: str = "pipelines.workers.pool.Pool"
    progress: Callable[[Progress], None] | None = None
    lease_seconds: float = 60.0

    @property
    def is_urgent(self) -> bool:
        """Whether somebody waits for it: other crawls make way on the hosts that they ask."""
        return self.kind == "topic"

    @property
    def themes_decide(self) -> bool:
        """Whether the themes decide what is fetched."""
        return self.triage and bool(self.themes) and not self.everything and not self.query

    @property
    def visits_declared(self) -> bool:
        """Ad-hoc feeds come alone where the plan says so, unless declared sources are named beside them."""
        alone = self.ad_hoc_only or bool(self.feed_urls)
        return not alone or bool(self.source_ids) or bool(self.theme_ids)
