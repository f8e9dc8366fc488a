"""`seedwatch saved`: searches kept by name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.app.catalogue import lexicon
from seedwatch.cli.export import FormatName, OutputFile, write_export
from seedwatch.cli.help import Part
from seedwatch.cli.options import AsJson, Db, Since, Until, read_settings, reading, writing
from seedwatch.cli.search import (
    LISTED,
    Exact,
    Langs,
    MarkSeen,
    New,
    SeenView,
    Sources,
    Themes,
    UnmarkSeen,
    answer,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from seedwatch.app.saved import Trial
    from seedwatch.core.model.saved import SavedSearch

saved_app = Part(no_args_is_help=True, help="Saved searches: add, list, run, remove, import.")
Name = Annotated[str, typer.Argument(metavar="NAME", help="What it is called.")]


def add_to(app: typer.Typer) -> None:
    app.add_typer(saved_app, name="saved")


@saved_app.command("add")
def add(
    name: Name,
    query: Annotated[str, typer.Option("--query", "-q", metavar="QUERY", help="As for `search`.")] = "",
    theme: Themes = None,
    source: Sources = None,
    lang: Langs = None,
    since: Since = None,
    until: Until = None,
    exact: Exact = False,
    db: Db = None,
) -> None:
    """Keep a search by name.

    It is tried first; what it finds now is counted.

    Example: seedwatch saved add 人形機器人 --query '人形機器人 -特斯拉' --theme humanoid-robots
    """
    from seedwatch.app.saved import add as keep
    from seedwatch.cli.output import say
    from seedwatch.core.model.saved import SavedSearch

    saved = SavedSearch(
        name,
        query,
        themes=tuple(theme or ()),
        sources=tuple(source or ()),
        languages=tuple(lang or ()),
        since=since or "",
        until=until or "",
        exact=exact,
    )
    with writing(db) as handle, handle.write() as conn:
        found = keep(_trial(conn, db), saved)
    say(f"{name}: kept; {_count(found)}")


@saved_app.command("list")
def list_saved(as_json: AsJson = False, db: Db = None) -> None:
    """The saved searches.

    Example: seedwatch saved list
    """
    from dataclasses import asdict

    from db.readers.saved_searches import saved_searches
    from seedwatch.cli.output import json_line, table

    with reading(db) as handle, handle.read() as conn:
        found = saved_searches(conn)
    if as_json:
        for each in found:
            record = asdict(each)
            json_line({"name": each.name, "query": record.pop("text"), **record})
    else:
        table(("name", "query", "filters", "schedule"), map(_row, found))


def _row(each: SavedSearch) -> tuple[str, str, str, str]:
    filters = (*each.themes, *each.sources, *each.languages)
    times = (f"since {each.since}" if each.since else "", f"until {each.until}" if each.until else "")
    return each.name, each.text, ", ".join(part for part in (*filters, *times) if part), each.schedule


@saved_app.command("run")
def run(
    name: Name,
    new: New = False,
    mark: MarkSeen = False,
    unmark: UnmarkSeen = False,
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Rows at most: 20, of an export all.")
    ] = None,
    form: FormatName = None,
    output: OutputFile = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Ask a saved search now.

    Example: seedwatch saved run 人形機器人 --new --mark-seen
    """
    from db.readers.saved_searches import saved_named
    from seedwatch.core.search.saved import query_of

    with reading(db) as handle, handle.read() as conn:
        saved = saved_named(conn, name)
    asked = replace(query_of(saved, read_settings(db).now()), limit=min(limit or LISTED, 10_000))
    with SeenView(saved, db, mark=mark, unmark=unmark) as view:
        asked = view.narrowed(asked) if new else asked
        if form is not None:
            write_export(asked, form, output, db, limit)
        else:
            answer(asked, db, as_json=as_json)


@saved_app.command("remove")
def remove(name: Name, db: Db = None) -> None:
    """Let a saved search go; its articles stay.

    Example: seedwatch saved remove 人形機器人
    """
    from db.readers.saved_searches import remove_saved

    with writing(db) as handle, handle.write() as conn:
        remove_saved(conn, name)


@saved_app.command("import")
def import_table(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Table in CSV or XLSX.")], db: Db = None
) -> None:
    """Take over the alerts of another service.

    The first line names the columns: name, query, theme, schedule, to. Each line is tried on the archive; one
    with a fault is named, the others are kept.

    Example: seedwatch saved import alerts.xlsx
    """
    from seedwatch.app.saved_import import read_lines, take_lines
    from seedwatch.cli.output import note, say

    lines = read_lines(path)
    with writing(db) as handle, handle.write() as conn:
        taken = list(take_lines(_trial(conn, db), lines))
    faults = [each for each in taken if each.fault]
    for each in taken:
        if each.fault:
            note(f"{path}:{each.line}: {each.name or 'no name'}: {each.fault}")
        else:
            say(f"line {each.line}: {each.name}: {_count(each.hits)}")
    say(f"{len(taken) - len(faults)} of {len(taken)} kept")
    if faults:
        raise typer.Exit(2)


def _trial(conn: Connection, db: str | None) -> Trial:
    from seedwatch.app.names import resolver
    from seedwatch.app.saved import Trial

    settings = read_settings(db)
    return Trial(conn, settings.now(), lexicon(), resolver(conn, lambda: settings))


def _count(found: int) -> str:
    return "finds nothing yet" if not found else f"finds {found:,} article{'s' if found > 1 else ''}"
