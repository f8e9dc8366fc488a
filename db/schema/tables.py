"""The only schema.

Base tables have singular names; the views for people (`articles`, `tags`, `copies`, `events`) are in `db.schema.views`.
Times are UTC. A row that was true for a while carries `valid_from` and `valid_to` (NULL: still true).
After a change here, write a migration beside it: tests/db/test_migrations.py compares both.
"""

from __future__ import annotations

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
    Table,
    false,
    text,
    true,
)

from db.schema.columns import (
    CONSTRAINT_NAMES,
    CURRENT,
    Id,
    Key,
    count_column,
    id_column,
    partial_index,
    text_column,
    time_column,
)
from db.schema.types import (
    CleanText,
    Json,
    read_dates,
    read_evidence,
    read_list_options,
    read_rights_json,
    read_strings,
)

metadata = MetaData(naming_convention=CONSTRAINT_NAMES)


# A set of sources that is declared together: the files that come with the program, a folder of the user's.
source = Table(
    "source",
    metadata,
    Column("id", CleanText, primary_key=True),
    text_column("catalogue"),  # which declared it; empty: none does, as for feeds named for one crawl
    text_column("name"),
    text_column("home"),
    text_column("language"),
    text_column("zone"),
    Column("crawl_delay_s", Float, nullable=False),
    Column("interval_s", Integer, nullable=False),
    Column("themes", Json(read_strings), nullable=False),
    Column("enabled", Boolean, nullable=False),  # declared, switched on and still in its catalogue
    text_column("grade"),
    text_column("checked"),
    text_column("note"),
    Column("terms", Json(), nullable=False),
    Column("verify_tls", Boolean, nullable=False, server_default=true()),
    time_column("erased_at", nullable=True),  # on request: never due again, whatever the source files say
    *map(text_column, ("region", "owner")),  # of its newsroom; its publisher's family
    Column("wires", Json(read_strings), nullable=False, server_default="[]"),  # agencies it reprints
    Column("is_primary", Boolean, nullable=False, server_default=false()),  # documents, not reports on them
    Column(
        "triage", Boolean, nullable=False, server_default=true()
    ),  # whether the themes decide what is fetched
    Column("switched", Boolean),  # on or off whatever is declared; NULL: as declared
    text_column("switch_reason"),  # why, where a check switched it; empty: a person did
)

feed = Table(
    "feed",
    metadata,
    id_column(),
    Column("source_id", CleanText, ForeignKey("source.id"), nullable=False),
    Column("url_digest", Key, nullable=False),  # addresses may exceed PostgreSQL's 2,704 bytes an index entry
    text_column("url"),
    text_column("kind"),
    Column("themes", Json(read_strings), nullable=False),
    Column("declared", Boolean, nullable=False),
    Column("options", Json(read_list_options)),  # of a list that is no feed; NULL: of a feed
    Column("etag", CleanText),
    Column("last_modified", CleanText),
    Column("body_hash", CleanText),
    count_column("unchanged"),  # answers by 304 in a row
    Column("validators_unreliable", Boolean, nullable=False, server_default=false()),  # its validators lie
    Column("moved_to", CleanText),  # by permanent redirects, of which `moves` in a row said so
    count_column("moves"),
    time_column("next_due", nullable=True),
    time_column("last_visit", nullable=True),
    time_column("last_ok", nullable=True),
    count_column("failures"),  # in a row
    Column("last_outcome", CleanText),
    Column("last_status", Integer),
    text_column("last_reason"),
    text_column("lease_owner"),  # the crawl that visits it now, see core.model.job.Owner
    time_column("lease_until", nullable=True),
    Index(None, "source_id", "url_digest", unique=True),
    Index(None, "next_due"),
    partial_index("ix_feed_lease_owner", "lease_owner", where=text("lease_owner != ''")),
)

run = Table(
    "run",
    metadata,
    id_column(),
    text_column("kind"),
    time_column("started_at"),
    time_column("finished_at", nullable=True),
    Column("pid", Integer, nullable=False),
    text_column("owner"),  # the process with its machine and start, see core.model.job.Owner
    Column("job_id", Id),  # what asked for it; NULL: a person
    Column("args", Json(), nullable=False),
    Column("exit_code", Integer),  # NULL: running; NULL with finished_at: crashed, and noticed then
)

feed_visit = Table(
    "feed_visit",
    metadata,
    id_column(),
    Column("feed_id", Id, ForeignKey("feed.id"), nullable=False),
    Column("run_id", Id, ForeignKey("run.id")),
    time_column("at"),
    text_column("outcome"),
    Column("status", Integer),
    count_column("entries"),
    count_column("fresh"),
    text_column("reason"),
    Index(None, "feed_id", "at"),
    Index(None, "run_id"),
)

host = Table(
    "host",
    metadata,
    Column("name", CleanText, primary_key=True),
    Column("robots_status", Integer),
    Column("robots_body", LargeBinary),
    time_column("robots_at", nullable=True),
    time_column("cooldown_until", nullable=True),  # Retry-After and back-off
    text_column("cooldown_reason"),
    time_column("next_slot", nullable=True),  # the earliest next request, shared by all processes
    text_column("lease_owner"),  # the crawl that asks it now
    Column("lease_delay_s", Float),  # its crawl delay: how long it rests when that crawl dies
    time_column("urgent_until", nullable=True),  # somebody waits for it so long: others make way
    count_column("failures"),  # in a row
    Column("tdm_body", LargeBinary),  # /.well-known/tdmrep.json; NULL with `tdm_at`: there is none
    time_column("tdm_at", nullable=True),
    partial_index("ix_host_lease_owner", "lease_owner", where=text("lease_owner != ''")),
)

# No foreign key to source or feed from here on: a page must be storable when its source is gone.
article = Table(
    "article",
    metadata,
    id_column(),
    Column("url_key", Key, nullable=False, unique=True),
    text_column("url"),
    text_column("source_id"),
    Column("feed_id", Id),
    Column("run_id", Id),
    Column("revision", Integer, nullable=False),  # number of the current one
    text_column("title"),  # of the current revision, so that lists need not open the texts
    text_column("language"),
    time_column("published", nullable=True),
    Column("published_local", CleanText),  # ISO 8601 in the page's own offset, a date only for day precision
    Column("published_precision", CleanText),
    Column("published_offset", CleanText),
    Column("published_origin", CleanText),
    Column("undated", Boolean, nullable=False),
    text_column("summary"),
    time_column("first_seen"),
    time_column("last_seen"),
    time_column("gone_at", nullable=True),
    Column("copy_of", Id, ForeignKey("article.id")),  # always the first of its cluster, never another copy
    Column("copy_kind", CleanText),
    Column("rights", Json(read_rights_json)),  # core.model.rights.RightsSignals; NULL: nothing was said
    time_column("erased_at", nullable=True),  # a tombstone: the address stays known, its words are gone
    *(Index(None, name) for name in ("published", "first_seen")),
    Index(None, "source_id", "published"),
    partial_index("ix_article_copy_of", "copy_of", where=text("copy_of IS NOT NULL")),
    partial_index("ix_article_erased_at", "erased_at", where=text("erased_at IS NOT NULL")),
    partial_index("ix_article_undated", "undated", where=text("undated")),
    CheckConstraint("copy_of <> id", name="own_copy"),
)

revision = Table(
    "revision",
    metadata,
    Column("article_id", Id, ForeignKey("article.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    time_column("valid_from"),
    time_column("valid_to", nullable=True),
    Column("run_id", Id),
    time_column("fetched_at"),
    text_column("exact"),  # digest of the squashed folded text, empty for an empty text
    Column("fingerprint_version", Integer, nullable=False),
    Column("extractor", Integer, nullable=False),
    text_column("method"),
    text_column("encoding"),
    text_column("language"),
    Column("raw_file", CleanText),
    Column("raw_offset", BigInteger),
    Column("raw_length", BigInteger),
    Column("image", CleanText),
    Column("section", CleanText),
    Column("authors", Json(read_strings), nullable=False),
    Column("dates", Json(read_dates), nullable=False),
    text_column("title"),
    text_column("text"),  # last, so that SQLite reads the rest without its overflow pages
    Index(None, "exact"),
)

address = Table(
    "address",
    metadata,
    Column("url_key", Key, primary_key=True),
    text_column("url"),
    Column("article_id", Id, ForeignKey("article.id")),  # NULL: ended without an article
    text_column("outcome"),  # the last final one; empty for a canonical address never asked for itself
    time_column("first_seen"),
    time_column("last_seen"),
    partial_index("ix_address_article_id", "article_id", where=text("article_id IS NOT NULL")),
    sqlite_with_rowid=False,
)

tag = Table(
    "tag",
    metadata,
    id_column(),
    Column("article_id", Id, ForeignKey("article.id"), nullable=False),
    Column("theme", CleanText, nullable=False),
    Column("score", Float, nullable=False),
    text_column("verdict"),  # see db.archive.tags.Verdict
    text_column("version"),  # digest of the theme file
    Column("run_id", Id),
    time_column("valid_from"),
    time_column("valid_to", nullable=True),
    Column("evidence", Json(read_evidence), nullable=False),
    partial_index("uq_tag_article_id_theme", "article_id", "theme", where=CURRENT, unique=True),
    Index("ix_tag_theme_article_id", "theme", "article_id"),
)

copy = Table(
    "copy",
    metadata,
    id_column(),
    Column("article_id", Id, ForeignKey("article.id"), nullable=False),
    Column("copy_of", Id, ForeignKey("article.id"), nullable=False),
    text_column("kind"),
    Column("score", Float, nullable=False),
    Column("method", Integer, nullable=False),  # version of the signature that found it
    time_column("valid_from"),
    time_column("valid_to", nullable=True),
    partial_index("uq_copy_article_id", "article_id", where=CURRENT, unique=True),
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
    id_column(),
    time_column("at"),
    text_column("kind"),  # see db.archive.event_log.EventKind
    Column("article_id", Id, ForeignKey("article.id")),
    Column("detail", Json(), nullable=False),
    Index(None, "article_id"),
    Index(None, "kind", "at"),
)

raw_page = Table(
    "raw_page",
    metadata,
    id_column(),
    text_column("file"),
    Column("start", BigInteger, nullable=False),  # offset of the gzip member in the file, bytes
    Column("length", BigInteger, nullable=False),
    Column("url_key", Key, nullable=False),
    text_column("url"),
    text_column("source_id"),
    time_column("fetched_at"),
    text_column("outcome"),
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
    text_column("url"),  # as it was asked for
    Column("etag", CleanText),
    Column("last_modified", CleanText),
    time_column("due"),
    Index(None, "due"),
)

# The last pages of each site as they looked, since its last redesign.
page_layout = Table(
    "page_layout",
    metadata,
    id_column(),
    text_column("site"),  # host
    text_column("source_id"),
    time_column("at"),
    text_column("layout"),  # see seedwatch.core.extract.layout_fingerprint
    Column("judged", Boolean, nullable=False),  # a run has ended since
    Index(None, "site"),
)

outcome = Table(
    "outcome",
    metadata,
    Column("run_id", Id, ForeignKey("run.id"), primary_key=True),
    Column("url_key", Key, primary_key=True),
    text_column("url"),
    text_column("source_id"),
    Column("feed_id", Id),
    time_column("at"),
    text_column("outcome"),
    text_column("reason"),
    text_column("triage"),  # why it was fetched, where that was decided by its feed's words
    Column("status", Integer),
    Column("article_id", Id),
    Column("bytes", BigInteger, nullable=False, server_default="0"),
    sqlite_with_rowid=False,
)
