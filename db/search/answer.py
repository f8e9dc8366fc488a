"""From documents to what people read: facets over all matches, rows with snippets for those of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from db.engine.dialects import among
from db.schema.search_tables import DOCIDS_OF_A_DAY, docid_time
from db.schema.tables import article, revision, source
from db.search.documents import Document, holding, themes_at
from seedwatch.core.model.answer import Facet, FoundArticle
from seedwatch.core.search.match_plan import Phrase
from seedwatch.core.search.snippet import snippet, spans

#: Values listed for each kind of facet.
_MOST_VALUES = 50


def facets(listed: Sequence[Document]) -> tuple[Facet, ...]:
    """How many documents each theme, source, language and day (UTC) has, most frequent first."""
    themes: Counter[str] = Counter()
    for names, count in Counter(each.themes for each in listed).items():
        themes.update(dict.fromkeys(names.split(), count))
    days = Counter(each.docid // DOCIDS_OF_A_DAY for each in listed)
    kinds: tuple[tuple[str, Mapping[str, int]], ...] = (
        ("theme", themes),
        ("source", Counter(each.source_id for each in listed)),
        ("language", Counter(each.language for each in listed)),
        ("day", {_day(day): count for day, count in days.items()}),
    )
    return tuple(
        Facet(kind, value, count)
        for kind, counts in kinds
        for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_VALUES]
    )


def _day(number: int) -> str:
    return docid_time(number * DOCIDS_OF_A_DAY).date().isoformat()


def rows(
    conn: Connection, page: Sequence[Document], shown: Sequence[Phrase], as_of: datetime | None
) -> tuple[FoundArticle, ...]:
    """The page as people read it, in its order; with the texts and themes of a time, None: of now."""
    ids = [each.article_id for each in page]
    if not ids:
        return ()
    names = ("id", "url", "source_id", "language", "published_local", "first_seen", "copy_of")
    source_name = func.coalesce(source.c.name, article.c.source_id).label("source_name")
    text_then = revision.c.number == article.c.revision if as_of is None else holding(revision, as_of)
    columns = [*(article.c[name] for name in names), source_name, revision.c.title, revision.c.text]
    statement: Select[Any] = (
        select(*columns)
        .join(revision, (revision.c.article_id == article.c.id) & text_then)
        .outerjoin(source, source.c.id == article.c.source_id)
        .where(among(conn, article.c.id, ids))
    )
    stored = {row.id: row for row in conn.execute(statement).all()}
    themes, copies = themes_at(conn, ids, as_of), _copies(conn, ids)
    return tuple(
        _row(stored[each], themes.get(each, ()), copies.get(stored[each].copy_of or each, 0), shown)
        for each in ids
    )


def _row(row: Row[Any], themes: tuple[str, ...], copies: int, shown: Sequence[Phrase]) -> FoundArticle:
    excerpt = snippet(row.text, [phrase for phrase in shown if not phrase.title])
    return FoundArticle(
        id=row.id,
        url=row.url,
        title=row.title,
        source_id=row.source_id,
        source_name=row.source_name,
        language=row.language,
        published=row.published_local,
        fetched_at=row.first_seen,
        themes=themes,
        snippet=excerpt.text,
        copies=copies,
        copy_of=row.copy_of,
        title_marks=spans(row.title, shown),
        snippet_marks=excerpt.highlights,
    )


def _copies(conn: Connection, article_ids: Sequence[int]) -> dict[int, int]:
    """By original: how many copies there are, for the originals of these articles."""
    originals = select(func.coalesce(article.c.copy_of, article.c.id)).where(
        among(conn, article.c.id, article_ids)
    )
    statement = select(article.c.copy_of, func.count()).where(article.c.copy_of.in_(originals))
    return {row[0]: row[1] for row in conn.execute(statement.group_by(article.c.copy_of))}
