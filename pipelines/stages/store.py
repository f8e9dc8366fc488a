"""Stage: the end of the way. Duplicates, the article's rows and the page's end share one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from db.archive.articles import store_article
from db.archive.page_outcomes import record_outcomes
from db.engine.batch_writer import Writer
from db.engine.driver_errors import lasts
from db.search.index import IndexedArticle, index_article, index_stored
from db.sources.catalogue import register_found
from db.upkeep.retention import expire_texts
from pipelines.stages.duplicates import Duplicates
from pipelines.stages.identity import settle
from pipelines.stages.outlets import found_outlet
from pipelines.stages.records import ReadPage
from seedwatch.core.errors import DatabaseError
from seedwatch.core.model.article import Stored
from seedwatch.core.model.outcome import KEPT, Outcome
from seedwatch.core.model.page import PageOutcome
from seedwatch.core.model.source import FullText
from seedwatch.core.search.tokens import text_terms
from seedwatch.session import session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Store:
    """Awaits the commit of each page, so that "scraped" means stored and Scrapy slows down with the
    database.
    """

    def __init__(
        self, writer: Writer, run_id: int, duplicates: Duplicates, give_up: Callable[[str], None]
    ) -> None:
        self._writer = writer
        self._run_id = run_id
        self._duplicates = duplicates
        self._give_up = give_up

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Store:
        closing: list[asyncio.Task[None]] = []

        def give_up(reason: str) -> None:
            if not closing:
                closing.append(asyncio.create_task(crawler.engine.close_spider_async(reason=reason)))

        session = session_of(crawler)
        return cls(session.writer, session.run_id, Duplicates(), give_up)

    async def process_item(self, item: ReadPage | PageOutcome) -> PageOutcome:
        """The page's end as it is committed."""
        try:
            if isinstance(item, ReadPage):
                return await self._commit(lambda conn: self._place(conn, item))
            return await self._commit(lambda conn: item)
        except Exception as error:  # noqa: BLE001 -- whatever refused the row, the page has an outcome
            end = item.end if isinstance(item, ReadPage) else item
            return await self._not_stored(end, error)

    async def _commit(self, job: Callable[[Connection], PageOutcome]) -> PageOutcome:
        return await self._writer.awrite(job, self._note)

    def _place(self, conn: Connection, page: ReadPage) -> PageOutcome:
        found = settle(conn, self._duplicates, page.tagged.article)
        page = replace(page, tagged=replace(page.tagged, article=found))
        place = self._duplicates.place(conn, found)
        if place.erased:
            return replace(page.end, outcome=Outcome.ERASED, reason="removed on request")
        if place.article_id is not None and found.keep is FullText.LEAD:
            expire_texts(conn, (place.article_id,), found.fetched_at)
        stored = store_article(conn, page.tagged, self._run_id, place)
        if found.ref.via:
            register_found(conn, found_outlet(found))
        self._index(conn, page, stored, place.restated)
        self._duplicates.remember(conn, page.tagged.article, place, stored)
        return replace(
            page.end,
            outcome=stored.outcome,
            article_id=stored.article_id,
            themes=stored.themes,
            language=page.tagged.article.language,
        )

    def _index(self, conn: Connection, page: ReadPage, stored: Stored, restated: bool) -> None:
        """A new row is indexed by what the worker cut; of a revision, people's tags count too."""
        if stored.outcome is Outcome.REVISED or restated:
            index_stored(conn, stored.article_id)
        elif stored.outcome in KEPT:
            found = page.tagged.article
            indexed = IndexedArticle(
                article_id=stored.article_id,
                terms=page.words or text_terms(found.title, found.found_by),
                themes=stored.themes,
                source_id=found.ref.source_id,
                language=found.language.value,
                at=found.published.utc if found.published else found.fetched_at,
            )
            index_article(conn, indexed, is_new=True)

    def _note(self, conn: Connection, ends: list[PageOutcome]) -> None:
        record_outcomes(conn, self._run_id, ends)

    async def _not_stored(self, end: PageOutcome, error: Exception) -> PageOutcome:
        """The row is lost, the page is not: it is fetched again at a later visit.

        A database that can take no more ends the crawl: a small row may still fit on a full disk.
        """
        reason = f"{type(error).__name__}: {error}"[:500]
        lost = replace(end, outcome=Outcome.NOT_STORED, reason=reason, article_id=None)
        if isinstance(error, DatabaseError) and lasts(error):
            self._give_up(str(error))
        try:
            return await self._commit(lambda conn: lost)
        except DatabaseError as broken:
            self._give_up(str(broken))
            return lost
