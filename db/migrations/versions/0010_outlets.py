"""Who a source is; how a list that is no feed is asked for and read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.schema.types import CleanText, Json

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("source", _text("region"))
    op.add_column("source", _text("owner"))
    op.add_column("source", sa.Column("wires", Json(), nullable=False, server_default="[]"))
    op.add_column("source", sa.Column("is_primary", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("feed", sa.Column("options", Json()))


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, CleanText, nullable=False, server_default="")
