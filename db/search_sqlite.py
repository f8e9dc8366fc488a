"""The index on SQLite: an FTS5 table without content, fed with tokens that are parted by spaces.

Before SQLite 3.43 such a table forgets a row only when it is told the very tokens that it was given; told
others, it is silently corrupt. So they are kept beside it, packed (`search_given`).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select, text

from core.expression import AllOf, AnyOf, Expression, Phrase
from core.tokens import Entry
from db.search_tables import search_given

_ADD = text("INSERT INTO search_index(rowid, title, body, marks) VALUES (:docid, :title, :body, :marks)")
_FORGET = text(
    "INSERT INTO search_index(search_index, rowid, title, body, marks)"
    " VALUES ('delete', :docid, :title, :body, :marks)"
)
_NEWEST = text(
    "SELECT rowid FROM search_index WHERE search_index MATCH :match AND rowid BETWEEN :low AND :high"
    " ORDER BY rowid DESC LIMIT :most"
)


def add(conn: Connection, docid: int, entry: Entry) -> None:
    columns = (
        " ".join((*entry.title, *entry.title_chars)),
        " ".join((*entry.body, *entry.body_chars)),
        " ".join(entry.marks),
    )
    conn.execute(_ADD, {"docid": docid, **_named(columns)})
    packed = zlib.compress("\n".join(columns).encode(), 1)
    conn.execute(insert(search_given), {"docid": docid, "packed": packed})


def drop(conn: Connection, docid: int) -> None:
    mine = search_given.c.docid == docid
    packed = conn.execute(select(search_given.c.packed).where(mine)).scalar_one()
    conn.execute(_FORGET, {"docid": docid, **_named(zlib.decompress(packed).decode().split("\n"))})
    conn.execute(delete(search_given).where(mine))


def newest(conn: Connection, expression: Expression, low: int, high: int, most: int) -> list[int]:
    """Up to `most` matching docids in [low, high], newest first."""
    asked = {"match": _match(expression), "low": low, "high": high, "most": most}
    return list(conn.execute(_NEWEST, asked).scalars())


def _named(columns: Iterable[str]) -> dict[str, str]:
    return dict(zip(("title", "body", "marks"), columns, strict=True))


def _match(expression: Expression) -> str:
    """FTS5's query language. Tokens hold neither quotes nor spaces (core.tokens)."""
    match expression:
        case Phrase(tokens, title, prefix):
            return f'{"title : " if title else ""}"{" ".join(tokens)}"{" *" if prefix else ""}'
        case AnyOf(parts):
            return f"({' OR '.join(map(_match, parts))})"
        case AllOf(parts, but_not):
            wanted = " AND ".join(map(_match, parts))
            return f"(({wanted}) NOT ({' OR '.join(map(_match, but_not))}))" if but_not else f"({wanted})"
