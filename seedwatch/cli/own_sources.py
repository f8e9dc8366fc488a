"""`seedwatch sources add` and its kin: outlets of one's own without editing a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.cli.options import Db, read_settings, reading, writing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seedwatch.core.sources.discovery import FoundFeed

Name = Annotated[str, typer.Argument(metavar="SOURCE", help="Id or name of an outlet.")]


def add_commands_to(app: typer.Typer) -> None:
    app.command("add")(add)
    app.command("remove")(remove)
    app.command("enable")(enable)
    app.command("disable")(disable)
    app.command("import-opml")(import_opml)
    app.command("export-opml")(export_opml)
    app.command("export")(export)


def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="Any page of the outlet, or its feed.")],
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="What to call it; else as it says.")
    ] = None,
    db: Db = None,
) -> None:
    """Find an outlet's feed and visit it from now on.

    The page may name feeds; then the usual paths and the sitemaps in robots.txt are tried, at last a list of links.

    Example: seedwatch sources add https://technews.tw/
    """
    from dataclasses import replace

    from seedwatch.app.own_sources import look_for_feeds, save, source_of
    from seedwatch.cli.output import say
    from seedwatch.core.sources.discovery import best_first

    with writing(db) as database:
        result = look_for_feeds(read_settings(db), database, url)
        chosen = _choose(best_first(result.found))
        source = source_of(database, url, (chosen,), result.page.title, result.page.language)
        if name:
            source = replace(source, name=name)
        save(database, (source,))
    say(f"{source.id}: {source.name}; {chosen.url} ({chosen.items} items, {chosen.via})")
    say(
        f"`seedwatch crawl --source {source.id}` fetches it now; `seedwatch sources remove {source.id}` undoes it."
    )


def _choose(found: Sequence[FoundFeed]) -> FoundFeed:
    """The one feed, or at a terminal the one that the reader names; else the best, and the others are named."""
    from seedwatch.cli.output import note

    if len(found) == 1:
        return found[0]
    for place, each in enumerate(found, 1):
        note(f"{place}. {each.url}  {each.title}  ({each.items} items, newest {each.newest or 'undated'})")
    if sys.stdin.isatty() and sys.stderr.isatty():
        number: int = typer.prompt("Which one?", default=1, type=int, err=True)
        return found[min(max(number, 1), len(found)) - 1]
    note(f"several feeds: {found[0].url} is taken; give another one's address to have that")
    return found[0]


def remove(source: Name, db: Db = None) -> None:
    """Forget an outlet that `sources add` or `import-opml` made. Its articles stay.

    Example: seedwatch sources remove technews-tw
    """
    from db.sources.own import remove_own
    from seedwatch.app.own_sources import resolve
    from seedwatch.cli.output import say
    from seedwatch.core.errors import InputError

    with writing(db) as database:
        source_id = resolve(database, source)
        with database.write() as conn:
            done = remove_own(conn, source_id)
    if not done:
        raise InputError(
            f"{source_id} is declared in a source file",
            f"`seedwatch sources disable {source_id}` switches it off.",
        )
    say(f"{source_id}: removed")


def enable(source: Name, db: Db = None) -> None:
    """Visit an outlet, whatever its declaration says.

    Example: seedwatch sources enable pts
    """
    _switch(source, db, on=True)


def disable(source: Name, db: Db = None) -> None:
    """Do not visit an outlet, whatever its declaration says.

    Example: seedwatch sources disable pts
    """
    _switch(source, db, on=False)


def _switch(name: str, db: str | None, *, on: bool) -> None:
    from seedwatch.app.catalogue import catalogues, sync
    from seedwatch.app.own_sources import resolve, switch_source
    from seedwatch.cli.output import say

    settings = read_settings(db)
    with writing(db) as database:
        sync(database, catalogues(settings))
        source_id = resolve(database, name)
        switch_source(database, settings, source_id, on=on)
    say(f"{source_id}: {'on' if on else 'off'}")


def import_opml(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="OPML, or feed URLs one a line; - is standard input.")
    ],
    db: Db = None,
) -> None:
    """Add the feeds of an OPML file, one outlet a host. Nothing is asked of them; feeds that are known stay.

    Example: seedwatch sources import-opml feeds.opml
    """
    from pipelines.offline.files import read_text
    from seedwatch.app.own_sources import import_list
    from seedwatch.cli.output import note, say

    text = read_text(file)
    with writing(db) as database:
        done = import_list(database, text, file)
    for problem in done.skipped[:10]:
        note(f"seedwatch: {problem}")
    feeds = sum(len(each.feeds) for each in done.sources)
    say(
        f"{len(done.sources)} outlets with {feeds} feeds added; {done.known} feeds known, {len(done.skipped)} left out"
    )


def export_opml(db: Db = None) -> None:
    """Print the outlets of your own as OPML.

    Example: seedwatch sources export-opml > mine.opml
    """
    from db.sources.own import own_sources
    from seedwatch.app.own_sources import opml_of

    with reading(db) as handle, handle.read() as conn:
        found = own_sources(conn)
    sys.stdout.write(opml_of(found))


def export(
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write there.")] = None,
    db: Db = None,
) -> None:
    """Print the outlets of your own as a source file.

    Example: seedwatch sources export --out my-sources.yaml
    """
    from db.sources.own import own_sources
    from seedwatch.app.own_sources import yaml_of

    with reading(db) as handle, handle.read() as conn:
        text = yaml_of(own_sources(conn))
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8")
