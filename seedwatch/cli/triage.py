"""`seedwatch triage`: what a crawl would fetch of entries in a file, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.cli.files import Unread, run_items
from seedwatch.cli.options import read_settings

if TYPE_CHECKING:
    from pipelines.offline.triage_files import EntryDecision, EntryItem


def add_to(app: typer.Typer) -> None:
    app.command("triage")(triage)


def triage(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE.jsonl", help='Lines {"id", "title", "text", "source"?, "section"?}.'),
    ],
) -> None:
    """Decide for feed entries whether their pages are worth fetching, by title and lead.

    One JSON line {"id", "decision", "reason", "themes"} each, in order; - is standard input.

    Example: seedwatch triage entries.jsonl
    """
    from pipelines.offline.triage_files import entry_items, triage_entry
    from seedwatch.app.catalogue import declared_sources

    declared = declared_sources(read_settings())
    read_whole = {name: not each.triage for each in declared for name in (each.id, each.name)}
    unread = Unread()
    run_items(entry_items(file, read_whole, unread.note), triage_entry, _line, unread)


def _line(item: EntryItem, found: EntryDecision | None, reason: str) -> dict[str, object]:
    """What could not be decided would be fetched."""
    if found is None:
        return {"id": item.id, "decision": "fetch", "reason": reason, "themes": []}
    return {"id": item.id, "decision": found.decision, "reason": found.reason, "themes": found.themes}
