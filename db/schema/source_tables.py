"""Tables about sources beside their rows: catalogues, checks. In the same metadata as db.schema.tables."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, Table

from db.schema.columns import count_column, id_column, text_column, time_column
from db.schema.tables import metadata
from db.schema.types import CleanText

catalogue = Table(
    "catalogue",
    metadata,
    Column("name", CleanText, primary_key=True),
    text_column("digest"),  # of its declarations as last written; empty: look again
    time_column("synced_at"),
)

source_check = Table(
    "source_check",
    metadata,
    id_column(),
    Column("source_id", CleanText, nullable=False),  # no foreign key: the history outlives the source
    time_column("at"),
    text_column("url"),
    text_column("verdict"),  # see seedwatch.core.sources.checking.Verdict
    text_column("reason"),
    Column("status", Integer),
    text_column("format"),
    count_column("items"),
    time_column("newest", nullable=True),
    Column("full_text", Boolean, nullable=False),
    text_column("rights"),
    Column("seconds", Float, nullable=False),
    Index(None, "source_id", "at"),
)
