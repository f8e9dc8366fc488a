"""A source knows which catalogue declared it, and each catalogue what was last written of it.

Sources of before stay as they are; the first catalogue that declares one makes it its own.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.schema.types import CleanText, UtcTime

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("source", sa.Column("catalogue", CleanText, nullable=False, server_default=""))
    op.create_table(
        "catalogue",
        sa.Column("name", CleanText, nullable=False),
        sa.Column("digest", CleanText, nullable=False, server_default=""),
        sa.Column("synced_at", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_catalogue"),
    )
