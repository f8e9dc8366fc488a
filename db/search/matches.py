"""The newest matches of a search, copies joined under their originals; `db.search.as_of` finds those of the past."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from db.engine.dialects import among
from db.schema.search_tables import search_doc
from db.search.conditions import Arrival
from db.search.documents import Document, documents
from db.search.engines import engine_of
from db.search.request import SearchRequest

#: Matches counted, ranked and grouped into facets: the newest ones.
CAP = 2000


@dataclass(frozen=True, slots=True)
class Matches:
    """Matches counted, newest first. `capped`: there are more.

    beyond: docid of the oldest one counted when older ones can be read too; None when they cannot.
    """

    counted: Sequence[Document]
    capped: bool
    beyond: int | None = None


def newest(conn: Connection, request: SearchRequest, high: int, most: int) -> list[int]:
    """Up to `most` matching docids up to `high`, newest first."""
    return _between(conn, request, request.low, min(high, request.high), most)


def _between(conn: Connection, request: SearchRequest, low: int, high: int, most: int) -> list[int]:
    """Up to `most` matching docids in [low, high], newest first."""
    if high < low:
        return []
    engine = engine_of(conn)
    docids: list[int] = engine.newest(conn, request.expression, low, high, most, request.conditions)
    return docids


def matches_now(conn: Connection, request: SearchRequest) -> Matches:
    """The newest matches."""
    window = newest(conn, request, request.high, CAP + 1)
    return _matches(conn, request, window)


def matches_below(conn: Connection, request: SearchRequest, docid: int) -> Matches:
    """The newest matches that are older than a docid."""
    return _matches(conn, request, newest(conn, request, docid - 1, CAP + 1))


def _matches(conn: Connection, request: SearchRequest, window: Sequence[int]) -> Matches:
    matching = documents(conn, window[:CAP])
    capped = len(window) > CAP
    listed = matching if request.query.copies else _without_copies(conn, request, matching)
    return Matches(listed, capped, window[CAP - 1] if capped else None)


def _without_copies(conn: Connection, request: SearchRequest, matching: Sequence[Document]) -> list[Document]:
    """Leave out each copy whose original matches as well; one whose original does not stands for itself.

    When the original came in does not count: a reprint of what was there before is nothing new.
    """
    request = replace(request, conditions=replace(request.conditions, arrival=Arrival()))
    originals = {each.copy_of for each in matching if each.copy_of is not None}
    listed = originals & {each.article_id for each in matching}
    listed |= set(_matching(conn, request, sorted(originals - listed)))
    return [each for each in matching if each.copy_of not in listed]


def _matching(conn: Connection, request: SearchRequest, article_ids: Sequence[int]) -> Iterator[int]:
    if not article_ids:
        return
    statement = select(search_doc.c.docid, search_doc.c.article_id)
    for row in conn.execute(statement.where(among(conn, search_doc.c.article_id, article_ids))).all():
        inside = request.low <= row.docid <= request.high
        if inside and _between(conn, request, row.docid, row.docid, 1):
            yield row.article_id
