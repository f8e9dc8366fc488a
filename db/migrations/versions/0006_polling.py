"""What polling learnt of feeds: validators that lie, addresses that moved; and certificates not verified."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.schema.types import CleanText

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("source", sa.Column("verify_tls", sa.Boolean, nullable=False, server_default=sa.true()))
    op.add_column("feed", sa.Column("unchanged", sa.Integer, nullable=False, server_default="0"))
    op.add_column("feed", sa.Column("distrusted", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("feed", sa.Column("moved_to", CleanText))
    op.add_column("feed", sa.Column("moves", sa.Integer, nullable=False, server_default="0"))
