"""A crawl that somebody waits for can ask the one that holds a host to make way."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.schema.types import UtcTime

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("host", sa.Column("urgent_until", UtcTime))
    op.execute("CREATE INDEX ix_host_lease_owner ON host (lease_owner) WHERE lease_owner != ''")
