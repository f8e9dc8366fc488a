"""`seedwatch reprocess`: kept pages through today's code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.cli.options import Db, read_settings, reading, writing
from seedwatch.core.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipelines.offline.reprocess import Change

#: Characters of a value that an example shows.
SHOWN = 60
#: Characters of it that are the same on both sides.
LEAD = 12


def add_to(app: typer.Typer) -> None:
    app.command("reprocess")(reprocess)


def reprocess(
    source: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this source (repeatable).")
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Write the changes: no revision, no event.")] = False,
    examples: Annotated[int, typer.Option(metavar="N", min=0, help="Examples of each change.")] = 3,
    db: Db = None,
) -> None:
    """Read kept pages again with today's code.

    Shows what would change, and changes it when told to; nothing is fetched.

    Example: seedwatch reprocess --source cna
    """
    from seedwatch.app.reprocess import apply as write
    from seedwatch.app.reprocess import preview
    from seedwatch.cli.output import say

    settings = read_settings(db)
    with (writing if apply else reading)(db) as handle:
        changes = preview(handle, settings, source or ())
        _print(changes, examples)
        if apply:
            say(f"{write(handle, changes)} articles mended", "bold")
        elif any(change.fields for change in changes):
            say("nothing was written; --apply mends the articles", "dim")


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
            (each.page.article_id or "", redact(each.page.ref.url), *_where_they_part(each))
            for each in found[:examples]
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
