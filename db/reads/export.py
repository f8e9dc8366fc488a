"""Stored articles, one after the other: all of them, or those that a search finds. Memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from db.archive.tags import themes_of
from db.engine.dialects import among
from db.engine.rows import record_of
from db.schema.tables import article, revision, source
from db.search.documents import Document, documents_of
from db.search.matches import CAP, matches_below, matches_now
from db.search.request import build_request, prepared
from seedwatch.core.chinese.names import Lexicon
from seedwatch.core.model.answer import ArticleQuery, Sort
from seedwatch.core.model.export import ExportRow
from seedwatch.core.model.rights import UseRights, use_rights
from seedwatch.core.redaction import redact
from seedwatch.core.search.names import Resolver

#: Rows of one step of an export: few enough to keep memory small, many enough to ask for themes in one go.
EXPORT_STEP = 200
#: Characters of a text that are read where only a quotation is wanted.
BEGINNING = 1000

_COLUMNS = (
    *(article.c[name] for name in ("id", "url", "title", "copy_of", "copy_kind", "language", "summary")),
    article.c.published_local.label("published"),
    article.c.published.label("published_utc"),
    article.c.published_precision.label("precision"),
    article.c.source_id.label("source"),
    func.coalesce(source.c.name, article.c.source_id).label("source_name"),
    article.c.first_seen.label("fetched_at"),
    article.c.rights.label("signals"),
    article.c.revision,
    revision.c.valid_from.label("edited_at"),
    revision.c.authors,
    source.c.terms,
)
_CURRENT = (revision.c.article_id == article.c.id) & (revision.c.number == article.c.revision)


def export_rows(conn: Connection) -> Iterator[ExportRow]:
    """Every stored article in order of id, copies included, streamed in steps of EXPORT_STEP."""
    statement = _statement(revision.c.text).where(article.c.erased_at.is_(None)).order_by(article.c.id)
    for rows in conn.execute(statement, execution_options={"yield_per": EXPORT_STEP}).partitions():
        themes = themes_of(conn, [row.id for row in rows])
        for row in rows:
            yield _row(row, themes.get(row.id, ()))


def found_rows(
    conn: Connection,
    query: ArticleQuery,
    now: datetime,
    lexicon: Lexicon | None = None,
    resolver: Resolver | None = None,
    *,
    texts: bool = False,
    most: int | None = None,
) -> Iterator[ExportRow]:
    """What a search finds, newest first, every hit unless there are more than `most`.

    texts: whole texts, else their beginnings. By relevance, and as of a past time, the hits are those that a
    list shows. Raises QueryError, InputError before the first row.
    """
    if query.sort is Sort.RELEVANCE or query.as_of is not None:
        from db.search.query import search

        found = search(conn, replace(query, limit=min(most or CAP, CAP)), now, lexicon, resolver)
        return _rows(conn, documents_of(conn, [row.id for row in found.rows]), texts)
    request = prepared(conn, build_request(query, now, lexicon, resolver))
    matches = matches_now(conn, request)

    def rows() -> Iterator[ExportRow]:
        found, left = matches, most
        while True:
            page = found.counted if left is None else found.counted[:left]
            yield from _rows(conn, page, texts)
            left = None if left is None else left - len(page)
            if found.beyond is None or left == 0:
                return
            found = matches_below(conn, request, found.beyond)

    return rows()


def row_of_article(conn: Connection, article_id: int) -> ExportRow | None:
    """One article; None when there is no such id."""
    statement = _statement(func.substr(revision.c.text, 1, BEGINNING)).where(article.c.id == article_id)
    row = conn.execute(statement.where(article.c.erased_at.is_(None))).one_or_none()
    return None if row is None else _row(row, themes_of(conn, (article_id,)).get(article_id, ()))


def _statement(body: ColumnElement[str]) -> Select[Any]:
    return (
        select(*_COLUMNS, body.label("body"))
        .join(revision, _CURRENT)
        .outerjoin(source, source.c.id == article.c.source_id)
    )


def _rows(conn: Connection, page: Sequence[Document], texts: bool) -> Iterator[ExportRow]:
    """The rows of documents, in their order."""
    for start in range(0, len(page), EXPORT_STEP):
        part = page[start : start + EXPORT_STEP]
        body: ColumnElement[str] = revision.c.text if texts else func.substr(revision.c.text, 1, BEGINNING)
        statement = _statement(body).where(among(conn, article.c.id, [each.article_id for each in part]))
        stored = {row.id: row for row in conn.execute(statement).all()}
        for each in part:
            yield _row(stored[each.article_id], tuple(each.themes.split()))


def _row(row: Row[*tuple[Any, ...]], themes: tuple[str, ...]) -> ExportRow:
    terms = row.terms or {}
    if row.signals is None:
        rights = _plain_rights(terms.get("keep"), terms.get("credit"), terms.get("url"), terms.get("quote"))
    else:
        rights = use_rights(row.signals, terms)
    return record_of(ExportRow, row, url=redact(row.url), themes=themes, rights=rights)


@lru_cache(maxsize=4096)
def _plain_rights(keep: str | None, credit: str | None, url: str | None, quote: int | None) -> UseRights:
    """Rights of pages that say nothing themselves: the same record for all of a source."""
    return use_rights(None, {"keep": keep, "credit": credit, "url": url, "quote": quote})
