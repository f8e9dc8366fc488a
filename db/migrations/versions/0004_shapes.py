"""How the pages of sites look, to notice a redesign."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.schema.types import CleanText, UtcTime

revision = "0004"
down_revision = "0003"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "page_shape",
        sa.Column("id", Id, nullable=False),
        sa.Column("site", CleanText, nullable=False, server_default=""),
        sa.Column("source_id", CleanText, nullable=False, server_default=""),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("shape", CleanText, nullable=False, server_default=""),
        sa.Column("judged", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_page_shape"),
    )
    op.create_index("ix_page_shape_site", "page_shape", ["site"])
