"""Answers from what was stored at a time: the texts and themes that held then.

The index knows the present only. What has not been revised since is found by it; what has is read as it was
and judged by `seedwatch.core.search.match_plan.holds`, of which there are few.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from db.schema.search_tables import search_doc
from db.schema.tables import article, copy, revision
from db.search.answer import Document, SearchRequest, among, documents, holding, themes_at
from seedwatch.core.errors import InputError, QueryError, QueryFault
from seedwatch.core.model.answer import ArticleQuery, Sort
from seedwatch.core.search.match_plan import holds
from seedwatch.core.search.query import Mark, parse_query, terms
from seedwatch.core.search.tokens import entry, language_marks, source_mark


def check(query: ArticleQuery) -> None:
    """Refuse what the past cannot answer. Raises QueryError, InputError."""
    if query.sort is Sort.RELEVANCE:
        raise InputError("an answer as of a time is sorted by date", "leave out the sorting by relevance")
    for term in terms(parse_query(query.text).root):
        if isinstance(term, Mark) and term.token.startswith("t:"):
            message, hint = "theme: in the query is about the present", "filter by theme instead"
            raise QueryError(message, hint, term.position, QueryFault.PRESENT_ONLY)


def documents_as_of(
    conn: Connection, question: SearchRequest, themes: Sequence[str], at: datetime, most: int
) -> list[Document]:
    """Up to `most` matching documents as they were, newest first. `themes`: any of them; empty: no matter."""
    revised = _revised(conn, question, at)
    changed = {each.article_id for each in revised}
    found = [each for each in revised if _matched(conn, question, each, at)]
    found = _with_themes(conn, found, themes, at)
    window = question.newest(conn, question.high, most)
    while window and len(found) < most:
        stored = _as_stored(conn, documents(conn, window), at)
        found += _with_themes(conn, [each for each in stored if each.article_id not in changed], themes, at)
        window = question.newest(conn, window[-1] - 1, most) if len(window) == most else []
    return sorted(found, key=lambda each: -each.docid)[:most]


def _revised(conn: Connection, question: SearchRequest, at: datetime) -> list[Document]:
    """Articles whose text then is not their text now, and to which what is asked had happened."""
    then = holding(revision, at) & revision.c.valid_to.is_not(None)
    inside = search_doc.c.docid.between(question.low, question.high)
    wanted = select(search_doc.c.docid).join(revision, revision.c.article_id == search_doc.c.article_id)
    asked = wanted.where(then, inside, *question.events.conditional_headers(search_doc.c.docid))
    return _as_stored(conn, documents(conn, conn.execute(asked).scalars().all()), at)


def _matched(conn: Connection, question: SearchRequest, document: Document, at: datetime) -> bool:
    mine = (revision.c.article_id == document.article_id) & holding(revision, at)
    row = conn.execute(select(revision.c.title, revision.c.text, revision.c.language).where(mine)).one()
    marks = (source_mark(document.source_id), *language_marks(row.language))
    return holds(question.expression, entry(row.title, row.text, marks))


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
