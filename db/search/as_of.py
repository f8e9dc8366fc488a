"""Answers from what was stored at a time: the texts and themes that held then.

The index knows the present only. What has not been revised since is found by it; what has is read as it was
and matched by `seedwatch.core.search.match_plan.holds`, of which there are few.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from db.engine.dialects import among
from db.schema.search_tables import search_doc
from db.schema.tables import article, copy, revision
from db.search.documents import Document, documents, holding, themes_at
from db.search.matches import CAP, Matches, newest
from db.search.request import SearchRequest
from seedwatch.core.search.match_plan import holds
from seedwatch.core.search.tokens import index_terms, language_filters, source_filter, text_terms


def matches_then(conn: Connection, request: SearchRequest, at: datetime) -> Matches:
    """The newest `CAP` matches of that time; copies whose original is among them are joined to it."""
    matching = _documents_then(conn, request, at, CAP + 1)
    originals = {each.article_id for each in matching}
    listed = [each for each in matching[:CAP] if request.query.copies or each.copy_of not in originals]
    return Matches(listed, capped=len(matching) > CAP)


def _documents_then(conn: Connection, request: SearchRequest, at: datetime, most: int) -> list[Document]:
    """Up to `most` matching documents as they were, newest first."""
    themes = request.query.themes
    revised = _revised(conn, request, at)
    changed = {each.article_id for each in revised}
    found = [each for each in revised if _matched(conn, request, each, at)]
    found = _with_themes(conn, found, themes, at)
    window = newest(conn, request, request.high, most)
    while window and len(found) < most:
        stored = _as_stored(conn, documents(conn, window), at)
        found += _with_themes(conn, [each for each in stored if each.article_id not in changed], themes, at)
        window = newest(conn, request, window[-1] - 1, most) if len(window) == most else []
    return sorted(found, key=lambda each: -each.docid)[:most]


def _revised(conn: Connection, request: SearchRequest, at: datetime) -> list[Document]:
    """Articles whose text then is not their text now, and to which what is asked had happened."""
    then = holding(revision, at) & revision.c.valid_to.is_not(None)
    inside = search_doc.c.docid.between(request.low, request.high)
    statement = select(search_doc.c.docid).join(revision, revision.c.article_id == search_doc.c.article_id)
    statement = statement.where(then, inside, *request.conditions.of(search_doc.c.docid))
    return _as_stored(conn, documents(conn, conn.execute(statement).scalars().all()), at)


def _matched(conn: Connection, request: SearchRequest, document: Document, at: datetime) -> bool:
    mine = (revision.c.article_id == document.article_id) & holding(revision, at)
    row = conn.execute(select(revision.c.title, revision.c.text, revision.c.language).where(mine)).one()
    filters = (source_filter(document.source_id), *language_filters(row.language))
    return holds(request.expression, index_terms(text_terms(row.title, row.text), filters))


def _as_stored(conn: Connection, found: Sequence[Document], at: datetime) -> list[Document]:
    """Those that were stored by then, each a copy of what it was a copy of then."""
    ids = [each.article_id for each in found]
    known = select(article.c.id).where(among(conn, article.c.id, ids), article.c.first_seen <= at)
    there = set(conn.execute(known).scalars())
    linked = select(copy.c.article_id, copy.c.copy_of)
    linked = linked.where(among(conn, copy.c.article_id, ids), holding(copy, at))
    originals = {row.article_id: row.copy_of for row in conn.execute(linked)}
    return [
        each._replace(copy_of=originals.get(each.article_id)) for each in found if each.article_id in there
    ]


def _with_themes(
    conn: Connection, found: Sequence[Document], themes: Sequence[str], at: datetime
) -> list[Document]:
    """The documents with their themes of then; of those asked for, when any are."""
    had = themes_at(conn, [each.article_id for each in found], at)
    dated = (each._replace(themes=" ".join(had.get(each.article_id, ()))) for each in found)
    return [each for each in dated if not themes or set(themes) & set(each.themes.split())]
