"""Documents: indexed articles, as far as lists, facets and copies need them; and what held of them at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, select

from db.archive.tags import TagDecision, themes_of
from db.engine.dialects import among
from db.schema.search_tables import search_doc
from db.schema.tables import article, tag


class Document(NamedTuple):
    """An indexed article. A tuple: 2,000 are made for an answer, and a dataclass takes four times as long."""

    docid: int
    article_id: int
    source_id: str
    language: str
    themes: str  # ids, parted by spaces
    copy_of: int | None


_DOCUMENTS = select(
    *(search_doc.c[name] for name in ("docid", "article_id", "source_id", "language", "themes")),
    article.c.copy_of,
).join(article, article.c.id == search_doc.c.article_id)


def documents(conn: Connection, docids: Sequence[int]) -> list[Document]:
    """The documents of docids, newest first."""
    if not docids:
        return []
    statement = _DOCUMENTS.where(among(conn, search_doc.c.docid, docids)).order_by(search_doc.c.docid.desc())
    return [Document._make(row) for row in conn.execute(statement).all()]


def documents_of(conn: Connection, article_ids: Sequence[int]) -> list[Document]:
    """The documents of articles, in their order; those that are not indexed are left out."""
    if not article_ids:
        return []
    question = _DOCUMENTS.where(among(conn, search_doc.c.article_id, article_ids))
    found = {row.article_id: Document._make(row) for row in conn.execute(question).all()}
    return [found[each] for each in article_ids if each in found]


def holding(table: Table, at: datetime) -> ColumnElement[bool]:
    """Rows that were true at a time."""
    return (table.c.valid_from <= at) & (table.c.valid_to.is_(None) | (table.c.valid_to > at))


def themes_at(
    conn: Connection, article_ids: Sequence[int], at: datetime | None
) -> dict[int, tuple[str, ...]]:
    """Themes by article, strongest first: now, or as they were at a time."""
    if at is None:
        return themes_of(conn, article_ids)
    statement = (
        select(tag.c.article_id, tag.c.theme)
        .where(among(conn, tag.c.article_id, article_ids), holding(tag, at))
        .where(tag.c.verdict != TagDecision.REMOVED.value)
        .order_by(tag.c.score.desc(), tag.c.theme)
    )
    themes: dict[int, tuple[str, ...]] = {}
    for row in conn.execute(statement):
        themes[row.article_id] = (*themes.get(row.article_id, ()), row.theme)
    return themes
