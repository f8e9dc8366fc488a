"""Upkeep and erasure with the settings' ages and folders.

The files of kept pages are reached by functions that the caller hands in: this room knows no WARC.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from seedwatch.core.errors import InputError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from db.engine.database import Database
    from db.upkeep.erasure import Target
    from db.upkeep.maintenance import MaintenanceReport
    from seedwatch.app.settings import Settings
    from seedwatch.core.model.page import RawRef


@dataclass(frozen=True, slots=True)
class RawStore:
    """How the files of kept pages are swept and erased.

    sweep(folder, bytes, days, now): removes what is past its time or over the size; the names that are left, None
    where there is no such folder. erase(folder, refs): overwrites pages where they lie.
    """

    sweep: Callable[[Path | None, int, int, datetime], Collection[str] | None]
    erase: Callable[[Path, Sequence[RawRef]], object]


def maintain(database: Database, settings: Settings, store: RawStore) -> MaintenanceReport:
    """Files of kept pages that are past their time go first, then what the database knows of them."""
    from db.jobs.claims import kept_claim
    from db.jobs.owners import this_process
    from db.upkeep.maintenance import MaintenancePlan
    from db.upkeep.maintenance import maintain as maintain_database

    now = datetime.now(UTC)
    folder = settings.pages_dir
    plan = MaintenancePlan(
        on_disk=lambda: store.sweep(folder, settings.pages_megabytes * 1_000_000, settings.pages_days, now),
        pages_before=now - timedelta(days=settings.pages_days),
        copies_before=now - timedelta(days=settings.copies_days),
        erase=lambda refs: store.erase(folder, refs) if folder else 0,
    )
    with kept_claim(database, timedelta(seconds=settings.lease_seconds)):
        return maintain_database(database, plan, lambda: datetime.now(UTC), this_process())


def erasure_target(conn: Connection, what: str, settings: Settings) -> Target:
    """What `what`, an address or the id of a source, means in this archive.

    Raises InputError (UrlError) for what is neither an address nor a known source.
    """
    from db.sources.catalogue import source_ids
    from db.upkeep.erasure import address_target, source_target
    from seedwatch.app.catalogue import declared_sources
    from seedwatch.core.fetching.urls import canonical_url, url_key

    if "/" in what or ":" in what:
        url = canonical_url(what)
        return address_target(conn, url, url_key(url))
    if what not in {*source_ids(conn), *(each.id for each in declared_sources(settings))}:
        raise InputError(f"unknown source {what!r}", "`seedwatch sources list` names them all.")
    return source_target(conn, what)


def erase(database: Database, target: Target, settings: Settings, store: RawStore) -> None:
    """Bytes first: when anything fails after them, the database still names the rest, and a second try
    removes it.
    """
    from db.sources.catalogue import source_ids, sync_sources
    from db.upkeep import erasure
    from seedwatch.app.catalogue import catalogues

    if settings.pages_dir is not None:
        store.erase(settings.pages_dir, [page.raw for page in target.pages])
    declared = {each.id: (part.name, each) for part in catalogues(settings) for each in part.sources}
    with database.write() as conn:
        if target.source_id in declared.keys() - source_ids(conn):  # never crawled: its row keeps it out
            name, source = declared[target.source_id]
            sync_sources(conn, (source,), catalogue=name)
        erasure.erase(conn, target, datetime.now(UTC))
    if target.articles:
        with database.write() as conn:
            erasure.compact(conn)
