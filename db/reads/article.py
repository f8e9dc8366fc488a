"""Everything about one article, as it is or as it was at a time."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime

from sqlalchemy import Connection, case, func, or_, select

from db.archive.tags import current_tags, tag_history
from db.engine.rows import record_of
from db.reads.records import ArticleRecord, ClusterMember, RevisionRecord
from db.schema.tables import address, copy, revision, source
from db.schema.tables import article as articles
from seedwatch.core.model.page import RawRef
from seedwatch.core.model.rights import use_rights

SOURCE_NAME = func.coalesce(source.c.name, articles.c.source_id).label("source_name")
_PRECISION = articles.c.published_precision.label("precision")
#: Fields of a record that are called otherwise in the table; the rest are columns, or read apart.
_RENAMED = {name: f"published_{name}" for name in ("precision", "offset", "origin")}
_COLUMNS = tuple(
    articles.c[column].label(field.name)
    for field in fields(ArticleRecord)
    if (column := _RENAMED.get(field.name, field.name)) in articles.c and field.name != "rights"
)


def article(conn: Connection, article_id: int, as_of: datetime | None = None) -> ArticleRecord | None:
    """Everything about one article; None when there is no such id, or was none at the time asked for."""
    found = _article(conn, article_id)
    return found if found is None or as_of is None else _as_it_was(conn, found, as_of)


def _as_it_was(conn: Connection, found: ArticleRecord, at: datetime) -> ArticleRecord | None:
    """The texts and tags that held at a time, and the outlets known to carry it by then."""
    revisions = tuple(each for each in found.revisions if each.valid_from <= at)
    if found.first_seen > at or not revisions:
        return None
    tags = (each for each in tag_history(conn, found.id) if each.valid_from <= at)
    return replace(
        found,
        revisions=revisions,
        tags=tuple(each for each in tags if each.valid_to is None or each.valid_to > at),
        also_at=tuple(each for each in found.also_at if each.first_seen <= at),
        gone_at=found.gone_at if found.gone_at and found.gone_at <= at else None,
    )


def _article(conn: Connection, article_id: int) -> ArticleRecord | None:
    statement = (
        select(*_COLUMNS, SOURCE_NAME, source.c.terms, articles.c.rights.label("signals"))
        .outerjoin(source, source.c.id == articles.c.source_id)
        .where(articles.c.id == article_id, articles.c.erased_at.is_(None))
    )
    row = conn.execute(statement).one_or_none()
    if row is None:
        return None
    rights = use_rights(row.signals, row.terms)
    return record_of(
        ArticleRecord,
        row,
        credit=rights.credit,
        rights=rights,
        revisions=_revisions(conn, article_id),
        tags=current_tags(conn, article_id),
        also_at=_cluster(conn, article_id, row.copy_of or article_id),
        addresses=_addresses(conn, article_id),
    )


def _revisions(conn: Connection, article_id: int) -> tuple[RevisionRecord, ...]:
    statement = select(revision).where(revision.c.article_id == article_id).order_by(revision.c.number)
    return tuple(
        record_of(
            RevisionRecord,
            row,
            raw=RawRef(row.raw_file, row.raw_offset, row.raw_length) if row.raw_file else None,
        )
        for row in conn.execute(statement)
    )


def _cluster(conn: Connection, article_id: int, original: int) -> tuple[ClusterMember, ...]:
    linked = (copy.c.article_id == articles.c.id) & copy.c.valid_to.is_(None)
    names = ("id", "url", "title", "source_id", "published", "published_local", "first_seen")
    statement = (
        select(*(articles.c[name] for name in names), SOURCE_NAME, copy.c.kind, copy.c.score, _PRECISION)
        .outerjoin(source, source.c.id == articles.c.source_id)
        .outerjoin(copy, linked)
        .where(or_(articles.c.id == original, articles.c.copy_of == original), articles.c.id != article_id)
        .order_by(case((articles.c.id == original, 0), else_=1), articles.c.first_seen, articles.c.id)
    )
    return tuple(record_of(ClusterMember, row) for row in conn.execute(statement))


def _addresses(conn: Connection, article_id: int) -> tuple[str, ...]:
    statement = select(address.c.url).where(address.c.article_id == article_id)
    return tuple(conn.execute(statement.order_by(address.c.first_seen, address.c.url)).scalars())
