"""`seedwatch`: puts the commands together and turns errors into one message and an exit code."""

from __future__ import annotations

import errno
import gc
import os
import sys
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.main import get_group

from seedwatch.cli.aliases import RENAMED, Renamed
from seedwatch.cli.help import Part, first_sentence, language_asked, print_usage_error
from seedwatch.cli.output import drop_output, printable, settle_streams
from seedwatch.cli.started import as_typed
from seedwatch.core.errors import SeedwatchError
from seedwatch.core.redaction import redact
from seedwatch.locales import _, speaking
from seedwatch.locales.faults import message
from seedwatch.safe_imports import protect_children

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typer._click.core import Command, Context
    from typer._click.formatting import HelpFormatter


class Heading(StrEnum):
    """Under what a command stands in the help."""

    DAILY = "every day"
    SETUP = "settings"
    OTHER = "others"


#: Of each command: its module, and where the help lists it, in this order.
COMMANDS: dict[str, tuple[str, Heading]] = {
    "demo": ("demo", Heading.DAILY),
    "crawl": ("crawl", Heading.DAILY),
    "topic": ("topic", Heading.DAILY),
    "search": ("search", Heading.DAILY),
    "saved": ("saved", Heading.DAILY),
    "show": ("archive", Heading.DAILY),
    "cite": ("cite", Heading.DAILY),
    "events": ("events", Heading.DAILY),
    "status": ("status", Heading.DAILY),
    "serve": ("serve", Heading.DAILY),
    "sources": ("sources", Heading.SETUP),
    "themes": ("themes", Heading.SETUP),
    "schedule": ("schedule", Heading.SETUP),
    "config": ("admin", Heading.SETUP),
    "export": ("archive", Heading.OTHER),
    "keys": ("keys", Heading.OTHER),
    "correct": ("themes", Heading.OTHER),
    "fetch": ("fetch", Heading.OTHER),
    "reprocess": ("reprocess", Heading.OTHER),
    "erase": ("erase", Heading.OTHER),
    "extract": ("files", Heading.OTHER),
    "parse-feed": ("files", Heading.OTHER),
    "tag": ("files", Heading.OTHER),
    "triage": ("triage", Heading.OTHER),
    "dedupe": ("files", Heading.OTHER),
    "runs": ("admin", Heading.OTHER),
    "db": ("admin", Heading.OTHER),
    "doctor": ("admin", Heading.OTHER),
}
#: Objects made between two looks for garbage. What a start makes stays; looking through it took a tenth.
GARBAGE_AFTER = 50_000


class Commands(Renamed):
    """Imports and builds a command when it is asked for: all of them together take 0.08 s."""

    def list_commands(self, ctx: Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            part = Part()
            import_module(f"seedwatch.cli.{COMMANDS[cmd_name][0]}").add_to(part)
            self.commands.update(get_group(part).commands)
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        if (
            args[0] not in COMMANDS and ("", args[0]) not in RENAMED
        ):  # what is built is suggested in its place
            for name in COMMANDS:
                self.get_command(ctx, name)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """The commands under their headings; those that few need are listed by --help-all."""
        everything = bool(ctx.meta.get(HELP_ALL))
        titles = {
            Heading.DAILY: _("Every day"),
            Heading.SETUP: _("Settings"),
            Heading.OTHER: _("Others"),
        }
        for heading, title in titles.items():
            with formatter.section(title):
                if heading is Heading.OTHER and not everything:
                    formatter.write_text(_("`%(command)s` lists them.") % {"command": "seedwatch --help-all"})
                    continue
                rows = [(n, first_sentence(c)) for n, c in self.visible(ctx) if COMMANDS[n][1] is heading]
                formatter.write_dl(rows)

    def main(self, args: Sequence[str] | None = None, **extra: Any) -> Any:  # type: ignore[override]
        """Runs a command in the language that is asked for, and tells faults of the command line in it."""
        from typer._click.exceptions import ClickException
        from typer.exceptions import Abort

        language, rest = language_asked(sys.argv[1:] if args is None else args)
        with speaking(language):
            if not extra.pop("standalone_mode", True):
                return super().main(rest, standalone_mode=False, **extra)
            try:
                code = super().main(rest, standalone_mode=False, **extra)
            except ClickException as error:
                print_usage_error(error)
                sys.exit(error.exit_code)
            except Abort:
                print(_("Stopped."), file=sys.stderr)
                sys.exit(1)
            sys.exit(code if isinstance(code, int) else 0)


#: Where the context keeps that every command is to be listed.
HELP_ALL = "seedwatch.help_all"
app = typer.Typer(
    name="seedwatch",
    cls=Commands,
    help="Fetch newer coverage of your seed articles, join duplicates, tag, archive, and answer.",
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _help_all(ctx: typer.Context, asked: bool) -> None:
    if asked:
        ctx.meta[HELP_ALL] = True
        print(ctx.get_help())
        raise typer.Exit


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"seedwatch {version('seedwatch')}")
        raise typer.Exit


@app.callback()
def seedwatch(
    ctx: typer.Context,
    help_all: Annotated[
        bool, typer.Option("--help-all", is_eager=True, callback=_help_all, help="List every command.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Say which version this is.")
    ] = False,
    lang_ui: Annotated[
        str | None,
        typer.Option(metavar="L", help="Language of help and messages: zh-Hant, zh-Hans or en."),
    ] = None,
) -> None:
    """Options of the program itself; `--lang-ui` is taken before the commands are read."""
    if ctx.invoked_subcommand is None:
        from seedwatch.cli.standing import print_standing

        print_standing()


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
        with speaking(_language()):
            print(printable(f"seedwatch: {as_typed(message(error))}"), file=sys.stderr)
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


def _language() -> str:
    """The language of the command that has just failed; English where it is what failed."""
    try:
        return language_asked(sys.argv[1:])[0]
    except SeedwatchError:
        return "en"


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
