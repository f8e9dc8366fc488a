"""When the pages of articles are asked again, and with which validators."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.schema.types import CleanText, UtcTime

revision = "0005"
down_revision = "0004"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "revisit",
        sa.Column("article_id", Id, nullable=False, autoincrement=False),
        sa.Column("url", CleanText, nullable=False, server_default=""),
        sa.Column("etag", CleanText),
        sa.Column("last_modified", CleanText),
        sa.Column("due", UtcTime, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_revisit_article_id"),
        sa.PrimaryKeyConstraint("article_id", name="pk_revisit"),
    )
    op.create_index("ix_revisit_due", "revisit", ["due"])
