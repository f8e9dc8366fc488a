"""From a query to its documents, and from documents to what people read: facets, snippets, copies joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    bindparam,
    func,
    select,
)

from db.archive.tags import TagDecision, themes_of
from db.schema.search_tables import (
    DOCIDS_OF_A_DAY,
    LEAST_DOCID,
    MOST_DOCID,
    docid_time,
    first_docid,
    search_doc,
)
from db.schema.tables import article, revision, source, tag
from db.search import postgres, sqlite
from db.search.happened import NO_EVENTS, Events
from seedwatch.core.chinese.names import Lexicon
from seedwatch.core.model.answer import ArticleQuery, Facet, FoundArticle
from seedwatch.core.search.dates import read_bound
from seedwatch.core.search.match_plan import AllOf, AnyOf, MatchExpression, Phrase, QueryPlan, plan
from seedwatch.core.search.query import Bound, parse_query
from seedwatch.core.search.ranking import Candidate
from seedwatch.core.search.snippet import snippet, spans
from seedwatch.core.search.tokens import language_mark, source_mark, theme_mark

#: Values listed for each kind of facet.
_MOST_VALUES = 50


class Document(NamedTuple):
    """An indexed article, as far as lists, facets and copies need it. A tuple: 2,000 are made for an answer,
    and a dataclass takes four times as long.
    """

    docid: int
    article_id: int
    source_id: str
    language: str
    themes: str
    copy_of: int | None


_DOCUMENTS = select(
    *(search_doc.c[name] for name in ("docid", "article_id", "source_id", "language", "themes")),
    article.c.copy_of,
).join(article, article.c.id == search_doc.c.article_id)


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is asked of the index: `expression` for docids in [low, high] to which `events` happened."""

    plan: QueryPlan
    expression: MatchExpression
    low: int
    high: int
    events: Events = NO_EVENTS

    def newest(self, conn: Connection, high: int, most: int) -> list[int]:
        """Up to `most` matching docids up to `high`, newest first."""
        return self.between(conn, self.low, min(high, self.high), most)

    def between(self, conn: Connection, low: int, high: int, most: int) -> list[int]:
        """Up to `most` matching docids in [low, high], newest first."""
        if high < low:
            return []
        found: list[int] = engine_of(conn).newest(conn, self.expression, low, high, most, self.events)
        return found


def engine_of(conn: Connection) -> ModuleType:
    return sqlite if conn.dialect.name == "sqlite" else postgres


def build_request(query: ArticleQuery, now: datetime, lexicon: Lexicon | None) -> SearchRequest:
    """Read the query's text and add its filters. Raises QueryError."""
    parsed = parse_query(query.text)
    planned = plan(parsed.root, lexicon if query.expand else None)
    filters = [
        AnyOf(tuple(Phrase((mark(value),)) for value in values))
        for mark, values in (
            (theme_mark, query.themes),
            (source_mark, query.sources),
            (language_mark, query.languages),
        )
        if values
    ]
    expression = AllOf((planned.expression, *filters)) if filters else planned.expression
    low, high = _range(query, parsed.bounds, now)
    return SearchRequest(planned, expression, low, high, Events(parsed.events, query.as_of))


def _range(query: ArticleQuery, bounds: Iterable[Bound], now: datetime) -> tuple[int, int]:
    """Docids of the period: from the latest "after" on, before the earliest "before"."""
    after = [time for time in (query.since,) if time is not None]
    before = [time for time in (query.until,) if time is not None]
    for bound in bounds:
        (after if bound.after else before).append(read_bound(bound.value, bound.position, now))
    low = max(map(first_docid, after), default=LEAST_DOCID)
    return low, min(map(first_docid, before), default=MOST_DOCID + 1) - 1


def documents(conn: Connection, docids: Sequence[int]) -> list[Document]:
    """The documents of docids, newest first."""
    if not docids:
        return []
    question = _DOCUMENTS.where(among(conn, search_doc.c.docid, docids)).order_by(search_doc.c.docid.desc())
    return [Document._make(row) for row in conn.execute(question).all()]


def among(conn: Connection, column: ColumnElement[int], values: Sequence[int]) -> ColumnElement[bool]:
    """`column IN values` as one parameter: a list of thousands would be a statement of its own each time."""
    if conn.dialect.name == "sqlite":
        each = func.json_each(str(list(values))).table_valued("value")
        return column.in_(select(each.c.value))
    return column == func.any(bindparam(None, list(values), type_=ARRAY(BigInteger)))


def without_copies(conn: Connection, question: SearchRequest, found: Sequence[Document]) -> list[Document]:
    """Leave out each copy whose original matches as well; one whose original does not stands for itself."""
    copies = {each.copy_of for each in found if each.copy_of is not None}
    matching = copies & {each.article_id for each in found}
    matching |= set(_matching(conn, question, sorted(copies - matching)))
    return [each for each in found if each.copy_of not in matching]


def _matching(conn: Connection, question: SearchRequest, article_ids: Sequence[int]) -> Iterator[int]:
    if not article_ids:
        return
    wanted = select(search_doc.c.docid, search_doc.c.article_id)
    for row in conn.execute(wanted.where(among(conn, search_doc.c.article_id, article_ids))).all():
        inside = question.low <= row.docid <= question.high
        if inside and question.between(conn, row.docid, row.docid, 1):
            yield row.article_id


def facets(found: Sequence[Document]) -> tuple[Facet, ...]:
    """How many documents each theme, source, language and day (UTC) has, most frequent first."""
    themes: Counter[str] = Counter()
    for listed, count in Counter(each.themes for each in found).items():
        themes.update(dict.fromkeys(listed.split(), count))
    days = Counter(each.docid // DOCIDS_OF_A_DAY for each in found)
    kinds: tuple[tuple[str, Mapping[str, int]], ...] = (
        ("theme", themes),
        ("source", Counter(each.source_id for each in found)),
        ("language", Counter(each.language for each in found)),
        ("day", {_day(day): count for day, count in days.items()}),
    )
    return tuple(
        Facet(kind, value, count)
        for kind, counts in kinds
        for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_VALUES]
    )


def _day(number: int) -> str:
    return docid_time(number * DOCIDS_OF_A_DAY).date().isoformat()


def candidates(conn: Connection, found: Sequence[Document], at: float) -> list[Candidate]:
    """Texts to rank by, in the order of `found`. `at`: seconds since 1970 from which ages count."""
    stored = conn.execute(_texts(conn, [each.article_id for each in found])).all()
    texts = {number: (title, text) for number, title, text in stored}
    day = at / 86_400
    return [
        Candidate(*texts[each.article_id], max(0.0, day - each.docid / DOCIDS_OF_A_DAY)) for each in found
    ]


def _texts(
    conn: Connection, article_ids: Sequence[int], *more: Any, as_of: datetime | None = None
) -> Select[Any]:
    held = revision.c.number == article.c.revision if as_of is None else holding(revision, as_of)
    question = select(article.c.id, revision.c.title, revision.c.text, *more)
    question = question.join(revision, (revision.c.article_id == article.c.id) & held)
    return question.where(among(conn, article.c.id, article_ids))


def holding(table: Table, at: datetime) -> ColumnElement[bool]:
    """Rows that were true at a time."""
    return (table.c.valid_from <= at) & (table.c.valid_to.is_(None) | (table.c.valid_to > at))


def themes_at(
    conn: Connection, article_ids: Sequence[int], at: datetime | None
) -> dict[int, tuple[str, ...]]:
    """Themes by article, strongest first: now, or as they were at a time."""
    if at is None:
        return themes_of(conn, article_ids)
    question = (
        select(tag.c.article_id, tag.c.theme)
        .where(among(conn, tag.c.article_id, article_ids), holding(tag, at))
        .where(tag.c.verdict != TagDecision.REMOVED.value)
        .order_by(tag.c.score.desc(), tag.c.theme)
    )
    found: dict[int, tuple[str, ...]] = {}
    for row in conn.execute(question):
        found[row.article_id] = (*found.get(row.article_id, ()), row.theme)
    return found


def rows(
    conn: Connection, page: Sequence[Document], shown: Sequence[Phrase], as_of: datetime | None = None
) -> tuple[FoundArticle, ...]:
    """The page as people read it, in its order; with the texts and themes of a time."""
    ids = [each.article_id for each in page]
    if not ids:
        return ()
    names = ("url", "source_id", "language", "published_local", "first_seen", "copy_of")
    source_name = func.coalesce(source.c.name, article.c.source_id).label("source_name")
    question = _texts(conn, ids, *(article.c[name] for name in names), source_name, as_of=as_of)
    found = {
        row.id: row for row in conn.execute(question.outerjoin(source, source.c.id == article.c.source_id))
    }
    themes, copies = themes_at(conn, ids, as_of), _copies(conn, ids)
    return tuple(
        _row(found[each], themes.get(each, ()), copies.get(found[each].copy_of or each, 0), shown)
        for each in ids
    )


def _row(row: Row[Any], themes: tuple[str, ...], copies: int, shown: Sequence[Phrase]) -> FoundArticle:
    piece = snippet(row.text, [phrase for phrase in shown if not phrase.title])
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
        snippet=piece.text,
        copies=copies,
        copy_of=row.copy_of,
        title_marks=spans(row.title, shown),
        snippet_marks=piece.marks,
    )


def _copies(conn: Connection, article_ids: Sequence[int]) -> dict[int, int]:
    """By original: how many copies there are, for the originals of these articles."""
    originals = select(func.coalesce(article.c.copy_of, article.c.id)).where(
        among(conn, article.c.id, article_ids)
    )
    question = select(article.c.copy_of, func.count()).where(article.c.copy_of.in_(originals))
    return {row[0]: row[1] for row in conn.execute(question.group_by(article.c.copy_of))}
