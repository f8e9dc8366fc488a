"""One table of jobs with leases and fencing numbers, in place of the requests that nothing used."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.schema.types import CleanText, Json, UtcTime

revision = "0008"
down_revision = "0007"

_OPEN = "state IN ('running', 'waiting')"


def upgrade() -> None:
    op.drop_table("request")
    _add_jobs()
    op.create_table(
        "worker",
        sa.Column("owner", CleanText, nullable=False),
        _text("role"),
        sa.Column("started_at", UtcTime, nullable=False),
        sa.Column("seen_at", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_worker"),
    )
    op.add_column("feed", _text("lease_owner"))
    op.add_column("feed", sa.Column("lease_until", UtcTime))
    op.execute("CREATE INDEX ix_feed_lease_owner ON feed (lease_owner) WHERE lease_owner != ''")
    op.add_column("host", _text("lease_owner"))
    op.add_column("host", sa.Column("lease_delay_s", sa.Float))
    op.add_column("run", _text("owner"))
    op.add_column("run", sa.Column("job_id", sa.BigInteger))


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, CleanText, nullable=False, server_default="")


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")


def _add_jobs() -> None:
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "job",
        sa.Column("id", identity, nullable=False),
        _text("kind"),
        sa.Column("args", Json(), nullable=False),
        _text("unique_key"),
        sa.Column("due", UtcTime, nullable=False),
        _count("priority"),
        _text("state"),
        _count("attempts"),
        _count("fence"),
        _text("lease_owner"),
        sa.Column("lease_until", UtcTime),
        sa.Column("created_at", UtcTime, nullable=False),
        sa.Column("started_at", UtcTime),
        sa.Column("finished_at", UtcTime),
        _text("reason"),
        sa.Column("result", Json()),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
    )
    op.create_index("ix_job_kind_due", "job", ["kind", "due"])
    op.execute(f"CREATE INDEX ix_job_open ON job (priority, due) WHERE {_OPEN}")
    op.execute(
        f"CREATE UNIQUE INDEX uq_job_kind_unique_key ON job (kind, unique_key)"
        f" WHERE unique_key != '' AND {_OPEN}"
    )
