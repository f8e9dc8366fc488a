"""Many crawls in a row, cheaply: pages are read where the crawl runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import update

from crawler.run import RunReport, run_crawl
from db.engine.database import open_database
from db.schema.tables import recheck
from seedwatch.core.model.crawl import CrawlPlan
from seedwatch.core.model.feed import FeedDocument, ParsedFeed
from seedwatch.core.triage.by_theme import EntryScores
from tests.warm import in_fork

T = TypeVar("T")


class InlinePool:
    """The pool's face; jobs run where they are asked for."""

    @classmethod
    def start(cls, **options: object) -> InlinePool:
        return cls()

    async def run(self, job: Callable[..., T], *args: object) -> T:
        return job(*args)

    async def read_feed(self, document: FeedDocument) -> ParsedFeed:
        from pipelines.workers.tasks import read_feed

        return read_feed(document)

    async def score_entries(self, words: tuple[tuple[str, str], ...]) -> tuple[EntryScores, ...]:
        from pipelines.workers.tasks import score_entries

        return score_entries(words)

    def close(self) -> None:
        pass


def crawl_often(plans: Sequence[CrawlPlan]) -> list[RunReport]:
    """Run the plans one after another; before each every revisit is made due."""
    return [in_fork(_due_then_crawl, plan) for plan in plans]


def _due_then_crawl(plan: CrawlPlan) -> RunReport:
    with open_database(plan.database_url) as database, database.write() as conn:
        conn.execute(update(recheck).values(due=datetime.now(UTC)))
    return run_crawl(plan)
