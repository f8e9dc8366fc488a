"""Kept pages through today's code: what would change, and the same applied in place."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from seedwatch.core.errors import InputError

if TYPE_CHECKING:
    from db.engine.database import Database
    from pipelines.offline.reprocess import Change
    from pipelines.workers.tasks import WorkerConfig
    from seedwatch.app.settings import Settings


def worker_config(settings: Settings) -> WorkerConfig:
    """What workers read pages and tag texts by. Raises InputError for files that cannot be used."""
    from pipelines.workers.tasks import WorkerConfig
    from seedwatch.app.catalogue import rule_texts, theme_texts
    from seedwatch.themes import lexicon_text

    return WorkerConfig(theme_texts(settings), lexicon_text(), rule_texts(settings))


def preview(database: Database, settings: Settings, source_ids: Sequence[str]) -> list[Change]:
    """Every kept page in order; what stays the same keeps no reading, so that memory holds changes only.

    source_ids: only these; empty: all. Raises InputError where no page is kept.
    """
    from db.upkeep.reprocess import misnamed_articles, pages_of_articles, rejected_pages
    from pipelines.offline.reprocess import preview as read_again
    from pipelines.offline.reprocess import renamed

    if settings.pages_dir is None:
        raise InputError(
            "pages_dir is not set: no page is kept", "Set it, and crawl; later replays have pages."
        )
    ids = tuple(source_ids)
    with database.read() as conn:
        pages = (*pages_of_articles(conn, ids), *rejected_pages(conn, ids))
        found = read_again(
            conn,
            worker_config(settings),
            settings.workers,
            settings.page_seconds,
            settings.pages_dir,
            pages,
        )
        read = [change if change.fields else replace(change, reading=None) for change in found]
        return [*read, *renamed(misnamed_articles(conn, ids))]


def apply(database: Database, changes: Sequence[Change]) -> int:
    """Mend the stored articles in place, without revision or event, and say how many. Raises DatabaseError."""
    from db.jobs.owners import this_process
    from db.jobs.runs import finish_run, start_run
    from pipelines.offline.reprocess import apply as write

    now = datetime.now(UTC)
    with database.write() as conn:
        run_id = start_run(conn, "replay", now, os.getpid(), {}, owner=this_process())
        written = write(conn, changes, run_id, now)
        finish_run(conn, run_id, datetime.now(UTC), 0)
    return written
