"""From a query to what the index is asked: the text is read, its filters, its period and its cursor are added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from db.schema.search_tables import LEAST_DOCID, MOST_DOCID, first_docid
from db.search.conditions import NO_CONDITIONS, Arrival, Conditions
from seedwatch.core.chinese.names import Lexicon
from seedwatch.core.errors import InputError, QueryError, QueryFault
from seedwatch.core.model.answer import ArticleQuery, Sort
from seedwatch.core.search.cursor import ByDate, ByRelevance, read_cursor
from seedwatch.core.search.dates import read_bound
from seedwatch.core.search.match_plan import AllOf, AnyOf, MatchExpression, Phrase, QueryPlan, plan
from seedwatch.core.search.names import FilterKind, Resolver
from seedwatch.core.search.query import parse_query, terms, with_ids
from seedwatch.core.search.tokens import language_filter, source_filter, theme_filter
from seedwatch.core.search.tree import Bound, FilterTerm, Node


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is asked of the index: `expression` for docids in [low, high] that meet `conditions`.

    query: as it was given. cursor: where its page begins, None for the first.
    """

    query: ArticleQuery
    plan: QueryPlan
    expression: MatchExpression
    low: int
    high: int
    conditions: Conditions = NO_CONDITIONS
    cursor: ByDate | ByRelevance | None = None

    @property
    def is_ranked(self) -> bool:
        """Whether the answer is sorted by relevance; a query that names no text has none."""
        return self.query.sort is Sort.RELEVANCE and bool(self.plan.terms)


def build_request(
    query: ArticleQuery, now: datetime, lexicon: Lexicon | None, resolver: Resolver | None = None
) -> SearchRequest:
    """Read the query's text and cursor and add its filters. Raises QueryError, InputError.

    resolver: reads what filters name; without it each value is taken for an id.
    Themes of the past are in no index: `db.search.as_of` looks for them.
    """
    parsed = parse_query(query.text)
    if resolver is not None:
        parsed = replace(parsed, root=with_ids(parsed.root, resolver))
        query = replace(
            query,
            themes=_ids(query.themes, FilterKind.THEME, resolver),
            sources=_ids(query.sources, FilterKind.SOURCE, resolver),
            languages=_ids(query.languages, FilterKind.LANGUAGE, resolver),
        )
    if query.as_of is not None:
        _check_past(query, parsed.root)
    planned = plan(parsed.root, lexicon if query.expand else None)
    low, high = _range(query, parsed.bounds, now)
    cursor = read_cursor(query.cursor)
    if isinstance(cursor, ByRelevance) and query.as_of is None:
        high = min(high, cursor.top)
    conditions = Conditions(parsed.events, query.as_of, _arrival(query, parsed.bounds, now))
    return SearchRequest(query, planned, _filtered(query, planned.expression), low, high, conditions, cursor)


def prepared(conn: Connection, request: SearchRequest) -> SearchRequest:
    """The request, with what is known of the archive that it will ask."""
    return replace(request, conditions=request.conditions.counted(conn))


def _ids(values: Iterable[str], kind: FilterKind, resolver: Resolver) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for value in values for each in resolver(kind, value, 0)))


def _check_past(query: ArticleQuery, root: Node) -> None:
    """Reject what the past cannot answer."""
    if query.sort is Sort.RELEVANCE:
        raise InputError("an answer as of a time is sorted by date", "leave out the sorting by relevance")
    for term in terms(root):
        if isinstance(term, FilterTerm) and term.token.startswith("t:"):
            message, hint = "theme: in the query is about the present", "filter by theme instead"
            raise QueryError(message, hint, term.position, QueryFault.PRESENT_ONLY)


def _filtered(query: ArticleQuery, expression: MatchExpression) -> MatchExpression:
    """The expression and any value of each filter that the query has."""
    filters = [
        AnyOf(tuple(Phrase((term_of(value),)) for value in values))
        for term_of, values in (
            (theme_filter, query.themes if query.as_of is None else ()),
            (source_filter, query.sources),
            (language_filter, query.languages),
        )
        if values
    ]
    return AllOf((expression, *filters)) if filters else expression


def _range(query: ArticleQuery, bounds: Iterable[Bound], now: datetime) -> tuple[int, int]:
    """Docids of the period: from the latest "after" on, before the earliest "before"."""
    after = [time for time in (query.since,) if time is not None]
    before = [time for time in (query.until,) if time is not None]
    for bound in (each for each in bounds if not each.seen):
        (after if bound.after else before).append(read_bound(bound.value, bound.position, now))
    low = max(map(first_docid, after), default=LEAST_DOCID)
    return low, min(map(first_docid, before), default=MOST_DOCID + 1) - 1


def _arrival(query: ArticleQuery, bounds: Iterable[Bound], now: datetime) -> Arrival:
    """When the articles came in: from the latest "seen-after" on, before the earliest "seen-before"."""
    since = [time for time in (query.seen_since,) if time is not None]
    until = [time for time in (query.seen_until,) if time is not None]
    for bound in (each for each in bounds if each.seen):
        (since if bound.after else until).append(read_bound(bound.value, bound.position, now))
    return Arrival(max(since, default=None), min(until, default=None), query.after_id)
