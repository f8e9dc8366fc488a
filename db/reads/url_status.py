"""What the database knows about one address: enough to say why it was, or was not, fetched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from db.engine.dialects import digest
from db.schema.tables import address, feed, outcome, run, source
from db.sources.hosts import HostState

#: Runs that are searched for the last end of an address, newest first.
_RUNS = 200


@dataclass(frozen=True, slots=True)
class LastOutcome:
    """How a page ended when it was last taken up."""

    run_id: int
    at: datetime
    outcome: str
    reason: str
    status: int | None


@dataclass(frozen=True, slots=True)
class FeedStatus:
    """Poll state of an address that is a feed. Validators as received."""

    source_id: str
    enabled: bool
    crawl_delay: float
    etag: str | None
    last_modified: str | None
    next_due: datetime | None
    last_outcome: str | None
    last_reason: str
    unchanged: int
    validators_unreliable: bool
    moved_to: str | None
    verify_tls: bool


@dataclass(frozen=True, slots=True)
class UrlStatus:
    """host: by its name, with holds. origin: by scheme, name and port, with robots.txt.

    outcome: final, of the address; None: it would be fetched again. article_id: that it leads to.
    """

    host: HostState
    origin: HostState
    outcome: str | None = None
    article_id: int | None = None
    last_end: LastOutcome | None = None
    feed: FeedStatus | None = None


def url_status_of(conn: Connection, url: str, key: str, host: HostState, origin: HostState) -> UrlStatus:
    """Everything noted about an address. url: as it is asked; key: its identity (core.fetching.urls.url_key)."""
    row = conn.execute(
        select(address.c.outcome, address.c.article_id).where(address.c.url_key == key)
    ).one_or_none()
    return UrlStatus(
        host=host,
        origin=origin,
        outcome=row.outcome if row else None,
        article_id=row.article_id if row else None,
        last_end=_last_end(conn, key),
        feed=_feed(conn, url),
    )


def _last_end(conn: Connection, key: str) -> LastOutcome | None:
    late = select(run.c.id).order_by(run.c.id.desc()).limit(_RUNS).scalar_subquery()
    ends = (outcome.c[name] for name in ("run_id", "at", "outcome", "reason", "status"))
    mine = (outcome.c.url_key == key) & outcome.c.run_id.in_(late)
    row = conn.execute(select(*ends).where(mine).order_by(outcome.c.run_id.desc()).limit(1)).one_or_none()
    return None if row is None else LastOutcome(*row)


def _feed(conn: Connection, url: str) -> FeedStatus | None:
    names = ("etag", "last_modified", "next_due", "last_outcome", "last_reason")
    learnt = ("unchanged", "validators_unreliable", "moved_to")
    selected = (feed.c[name] for name in (*names, *learnt))
    statement = (
        select(
            feed.c.source_id,
            source.c.enabled & feed.c.declared,
            source.c.crawl_delay_s,
            *selected,
            source.c.verify_tls,
        )
        .join(source, source.c.id == feed.c.source_id)
        .where(feed.c.url_digest == digest(url))
        .order_by(feed.c.id)
        .limit(1)
    )
    row = conn.execute(statement).one_or_none()
    return None if row is None else FeedStatus(*row)
