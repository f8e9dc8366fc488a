"""Every stored article, one after the other, for other programs."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from db.archive.tags import themes_of
from db.engine.rows import record_of
from db.reads.records import ExportRow
from db.schema.tables import article, revision, source
from seedwatch.core.model.rights import use_rights
from seedwatch.core.redaction import redact

#: Rows of one step of an export: few enough to keep memory small, many enough to ask for themes in one go.
EXPORT_STEP = 200

_COLUMNS = (
    *(article.c[name] for name in ("id", "url", "title", "copy_of", "copy_kind", "language", "summary")),
    article.c.published_local.label("published"),
    article.c.published.label("published_utc"),
    article.c.source_id.label("source"),
    article.c.first_seen.label("fetched_at"),
    article.c.rights.label("signals"),
    revision.c.text.label("body"),
    revision.c.authors,
    source.c.terms,
)


def export_rows(conn: Connection) -> Iterator[ExportRow]:
    """Every stored article in order of id, copies included, streamed in steps of EXPORT_STEP."""
    current = (revision.c.article_id == article.c.id) & (revision.c.number == article.c.revision)
    statement = (
        select(*_COLUMNS)
        .join(revision, current)
        .outerjoin(source, source.c.id == article.c.source_id)
        .where(article.c.erased_at.is_(None))
        .order_by(article.c.id)
    )
    for rows in conn.execute(statement, execution_options={"yield_per": EXPORT_STEP}).partitions():
        themes = themes_of(conn, [row.id for row in rows])
        for row in rows:
            rights = use_rights(row.signals, row.terms)
            given = {"url": redact(row.url), "themes": themes.get(row.id, ()), "rights": rights}
            yield record_of(ExportRow, row, **given)
