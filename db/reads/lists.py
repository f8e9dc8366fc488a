"""Short lists about the archive: articles without a date, kinds of copies, pages rejected, themes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import Connection, case, func, select

from db.archive.tags import TagDecision
from db.engine.rows import record_of
from db.reads.records import Rejection, ThemeVolume, UndatedArticle
from db.schema.tables import article, outcome, tag
from seedwatch.core.model.outcome import KEPT, Outcome


def undated(conn: Connection, limit: int = 100) -> tuple[UndatedArticle, ...]:
    """Articles kept without any date, the newest first."""
    columns = (article.c[name] for name in UndatedArticle.__dataclass_fields__)
    statement = (
        select(*columns)
        .where(article.c.undated, article.c.erased_at.is_(None))
        .order_by(article.c.id.desc())
        .limit(limit)
    )
    return tuple(record_of(UndatedArticle, row) for row in conn.execute(statement))


def copy_kinds(conn: Connection) -> Mapping[str, int]:
    """Articles that joined another, by the kind of copy, the most frequent first."""
    statement = (
        select(article.c.copy_kind, func.count())
        .where(article.c.copy_of.is_not(None))
        .group_by(article.c.copy_kind)
        .order_by(func.count().desc(), article.c.copy_kind)
    )
    return MappingProxyType({row[0]: row[1] for row in conn.execute(statement)})


def rejections(conn: Connection, run_id: int, limit: int = 200) -> tuple[Rejection, ...]:
    """Pages of a run that left no article although they were not merely older, grouped by outcome."""
    kept = [each.value for each in (*KEPT, Outcome.OLDER, Outcome.OFF_TOPIC, Outcome.UNCHANGED)]
    statement = (
        select(outcome.c.url, outcome.c.outcome, outcome.c.reason)
        .where(outcome.c.run_id == run_id, outcome.c.outcome.not_in(kept))
        .order_by(outcome.c.outcome, outcome.c.url)
        .limit(limit)
    )
    return tuple(Rejection(row.url, Outcome(row.outcome), row.reason) for row in conn.execute(statement))


def theme_volumes(conn: Connection) -> tuple[ThemeVolume, ...]:
    """Themes that articles have now, the largest first."""
    published = func.max(article.c.published, type_=article.c.published.type)
    seen = func.max(article.c.first_seen, type_=article.c.first_seen.type)
    originals = func.sum(case((article.c.copy_of.is_(None), 1), else_=0))
    statement = (
        select(tag.c.theme, func.count(), originals, published, seen)
        .join(article, article.c.id == tag.c.article_id)
        .where(tag.c.valid_to.is_(None), tag.c.verdict != TagDecision.REMOVED.value)
        .group_by(tag.c.theme)
        .order_by(func.count().desc(), tag.c.theme)
    )
    return tuple(
        ThemeVolume(theme, int(number), int(own), newest, last)
        for theme, number, own, newest, last in conn.execute(statement)
    )
