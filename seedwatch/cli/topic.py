"""`seedwatch topic`: an on-demand crawl for one question, the archive first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.app.catalogue import catalogues
from seedwatch.app.crawls import check, launch
from seedwatch.app.topics import topic_plan
from seedwatch.cli.crawl import AllowHosts, Pace, leave, permits
from seedwatch.cli.options import Db, Since, moment, read_settings, writing
from seedwatch.cli.search import ask, print_found
from seedwatch.cli.words import TakesQuery
from seedwatch.locales import _

if TYPE_CHECKING:
    from seedwatch.core.model.answer import ArticleQuery


def add_to(app: typer.Typer) -> None:
    app.command("topic", cls=TakesQuery)(topic)


def topic(
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help="Words in either script.")],
    since: Since = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Rows to show.")] = 20,
    db: Db = None,
    pace: Pace = None,
    allow_hosts: AllowHosts = None,
) -> None:
    """Answer from the archive, then crawl for the question.

    Fetched is what the outlets' feeds and the search of Bing News have on it now.

    Example: seedwatch topic '安世半導體'
    """
    from dataclasses import replace

    from seedwatch.cli.output import say
    from seedwatch.cli.report import print_report, progress_bar
    from seedwatch.core.model.answer import ArticleQuery

    text = " ".join(query)
    asked = ArticleQuery(text=text, since=moment(since, "--since"), limit=limit)
    writing(db).close()  # a crawl writes, so an older database is brought up before it is read
    say(_("In the archive:"), "bold")
    known = ask(asked, db)
    print_found(known)

    settings = read_settings(db, allow_hosts=permits(allow_hosts))
    plan = replace(topic_plan(settings, text, asked.since), crawl_delay=pace)
    declared = catalogues(settings)
    check(plan, declared)
    with progress_bar(plan) as watched:
        report = launch(watched, declared)
    _print_new(asked, {row.id for row in known.rows}, db)
    print_report(report)
    leave(report)


def _print_new(asked: ArticleQuery, known: set[int], db: str | None) -> None:
    from dataclasses import replace

    from seedwatch.cli.output import say

    found = ask(asked, db)
    fresh = tuple(row for row in found.rows if row.id not in known)
    say("\n" + _("New:"), "bold")
    print_found(replace(found, rows=fresh, total=len(fresh), total_capped=False))
