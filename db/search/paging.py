"""One page of the matches, by date or by relevance, and the cursor of the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from db.engine.dialects import among
from db.schema.search_tables import DOCIDS_OF_A_DAY, MOST_DOCID
from db.schema.tables import article, revision
from db.search.documents import Document
from db.search.matches import Matches, matches_below
from db.search.request import SearchRequest
from seedwatch.core.errors import InputError
from seedwatch.core.search.cursor import ByDate, ByRelevance
from seedwatch.core.search.ranking import RankedText, relevance

#: Of the matches the newest are ranked by their texts, as reading those is most of what an answer costs
#: (170 ms for 2,000 on PostgreSQL); the others follow by date.
RANKED = 1000

Page = tuple[list[Document], str | None]


def page_of(conn: Connection, request: SearchRequest, matches: Matches, now: datetime) -> Page:
    """The documents of the page that is asked for, and the next one's cursor: None after the last.

    Raises InputError for a cursor of the other order.
    """
    if request.is_ranked:
        return _by_relevance(conn, request, matches.counted, now)
    return _by_date(conn, request, matches)


def _by_date(conn: Connection, request: SearchRequest, matches: Matches) -> Page:
    """Beyond the counted window further matches are read."""
    if isinstance(request.cursor, ByRelevance):
        raise InputError("the cursor is one of a list by relevance", "start again without it")
    limit = request.query.limit
    below = request.cursor.docid if request.cursor else MOST_DOCID
    page = [each for each in matches.counted if each.docid < below]
    while len(page) <= limit and matches.beyond is not None:
        matches = matches_below(conn, request, min(below, matches.beyond))
        page += matches.counted
    following = str(ByDate(page[limit - 1].docid)) if len(page) > limit > 0 else None
    return page[:limit], following


def _by_relevance(
    conn: Connection, request: SearchRequest, listed: Sequence[Document], now: datetime
) -> Page:
    cursor, limit = request.cursor, request.query.limit
    if isinstance(cursor, ByDate):
        raise InputError("the cursor is one of a list by date", "start again without it")
    at = cursor.at if cursor else now.timestamp()
    top = cursor.top if cursor else max((each.docid for each in listed), default=0)
    scores = relevance(_ranked_texts(conn, listed[:RANKED], at), request.plan.terms)
    scores += [0.0] * (len(listed) - len(scores))
    ranked = sorted(zip(scores, listed, strict=True), key=lambda pair: (-pair[0], -pair[1].docid))
    if cursor:
        behind = (-cursor.score, -cursor.docid)
        ranked = [pair for pair in ranked if (-pair[0], -pair[1].docid) > behind]
    page = ranked[:limit]
    following = None
    if len(ranked) > limit > 0:
        following = str(ByRelevance(page[-1][0], page[-1][1].docid, top, at))
    return [document for _, document in page], following


def _ranked_texts(conn: Connection, listed: Sequence[Document], at: float) -> list[RankedText]:
    """Texts to rank by, in the order of `listed`. `at`: seconds since 1970 from which ages count."""
    current = (revision.c.article_id == article.c.id) & (revision.c.number == article.c.revision)
    statement = select(article.c.id, revision.c.title, revision.c.text).join(revision, current)
    stored = conn.execute(statement.where(among(conn, article.c.id, [each.article_id for each in listed])))
    texts = {number: (title, text) for number, title, text in stored.all()}
    day = at / 86_400
    return [
        RankedText(*texts[each.article_id], max(0.0, day - each.docid / DOCIDS_OF_A_DAY)) for each in listed
    ]
