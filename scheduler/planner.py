"""What is to be done now: a look at the database that adds jobs and does none.

Feeds that are due become crawls, each a list of source ids, so that no host stands in two of them; timed jobs
become due by their triggers. All in one transaction: two schedulers plan nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection

from db.archive.rechecks import has_due
from db.jobs.queue import add_job, coming_jobs, last_due
from db.sources.feeds import due_feeds
from scheduler.kinds import MOST_SOURCES
from scheduler.timed import TimedJob, due_job
from seedwatch.core.model.job import NewJob
from seedwatch.core.model.source import DueFeed

#: Feeds that one look takes up; the others are due at the next.
_MOST_FEEDS = 2_000


def plan(
    conn: Connection,
    now: datetime,
    timed: Sequence[TimedJob],
    crawls: int,
    catalogues: Sequence[str] | None = None,
) -> tuple[int, ...]:
    """Add what is due; the ids of the jobs added.

    crawls: how many may be open at once. catalogues: only feeds of these; None: of all.
    """
    new = [job for each in timed if (job := _timed(conn, each, now)) is not None]
    new += _crawls(conn, now, crawls, catalogues)
    added = [add_job(conn, each, now) for each in new]
    return tuple(each for each in added if each is not None)


def _crawls(conn: Connection, now: datetime, most: int, catalogues: Sequence[str] | None) -> list[NewJob]:
    """Crawls of what is due; the first asks stored articles again too, where their time has come."""
    running = [each for each in coming_jobs(conn, 1_000) if each.kind == "crawl"]
    room = most - len(running)
    if room <= 0:
        return []
    taken = {name for each in running for name in _sources_of(each.args)}
    due = due_feeds(conn, now, catalogues=catalogues, free=True, limit=_MOST_FEEDS)
    parts = batches((each for each in due if each.source_id not in taken), room)
    rechecks = not any(each.args.get("rechecks") for each in running) and has_due(conn, now)
    if rechecks and not parts:
        parts = ((),)
    return [
        NewJob(
            "crawl",
            now,
            {"sources": list(sources), "rechecks": rechecks and number == 0},
            unique_key=f"{' '.join(sources)[:500]}{' rechecks' if rechecks and number == 0 else ''}",
        )
        for number, sources in enumerate(parts)
    ]


def batches(due: Iterable[DueFeed], count: int) -> tuple[tuple[str, ...], ...]:
    """Source ids in at most `count` parts of about the same number of feeds; no host in two parts.

    Those that wait longest come first in each; what is more than a crawl takes is left for the next look.
    """
    parts: list[list[str]] = [[] for _ in range(count)]
    for group in sorted(_by_host(due), key=len, reverse=True):
        least = min(parts, key=len)
        if len(least) + len(group) <= MOST_SOURCES:
            least.extend(group)
    return tuple(tuple(part) for part in parts if part)


def _by_host(due: Iterable[DueFeed]) -> list[list[str]]:
    """Source ids in groups that share no host, each in the order given."""
    group_of: dict[str, list[str]] = {}  # by host and by source
    for each in due:
        host = f"host {urlsplit(each.url).hostname}"
        source = f"source {each.source_id}"
        mine = group_of.get(source) or group_of.get(host) or []
        other = group_of.get(host)
        if other is not None and other is not mine:
            mine.extend(other)
            group_of.update({name: mine for name, group in group_of.items() if group is other})
        if each.source_id not in mine:
            mine.append(each.source_id)
        group_of[host] = group_of[source] = mine
    return list({id(group): group for group in group_of.values()}.values())


def _timed(conn: Connection, timed: TimedJob, now: datetime) -> NewJob | None:
    return due_job(timed, last_due(conn, timed.kind), now)


def _sources_of(args: Mapping[str, Any]) -> tuple[str, ...]:
    found = args.get("sources")
    return tuple(found) if isinstance(found, list) else ()
