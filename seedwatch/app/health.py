"""How machine, database, data files and outlets stand: the checks of `doctor`, and a line on each outlet."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from seedwatch.core.errors import SeedwatchError
from seedwatch.core.model.source import FOUND, Source
from seedwatch.core.model.text import Language
from seedwatch.core.sources.health import off_reason, polling_status
from seedwatch.core.sources.rhythm import Rhythm, rhythm_of, words_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from db.archive.layouts import SeenLayoutChange
    from db.reads.records import FeedState, SourceState
    from db.reads.source_health import SourceActivity
    from seedwatch.app.settings import Settings
#: FTS5 with the external-content commands that the index uses, and RETURNING.
SQLITE_FLOOR = (3, 35, 0)
#: Two checkpoints that meet could reset the write-ahead log before this release; we let only one run.
SQLITE_WAL_FIX = (3, 51, 3)
LEAST_DISK = 1_000_000_000
#: How long a redesign is worth a look.
REDESIGN_DAYS = 14


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    ok: bool
    found: str


def checks(settings: Settings) -> tuple[Check, ...]:
    """All checks in order; one that fails does not stop the others."""
    todo: tuple[tuple[str, Callable[[Settings], tuple[bool, str]]], ...] = (
        ("python", _python),
        ("packages", _packages),
        ("sqlite", _sqlite),
        ("database", _database),
        ("themes", _themes),
        ("sources", _sources),
        ("disk", _disk),
        ("due", _due),
        ("pages", _pages),
    )
    return tuple(_run(name, check, settings) for name, check in todo)


def _run(name: str, check: Callable[[Settings], tuple[bool, str]], settings: Settings) -> Check:
    try:
        ok, found = check(settings)
    except SeedwatchError as error:
        return Check(name, False, str(error))
    return Check(name, ok, found)


def _python(settings: Settings) -> tuple[bool, str]:
    return sys.version_info >= (3, 11), sys.version.split()[0]


def _packages(settings: Settings) -> tuple[bool, str]:
    """Are the packages under our names ours? Another program's `db` or `crawler` may come before them."""
    from seedwatch.safe_imports import PACKAGES, ROOT, foreign_packages

    foreign = foreign_packages()
    return not foreign, "\n".join(foreign) or f"{', '.join(PACKAGES)} in {ROOT}"


def _sqlite(settings: Settings) -> tuple[bool, str]:
    version = sqlite3.sqlite_version_info
    found = f"{sqlite3.sqlite_version} (least: {'.'.join(map(str, SQLITE_FLOOR))})"
    if version < SQLITE_WAL_FIX:
        found += "; before 3.51.3 two checkpoints that meet can lose pages, so only one process runs them"
    return version >= SQLITE_FLOOR, found


def _database(settings: Settings) -> tuple[bool, str]:
    from db.engine.database import open_reader
    from db.reads.stats import stats

    with open_reader(settings.database_url) as handle, handle.read() as conn:
        if handle.absent:
            return True, f"{handle.url}: not there yet; `seedwatch crawl` makes it"
        found = stats(conn)
        return (
            True,
            f"{handle.url}, version {found.version}, {found.articles} articles, {found.size / 1e6:.1f} MB",
        )


def _themes(settings: Settings) -> tuple[bool, str]:
    from seedwatch.app.catalogue import theme_texts
    from seedwatch.core.themes import load_themes

    loaded = load_themes(theme_texts(settings))
    return not loaded.problems, "\n".join((f"{len(loaded.themes)} themes", *loaded.problems))


def _sources(settings: Settings) -> tuple[bool, str]:
    from seedwatch.app.catalogue import declared_sources

    sources = declared_sources(settings)
    off = [source.id for source in sources if not source.enabled]
    found = f"{len(sources) - len(off)} of {len(sources)} on"
    return True, found + (f"; off: {', '.join(off)}" if off else "")


def _disk(settings: Settings) -> tuple[bool, str]:
    free = shutil.disk_usage(Path.cwd()).free
    return (
        free > LEAST_DISK,
        f"{free / 1e9:.1f} GB free; pages may take {settings.pages_megabytes / 1000:.1f} GB",
    )


def _due(settings: Settings) -> tuple[bool, str]:
    from db.engine.database import open_reader
    from db.sources.feeds import due_feeds
    from seedwatch.app.catalogue import catalogues

    now, mine = datetime.now(UTC), [each.name for each in catalogues(settings)]
    with open_reader(settings.database_url) as handle, handle.read() as conn:
        due = len(due_feeds(conn, now, catalogues=mine))
        known = len(due_feeds(conn, now, catalogues=mine, force=True))
    return True, f"{due} of {known} feeds" if known else "no feed known yet: `seedwatch crawl`"


def recent_layout_changes(conn: Connection) -> Mapping[str, SeenLayoutChange]:
    """Of the last days, by source."""
    from db.archive.layouts import latest_layout_changes

    return latest_layout_changes(conn, datetime.now(UTC) - timedelta(days=REDESIGN_DAYS))


def _pages(settings: Settings) -> tuple[bool, str]:
    """Sites that changed their layout: what is stored of them since is worth a look."""
    from db.engine.database import open_reader

    with open_reader(settings.database_url) as handle, handle.read() as conn:
        found = recent_layout_changes(conn)
    lines = [f"{each.source_id}: redesign of {each.site}: {each.what}" for each in found.values()]
    return not lines, "\n".join(lines) or f"no redesign in the last {REDESIGN_DAYS} days"


@dataclass(frozen=True, slots=True)
class SourceStanding:
    """A declared source, and what polling it has shown. `feeds`: the declared ones, visited or not."""

    source: Source
    status: str
    feeds: tuple[FeedState, ...]
    articles: int = 0
    erased_at: datetime | None = None
    catalogue: str = "declared"
    rhythm: Rhythm = field(default_factory=Rhythm)
    blocked: float = 0.0  # share of its pages that it keeps from us


def source_standings(conn: Connection, settings: Settings) -> tuple[SourceStanding, ...]:
    """Every source that the settings declare, in order of id, with a line on how it stands; then all others that
    have articles: found by search, or of one crawl alone.

    What is declared is read from the files, whatever the database was told of them before.
    """
    from db.reads.source_health import source_activity
    from db.reads.sources import source_states
    from db.sources.own import own_sources
    from seedwatch.app.catalogue import catalogues
    from seedwatch.core.model.source import OWN, Catalogue
    from seedwatch.core.sources.declarations import merge_catalogues

    declared = (*catalogues(settings), Catalogue(OWN, own_sources(conn)))
    names = [each.name for each in declared]
    states = {state.id: state for state in source_states(conn)}
    changes = recent_layout_changes(conn)
    found = []
    for source in sorted(merge_catalogues(declared), key=lambda each: each.id):
        state = states.get(source.id)
        feeds = _feeds_of(source, state)
        if state is not None and state.catalogue not in ("", *names):
            status = f"declared by {state.catalogue}: `seedwatch sources sync` makes it yours"
        else:
            status = polling_status(feeds, verify_tls=source.verify_tls, change=changes.get(source.id))
        erased_at = state.erased_at if state else None
        status = off_reason(source, settings.profile, erased_at) or status
        found.append(SourceStanding(source, status, feeds, state.articles if state else 0, erased_at))
    known = {each.source.id for each in found}
    others = [
        each
        for each in states.values()
        if each.id not in known and (each.articles or each.catalogue == FOUND)
    ]
    now = datetime.now(UTC)
    activity = source_activity(conn, now)
    return tuple(_with_activity(each, activity, now) for each in (*found, *map(_found_standing, others)))


def _with_activity(
    standing: SourceStanding, activity: Mapping[str, SourceActivity], now: datetime
) -> SourceStanding:
    """With its rhythm; where it has fallen silent, the line says so first."""
    seen = activity.get(standing.source.id)
    if seen is None:
        return standing
    rhythm = rhythm_of(seen.times, now)
    status = standing.status
    if rhythm.silent_since is not None and rhythm.period is not None:
        usual = words_for(rhythm.period)
        status = f"silent since {rhythm.silent_since.date()}, usually every {usual}; {status}"
    blocked = seen.blocked / seen.pages if seen.pages else 0.0
    return replace(standing, status=status, rhythm=rhythm, blocked=blocked)


def _found_standing(state: SourceState) -> SourceStanding:
    """An outlet that nobody declares: its articles came by a search, or by a crawl that named its feeds."""
    source = Source(
        id=state.id,
        name=state.name,
        home=state.home,
        language=Language(state.language),
        zone=state.zone,
        feeds=(),
        enabled=False,
    )
    status = "found by search, not declared" if state.catalogue == FOUND else "not declared"
    return SourceStanding(source, status, (), state.articles, state.erased_at, state.catalogue or "none")


def _feeds_of(source: Source, state: SourceState | None) -> tuple[FeedState, ...]:
    """The declared feeds as the database knows them; those it does not know yet as never visited."""
    from db.reads.records import FeedState

    known = {feed.url: feed for feed in state.feeds} if state else {}
    return tuple(
        replace(known[spec.url], declared=True)
        if spec.url in known
        else FeedState(0, spec.url, spec.kind, True, None, None, None, 0, None, None, "", False, None, 0)
        for spec in source.feeds
    )
