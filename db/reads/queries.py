"""Questions of people: reads only, one function a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, Table, case, func, or_, select, text

from db.archive.tags import TagDecision, current_tags, tag_history, themes_of
from db.migrations import current_version
from db.reads.records import (
    ArticleRecord,
    ClusterMember,
    ExportRow,
    FeedState,
    Refusal,
    RevisionRecord,
    SourceState,
    Stats,
    ThemeVolume,
    UndatedArticle,
)
from db.schema.tables import address, copy, event, feed, outcome, raw_page, revision, run, source, tag
from db.schema.tables import article as articles
from seedwatch.core.model.outcome import KEPT, Outcome
from seedwatch.core.model.page import RawRef
from seedwatch.core.model.rights import RightsSignals, UseRights
from seedwatch.core.model.source import FullText

#: Rows of one step of an export: few enough to keep memory small, many enough to ask for themes in one go.
EXPORT_STEP = 200

_SOURCE_NAME = func.coalesce(source.c.name, articles.c.source_id).label("source_name")
_PRECISION = articles.c.published_precision.label("precision")


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
    question = (
        select(articles, _SOURCE_NAME, source.c.terms)
        .outerjoin(source, source.c.id == articles.c.source_id)
        .where(articles.c.id == article_id, articles.c.erased_at.is_(None))
    )
    row = conn.execute(question).one_or_none()
    if row is None:
        return None
    return ArticleRecord(
        id=row.id,
        url=row.url,
        url_key=row.url_key,
        source_id=row.source_id,
        source_name=row.source_name,
        credit=(row.terms or {}).get("credit", ""),
        published=row.published,
        published_local=row.published_local,
        precision=row.published_precision,
        offset=row.published_offset,
        origin=row.published_origin,
        summary=row.summary,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        gone_at=row.gone_at,
        copy_of=row.copy_of,
        copy_kind=row.copy_kind,
        revisions=_revisions(conn, article_id),
        tags=current_tags(conn, article_id),
        also_at=_cluster(conn, article_id, row.copy_of or article_id),
        addresses=_addresses(conn, article_id),
        rights=_use(row.rights, row.terms),
    )


def _revisions(conn: Connection, article_id: int) -> tuple[RevisionRecord, ...]:
    question = select(revision).where(revision.c.article_id == article_id).order_by(revision.c.number)
    return tuple(
        RevisionRecord(
            number=row.number,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            title=row.title,
            text=row.text,
            authors=row.authors,
            language=row.language,
            dates=row.dates,
            image=row.image,
            section=row.section,
            method=row.method,
            extractor=row.extractor,
            encoding=row.encoding,
            raw=RawRef(row.raw_file, row.raw_offset, row.raw_length) if row.raw_file else None,
        )
        for row in conn.execute(question)
    )


def _cluster(conn: Connection, article_id: int, original: int) -> tuple[ClusterMember, ...]:
    linked = (copy.c.article_id == articles.c.id) & copy.c.valid_to.is_(None)
    names = ("id", "url", "title", "source_id", "published", "published_local", "first_seen")
    question = (
        select(*(articles.c[name] for name in names), _SOURCE_NAME, copy.c.kind, copy.c.score, _PRECISION)
        .outerjoin(source, source.c.id == articles.c.source_id)
        .outerjoin(copy, linked)
        .where(or_(articles.c.id == original, articles.c.copy_of == original), articles.c.id != article_id)
        .order_by(case((articles.c.id == original, 0), else_=1), articles.c.first_seen, articles.c.id)
    )
    return tuple(ClusterMember(**row._mapping) for row in conn.execute(question))


def _addresses(conn: Connection, article_id: int) -> tuple[str, ...]:
    question = select(address.c.url).where(address.c.article_id == article_id)
    return tuple(conn.execute(question.order_by(address.c.first_seen, address.c.url)).scalars())


def export_rows(conn: Connection) -> Iterator[ExportRow]:
    """Every stored article in order of id, copies included, streamed in steps of EXPORT_STEP."""
    current = (revision.c.article_id == articles.c.id) & (revision.c.number == articles.c.revision)
    question = (
        select(articles, revision.c.text, revision.c.authors, source.c.terms)
        .join(revision, current)
        .outerjoin(source, source.c.id == articles.c.source_id)
        .where(articles.c.erased_at.is_(None))
        .order_by(articles.c.id)
    )
    for rows in conn.execute(question, execution_options={"yield_per": EXPORT_STEP}).partitions():
        themes = themes_of(conn, [row.id for row in rows])
        for row in rows:
            yield _export_row(row, themes.get(row.id, ()))


def _export_row(row: Row[Any], themes: tuple[str, ...]) -> ExportRow:
    return ExportRow(
        id=row.id,
        url=row.url,
        title=row.title,
        published=row.published_local,
        published_utc=row.published,
        body=row.text,
        authors=row.authors,
        themes=themes,
        copy_of=row.copy_of,
        copy_kind=row.copy_kind,
        source=row.source_id,
        language=row.language,
        fetched_at=row.first_seen,
        summary=row.summary,
        rights=_use(row.rights, row.terms),
    )


def _use(said: RightsSignals | None, terms: Mapping[str, Any] | None) -> UseRights:
    signals, terms = said or RightsSignals(), terms or {}
    return UseRights(
        keep=FullText.LEAD if signals.noarchive else FullText(terms.get("keep") or FullText.FULL),
        credit=terms.get("credit") or "",
        terms=terms.get("url") or "",
        ai_input=signals.may("ai-input"),
        ai_train=signals.may("ai-train"),
        signals=signals,
    )


def undated(conn: Connection, limit: int = 100) -> tuple[UndatedArticle, ...]:
    """Articles kept without any date, the newest first."""
    columns = (articles.c[name] for name in UndatedArticle.__dataclass_fields__)
    question = (
        select(*columns)
        .where(articles.c.undated, articles.c.erased_at.is_(None))
        .order_by(articles.c.id.desc())
        .limit(limit)
    )
    return tuple(UndatedArticle(**row._mapping) for row in conn.execute(question))


def copy_kinds(conn: Connection) -> Mapping[str, int]:
    """Articles that joined another, by the kind of copy, the most frequent first."""
    question = (
        select(articles.c.copy_kind, func.count())
        .where(articles.c.copy_of.is_not(None))
        .group_by(articles.c.copy_kind)
        .order_by(func.count().desc(), articles.c.copy_kind)
    )
    return MappingProxyType({row[0]: row[1] for row in conn.execute(question)})


def refusals(conn: Connection, run_id: int, limit: int = 200) -> tuple[Refusal, ...]:
    """Pages of a run that left no article although they were not merely older, grouped by outcome."""
    kept = [each.value for each in (*KEPT, Outcome.OLDER, Outcome.UNCHANGED)]
    question = (
        select(outcome.c.url, outcome.c.outcome, outcome.c.reason)
        .where(outcome.c.run_id == run_id, outcome.c.outcome.not_in(kept))
        .order_by(outcome.c.outcome, outcome.c.url)
        .limit(limit)
    )
    return tuple(Refusal(row.url, Outcome(row.outcome), row.reason) for row in conn.execute(question))


def stats(conn: Connection) -> Stats:
    seen = conn.execute(_span(articles.c.first_seen, articles.c.last_seen)).one()
    return Stats(
        version=current_version(conn) or "",
        size=_size(conn),
        articles=_count(conn, articles),
        copies=_count(conn, articles, articles.c.copy_of.is_not(None)),
        undated=_count(conn, articles, articles.c.undated),
        revisions=_count(conn, revision),
        tags=_count(conn, tag, tag.c.valid_to.is_(None), tag.c.verdict != TagDecision.REMOVED.value),
        events=_count(conn, event),
        addresses=_count(conn, address),
        sources=_count(conn, source, source.c.enabled),
        feeds=_count(conn, feed, feed.c.declared),
        runs=_count(conn, run),
        raw_pages=_count(conn, raw_page),
        kept_bytes=int(conn.execute(select(func.coalesce(func.sum(raw_page.c.length), 0))).scalar_one()),
        first_seen=seen.first,
        last_seen=seen.last,
        languages=_languages(conn),
    )


def _span(first: Column[Any], last: Column[Any]) -> Select[Any]:
    return select(
        func.min(first, type_=first.type).label("first"), func.max(last, type_=last.type).label("last")
    )


def _count(conn: Connection, table: Table, *where: Any) -> int:
    return int(conn.execute(select(func.count()).select_from(table).where(*where)).scalar_one())


def _languages(conn: Connection) -> MappingProxyType[str, int]:
    question = select(articles.c.language, func.count()).group_by(articles.c.language)
    return MappingProxyType({row[0]: row[1] for row in conn.execute(question.order_by(func.count().desc()))})


def _size(conn: Connection) -> int:
    if conn.dialect.name == "sqlite":
        measure = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    else:
        measure = "SELECT pg_database_size(current_database())"
    return int(conn.execute(text(measure)).scalar_one())


def theme_volumes(conn: Connection) -> tuple[ThemeVolume, ...]:
    """Themes that articles have now, the largest first."""
    published = func.max(articles.c.published, type_=articles.c.published.type)
    seen = func.max(articles.c.first_seen, type_=articles.c.first_seen.type)
    originals = func.sum(case((articles.c.copy_of.is_(None), 1), else_=0))
    question = (
        select(tag.c.theme, func.count(), originals, published, seen)
        .join(articles, articles.c.id == tag.c.article_id)
        .where(tag.c.valid_to.is_(None), tag.c.verdict != TagDecision.REMOVED.value)
        .group_by(tag.c.theme)
        .order_by(func.count().desc(), tag.c.theme)
    )
    return tuple(
        ThemeVolume(theme, int(number), int(own), newest, last)
        for theme, number, own, newest, last in conn.execute(question)
    )


def source_states(conn: Connection) -> tuple[SourceState, ...]:
    """Every source ever declared with its feeds and how polling them went, in order of id."""
    feeds: dict[str, tuple[FeedState, ...]] = {}
    for row in conn.execute(select(feed).order_by(feed.c.source_id, feed.c.id)):
        feeds[row.source_id] = (*feeds.get(row.source_id, ()), _feed_state(row))
    question = select(articles.c.source_id, func.count()).group_by(articles.c.source_id)
    stored = {row[0]: row[1] for row in conn.execute(question)}
    return tuple(
        _source_state(row, stored.get(row.id, 0), feeds.get(row.id, ()))
        for row in conn.execute(select(source).order_by(source.c.id))
    )


def _feed_state(row: Row[Any]) -> FeedState:
    return FeedState(**{name: getattr(row, name) for name in FeedState.__dataclass_fields__})


def _source_state(row: Row[Any], articles: int, feeds: tuple[FeedState, ...]) -> SourceState:
    return SourceState(
        id=row.id,
        name=row.name,
        home=row.home,
        language=row.language,
        enabled=row.enabled,
        grade=row.grade,
        themes=row.themes,
        interval=row.interval_s,
        crawl_delay=row.crawl_delay_s,
        articles=articles,
        feeds=feeds,
        verify_tls=row.verify_tls,
        erased_at=row.erased_at,
    )
