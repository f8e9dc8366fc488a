"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.schema.types import CleanText, Json, UtcTime

revision = "0001"
down_revision = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Key = sa.String(32)


def upgrade() -> None:
    _article()
    _band()
    _host()
    _kept_page()
    _request()
    _run()
    _source()
    _address()
    _copy()
    _event()
    _feed()
    _outcome()
    _revision()
    _tag()
    _feed_visit()
    _append_only()


def _article() -> None:
    op.create_table(
        "article",
        sa.Column("id", Id, nullable=False),
        sa.Column("url_key", Key, nullable=False),
        sa.Column("url", CleanText, server_default="", nullable=False),
        sa.Column("source_id", CleanText, server_default="", nullable=False),
        sa.Column("feed_id", Id),
        sa.Column("run_id", Id),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", CleanText, server_default="", nullable=False),
        sa.Column("language", CleanText, server_default="", nullable=False),
        sa.Column("published", UtcTime),
        sa.Column("published_local", CleanText),
        sa.Column("published_precision", CleanText),
        sa.Column("published_offset", CleanText),
        sa.Column("published_origin", CleanText),
        sa.Column("undated", sa.Boolean(), nullable=False),
        sa.Column("summary", CleanText, server_default="", nullable=False),
        sa.Column("first_seen", UtcTime, nullable=False),
        sa.Column("last_seen", UtcTime, nullable=False),
        sa.Column("gone_at", UtcTime),
        sa.Column("copy_of", Id),
        sa.Column("copy_kind", CleanText),
        sa.CheckConstraint("copy_of <> id", name="ck_article_own_copy"),
        sa.ForeignKeyConstraint(["copy_of"], ["article.id"], name="fk_article_copy_of"),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
        sa.UniqueConstraint("url_key", name="uq_article_url_key"),
    )
    op.create_index(
        "ix_article_copy_of",
        "article",
        ["copy_of"],
        sqlite_where=sa.text("copy_of IS NOT NULL"),
        postgresql_where=sa.text("copy_of IS NOT NULL"),
    )
    op.create_index("ix_article_published", "article", ["published"])
    op.create_index("ix_article_source_id_published", "article", ["source_id", "published"])
    op.create_index(
        "ix_article_undated",
        "article",
        ["undated"],
        sqlite_where=sa.text("undated"),
        postgresql_where=sa.text("undated"),
    )


def _band() -> None:
    op.create_table(
        "band",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", Id, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "article_id", name="pk_band"),
        sqlite_with_rowid=False,
    )


def _host() -> None:
    op.create_table(
        "host",
        sa.Column("name", CleanText, nullable=False),
        sa.Column("robots_status", sa.Integer()),
        sa.Column("robots_body", sa.LargeBinary()),
        sa.Column("robots_at", UtcTime),
        sa.Column("hold_until", UtcTime),
        sa.Column("hold_reason", CleanText, server_default="", nullable=False),
        sa.Column("next_slot", UtcTime),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_host"),
    )


def _kept_page() -> None:
    op.create_table(
        "kept_page",
        sa.Column("id", Id, nullable=False),
        sa.Column("file", CleanText, server_default="", nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("url_key", Key, nullable=False),
        sa.Column("url", CleanText, server_default="", nullable=False),
        sa.Column("source_id", CleanText, server_default="", nullable=False),
        sa.Column("fetched_at", UtcTime, nullable=False),
        sa.Column("outcome", CleanText, server_default="", nullable=False),
        sa.Column("run_id", Id),
        sa.PrimaryKeyConstraint("id", name="pk_kept_page"),
    )
    op.create_index("ix_kept_page_fetched_at", "kept_page", ["fetched_at"])
    op.create_index("ix_kept_page_file_start", "kept_page", ["file", "start"], unique=True)
    op.create_index("ix_kept_page_url_key", "kept_page", ["url_key"])


def _request() -> None:
    op.create_table(
        "request",
        sa.Column("id", Id, nullable=False),
        sa.Column("kind", CleanText, server_default="", nullable=False),
        sa.Column("args", Json, nullable=False),
        sa.Column("state", CleanText, server_default="", nullable=False),
        sa.Column("created_at", UtcTime, nullable=False),
        sa.Column("lease_until", UtcTime),
        sa.Column("claimed_by", CleanText, server_default="", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("finished_at", UtcTime),
        sa.Column("result", Json),
        sa.PrimaryKeyConstraint("id", name="pk_request"),
    )
    op.create_index("ix_request_state_id", "request", ["state", "id"])


def _run() -> None:
    op.create_table(
        "run",
        sa.Column("id", Id, nullable=False),
        sa.Column("kind", CleanText, server_default="", nullable=False),
        sa.Column("started_at", UtcTime, nullable=False),
        sa.Column("finished_at", UtcTime),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("args", Json, nullable=False),
        sa.Column("exit_code", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
    )


def _source() -> None:
    op.create_table(
        "source",
        sa.Column("id", CleanText, nullable=False),
        sa.Column("name", CleanText, server_default="", nullable=False),
        sa.Column("home", CleanText, server_default="", nullable=False),
        sa.Column("language", CleanText, server_default="", nullable=False),
        sa.Column("zone", CleanText, server_default="", nullable=False),
        sa.Column("pace_s", sa.Float(), nullable=False),
        sa.Column("interval_s", sa.Integer(), nullable=False),
        sa.Column("themes", Json, nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("grade", CleanText, server_default="", nullable=False),
        sa.Column("checked", CleanText, server_default="", nullable=False),
        sa.Column("note", CleanText, server_default="", nullable=False),
        sa.Column("terms", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
    )


def _address() -> None:
    op.create_table(
        "address",
        sa.Column("url_key", Key, nullable=False),
        sa.Column("url", CleanText, server_default="", nullable=False),
        sa.Column("article_id", Id),
        sa.Column("outcome", CleanText, server_default="", nullable=False),
        sa.Column("first_seen", UtcTime, nullable=False),
        sa.Column("last_seen", UtcTime, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_address_article_id"),
        sa.PrimaryKeyConstraint("url_key", name="pk_address"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_address_article_id",
        "address",
        ["article_id"],
        sqlite_where=sa.text("article_id IS NOT NULL"),
        postgresql_where=sa.text("article_id IS NOT NULL"),
    )


def _copy() -> None:
    op.create_table(
        "copy",
        sa.Column("id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("copy_of", Id, nullable=False),
        sa.Column("kind", CleanText, server_default="", nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("method", sa.Integer(), nullable=False),
        sa.Column("valid_from", UtcTime, nullable=False),
        sa.Column("valid_to", UtcTime),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_copy_article_id"),
        sa.ForeignKeyConstraint(["copy_of"], ["article.id"], name="fk_copy_copy_of"),
        sa.PrimaryKeyConstraint("id", name="pk_copy"),
    )
    op.create_index("ix_copy_copy_of", "copy", ["copy_of"])
    op.create_index(
        "uq_copy_article_id",
        "copy",
        ["article_id"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("id", Id, nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("kind", CleanText, server_default="", nullable=False),
        sa.Column("article_id", Id),
        sa.Column("detail", Json, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_event_article_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
    )
    op.create_index("ix_event_article_id", "event", ["article_id"])
    op.create_index("ix_event_kind_at", "event", ["kind", "at"])


def _feed() -> None:
    op.create_table(
        "feed",
        sa.Column("id", Id, nullable=False),
        sa.Column("source_id", CleanText, nullable=False),
        sa.Column("url_digest", Key, nullable=False),
        sa.Column("url", CleanText, server_default="", nullable=False),
        sa.Column("kind", CleanText, server_default="", nullable=False),
        sa.Column("themes", Json, nullable=False),
        sa.Column("declared", sa.Boolean(), nullable=False),
        sa.Column("etag", CleanText),
        sa.Column("last_modified", CleanText),
        sa.Column("body_hash", CleanText),
        sa.Column("next_due", UtcTime),
        sa.Column("last_visit", UtcTime),
        sa.Column("last_ok", UtcTime),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_outcome", CleanText),
        sa.Column("last_status", sa.Integer()),
        sa.Column("last_reason", CleanText, server_default="", nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_feed_source_id"),
        sa.PrimaryKeyConstraint("id", name="pk_feed"),
    )
    op.create_index("ix_feed_next_due", "feed", ["next_due"])
    op.create_index("ix_feed_source_id_url_digest", "feed", ["source_id", "url_digest"], unique=True)


def _outcome() -> None:
    op.create_table(
        "outcome",
        sa.Column("run_id", Id, nullable=False),
        sa.Column("url_key", Key, nullable=False),
        sa.Column("url", CleanText, server_default="", nullable=False),
        sa.Column("source_id", CleanText, server_default="", nullable=False),
        sa.Column("feed_id", Id),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("outcome", CleanText, server_default="", nullable=False),
        sa.Column("reason", CleanText, server_default="", nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("article_id", Id),
        sa.Column("bytes", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_outcome_run_id"),
        sa.PrimaryKeyConstraint("run_id", "url_key", name="pk_outcome"),
        sqlite_with_rowid=False,
    )


def _revision() -> None:
    op.create_table(
        "revision",
        sa.Column("article_id", Id, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_from", UtcTime, nullable=False),
        sa.Column("valid_to", UtcTime),
        sa.Column("run_id", Id),
        sa.Column("fetched_at", UtcTime, nullable=False),
        sa.Column("exact", CleanText, server_default="", nullable=False),
        sa.Column("signature_version", sa.Integer(), nullable=False),
        sa.Column("extractor", sa.Integer(), nullable=False),
        sa.Column("method", CleanText, server_default="", nullable=False),
        sa.Column("encoding", CleanText, server_default="", nullable=False),
        sa.Column("language", CleanText, server_default="", nullable=False),
        sa.Column("raw_file", CleanText),
        sa.Column("raw_offset", sa.BigInteger()),
        sa.Column("raw_length", sa.BigInteger()),
        sa.Column("image", CleanText),
        sa.Column("section", CleanText),
        sa.Column("authors", Json, nullable=False),
        sa.Column("dates", Json, nullable=False),
        sa.Column("title", CleanText, server_default="", nullable=False),
        sa.Column("text", CleanText, server_default="", nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_revision_article_id"),
        sa.PrimaryKeyConstraint("article_id", "number", name="pk_revision"),
    )
    op.create_index("ix_revision_exact", "revision", ["exact"])


def _tag() -> None:
    op.create_table(
        "tag",
        sa.Column("id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("theme", CleanText, nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("verdict", CleanText, server_default="", nullable=False),
        sa.Column("version", CleanText, server_default="", nullable=False),
        sa.Column("run_id", Id),
        sa.Column("valid_from", UtcTime, nullable=False),
        sa.Column("valid_to", UtcTime),
        sa.Column("evidence", Json, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_tag_article_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tag"),
    )
    op.create_index("ix_tag_theme_article_id", "tag", ["theme", "article_id"])
    op.create_index(
        "uq_tag_article_id_theme",
        "tag",
        ["article_id", "theme"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )


def _feed_visit() -> None:
    op.create_table(
        "feed_visit",
        sa.Column("id", Id, nullable=False),
        sa.Column("feed_id", Id, nullable=False),
        sa.Column("run_id", Id),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("outcome", CleanText, server_default="", nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("entries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("fresh", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reason", CleanText, server_default="", nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_feed_visit_feed_id"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_feed_visit_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_feed_visit"),
    )
    op.create_index("ix_feed_visit_feed_id_at", "feed_visit", ["feed_id", "at"])
    op.create_index("ix_feed_visit_run_id", "feed_visit", ["run_id"])


def _append_only() -> None:
    """Events are written once: the database itself refuses to change or delete them."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER event_no_{verb.lower()} BEFORE {verb} ON event "
                "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION event_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$BEGIN RAISE EXCEPTION 'events are append-only'; END$$"
    )
    op.execute(
        "CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event "
        "FOR EACH STATEMENT EXECUTE FUNCTION event_append_only()"
    )
