"""Commands that have got a better name: the old one goes on working, and says the new one on standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from seedwatch.cli.help import SpokenGroup

if TYPE_CHECKING:
    from typer._click.core import Command, Context

#: By the group ("" for the program itself) and the old name.
RENAMED = {
    ("", "replay"): "reprocess",
    ("", "forget"): "erase",
    ("", "tag-fix"): "correct",
    ("db", "tidy"): "maintain",
    ("themes", "rehearse"): "preview",
}


class Renamed(SpokenGroup):
    """A group of commands that knows the former names of some of them; the help lists the new ones only."""

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        group = (ctx.info_name or "") if ctx.parent else ""
        new = RENAMED.get((group, args[0]))
        if new is not None:
            path = f"{group} {new}".strip()
            print(f"seedwatch: `{args[0]}` is called `seedwatch {path}` now", file=sys.stderr)
            args = [new, *args[1:]]
        return super().resolve_command(ctx, args)
