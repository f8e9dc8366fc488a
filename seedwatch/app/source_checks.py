"""`sources check` as a use case: which sources are asked, what is noted, and what follows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.engine.database import Database
    from seedwatch.app.settings import Settings
    from seedwatch.core.model.source import Source
    from seedwatch.core.sources.checking import SourceCheck, Verdict

#: A source that takes longer than this to answer (s) counts as dead.
CHECK_SECONDS = 20.0


def checked_sources(
    settings: Settings, database: Database, names: Sequence[str] = (), *, due: bool = False
) -> tuple[Source, ...]:
    """The sources to be asked: those named, else all that this user may fetch; due: whose turn it is again.

    The catalogues are written down first. Raises InputError for a name that no source has.
    """
    from db.sources.checks import due_checks
    from db.sources.own import own_sources
    from seedwatch.app.catalogue import catalogues, sync
    from seedwatch.app.own_sources import resolve
    from seedwatch.core.model.source import OWN, Catalogue
    from seedwatch.core.sources.declarations import merge_catalogues

    declared = catalogues(settings)
    sync(database, declared)
    with database.read() as conn:
        all_of_them = merge_catalogues((*declared, Catalogue(OWN, own_sources(conn))))
        again = set(due_checks(conn, datetime.now(UTC))) if due else set()
    if due:
        return tuple(each for each in all_of_them if each.id in again)
    if names:
        ids = {resolve(database, name) for name in names}
        return tuple(each for each in all_of_them if each.id in ids)
    return tuple(each for each in all_of_them if settings.profile in each.terms.profiles)


def check(
    settings: Settings, database: Database, sources: Sequence[Source], seen: Callable[[SourceCheck], None]
) -> tuple[SourceCheck, ...]:
    """Ask each source once and note what came; sources that gave items are on, the others off.

    seen: called with each check as it ends. Once per process.
    """
    from crawler.spiders.check import check_sources
    from db.sources.checks import record_checks
    from seedwatch.app.crawls import plan_of

    found: list[SourceCheck] = []

    def note(each: SourceCheck) -> None:
        found.append(each)
        seen(each)

    plan = replace(plan_of(settings), fetch_seconds=min(settings.fetch_seconds, CHECK_SECONDS))
    check_sources(plan, database, sources, note)
    with database.write() as conn:
        record_checks(conn, found)
    return tuple(found)


def by_advice(checks: Iterable[SourceCheck]) -> Mapping[Verdict, tuple[str, ...]]:
    """Sources that are off now by why, worst first."""
    from seedwatch.core.sources.checking import worst_first

    groups: dict[Verdict, tuple[str, ...]] = {}
    for each in worst_first(checks):
        if not each.answered:
            groups[each.verdict] = (*groups.get(each.verdict, ()), each.source_id)
    return groups


def report_of(checks: Iterable[SourceCheck]) -> str:
    """What a bug report may carry: addresses, statuses, formats, counts and seconds; no texts. JSON Lines."""
    from seedwatch.core.redaction import redact

    lines = (
        {
            "id": each.source_id,
            "url": redact(each.url),
            "verdict": each.verdict.value,
            "status": each.status,
            "format": each.format,
            "items": each.items,
            "newest": each.newest.isoformat() if each.newest else None,
            "seconds": each.seconds,
        }
        for each in checks
    )
    return "".join(f"{json.dumps(line)}\n" for line in lines)
