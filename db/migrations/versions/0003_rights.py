"""What pages say about keeping and using them, and tombstones of what was forgotten on request."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.schema.types import Json, UtcTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("article", sa.Column("rights", Json()))
    op.add_column("article", sa.Column("forgotten_at", UtcTime))
    op.create_index(
        "ix_article_forgotten_at",
        "article",
        ["forgotten_at"],
        sqlite_where=sa.text("forgotten_at IS NOT NULL"),
        postgresql_where=sa.text("forgotten_at IS NOT NULL"),
    )
    op.add_column("source", sa.Column("forgotten_at", UtcTime))
    op.add_column("host", sa.Column("tdm_body", sa.LargeBinary()))
    op.add_column("host", sa.Column("tdm_at", UtcTime))
