"""The only schema.

Base tables have singular names; the views for people (`articles`, `tags`, `copies`, `events`) are at the end.
Times are UTC. A row that was true for a while carries `valid_from` and `valid_to` (NULL: still true).
After a change here, write a migration beside it: tests/db/test_migrations.py compares both.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TextClause,
    false,
    text,
    true,
)

from db.schema.types import (
    CleanText,
    Json,
    UtcTime,
    read_dates,
    read_evidence,
    read_rights_json,
    read_strings,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# An id of 64 bits on PostgreSQL; SQLite gives its rowid only to INTEGER.
Id = BigInteger().with_variant(Integer(), "sqlite")
Key = String(32)  # hex digest of an address, see seedwatch.core.fetching.urls.url_key
CURRENT = text("valid_to IS NULL")


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True)


def _text(name: str, **options: Any) -> Column[str]:
    return Column(name, CleanText, nullable=False, server_default="", **options)


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default="0")


def _partial(name: str, *columns: str, where: TextClause, unique: bool = False) -> Index:
    """An index of some rows only, on both engines, as the migrations make it.

    SQLAlchemy reads PostgreSQL's own option for it by importing that engine's package, which takes every
    start 0.05 s: SQLite's speaks for both here.
    """
    return Index(name, *columns, unique=unique, sqlite_where=where)


def _time(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, UtcTime, nullable=nullable)


source = Table(
    "source",
    metadata,
    Column("id", CleanText, primary_key=True),
    _text("name"),
    _text("home"),
    _text("language"),
    _text("zone"),
    Column("crawl_delay_s", Float, nullable=False),
    Column("interval_s", Integer, nullable=False),
    Column("themes", Json(read_strings), nullable=False),
    Column("enabled", Boolean, nullable=False),  # declared, switched on and still in the source files
    _text("grade"),
    _text("checked"),
    _text("note"),
    Column("terms", Json(), nullable=False),
    Column("verify_tls", Boolean, nullable=False, server_default=true()),
    _time("erased_at", nullable=True),  # on request: never due again, whatever the source files say
)

feed = Table(
    "feed",
    metadata,
    _id(),
    Column("source_id", CleanText, ForeignKey("source.id"), nullable=False),
    Column("url_digest", Key, nullable=False),  # addresses may exceed PostgreSQL's 2,704 bytes an index entry
    _text("url"),
    _text("kind"),
    Column("themes", Json(read_strings), nullable=False),
    Column("declared", Boolean, nullable=False),
    Column("etag", CleanText),
    Column("last_modified", CleanText),
    Column("body_hash", CleanText),
    _count("unchanged"),  # answers by 304 in a row
    Column("validators_unreliable", Boolean, nullable=False, server_default=false()),  # its validators lie
    Column("moved_to", CleanText),  # by permanent redirects, of which `moves` in a row said so
    _count("moves"),
    _time("next_due", nullable=True),
    _time("last_visit", nullable=True),
    _time("last_ok", nullable=True),
    _count("failures"),  # in a row
    Column("last_outcome", CleanText),
    Column("last_status", Integer),
    _text("last_reason"),
    Index(None, "source_id", "url_digest", unique=True),
    Index(None, "next_due"),
)

run = Table(
    "run",
    metadata,
    _id(),
    _text("kind"),
    _time("started_at"),
    _time("finished_at", nullable=True),
    Column("pid", Integer, nullable=False),
    Column("args", Json(), nullable=False),
    Column("exit_code", Integer),  # NULL with no finished_at: running, or crashed
)

feed_visit = Table(
    "feed_visit",
    metadata,
    _id(),
    Column("feed_id", Id, ForeignKey("feed.id"), nullable=False),
    Column("run_id", Id, ForeignKey("run.id")),
    _time("at"),
    _text("outcome"),
    Column("status", Integer),
    _count("entries"),
    _count("fresh"),
    _text("reason"),
    Index(None, "feed_id", "at"),
    Index(None, "run_id"),
)

host = Table(
    "host",
    metadata,
    Column("name", CleanText, primary_key=True),
    Column("robots_status", Integer),
    Column("robots_body", LargeBinary),
    _time("robots_at", nullable=True),
    _time("cooldown_until", nullable=True),  # Retry-After and back-off
    _text("cooldown_reason"),
    _time("next_slot", nullable=True),  # the earliest next request, shared by all processes
    _count("failures"),  # in a row
    Column("tdm_body", LargeBinary),  # /.well-known/tdmrep.json; NULL with `tdm_at`: there is none
    _time("tdm_at", nullable=True),
)

# No foreign key to source or feed from here on: a page must be storable when its source is gone.
article = Table(
    "article",
    metadata,
    _id(),
    Column("url_key", Key, nullable=False, unique=True),
    _text("url"),
    _text("source_id"),
    Column("feed_id", Id),
    Column("run_id", Id),
    Column("revision", Integer, nullable=False),  # number of the current one
    _text("title"),  # of the current revision, so that lists need not open the texts
    _text("language"),
    _time("published", nullable=True),
    Column("published_local", CleanText),  # ISO 8601 in the page's own offset, a date only for day precision
    Column("published_precision", CleanText),
    Column("published_offset", CleanText),
    Column("published_origin", CleanText),
    Column("undated", Boolean, nullable=False),
    _text("summary"),
    _time("first_seen"),
    _time("last_seen"),
    _time("gone_at", nullable=True),
    Column("copy_of", Id, ForeignKey("article.id")),  # always the first of its cluster, never another copy
    Column("copy_kind", CleanText),
    Column(
        "rights", Json(read_rights_json)
    ),  # seedwatch.core.fetching.usage_rights.Signals of its page; NULL: nothing was said
    _time("erased_at", nullable=True),  # a tombstone: the address stays known, its words are gone
    Index(None, "published"),
    Index(None, "source_id", "published"),
    _partial("ix_article_copy_of", "copy_of", where=text("copy_of IS NOT NULL")),
    _partial("ix_article_erased_at", "erased_at", where=text("erased_at IS NOT NULL")),
    _partial("ix_article_undated", "undated", where=text("undated")),
    CheckConstraint("copy_of <> id", name="own_copy"),
)

revision = Table(
    "revision",
    metadata,
    Column("article_id", Id, ForeignKey("article.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _time("valid_from"),
    _time("valid_to", nullable=True),
    Column("run_id", Id),
    _time("fetched_at"),
    _text("exact"),  # digest of the squashed folded text, empty for an empty text
    Column("fingerprint_version", Integer, nullable=False),
    Column("extractor", Integer, nullable=False),
    _text("method"),
    _text("encoding"),
    _text("language"),
    Column("raw_file", CleanText),
    Column("raw_offset", BigInteger),
    Column("raw_length", BigInteger),
    Column("image", CleanText),
    Column("section", CleanText),
    Column("authors", Json(read_strings), nullable=False),
    Column("dates", Json(read_dates), nullable=False),
    _text("title"),
    _text("text"),  # last, so that SQLite reads the rest without its overflow pages
    Index(None, "exact"),
)

address = Table(
    "address",
    metadata,
    Column("url_key", Key, primary_key=True),
    _text("url"),
    Column("article_id", Id, ForeignKey("article.id")),  # NULL: ended without an article
    _text("outcome"),  # the last final one; empty for a canonical address never asked for itself
    _time("first_seen"),
    _time("last_seen"),
    _partial("ix_address_article_id", "article_id", where=text("article_id IS NOT NULL")),
    sqlite_with_rowid=False,
)

tag = Table(
    "tag",
    metadata,
    _id(),
    Column("article_id", Id, ForeignKey("article.id"), nullable=False),
    Column("theme", CleanText, nullable=False),
    Column("score", Float, nullable=False),
    _text("verdict"),  # see db.archive.tags.Verdict
    _text("version"),  # digest of the theme file
    Column("run_id", Id),
    _time("valid_from"),
    _time("valid_to", nullable=True),
    Column("evidence", Json(read_evidence), nullable=False),
    _partial("uq_tag_article_id_theme", "article_id", "theme", where=CURRENT, unique=True),
    Index("ix_tag_theme_article_id", "theme", "article_id"),
)

copy = Table(
    "copy",
    metadata,
    _id(),
    Column("article_id", Id, ForeignKey("article.id"), nullable=False),
    Column("copy_of", Id, ForeignKey("article.id"), nullable=False),
    _text("kind"),
    Column("score", Float, nullable=False),
    Column("method", Integer, nullable=False),  # version of the signature that found it
    _time("valid_from"),
    _time("valid_to", nullable=True),
    _partial("uq_copy_article_id", "article_id", where=CURRENT, unique=True),
    Index(None, "copy_of"),
)

fingerprint_key = Table(
    "fingerprint_key",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", Id, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

event = Table(
    "event",
    metadata,
    _id(),
    _time("at"),
    _text("kind"),  # see db.archive.event_log.EventKind
    Column("article_id", Id, ForeignKey("article.id")),
    Column("detail", Json(), nullable=False),
    Index(None, "article_id"),
    Index(None, "kind", "at"),
)

request = Table(
    "request",
    metadata,
    _id(),
    _text("kind"),
    Column("args", Json(), nullable=False),
    _text("state"),  # see db.jobs.queue.RequestState
    _time("created_at"),
    _time("lease_until", nullable=True),
    _text("claimed_by"),
    _count("attempts"),
    _time("finished_at", nullable=True),
    Column("result", Json()),
    Index(None, "state", "id"),
)

raw_page = Table(
    "raw_page",
    metadata,
    _id(),
    _text("file"),
    Column("start", BigInteger, nullable=False),  # offset of the gzip member in the file, bytes
    Column("length", BigInteger, nullable=False),
    Column("url_key", Key, nullable=False),
    _text("url"),
    _text("source_id"),
    _time("fetched_at"),
    _text("outcome"),
    Column("run_id", Id),
    Index(None, "file", "start", unique=True),
    Index(None, "url_key"),
    Index(None, "fetched_at"),
)

# Articles whose pages are to be asked again, see seedwatch.core.schedule.recheck. A row goes when the schedule is done.
recheck = Table(
    "recheck",
    metadata,
    Column("article_id", Id, ForeignKey("article.id"), primary_key=True, autoincrement=False),
    _text("url"),  # as it was asked for
    Column("etag", CleanText),
    Column("last_modified", CleanText),
    _time("due"),
    Index(None, "due"),
)

# The last pages of each site as they looked, since its last redesign.
page_layout = Table(
    "page_layout",
    metadata,
    _id(),
    _text("site"),  # host
    _text("source_id"),
    _time("at"),
    _text("layout"),  # see seedwatch.core.extract.layout_fingerprint
    Column("judged", Boolean, nullable=False),  # a run has ended since
    Index(None, "site"),
)

outcome = Table(
    "outcome",
    metadata,
    Column("run_id", Id, ForeignKey("run.id"), primary_key=True),
    Column("url_key", Key, primary_key=True),
    _text("url"),
    _text("source_id"),
    Column("feed_id", Id),
    _time("at"),
    _text("outcome"),
    _text("reason"),
    Column("status", Integer),
    Column("article_id", Id),
    Column("bytes", BigInteger, nullable=False, server_default="0"),
    sqlite_with_rowid=False,
)

#: Created by the migrations, dropped and made again when their text changes.
VIEWS: dict[str, str] = {
    "articles": """
        SELECT a.id, a.url, a.title, r.text, a.source_id AS source,
               coalesce(s.name, a.source_id) AS source_name, a.language, a.published,
               a.published_local, a.undated, a.first_seen, a.last_seen, a.gone_at,
               a.revision AS revisions, a.copy_of, a.copy_kind
        FROM article a
        JOIN revision r ON r.article_id = a.id AND r.number = a.revision
        LEFT JOIN source s ON s.id = a.source_id
        WHERE a.erased_at IS NULL""",
    "tags": """
        SELECT t.article_id, a.title, t.theme, t.score, t.verdict, t.evidence, t.valid_from AS since
        FROM tag t JOIN article a ON a.id = t.article_id
        WHERE t.valid_to IS NULL AND t.verdict <> 'removed'""",
    "copies": """
        SELECT c.article_id, a.url, a.source_id AS source, c.copy_of, o.url AS original_url,
               o.source_id AS original_source, c.kind, c.score, c.valid_from AS since
        FROM copy c JOIN article a ON a.id = c.article_id JOIN article o ON o.id = c.copy_of
        WHERE c.valid_to IS NULL""",
    "events": """
        SELECT e.id, e.at, e.kind, e.article_id, a.title, a.url, e.detail
        FROM event e LEFT JOIN article a ON a.id = e.article_id""",
}
