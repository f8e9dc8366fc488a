"""Full-text search: FTS5 without content on SQLite, tsvector and GIN on PostgreSQL."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "search_doc",
        sa.Column("docid", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("article_id", sa.BigInteger, nullable=False, unique=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("source_id", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("themes", sa.Text, nullable=False),
    )
    op.create_index("ix_search_doc_version", "search_doc", ["version"])
    if op.get_bind().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgres()


def _sqlite() -> None:
    op.create_table(
        "search_given",
        sa.Column("docid", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("packed", sa.LargeBinary, nullable=False),
    )
    # The tokenizer must not split what core.search.tokens has made: it parts at spaces and leaves marks whole.
    op.execute(
        "CREATE VIRTUAL TABLE search_index USING fts5(title, body, marks, content='', columnsize=0,"
        " tokenize=\"ascii tokenchars ':-_.'\")"
    )


def _postgres() -> None:
    op.create_table(
        "search_vector",
        sa.Column("docid", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("long", sa.Boolean, nullable=False),
        sa.Column("tokens", TSVECTOR, nullable=False),
    )
    op.create_table(
        "search_passage",
        sa.Column("docid", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("tokens", TSVECTOR, nullable=False),
    )
    op.create_index("ix_search_vector_tokens", "search_vector", ["tokens"], postgresql_using="gin")
    op.create_index("ix_search_vector_long", "search_vector", ["docid"], postgresql_where=sa.text('"long"'))
