"""The catalogue of sources as it is stored: what was declared, and what the sources' terms and settings say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, select, update

from db.engine.dialects import digest, insert_into
from db.schema.tables import feed, source
from seedwatch.core.model.source import FeedSpec, FullText, Source

#: Columns of a source that no declaration changes.
_OURS = frozenset({"id", "erased_at"})


def sync_sources(conn: Connection, sources: Iterable[Source], *, complete: bool = False) -> None:
    """Write declarations down. Poll state is kept; a feed no longer declared stays, but is never due.

    complete: these are all sources there are, so that every other one is switched off.
    """
    given = tuple(sources)
    if given:
        _write_sources(conn, given)
        _write_feeds(conn, given)
    if complete:
        gone = source.c.id.not_in([each.id for each in given])
        conn.execute(update(source).where(gone, source.c.enabled).values(enabled=False))


def _write_sources(conn: Connection, sources: Sequence[Source]) -> None:
    add = insert_into(conn, source)
    changed = {column.name: add.excluded[column.name] for column in source.c if column.name not in _OURS}
    conn.execute(
        add.on_conflict_do_update(index_elements=["id"], set_=changed),
        [_source_row(each) for each in sources],
    )


def _source_row(declared: Source) -> dict[str, Any]:
    return {
        "id": declared.id,
        "name": declared.name,
        "home": declared.home,
        "language": declared.language.value,
        "zone": declared.zone,
        "crawl_delay_s": declared.crawl_delay,
        "interval_s": declared.interval,
        "themes": declared.themes,
        "enabled": declared.enabled,
        "grade": declared.grade,
        "checked": declared.checked,
        "note": declared.note,
        "verify_tls": declared.verify_tls,
        "terms": declared.terms,
    }


def _write_feeds(conn: Connection, sources: Sequence[Source]) -> None:
    of_these = feed.c.source_id.in_([each.id for each in sources])
    conn.execute(update(feed).where(of_these, feed.c.declared).values(declared=False))
    rows = [_feed_row(each.id, spec) for each in sources for spec in each.feeds]
    if rows:
        add = insert_into(conn, feed)
        changed = {name: add.excluded[name] for name in ("kind", "themes", "declared")}
        conn.execute(
            add.on_conflict_do_update(index_elements=["source_id", "url_digest"], set_=changed), rows
        )


def _feed_row(source_id: str, spec: FeedSpec) -> dict[str, Any]:
    return {
        "source_id": source_id,
        "url_digest": digest(spec.url),
        "url": spec.url,
        "kind": spec.kind.value,
        "themes": spec.themes,
        "declared": True,
    }


def lead_only(conn: Connection) -> frozenset[str]:
    """Sources whose terms let title, lead and link be kept, and no more."""
    rows = conn.execute(select(source.c.id, source.c.terms)).all()
    return frozenset(row.id for row in rows if (row.terms or {}).get("keep") == FullText.LEAD)


def retentions(conn: Connection) -> dict[str, int]:
    """Sources whose terms bound how long text may be kept, with the days."""
    rows = conn.execute(select(source.c.id, source.c.terms)).all()
    return {row.id: int(days) for row in rows if (days := (row.terms or {}).get("retention_days"))}


def unverified_hosts(conn: Connection) -> dict[str, str]:
    """Hosts whose certificates are not verified because their source says so; each with that source's id."""
    lax = source.c.enabled & ~source.c.verify_tls & source.c.erased_at.is_(None)
    homes = conn.execute(select(source.c.id, source.c.home).where(lax))
    feeds = conn.execute(
        select(source.c.id, feed.c.url)
        .join(source, source.c.id == feed.c.source_id)
        .where(lax, feed.c.declared)
    )
    hosts = {urlsplit(url).hostname: name for name, url in (*homes, *feeds)}
    return {host: name for host, name in hosts.items() if host}


def source_ids(conn: Connection) -> frozenset[str]:
    """Every source that was ever written down."""
    return frozenset(conn.execute(select(source.c.id)).scalars())
