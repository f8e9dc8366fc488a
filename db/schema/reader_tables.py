"""Tables of what belongs to readers: what they have seen, what they look for again, who may read from outside.

Beside db.schema.tables, in the same metadata.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, Table, false

from db.schema.columns import Id, id_column, text_column, time_column
from db.schema.tables import metadata
from db.schema.types import CleanText, Json, read_strings

# Names of this archive that stay what they are when its file or server moves. One row.
archive = Table(
    "archive",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    text_column("uuid"),
)

# How far a reader has seen a view: the newest row that was not taken back holds, the others are its history.
seen_mark = Table(
    "seen_mark",
    metadata,
    id_column(),
    text_column("reader"),  # empty: the only one
    text_column("view"),  # see db.readers.seen_marks
    Column(
        "article_id", Id, nullable=False
    ),  # the newest article seen; no foreign key: 0 is before the first
    time_column("at"),
    time_column("undone_at", nullable=True),
    Index(None, "reader", "view", "id"),
)

saved_search = Table(
    "saved_search",
    metadata,
    id_column(),
    Column("name", CleanText, nullable=False, unique=True),
    text_column("text"),  # in the query language
    Column("themes", Json(read_strings), nullable=False),
    Column("sources", Json(read_strings), nullable=False),
    Column("languages", Json(read_strings), nullable=False),
    text_column("since"),  # a day or an age, as typed; empty: no bound
    text_column("until"),
    Column("exact", Boolean, nullable=False, server_default=false()),
    text_column("schedule"),  # wished for a watch on it, as imported; empty: none
    Column("receivers", Json(read_strings), nullable=False),
    time_column("created_at"),
    time_column("edited_at"),
)

# Secrets of programs that read feeds from another machine, by their digests: nobody can be shown one again.
access_key = Table(
    "access_key",
    metadata,
    id_column(),
    Column("name", CleanText, nullable=False, unique=True),
    Column("digest", CleanText, nullable=False, unique=True),  # SHA-256, hex
    time_column("created_at"),
    time_column("revoked_at", nullable=True),
)
