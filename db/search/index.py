"""Writing the search index. Call it after a change of an article's text, themes or date, in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from db.archive.tags import themes_of
from db.schema.search_tables import SLOTS, docid_time, first_docid, search_doc
from db.schema.tables import article, revision
from db.search.engines import engine_of
from seedwatch.core.search.tokens import (
    INDEX_VERSION,
    TextTerms,
    index_terms,
    language_filters,
    month_filter,
    source_filter,
    text_terms,
    theme_filter,
)

_ADD = insert(search_doc)
_DOCID = select(search_doc.c.docid).where(search_doc.c.article_id == bindparam("id"))
_LAST = select(func.max(search_doc.c.docid)).where(
    search_doc.c.docid.between(bindparam("low"), bindparam("high"))
)


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article as the index takes it.

    terms: of its title and its text. at: when it was published, else when it was first seen.
    """

    article_id: int
    terms: TextTerms
    themes: tuple[str, ...]
    source_id: str
    language: str
    at: datetime


def index_article(conn: Connection, indexed: IndexedArticle, *, is_new: bool = False) -> None:
    """Make an article findable, in place of what was indexed of it before; nothing was of a new one."""
    if not is_new:
        remove(conn, indexed.article_id)
    themes = sorted(set(indexed.themes))
    docid = _free_docid(conn, indexed.at)
    filters = (
        *map(theme_filter, themes),
        source_filter(indexed.source_id),
        *language_filters(indexed.language),
        month_filter(docid_time(docid)),
    )
    engine_of(conn).add(conn, docid, index_terms(indexed.terms, filters))
    conn.execute(
        _ADD,
        {
            "docid": docid,
            "article_id": indexed.article_id,
            "version": INDEX_VERSION,
            "source_id": indexed.source_id,
            "language": indexed.language,
            "themes": " ".join(themes),
        },
    )


def index_stored(conn: Connection, article_id: int) -> None:
    """Index an article as it is stored now; one without text by its title and its feed's words."""
    current = (revision.c.article_id == article.c.id) & (revision.c.number == article.c.revision)
    columns = (article.c[name] for name in ("source_id", "language", "published", "first_seen", "summary"))
    statement = select(*columns, revision.c.title, revision.c.text).join(revision, current)
    row = conn.execute(statement.where(article.c.id == article_id)).one()
    indexed = IndexedArticle(
        article_id=article_id,
        terms=text_terms(row.title, row.text or row.summary),
        themes=themes_of(conn, (article_id,)).get(article_id, ()),
        source_id=row.source_id,
        language=row.language,
        at=row.published or row.first_seen,
    )
    index_article(conn, indexed)


def remove(conn: Connection, article_id: int) -> bool:
    """Take an article out of the index. False when it was not in it."""
    docid = conn.execute(_DOCID, {"id": article_id}).scalar()
    if docid is None:
        return False
    engine_of(conn).drop(conn, docid)
    conn.execute(delete(search_doc).where(search_doc.c.article_id == article_id))
    return True


def reindex_stale(conn: Connection, limit: int) -> int:
    """Index up to `limit` articles that are not, or were by another version of the folding; newest first.

    How many were. Called again and again with a small limit it renews the whole index while search goes on.
    """
    stale = (
        select(article.c.id)
        .outerjoin(search_doc, search_doc.c.article_id == article.c.id)
        .where(search_doc.c.docid.is_(None) | (search_doc.c.version != INDEX_VERSION))
        .where(article.c.erased_at.is_(None))
        .order_by(article.c.id.desc())
        .limit(limit)
    )
    ids = list(conn.execute(stale).scalars())
    for article_id in ids:
        index_stored(conn, article_id)
    return len(ids)


def _free_docid(conn: Connection, time: datetime) -> int:
    """The next docid of a second; when all are taken, one of a second soon after."""
    first = first_docid(time)
    while True:
        last = conn.execute(_LAST, {"low": first, "high": first + SLOTS - 1}).scalar()
        if last is None:
            return first
        if last < first + SLOTS - 1:
            return int(last) + 1
        first += SLOTS
