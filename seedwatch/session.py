"""What one crawl shares between its spider, middlewares and stages, and the one way to reach it.

It is kept beside Scrapy's crawler and not in its settings, which are copied deeply and know no types. It stands
below `crawler` and `pipelines`, which never import one another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from weakref import WeakKeyDictionary

from seedwatch.core.model.crawl import CrawlPlan
from seedwatch.core.model.feed import FeedDocument, ParsedFeed
from seedwatch.core.model.job import Claim, Owner
from seedwatch.core.model.source import DueFeed
from seedwatch.core.triage.by_theme import EntryScores

if TYPE_CHECKING:
    from db.engine.batch_writer import Writer
    from db.engine.database import Database

T = TypeVar("T")
#: Title and lead of each entry of a document.
Words = tuple[tuple[str, str], ...]
#: Holds no lease.
NOBODY = Owner("", 0, 0)


class Workers(Protocol):
    """The worker pool as spider and stages use it; `pipelines.workers.pool.Pool` is one."""

    async def run(self, job: Callable[..., T], *args: object) -> T: ...

    async def read_feed(self, document: FeedDocument) -> ParsedFeed: ...

    async def score_entries(self, words: Words) -> tuple[EntryScores, ...]: ...

    def close(self) -> None: ...


class NoWorkers:
    """The pool of a probe, which reads no page."""

    async def run(self, job: Callable[..., T], *args: object) -> T:
        raise RuntimeError("a probe has no workers")

    async def read_feed(self, document: FeedDocument) -> ParsedFeed:
        raise RuntimeError("a probe has no workers")

    async def score_entries(self, words: Words) -> tuple[EntryScores, ...]:
        raise RuntimeError("a probe has no workers")

    def close(self) -> None:
        """Nothing was started."""


@dataclass(frozen=True, slots=True)
class CrawlSession:
    """What is open while a crawl runs. A probe has neither run nor workers.

    run_id: of its row in the table of runs. since: the cutoff date of the crawl; None: none.
    unverified: hosts whose certificates are not verified, each with the id of the source that says so.
    ad_hoc: feeds that only this crawl visits, and no other ever finds due.
    owner: the process, as its leases name it. claim: of the job that it does for a scheduler.
    """

    plan: CrawlPlan
    database: Database
    writer: Writer
    unverified: Mapping[str, str] = field(default_factory=dict)
    run_id: int = 0
    pool: Workers = field(default_factory=NoWorkers)
    since: datetime | None = None
    ad_hoc: tuple[DueFeed, ...] = ()
    owner: Owner = NOBODY
    claim: Claim | None = None


_sessions: WeakKeyDictionary[Any, CrawlSession] = WeakKeyDictionary()


def attach(session: CrawlSession, *owners: Any) -> None:
    """Let `session_of` find the session of a crawler; Scrapy gives its process to the resolver instead."""
    for owner in owners:
        _sessions[owner] = session


def session_of(crawler: Any) -> CrawlSession:
    """The session of Scrapy's crawler. Raises LookupError where none was attached."""
    try:
        return _sessions[crawler]
    except KeyError:
        raise LookupError(f"no crawl session is attached to {crawler!r}") from None


def has_session(crawler: Any) -> bool:
    """Whether a session is attached: not yet, where Scrapy's own command line makes the crawler."""
    return crawler in _sessions
