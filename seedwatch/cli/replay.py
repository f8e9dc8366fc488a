"""`seedwatch replay`: kept pages through today's code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.cli.options import Db, database, rule_texts, settings, theme_texts
from seedwatch.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from db.engine.database import Database
    from pipelines.offline.reprocess import Change
    from seedwatch.cli.config import Settings

#: Characters of a value that an example shows.
SHOWN = 60
#: Characters of it that are the same on both sides.
LEAD = 12


def add_to(app: typer.Typer) -> None:
    app.command("replay")(replay)


def replay(
    source: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this source (repeatable).")
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Write the changes as new revisions.")] = False,
    examples: Annotated[int, typer.Option(metavar="N", min=0, help="Examples of each change.")] = 3,
    db: Db = None,
) -> None:
    """Read kept pages again with today's code.

    Shows what would change, and changes it when told to; nothing is fetched.

    Example: seedwatch replay --source cna
    """
    from seedwatch.cli.output import say

    wanted = settings(db)
    if wanted.pages_dir is None:
        raise InputError(
            "pages_dir is not set: no page is kept", "Set it, and crawl; later replays have pages."
        )
    with database(db) as handle:
        changes = _rehearse(handle, wanted, tuple(source or ()))
        _print(changes, examples)
        if apply:
            say(f"{_apply(handle, changes)} revisions written", "bold")
        elif any(change.fields for change in changes):
            say("nothing was written; --apply writes new revisions", "dim")


def _rehearse(handle: Database, wanted: Settings, sources: tuple[str, ...]) -> list[Change]:
    """Every page in order; what stays the same keeps no reading, so that memory holds changes only."""
    from dataclasses import replace as changed

    from db.upkeep.reprocess import pages_of_articles, refused_pages
    from pipelines.offline.reprocess import preview
    from pipelines.workers.tasks import WorkerConfig
    from seedwatch.themes import lexicon_text

    assert wanted.pages_dir is not None
    plan = WorkerConfig(theme_texts(wanted), lexicon_text(), rule_texts(wanted))
    with handle.read() as conn:
        pages = (*pages_of_articles(conn, sources), *refused_pages(conn, sources))
        found = preview(conn, plan, wanted.workers, wanted.page_seconds, wanted.pages_dir, pages)
        return [change if change.fields else changed(change, reading=None) for change in found]


def _print(changes: Iterable[Change], examples: int) -> None:
    from collections import defaultdict

    from seedwatch.cli.output import say, table

    by_field: dict[str, list[Change]] = defaultdict(list)
    count = same = 0
    for change in changes:
        count += 1
        same += not change.fields
        for field in change.fields:
            by_field[field].append(change)
    say(f"{count} kept pages: {same} the same, {count - same} would change", "bold")
    for field, found in sorted(by_field.items()):
        say(f"\n{field}: {len(found)}", "bold")
        rows = [
            (each.page.article_id or "", each.page.url, *_where_they_part(each)) for each in found[:examples]
        ]
        table(("article", "address", "is", "would be"), rows)


def _where_they_part(change: Change) -> tuple[str, str]:
    """The beginnings of both values, from a little before they differ."""
    from itertools import takewhile

    pairs = zip(change.before, change.after, strict=False)
    start = max(0, sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs)) - LEAD)
    return _short(change.before, start), _short(change.after, start)


def _short(value: str, start: int) -> str:
    line = " ".join(value[start : start + SHOWN].split())
    return f"{'…' if start else ''}{line}{'…' if len(value) > start + SHOWN else ''}"


def _apply(handle: Database, changes: list[Change]) -> int:
    import os
    from datetime import UTC, datetime

    from db.jobs.runs import finish_run, start_run
    from pipelines.offline.reprocess import apply

    now = datetime.now(UTC)
    with handle.write() as conn:
        run_id = start_run(conn, "replay", now, os.getpid(), {})
        written = apply(conn, changes, run_id, now)
        finish_run(conn, run_id, datetime.now(UTC), 0)
    return written
