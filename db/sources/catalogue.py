"""The catalogue of sources as it is stored: what was declared, and what the sources' terms and settings say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, func, select, update

from db.engine.dialects import chunks, digest, insert_into
from db.schema.source_tables import catalogue as table
from db.schema.tables import feed, source
from seedwatch.core.model.source import (
    FOUND,
    NO_OPTIONS,
    SHIPPED,
    Catalogue,
    FeedKind,
    FeedSpec,
    FullText,
    Source,
)
from seedwatch.core.sources.outlet import Outlet, Outlets

#: Columns of a source that no declaration changes.
_OURS = frozenset({"id", "erased_at", "switched", "switch_reason"})


@dataclass(frozen=True, slots=True)
class CatalogueSync:
    """What a sync did, and found.

    written: whether anything was. released: sources that no catalogue of these declares any more; they are off.
    taken: sources that another catalogue had declared. foreign: sources that stay as another catalogue declared
    them, each with that catalogue's name.
    """

    written: bool
    released: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    foreign: tuple[tuple[str, str], ...] = ()


def sync_catalogues(
    conn: Connection, catalogues: Sequence[Catalogue], now: datetime, *, take: bool = False
) -> CatalogueSync:
    """Write the catalogues of one installation down, where one differs from what is stored of it.

    A later catalogue's declaration of a source replaces an earlier one's. What other catalogues declared stays as
    it is; take: also their sources of the same ids become these catalogues', and all is written again.
    """
    names = [each.name for each in catalogues]
    stored = {row.name: row.digest for row in conn.execute(select(table.c.name, table.c.digest))}
    holders = {row.id: row.catalogue for row in conn.execute(select(source.c.id, source.c.catalogue))}
    declared = {each.id: (part.name, each) for part in catalogues for each in part.sources}
    others = {name: holders[name] for name in declared if holders.get(name, "") not in ("", *names)}
    foreign: tuple[tuple[str, str], ...] = () if take else tuple(others.items())
    taken = tuple(others) if take else ()
    if not take and all(stored.get(each.name) == each.digest for each in catalogues):
        return CatalogueSync(False, foreign=foreign)
    if not stored:  # what an earlier version declared, and nobody does now
        conn.execute(update(source).where(source.c.catalogue == "").values(enabled=False))
    for name in names:
        mine = [each for part, each in declared.values() if part == name and (take or each.id not in others)]
        sync_sources(conn, mine, catalogue=name)
    released = _release(
        conn, [each for each, name in holders.items() if name in names and each not in declared]
    )
    if released:  # another catalogue may declare one of them: it looks again
        conn.execute(update(table).values(digest=""))
    _note(conn, catalogues, now)
    return CatalogueSync(True, released, taken, foreign)


def _release(conn: Connection, ids: Sequence[str]) -> tuple[str, ...]:
    """Nobody declares these any more."""
    for part in chunks(ids):
        conn.execute(update(source).where(source.c.id.in_(part)).values(enabled=False, catalogue=""))
    return tuple(sorted(ids))


def _note(conn: Connection, catalogues: Sequence[Catalogue], now: datetime) -> None:
    if not catalogues:
        return
    add = insert_into(conn, table)
    changed = {name: add.excluded[name] for name in ("digest", "synced_at")}
    conn.execute(
        add.on_conflict_do_update(index_elements=["name"], set_=changed),
        [{"name": each.name, "digest": each.digest, "synced_at": now} for each in catalogues],
    )


def sync_sources(conn: Connection, sources: Iterable[Source], *, catalogue: str = SHIPPED) -> None:
    """Write declarations down. Poll state is kept; a feed no longer declared stays, but is never due."""
    given = tuple(sources)
    if given:
        _write_sources(conn, given, catalogue)
        _write_feeds(conn, given)


def register_ad_hoc(conn: Connection, sources: Sequence[Source]) -> None:
    """Give sources of one crawl the rows that visits and articles point to; they are never due.

    A source or feed that a catalogue declares stays as declared.
    """
    if not sources:
        return
    add = insert_into(conn, source)
    changed = {column.name: add.excluded[column.name] for column in source.c if column.name not in _OURS}
    conn.execute(
        add.on_conflict_do_update(index_elements=["id"], set_=changed, where=source.c.catalogue == ""),
        [_source_row(each, "") | {"enabled": False} for each in sources],
    )
    rows = [_feed_row(each.id, spec) | {"declared": False} for each in sources for spec in each.feeds]
    plain = insert_into(conn, feed)
    conn.execute(plain.on_conflict_do_nothing(index_elements=["source_id", "url_digest"]), rows)


def _write_sources(conn: Connection, sources: Sequence[Source], catalogue: str) -> None:
    add = insert_into(conn, source)
    changed: dict[str, Any] = {
        column.name: add.excluded[column.name] for column in source.c if column.name not in _OURS
    }
    changed["enabled"] = func.coalesce(source.c.switched, add.excluded.enabled)
    conn.execute(
        add.on_conflict_do_update(index_elements=["id"], set_=changed),
        [_source_row(each, catalogue) for each in sources],
    )


def _source_row(declared: Source, catalogue: str) -> dict[str, Any]:
    return {
        "catalogue": catalogue,
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
        "region": declared.region,
        "owner": declared.owner,
        "wires": declared.wires,
        "is_primary": declared.primary,
        "triage": declared.triage,
    }


def _write_feeds(conn: Connection, sources: Sequence[Source]) -> None:
    of_these = feed.c.source_id.in_([each.id for each in sources])
    conn.execute(update(feed).where(of_these, feed.c.declared).values(declared=False))
    rows = [_feed_row(each.id, spec) for each in sources for spec in each.feeds]
    if rows:
        add = insert_into(conn, feed)
        changed = {name: add.excluded[name] for name in ("kind", "themes", "options", "declared")}
        conn.execute(
            add.on_conflict_do_update(index_elements=["source_id", "url_digest"], set_=changed), rows
        )


def _feed_row(source_id: str, spec: FeedSpec) -> dict[str, Any]:
    return {
        "source_id": source_id,
        "url_digest": digest(spec.identity),
        "url": spec.url,
        "kind": spec.kind.value,
        "themes": spec.themes,
        "options": None if spec.options == NO_OPTIONS else spec.options,
        "declared": True,
    }


def outlets(conn: Connection) -> Outlets:
    """The outlets that some catalogue declares, to tell whose an address is. Erased ones count, too."""
    declared = source.c.catalogue.not_in(("", FOUND))
    rows = conn.execute(
        select(source.c.id, source.c.zone, source.c.home).where(declared).order_by(source.c.id)
    )
    return Outlets.of(Outlet(*row) for row in rows)


def endpoints(conn: Connection) -> frozenset[str]:
    """Sources that only ever listed what others published."""
    kinds: dict[str, set[str]] = {}
    for row in conn.execute(select(feed.c.source_id, feed.c.kind)):
        kinds.setdefault(row.source_id, set()).add(row.kind)
    return frozenset(name for name, found in kinds.items() if found == {FeedKind.SEARCH.value})


def register_found(conn: Connection, found: Source) -> None:
    """Give an outlet that nobody declares its row; a declared one, and a name that is known, stay as they are."""
    add = insert_into(conn, source)
    nameless = (source.c.catalogue == FOUND) & (source.c.name == source.c.id)
    conn.execute(
        add.on_conflict_do_update(
            index_elements=["id"], set_={"name": add.excluded.name, "home": add.excluded.home}, where=nameless
        ),
        [_source_row(found, FOUND) | {"enabled": False}],
    )


def lead_only(conn: Connection) -> frozenset[str]:
    """Sources whose terms let title, lead and link be kept, and no more."""
    rows = conn.execute(select(source.c.id, source.c.terms)).all()
    return frozenset(row.id for row in rows if (row.terms or {}).get("keep") == FullText.LEAD)


def retentions(conn: Connection) -> dict[str, int]:
    """Sources whose terms bound how long text may be kept, with the days."""
    rows = conn.execute(select(source.c.id, source.c.terms)).all()
    return {row.id: int(days) for row in rows if (days := (row.terms or {}).get("retention_days"))}


def unverified_hosts(conn: Connection, catalogues: Sequence[str] | None = None) -> dict[str, str]:
    """Hosts whose certificates are not verified because their source says so; each with that source's id.

    catalogues: only sources of these; None: of all.
    """
    lax = source.c.enabled & ~source.c.verify_tls & source.c.erased_at.is_(None)
    if catalogues is not None:
        lax &= source.c.catalogue.in_(catalogues)
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


def source_names(conn: Connection) -> dict[str, str]:
    """The name of each source that was ever declared, by its id."""
    return {row.id: row.name for row in conn.execute(select(source.c.id, source.c.name))}
