"""The index on PostgreSQL: tsvectors written out by us, so that no parser of its own changes the tokens.

A tsvector has positions up to 16,383 and 256 of them a word, and says nothing when there are more: longer
articles are indexed in overlapping passages, and a query's phrases are looked for in each.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from sqlalchemy import BigInteger, Connection, bindparam, delete, literal_column, select, text

from db.schema.search_tables import docid_time, first_docid, search_passage, search_vector
from db.search.conditions import NO_CONDITIONS, Conditions
from seedwatch.core.search.match_plan import AllOf, AnyOf, MatchExpression, Phrase
from seedwatch.core.search.tokens import LONGEST_PHRASE, IndexTerms, TextTerms, month_filter

#: Below 16,383 and 256, with room for a title of its own.
_MOST_POSITIONS = 15_000
_MOST_OF_A_WORD = 250
_TITLE_CHARS, _BODY_CHARS = 16_000, 16_002
#: Months in the first window that is looked through, newest first: the one that has begun, and one more. A
#: period of few months is one window.
_FIRST_MONTHS, _FEW_MONTHS = 2, 4
#: The next window takes in so many times the months that seem to be needed; one of more months than these is
#: the rest of the archive, bounded by docids alone: naming 25 months takes three times as long as none.
_CAUTION, _MOST_MONTHS = 1.5, 8

_ADD = text(
    'INSERT INTO search_vector(docid, "long", tokens) VALUES (:docid, :long, CAST(:tokens AS tsvector))'
)
_ADD_PASSAGE = text(
    "INSERT INTO search_passage(docid, number, tokens) VALUES (:docid, :number, CAST(:tokens AS tsvector))"
)
_FORGET = (delete(search_vector), delete(search_passage))
#: The newest docid; settings for the rest of the transaction: the planner thinks little of the token index,
#: and starting a second process costs more than all the rows that an answer reads (60 ms against 17).
_TOP = text(
    "SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true),"
    " set_config('max_parallel_workers_per_gather', '0', true),"
    " (SELECT max(docid) FROM search_vector) AS top"
)
#: Materialised, so that only the token index finds the matches: the planner does not know what unpacking a
#: tsvector costs (30 microseconds each) and would read those of a whole docid range.
_FOUND = (
    text("SELECT docid FROM search_vector WHERE tokens @@ CAST(:query AS tsquery)")
    .columns(docid=BigInteger)
    .cte("found")
    .prefix_with("MATERIALIZED")
)
_DOCID = literal_column("docid", BigInteger)


def add(conn: Connection, docid: int, terms: IndexTerms) -> None:
    given = row(docid, terms)
    conn.execute(_ADD, given)
    if given["long"]:
        rows = ({"tokens": passage} for passage in dict.fromkeys(_passages(terms)))
        conn.execute(_ADD_PASSAGE, [{"docid": docid, "number": n, **each} for n, each in enumerate(rows)])


def row(docid: int, terms: IndexTerms) -> dict[str, Any]:
    """The article's row of `search_vector`."""
    tokens = _short(terms)
    return {"docid": docid, "long": tokens is None, "tokens": tokens or ""}


def drop(conn: Connection, docid: int) -> None:
    for erase in _FORGET:
        conn.execute(erase.where(erase.table.c.docid == docid))


def newest(
    conn: Connection,
    expression: MatchExpression,
    low: int,
    high: int,
    most: int,
    conditions: Conditions = NO_CONDITIONS,
) -> list[int]:
    """Up to `most` matching docids in [low, high], newest first.

    Looks through windows of time: the token index gives its matches in no order, and those of a common word
    in the whole archive would all be read to find the newest.
    """
    high = min(high, int(conn.execute(_TOP).one().top or 0))
    found: list[int] = []
    months = _FEW_MONTHS if _month_start(high, _FEW_MONTHS) <= low else _FIRST_MONTHS
    while len(found) < most and low <= high:
        start = max(low, _month_start(high, months)) if months <= _MOST_MONTHS else low
        more = _within(conn, expression, start, high, most - len(found), conditions)
        found += more
        high = start - 1
        months = math.ceil(_CAUTION * months * (most - len(found)) / max(len(more), 1))
    return found


def _within(
    conn: Connection, expression: MatchExpression, low: int, high: int, most: int, conditions: Conditions
) -> list[int]:
    months = tuple(Phrase((month,)) for month in _months(docid_time(low), docid_time(high)))
    bounded = AllOf((expression, AnyOf(months))) if months else expression
    condition, phrases = _on_passages(expression)
    inside = search_vector.c.docid.between(bindparam("low"), bindparam("high"))
    long = select(search_vector.c.docid).where(search_vector.c.long, inside, text(condition))
    short = select(_FOUND.c.docid).where(_FOUND.c.docid.between(bindparam("low"), bindparam("high")))
    either = short.where(*conditions.of(_FOUND.c.docid)).union_all(
        long.where(*conditions.of(search_vector.c.docid))
    )
    parameters = {"query": _query(bounded), "low": low, "high": high, "most": most, **phrases}
    statement = either.order_by(_DOCID.desc()).limit(bindparam("most"))
    return list(conn.execute(statement, parameters).scalars().all())


def _month_start(docid: int, months: int) -> int:
    """The first docid of the month that begins so many months, the docid's own included."""
    time = docid_time(docid)
    number = time.year * 12 + time.month - months
    year, month = max(divmod(number, 12), (1, 0))
    return first_docid(datetime(year, month + 1, 1, tzinfo=UTC))


def _months(first: datetime, last: datetime) -> tuple[str, ...]:
    """Filter terms of the months from first to last; none when they are too many to be named."""
    spans = (last.year - first.year) * 12 + last.month - first.month + 1
    if spans > _MOST_MONTHS:
        return ()
    ordinals = range(first.year * 12 + first.month - 1, first.year * 12 + first.month - 1 + spans)
    return tuple(month_filter(datetime(n // 12, n % 12 + 1, 1, tzinfo=UTC)) for n in ordinals)


def _query(expression: MatchExpression) -> str:
    """A tsquery. Tokens hold neither quotes nor backslashes (seedwatch.core.search.tokens)."""
    match expression:
        case Phrase(tokens, title, prefix):
            places = ["A" if title else ""] * len(tokens)
            places[-1] = ("*" if prefix else "") + places[-1]
            words = (
                f"'{token}'{':' + place if place else ''}"
                for token, place in zip(tokens, places, strict=True)
            )
            return f"({' <-> '.join(words)})"
        case AnyOf(parts):
            return f"({' | '.join(map(_query, parts))})"
        case AllOf(parts, but_not):
            return f"({' & '.join((*map(_query, parts), *(f'!{_query(part)}' for part in but_not)))})"


def _on_passages(expression: MatchExpression) -> tuple[str, dict[str, str]]:
    """The same as SQL over the passages of an article: each phrase may lie in another of them."""
    phrases: dict[str, str] = {}

    def condition(part: MatchExpression) -> str:
        match part:
            case Phrase():
                name = f"phrase_{len(phrases)}"
                phrases[name] = _query(part)
                return f"EXISTS ({_IN_PASSAGE} CAST(:{name} AS tsquery))"
            case AnyOf(parts):
                return f"({' OR '.join(map(condition, parts))})"
            case AllOf(parts, but_not):
                return (
                    f"({' AND '.join((*map(condition, parts), *(f'NOT {condition(p)}' for p in but_not)))})"
                )

    return condition(expression), phrases


_IN_PASSAGE = "SELECT 1 FROM search_passage p WHERE p.docid = search_vector.docid AND p.tokens @@"


def _short(terms: IndexTerms) -> str | None:
    """The article as one tsvector; None when it has too many words or one of them too often."""
    title, body = terms.text.title, terms.text.body
    if len(title) + len(body) > _MOST_POSITIONS:
        return None
    words = _places(title, "A", 1)
    for token, places in _places(body, "", len(title) + 1).items():
        words[token] += places
    if any(len(places) > _MOST_OF_A_WORD for places in words.values()):
        return None
    return _literal(terms, words)


def _passages(terms: IndexTerms) -> Iterator[str]:
    nothing: dict[str, list[str]] = defaultdict(list)
    yield _literal(terms, nothing)
    bare = IndexTerms(TextTerms())
    for stream, weight in ((terms.text.title, "A"), (terms.text.body, "")):
        for start, end in _windows(stream):
            yield _literal(bare, _places(stream[start:end], weight, 1))


def _windows(stream: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Overlapping by the longest phrase that is allowed, so that each phrase lies in one as a whole."""
    start = 0
    counts: dict[str, int] = defaultdict(int)
    at = 0
    while at < len(stream):
        counts[stream[at]] += 1
        at += 1
        if counts[stream[at - 1]] >= _MOST_OF_A_WORD or at - start >= _MOST_POSITIONS:
            yield start, at
            start = at = at - LONGEST_PHRASE
            counts.clear()
    yield start, at


def _places(stream: Sequence[str], weight: str, first: int) -> dict[str, list[str]]:
    places: dict[str, list[str]] = defaultdict(list)
    for position, token in enumerate(stream, start=first):
        places[token].append(f"{position}{weight}")
    return places


def _literal(terms: IndexTerms, words: dict[str, list[str]]) -> str:
    """Single ideographs stand out of every phrase, yet with a position: without one a word has any weight."""
    for token in terms.text.title_chars:
        words[token].append(f"{_TITLE_CHARS}A")
    for token in terms.text.body_chars:
        words[token].append(f"{_BODY_CHARS}")
    placed = (f"'{token}':{','.join(places)}" for token, places in words.items())
    return " ".join(chain(placed, (f"'{token}'" for token in terms.filters)))
