"""Tables of full-text search, kept apart from db.schema.tables: half of them exist on one engine only.

Migration 0002 makes them. A row's `docid` follows the time of publication: newest first is its descending
order, and a period is a range of it.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.types import UserDefinedType

search_metadata = MetaData()


class TsVector(UserDefinedType[str]):
    """PostgreSQL's, named here: importing SQLAlchemy's package for that engine takes 0.1 s."""

    cache_ok = True

    def get_col_spec(self, **options: Any) -> str:
        return "TSVECTOR"


#: One row for every indexed article, on both engines.
search_doc = Table(
    "search_doc",
    search_metadata,
    Column("docid", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", BigInteger, nullable=False, unique=True),
    Column(
        "version", Integer, nullable=False
    ),  # seedwatch.core.search.tokens.INDEX_VERSION when it was indexed
    Column("source_id", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("themes", Text, nullable=False),  # ids, parted by spaces
)

#: SQLite: what the FTS5 table `search_index` was given; it keeps no content and deletes only what it is told.
search_given = Table(
    "search_given",
    search_metadata,
    Column("docid", BigInteger, primary_key=True, autoincrement=False),
    Column("packed", LargeBinary, nullable=False),  # zlib of title, body and marks, parted by newlines
)

#: PostgreSQL: the tokens of an article; of a long one nothing, they are in `search_passage` then.
search_vector = Table(
    "search_vector",
    search_metadata,
    Column("docid", BigInteger, primary_key=True, autoincrement=False),
    Column("long", Boolean, nullable=False),
    Column("tokens", TsVector, nullable=False),
)

#: PostgreSQL: overlapping passages of a long article, as a tsvector ends at position 16,383.
search_passage = Table(
    "search_passage",
    search_metadata,
    Column("docid", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("tokens", TsVector, nullable=False),
)

_SLOT_BITS = 8
#: Articles of one second before the docids of the next are used.
SLOTS = 1 << _SLOT_BITS
DOCIDS_OF_A_DAY = 86_400 * SLOTS


def first_docid(time: datetime) -> int:
    """The smallest docid of articles published in the second of `time` or later."""
    return math.floor(time.timestamp()) << _SLOT_BITS


def docid_time(docid: int) -> datetime:
    """When an article was published, to the second."""
    return datetime.fromtimestamp(docid >> _SLOT_BITS, UTC)


#: Beyond every docid, on both sides; still times that can be named.
LEAST_DOCID = first_docid(datetime(1, 1, 3, tzinfo=UTC))
MOST_DOCID = first_docid(datetime(9999, 12, 29, tzinfo=UTC))
