"""Which kept pages are worth reading again: those of the present revisions, and those that were refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from db.schema.tables import address, article, raw_page, revision, source
from db.sources.catalogue import endpoints, outlets
from seedwatch.core.model.moment import DateOrigin, Moment
from seedwatch.core.model.outcome import KEPT, Outcome
from seedwatch.core.model.page import PageRef, RawRef
from seedwatch.core.sources.outlet import Outlets, owned

#: Ends of pages that hold no article to compare with and are none either.
_PASSED = (*KEPT, Outcome.UNCHANGED, Outcome.OLDER, Outcome.ERASED)


@dataclass(frozen=True, slots=True)
class OldPage:
    """A kept page with what was known of it. `article_id` None: it was refused, for `outcome`.

    feed_date: the date that the feed gave for it, when an article remembers it.
    stored_under: the source that the article has now, which is not `ref`'s where a search endpoint was credited.
    raw None: its bytes were not kept.
    """

    ref: PageRef
    fetched_at: datetime
    raw: RawRef | None
    outcome: Outcome
    article_id: int | None = None
    feed_date: Moment | None = None
    stored_under: str = ""


@dataclass(frozen=True, slots=True)
class _Owners:
    """Whose addresses are, asked for what stands under the name of an endpoint."""

    endpoints: frozenset[str]
    outlets: Outlets

    @classmethod
    def read(cls, conn: Connection) -> _Owners:
        return cls(endpoints(conn), outlets(conn))

    def ref(self, row: Row[Any]) -> PageRef:
        via = row.source_id if row.source_id in self.endpoints else ""
        ref = PageRef(row.url, row.url_key, row.source_id, zone=row.zone or "", via=via)
        return owned(ref, row.url, self.outlets)


def misnamed_articles(conn: Connection, sources: Sequence[str] = ()) -> tuple[OldPage, ...]:
    """Articles under the name of a search endpoint whose bytes were not kept, in order of id."""
    owners = _Owners.read(conn)
    current = (revision.c.article_id == article.c.id) & (revision.c.number == article.c.revision)
    statement = (
        select(article, revision.c.fetched_at, source.c.zone)
        .join(revision, current)
        .outerjoin(source, source.c.id == article.c.source_id)
        .where(article.c.source_id.in_(owners.endpoints), revision.c.raw_file.is_(None))
        .order_by(article.c.id)
    )
    if sources:
        statement = statement.where(article.c.source_id.in_(sources))
    return tuple(
        OldPage(owners.ref(row), row.fetched_at, None, Outcome.STORED, row.id, stored_under=row.source_id)
        for row in conn.execute(statement)
    )


def pages_of_articles(conn: Connection, sources: Sequence[str] = ()) -> tuple[OldPage, ...]:
    """The page behind the present revision of every article that has one, in order of id."""
    current = (revision.c.article_id == article.c.id) & (revision.c.number == article.c.revision)
    statement = (
        select(article.c.id, article.c.url, article.c.url_key, article.c.source_id, source.c.zone, revision)
        .join(revision, current)
        .outerjoin(source, source.c.id == article.c.source_id)
        .where(revision.c.raw_file.is_not(None))
        .order_by(article.c.id)
    )
    if sources:
        statement = statement.where(article.c.source_id.in_(sources))
    owners = _Owners.read(conn)
    return tuple(_of_article(row, owners) for row in conn.execute(statement))


def _of_article(row: Row[Any], owners: _Owners) -> OldPage:
    feed_date = next((seen.moment for seen in row.dates if seen.origin is DateOrigin.FEED), None)
    return OldPage(
        ref=owners.ref(row),
        fetched_at=row.fetched_at,
        raw=RawRef(row.raw_file, row.raw_offset, row.raw_length),
        outcome=Outcome.STORED,
        article_id=row.id,
        feed_date=feed_date,
        stored_under=row.source_id,
    )


def rejected_pages(conn: Connection, sources: Sequence[str] = ()) -> tuple[OldPage, ...]:
    """The newest kept page of every address that never gave an article, in the order they were kept."""
    newest = select(func.max(raw_page.c.id)).group_by(raw_page.c.url_key)
    with_article = select(address.c.url_key).where(address.c.article_id.is_not(None))
    statement = (
        select(raw_page, source.c.zone)
        .outerjoin(source, source.c.id == raw_page.c.source_id)
        .where(raw_page.c.id.in_(newest), raw_page.c.outcome.not_in([each.value for each in _PASSED]))
        .where(raw_page.c.url_key.not_in(with_article))
        .order_by(raw_page.c.id)
    )
    if sources:
        statement = statement.where(raw_page.c.source_id.in_(sources))
    owners = _Owners.read(conn)
    return tuple(
        OldPage(
            ref=owners.ref(row),
            fetched_at=row.fetched_at,
            raw=RawRef(row.file, row.start, row.length),
            outcome=Outcome(row.outcome),
        )
        for row in conn.execute(statement)
    )
