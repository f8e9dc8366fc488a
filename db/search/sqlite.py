"""The index on SQLite: an FTS5 table without content, fed with tokens that are parted by spaces.

Before SQLite 3.43 such a table forgets a row only when it is told the very tokens that it was given; told
others, it is silently corrupt. So they are kept beside it, packed (`search_given`).
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping

from sqlalchemy import BigInteger, Connection, delete, insert, literal_column, select, text

from db.schema.search_tables import search_given
from db.search.conditions import NO_CONDITIONS, Conditions
from seedwatch.core.search.match_plan import AllOf, AnyOf, MatchExpression, Phrase
from seedwatch.core.search.tokens import IndexTerms

_COLUMNS = ("title", "body", "marks")
ADD = text("INSERT INTO search_index(rowid, title, body, marks) VALUES (:docid, :title, :body, :marks)")
_ADD_GIVEN = insert(search_given)
_FORGET = text(
    "INSERT INTO search_index(search_index, rowid, title, body, marks)"
    " VALUES ('delete', :docid, :title, :body, :marks)"
)
_MATCHING = text("search_index MATCH :match AND rowid BETWEEN :low AND :high")
_NEWEST = text(f"SELECT rowid FROM search_index WHERE {_MATCHING.text} ORDER BY rowid DESC LIMIT :most")
#: With a plus, so that what is asked of docids does not lead: each of them would be looked up in the index.
_DOCID = literal_column("+search_index.rowid", BigInteger)


def add(conn: Connection, docid: int, terms: IndexTerms) -> None:
    given = columns(terms)
    conn.execute(ADD, {"docid": docid, **given})
    conn.execute(_ADD_GIVEN, {"docid": docid, "packed": pack(given)})


def columns(terms: IndexTerms) -> dict[str, str]:
    """What the FTS5 table is given."""
    return {
        "title": " ".join((*terms.text.title, *terms.text.title_chars)),
        "body": " ".join((*terms.text.body, *terms.text.body_chars)),
        "marks": " ".join(terms.filters),
    }


def pack(given: Mapping[str, str]) -> bytes:
    return zlib.compress("\n".join(given[name] for name in _COLUMNS).encode(), 1)


def drop(conn: Connection, docid: int) -> None:
    mine = search_given.c.docid == docid
    packed = conn.execute(select(search_given.c.packed).where(mine)).scalar_one()
    given = dict(zip(_COLUMNS, zlib.decompress(packed).decode().split("\n"), strict=True))
    conn.execute(_FORGET, {"docid": docid, **given})
    conn.execute(delete(search_given).where(mine))


def newest(
    conn: Connection,
    expression: MatchExpression,
    low: int,
    high: int,
    most: int,
    conditions: Conditions = NO_CONDITIONS,
) -> list[int]:
    """Up to `most` matching docids in [low, high], newest first."""
    parameters = {"match": _match(expression), "low": low, "high": high}
    if not conditions:
        return list(conn.execute(_NEWEST, {**parameters, "most": most}).scalars().all())
    rowid = literal_column("rowid", BigInteger)
    statement = select(rowid).select_from(text("search_index")).where(_MATCHING, *conditions.of(_DOCID))
    return list(conn.execute(statement.order_by(rowid.desc()).limit(most), parameters).scalars().all())


def _match(expression: MatchExpression) -> str:
    """FTS5's query language. Tokens hold neither quotes nor spaces (seedwatch.core.search.tokens)."""
    match expression:
        case Phrase(tokens, title, prefix):
            return f'{"title : " if title else ""}"{" ".join(tokens)}"{" *" if prefix else ""}'
        case AnyOf(parts):
            return f"({' OR '.join(map(_match, parts))})"
        case AllOf(parts, but_not):
            required = " AND ".join(map(_match, parts))
            return f"(({required}) NOT ({' OR '.join(map(_match, but_not))}))" if but_not else f"({required})"
