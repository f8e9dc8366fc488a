"""`seedwatch demo`: the whole job on the sample news web, without network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.app.catalogue import lexicon
from seedwatch.app.crawls import check, launch, plan_of
from seedwatch.cli.crawl import leave
from seedwatch.cli.options import Db, read_settings
from seedwatch.cli.started import as_typed
from seedwatch.demo import FIRST_PORT
from seedwatch.locales import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.outcomes.report import RunReport
    from db.engine.database import Database

#: A Traditional query that also finds Simplified text by its regional words, and one for a name.
SEARCHES = ("人形機器人 關節", "輝達 晶片")
OWN_FILE = "sqlite:///seedwatch-demo.db"


def add_to(app: typer.Typer) -> None:
    app.command("demo")(demo)


Port = Annotated[
    int,
    typer.Option(
        metavar="N",
        min=0,
        max=65000,
        help="First port of the sample web; keep it from one demo to the next. 0: any.",
    ),
]


def demo(db: Db = None, port: Port = FIRST_PORT) -> None:
    """Show the whole job on a small news web of our own.

    It fetches, refuses, joins copies, tags, stores and searches, without network. Run it twice: the second
    time only what is newer is fetched.

    Example: seedwatch demo
    """
    from dataclasses import replace

    from db.engine.database import open_database
    from seedwatch.cli.output import say
    from seedwatch.cli.report import print_report, progress_bar
    from seedwatch.demo.server import serve_demo

    settings = read_settings(db)
    url = (
        OWN_FILE
        if db is None and settings.database_url == type(settings).model_fields["database_url"].default
        else settings.database_url
    )
    settings = settings.model_copy(update={"database_url": url})
    with open_database(url) as database:
        number = _round(database)
    with serve_demo(number, port) as web:
        say(f"The sample news web, round {number}: {len(web.outlets)} outlets on this machine.", "bold")
        plan = replace(
            plan_of(settings),
            kind="demo",
            ad_hoc=web.sources,
            ad_hoc_only=True,
            crawl_delay=0.0,
            permits=("127.0.0.0/8",),
            force=True,
            triage=False,  # the sample web shows what becomes of every kind of page
            proxy=None,
        )
        check(plan, ())
        with progress_bar(plan) as watched:
            report = launch(watched, ())
    print_report(report)
    with open_database(url) as database:
        _show(database, report)
    _next(url, number)
    leave(report)


def _round(database: Database) -> int:
    """The web goes on by a round with every demo that completed."""
    from db.jobs.runs import list_runs

    with database.read() as conn:
        return 1 + sum(run.kind == "demo" and run.exit_code == 0 for run in list_runs(conn, 1000))


def _show(database: Database, report: RunReport) -> None:
    """Themes and languages, copies joined, refusals, and two searches."""
    from db.reads.lists import copy_kinds, rejections, theme_volumes
    from seedwatch.cli.output import say, table

    with database.read() as conn:
        volumes, refused = theme_volumes(conn), rejections(conn, report.run_id)
        kinds = copy_kinds(conn)
    say("\n" + _("Articles by theme"), "bold")
    table(
        (_("theme"), _("articles"), _("with copies")),
        [(each.theme, each.originals, each.articles) for each in volumes],
    )
    say("\nNew in this run by language: " + _counts(report.languages.items()))
    say(f"Duplicates joined: {sum(kinds.values())} ({_counts(kinds.items())})")
    if refused:
        say("\n" + _("Refused, and why"), "bold")
        table(
            (_("outcome"), _("why"), _("address")),
            [(each.outcome.value, each.reason, each.url) for each in refused],
        )
    for text in SEARCHES:
        _search(database, text)


def _counts(pairs: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {count}" for name, count in pairs) or "none"


def _search(database: Database, text: str) -> None:
    from datetime import UTC, datetime

    from db.search.query import search
    from seedwatch.cli.output import say
    from seedwatch.cli.search import print_found
    from seedwatch.core.model.answer import ArticleQuery

    say("\n" + as_typed(f"seedwatch search '{text}'"), "bold")
    with database.read() as conn:
        print_found(search(conn, ArticleQuery(text=text, limit=4), datetime.now(UTC), lexicon()))


def _next(url: str, number: int) -> None:
    from seedwatch.cli.output import say

    say("\n" + _("Next"), "bold")
    if number == 1:
        say(
            as_typed("seedwatch demo") + "                    " + _("again: only what is newer is fetched"),
            indent=2,
        )
    for command in ("search '稀土'", "show 1", "serve"):
        say(as_typed(f"seedwatch {command} --db {url}"), indent=2)
    say(
        as_typed("seedwatch crawl") + "                   " + _("the real outlets, into seedwatch.db"),
        indent=2,
    )
