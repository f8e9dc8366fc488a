"""Why a page was fetched, whether a source's pages are chosen by their feeds' words, and sources switched by hand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.schema.types import CleanText, UtcTime

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("outcome", sa.Column("triage", CleanText, nullable=False, server_default=""))
    op.add_column("source", sa.Column("triage", sa.Boolean, nullable=False, server_default=sa.true()))
    op.add_column("source", sa.Column("switched", sa.Boolean))
    op.add_column("source", sa.Column("switch_reason", CleanText, nullable=False, server_default=""))
    op.create_table(
        "source_check",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source_id", CleanText, nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("url", CleanText, nullable=False, server_default=""),
        sa.Column("verdict", CleanText, nullable=False, server_default=""),
        sa.Column("reason", CleanText, nullable=False, server_default=""),
        sa.Column("status", sa.Integer),
        sa.Column("format", CleanText, nullable=False, server_default=""),
        sa.Column("items", sa.Integer, nullable=False, server_default="0"),
        sa.Column("newest", UtcTime),
        sa.Column("full_text", sa.Boolean, nullable=False),
        sa.Column("rights", CleanText, nullable=False, server_default=""),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_source_check"),
    )
    op.create_index("ix_source_check_source_id_at", "source_check", ["source_id", "at"])
