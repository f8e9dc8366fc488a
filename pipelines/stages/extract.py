"""Stage: a page becomes a tagged article in a worker process, or ends with the reason why it is none."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pipelines.stages.records import ReadPage
from pipelines.workers.pool import JobTimeoutError, WorkerKilledError
from pipelines.workers.tasks import PageResult, read_page
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.page import Page, PageOutcome
from seedwatch.session import Workers, session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Extract:
    """Sends each page to the pool once. Tags come back on the same trip: a second one costs more than
    tagging.
    """

    def __init__(self, pool: Workers, since: datetime | None) -> None:
        self._pool = pool
        self._since = since

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Extract:
        return cls(session_of(crawler).pool, session_of(crawler).since)

    async def process_item(self, item: Page | PageOutcome) -> ReadPage | PageOutcome:
        if isinstance(item, PageOutcome):
            return item
        reading = await self._read(item)
        end = item.end(reading.outcome, reading.reason, reading.notes)
        return end if reading.tagged is None else ReadPage(reading.tagged, end, reading.words)

    async def _read(self, page: Page) -> PageResult:
        """Fault boundary: whatever a page does to its reader is that page's outcome."""
        since = self._since if page.ref.recheck_of is None else None  # a stored article is not too old
        try:
            return await self._pool.run(read_page, page, since)
        except WorkerKilledError as error:
            return PageResult(Outcome.KILLED_WORKER, str(error))
        except JobTimeoutError as error:
            return PageResult(Outcome.UNREADABLE, str(error))
        except Exception as error:  # noqa: BLE001
            return PageResult(Outcome.UNREADABLE, f"{type(error).__name__}: {error}"[:500])
