"""`seedwatch erase`: remove an article or a source for good, and keep it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.cli.options import Db, read_settings, writing

if TYPE_CHECKING:
    from db.upkeep.erasure import Target


def add_to(app: typer.Typer) -> None:
    app.command("erase")(erase)


def erase(
    what: Annotated[str, typer.Argument(metavar="URL|SOURCE", help="An address, or the id of a source.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    db: Db = None,
) -> None:
    """Remove an article or an outlet for good.

    Text (every revision), kept pages and index entries go; what is erased is not fetched again.

    Example: seedwatch erase https://example.org/news/1
    """
    from seedwatch.app.maintenance import erase as remove
    from seedwatch.app.maintenance import erasure_target
    from seedwatch.cli.output import say
    from seedwatch.cli.raw_store import WARC_STORE

    settings = read_settings(db)
    with writing(db) as handle:
        with handle.read() as conn:
            target = erasure_target(conn, what, settings)
        say(f"{_size(target)} of {target.name}")
        if not yes:
            typer.confirm("Remove them for good, and never fetch them again?", abort=True)
        remove(handle, target, settings, WARC_STORE)
    say("erased")


def _size(target: Target) -> str:
    return f"{len(target.articles)} articles and {len(target.pages)} kept pages"
