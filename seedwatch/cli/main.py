"""`seedwatch`: puts the commands together and turns errors into one message and an exit code."""

from __future__ import annotations

import errno
import gc
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import typer
from typer.main import get_group

from seedwatch.cli.aliases import RENAMED, Renamed
from seedwatch.cli.output import drop_output, settle_streams
from seedwatch.core.errors import SeedwatchError
from seedwatch.core.redaction import redact
from seedwatch.safe_imports import protect_children

if TYPE_CHECKING:
    from typer._click.core import Command, Context

#: Module of each command, in the order of the help.
COMMANDS = {
    "demo": "demo",
    "crawl": "crawl",
    "topic": "topic",
    "fetch": "fetch",
    "schedule": "schedule",
    "status": "status",
    "serve": "serve",
    "search": "search",
    "saved": "saved",
    "keys": "keys",
    "show": "archive",
    "cite": "cite",
    "export": "archive",
    "events": "events",
    "reprocess": "reprocess",
    "erase": "erase",
    "extract": "files",
    "parse-feed": "files",
    "tag": "files",
    "triage": "triage",
    "dedupe": "files",
    "themes": "themes",
    "tag-fix": "themes",
    "sources": "sources",
    "runs": "admin",
    "db": "admin",
    "config": "admin",
    "doctor": "admin",
}
#: Objects made between two looks for garbage. What a start makes stays; looking through it took a tenth.
GARBAGE_AFTER = 50_000


class Commands(Renamed):
    """Imports and builds a command when it is asked for: all of them together take 0.08 s."""

    def list_commands(self, ctx: Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            part = typer.Typer(rich_markup_mode=None)
            import_module(f"seedwatch.cli.{COMMANDS[cmd_name]}").add_to(part)
            self.commands.update(get_group(part).commands)
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        if (
            args[0] not in COMMANDS and ("", args[0]) not in RENAMED
        ):  # what is built is suggested in its place
            for name in COMMANDS:
                self.get_command(ctx, name)
        return super().resolve_command(ctx, args)


app = typer.Typer(
    name="seedwatch",
    cls=Commands,
    help="Fetch newer coverage of your seed articles, join duplicates, tag, archive, and answer.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def seedwatch() -> None:
    """Nothing is done for all commands alike; Typer wants a group to have a function."""


def main() -> int:
    """Run one command. 0 done, 1 failed, 2 input, 3 no network, 4 database, 130 interrupted."""
    protect_children()
    gc.set_threshold(GARBAGE_AFTER)
    # Pydantic looks through every installed package for plugins of its own: 0.03 s, in each child too.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    settle_streams()
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except SeedwatchError as error:
        print(f"seedwatch: {error}", file=sys.stderr)
        return error.exit_code
    except OSError as error:
        return _told(error)
    except Exception as error:  # noqa: BLE001 -- a defect: Python's own report of it, without secrets
        from traceback import format_exception

        print(redact("".join(format_exception(error))), end="", file=sys.stderr)
        return 1
    finally:
        gc.freeze()  # Python looks for garbage once more as it ends: a sixth of a search
    return 0


def _told(error: OSError) -> int:
    """One sentence for what the machine refuses: a full disk, a reader that has gone, a file that is no file."""
    drop_output()
    if isinstance(error, BrokenPipeError):
        return 0
    where = f"{error.filename}: " if error.filename else ""
    why = error.strerror or type(error).__name__
    print(redact(f"seedwatch: {where}{why}{_REMEDIES.get(error.errno or 0, '')}"), file=sys.stderr)
    return 1


_REMEDIES = {
    errno.ENOSPC: "; free some space and run the command again",
    errno.EROFS: "; choose a folder that can be written",
    errno.EACCES: "; check the owner and mode of the file and its folder",
}


if __name__ == "__main__":
    sys.exit(main())
