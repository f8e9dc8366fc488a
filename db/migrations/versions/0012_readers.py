"""What belongs to readers: marks of what was seen, saved searches, keys; a name of the archive that never changes."""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from db.schema.types import CleanText, Json, UtcTime

revision = "0012"
down_revision = "0011"

_IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_index("ix_article_first_seen", "article", ["first_seen"])
    archive = op.create_table(
        "archive",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        _text("uuid"),
        sa.PrimaryKeyConstraint("id", name="pk_archive"),
    )
    op.bulk_insert(archive, [{"id": 1, "uuid": str(uuid4())}])
    _add_seen_marks()
    _add_saved_searches()
    op.create_table(
        "access_key",
        sa.Column("id", _IDENTITY, nullable=False),
        sa.Column("name", CleanText, nullable=False),
        sa.Column("digest", CleanText, nullable=False),
        sa.Column("created_at", UtcTime, nullable=False),
        sa.Column("revoked_at", UtcTime),
        sa.PrimaryKeyConstraint("id", name="pk_access_key"),
        sa.UniqueConstraint("name", name="uq_access_key_name"),
        sa.UniqueConstraint("digest", name="uq_access_key_digest"),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, CleanText, nullable=False, server_default="")


def _add_seen_marks() -> None:
    op.create_table(
        "seen_mark",
        sa.Column("id", _IDENTITY, nullable=False),
        _text("reader"),
        _text("view"),
        sa.Column("article_id", _IDENTITY, nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("undone_at", UtcTime),
        sa.PrimaryKeyConstraint("id", name="pk_seen_mark"),
    )
    op.create_index("ix_seen_mark_reader_view_id", "seen_mark", ["reader", "view", "id"])


def _add_saved_searches() -> None:
    op.create_table(
        "saved_search",
        sa.Column("id", _IDENTITY, nullable=False),
        sa.Column("name", CleanText, nullable=False),
        _text("text"),
        *(sa.Column(name, Json(), nullable=False) for name in ("themes", "sources", "languages")),
        _text("since"),
        _text("until"),
        sa.Column("exact", sa.Boolean, nullable=False, server_default=sa.false()),
        _text("schedule"),
        sa.Column("receivers", Json(), nullable=False),
        sa.Column("created_at", UtcTime, nullable=False),
        sa.Column("edited_at", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_search"),
        sa.UniqueConstraint("name", name="uq_saved_search_name"),
    )
