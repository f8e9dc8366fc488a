"""The schema's names in the field's own words (docs/glossary.md); the views for people keep theirs."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"

_TABLES = (
    ("band", "fingerprint_key"),
    ("kept_page", "raw_page"),
    ("revisit", "recheck"),
    ("page_shape", "page_layout"),
)
_COLUMNS = (
    ("source", "pace_s", "crawl_delay_s"),
    ("source", "forgotten_at", "erased_at"),
    ("feed", "distrusted", "validators_unreliable"),
    ("host", "hold_until", "cooldown_until"),
    ("host", "hold_reason", "cooldown_reason"),
    ("article", "forgotten_at", "erased_at"),
    ("revision", "signature_version", "fingerprint_version"),
    ("page_layout", "shape", "layout"),
)
#: Indexes carry the names of their table and columns. Statements that make them anew, on both engines.
_INDEXES = (
    (
        "ix_article_forgotten_at",
        "ix_article_erased_at",
        "article (erased_at) WHERE erased_at IS NOT NULL",
        "",
    ),
    ("ix_kept_page_file_start", "ix_raw_page_file_start", "raw_page (file, start)", "UNIQUE"),
    ("ix_kept_page_url_key", "ix_raw_page_url_key", "raw_page (url_key)", ""),
    ("ix_kept_page_fetched_at", "ix_raw_page_fetched_at", "raw_page (fetched_at)", ""),
    ("ix_revisit_due", "ix_recheck_due", "recheck (due)", ""),
    ("ix_page_shape_site", "ix_page_layout_site", "page_layout (site)", ""),
)


def upgrade() -> None:
    for old, new in _TABLES:
        op.rename_table(old, new)
    for table, old, new in _COLUMNS:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
    postgresql = op.get_bind().dialect.name == "postgresql"
    for old, new, on, unique in _INDEXES:
        if postgresql:
            op.execute(f"ALTER INDEX {old} RENAME TO {new}")
        else:
            op.execute(f"DROP INDEX {old}")
            op.execute(f"CREATE {unique} INDEX {new} ON {on}")
    if postgresql:
        _rename_constraints()


def _rename_constraints() -> None:
    """PostgreSQL names keys and sequences after the table they were made with."""
    for old, new in _TABLES:
        op.execute(f"ALTER TABLE {new} RENAME CONSTRAINT pk_{old} TO pk_{new}")
    for old, new in (("kept_page", "raw_page"), ("page_shape", "page_layout")):
        op.execute(f"ALTER SEQUENCE IF EXISTS {old}_id_seq RENAME TO {new}_id_seq")
    op.execute("ALTER TABLE recheck RENAME CONSTRAINT fk_revisit_article_id TO fk_recheck_article_id")
