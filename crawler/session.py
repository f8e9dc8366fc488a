"""What one crawl holds open: worker pool, database, writer, and its row in the ledger of runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import import_module
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from seedwatch.core.errors import InputError
from seedwatch.core.model.crawl import CrawlPlan
from seedwatch.core.model.source import FeedSpec, Source
from seedwatch.core.model.text import Language


class CrawlSession:
    """Opened in this order so that the workers import while the database and Scrapy do.

    Raises InputError, DatabaseError.
    """

    def __init__(self, plan: CrawlPlan, now: datetime, pid: int) -> None:
        self.plan = plan
        self.since = bound(plan)
        self.pool = _load(plan.pool).start(
            themes=plan.themes,
            lexicon=plan.lexicon,
            rules=plan.rules,
            workers=plan.workers,
            limit=plan.page_seconds,
        )
        try:
            from db.engine.batch_writer import Writer
            from db.engine.database import open_database  # 0.2 s, while the workers import too

            self.database = open_database(plan.database_url)
        except BaseException:
            self.pool.close()
            raise
        self.writer = Writer(self.database)
        self.ad_hoc = ad_hoc_sources(plan.feed_urls, plan.crawl_delay)
        self.unverified: dict[str, str] = {}
        self.run_id = self.writer.write(lambda conn: self._begin(conn, now, pid)).result()

    def _begin(self, conn: Any, now: datetime, pid: int) -> int:
        from db.jobs.runs import start_run
        from db.sources.catalogue import sync_sources, unverified_hosts

        sync_sources(conn, self.ad_hoc)
        self.unverified = unverified_hosts(conn)
        return start_run(conn, self.plan.kind, now, pid, _arguments(self.plan))

    def settings(self) -> dict[str, Any]:
        """What stages, spider and ledger find in Scrapy's settings."""
        return {
            "SEEDWATCH_PLAN": self.plan,
            "SEEDWATCH_POOL": self.pool,
            "SEEDWATCH_WRITER": self.writer,
            "SEEDWATCH_RUN": self.run_id,
            "SEEDWATCH_SINCE": self.since,
            "SEEDWATCH_UNVERIFIED": self.unverified,
            "SEEDWATCH_GUESTS": tuple(source.id for source in self.ad_hoc),
            "SEEDWATCH_PAGES_DIR": self.plan.raw_dir,
            "SEEDWATCH_PAGES_BYTES": self.plan.pages_bytes,
            "SEEDWATCH_PAGES_DAYS": self.plan.pages_days,
        }

    def close(self, exit_code: int) -> tuple[str, ...]:
        """Write what is waiting, note the end of the run, end the workers. Raises DatabaseError.

        What came up when the run's pages were looked at together is returned, in words.
        """
        try:
            return self.writer.write(lambda conn: self._end(conn, exit_code)).result()
        finally:
            self.writer.close()
            self.database.close()
            self.pool.close()

    def _end(self, conn: Any, exit_code: int) -> tuple[str, ...]:
        from db.archive import layouts, rechecks
        from db.jobs.runs import finish_run

        now = datetime.now(UTC)
        found = layouts.watch(conn, now)
        rechecks.prune(conn, now)
        finish_run(conn, self.run_id, now, exit_code)
        return tuple(f"{each.source_id}: redesign of {each.site}: {each.what}" for each in found)


def _load(dotted: str) -> Any:
    module, _, name = dotted.rpartition(".")
    return getattr(import_module(module), name)


def bound(plan: CrawlPlan) -> datetime | None:
    """The time before which articles are older than wanted: the plan's, else the start of the earliest seed
    day.
    """
    if plan.everything:
        return None
    if plan.since is not None:
        return plan.since
    from seedwatch.core.themes import load_themes

    themes = [file.theme for file in load_themes(plan.themes).files if file.theme and file.theme.enabled]
    wanted = [theme.seed_date for theme in themes if not plan.theme_ids or theme.id in plan.theme_ids]
    if not wanted:
        return None
    return datetime.combine(min(wanted), datetime.min.time(), UTC)


def ad_hoc_sources(urls: Iterable[str], crawl_delay: float | None) -> tuple[Source, ...]:
    """A source for each host of feeds that are not declared, named by the host. Raises InputError."""
    parts = sorted((_host(url), url) for url in dict.fromkeys(urls))
    return tuple(
        Source(
            id=host,
            name=host,
            home=f"{urlsplit(url).scheme}://{host}/",
            language=Language.OTHER,
            zone="",
            feeds=tuple(FeedSpec(url) for _, url in group),
            crawl_delay=1.0 if crawl_delay is None else crawl_delay,
        )
        for host, each in groupby(parts, key=lambda part: part[0])
        for group in [list(each)]
        for url in [group[0][1]]
    )


def _host(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise InputError(f"{url!r} is no feed address", "feeds are http or https addresses")
    return parts.netloc.rpartition("@")[2].lower()


def _arguments(plan: CrawlPlan) -> dict[str, Any]:
    """What the run's row says about its plan; no texts, no secrets."""
    return {
        "sources": plan.source_ids,
        "themes": plan.theme_ids,
        "feeds": plan.feed_urls,
        "since": plan.since.isoformat() if plan.since else None,
        "everything": plan.everything,
        "query": plan.query,
    }
