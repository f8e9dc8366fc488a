"""Full-text search over the archive, with one meaning on both engines.

A query passes each module once: `request` reads it, `matches` or, for a time in the past, `as_of` finds the
newest documents, `paging` takes the page that is asked for, `answer` makes of it what people read. The engines
(`sqlite`, `postgres`) only find the newest matching docids. `index` writes.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from db.search.answer import facets, rows
from db.search.as_of import matches_then
from db.search.matches import matches_now
from db.search.paging import page_of
from db.search.request import build_request, prepared
from seedwatch.core.chinese.names import Lexicon
from seedwatch.core.model.answer import ArticleQuery, Found
from seedwatch.core.search.names import Resolver


def search(
    conn: Connection,
    query: ArticleQuery,
    now: datetime,
    lexicon: Lexicon | None = None,
    resolver: Resolver | None = None,
) -> Found:
    """Answer a query. Raises QueryError for its text, InputError for a cursor that cannot be read.

    now: what relative times and the bonus for recent articles count from; its zone is that of dates in the
    query. lexicon: names to look for in their other forms, unless `query.expand` is off. resolver: reads what
    filters name; without it each value is taken for an id.
    """
    request = prepared(conn, build_request(query, now, lexicon, resolver))
    past = query.as_of
    matches = matches_now(conn, request) if past is None else matches_then(conn, request, past)
    page, following = page_of(conn, request, matches, now)
    return Found(
        rows=rows(conn, page, request.plan.shown, past),
        total=len(matches.counted),
        total_capped=matches.capped,
        next_cursor=following,
        facets=facets(matches.counted),
        expansions=request.plan.expansions,
    )
