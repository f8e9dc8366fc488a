"""`seedwatch`: puts the commands together and turns errors into one message and an exit code."""

from __future__ import annotations

import sys

import typer

from cli import (
    admin,
    archive,
    crawl,
    demo,
    events,
    fetch,
    files,
    forget,
    replay,
    schedule,
    serve,
    themes,
    topic,
)
from core.errors import SeedwatchError

app = typer.Typer(
    name="seedwatch",
    help="Fetch newer coverage of your seed articles, join duplicates, tag, archive, and answer.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for module in (
    demo,
    crawl,
    topic,
    fetch,
    schedule,
    serve,
    archive,
    events,
    replay,
    forget,
    files,
    themes,
    admin,
):
    module.add_to(app)


def main() -> int:
    """Run one command. 0 done, 1 failed, 2 input, 3 no network, 4 database, 130 interrupted."""
    try:
        app()
    except SeedwatchError as error:
        sys.stdout.flush()
        print(f"seedwatch: {error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
