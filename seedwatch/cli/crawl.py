"""`seedwatch crawl`: fetch what is newer, now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.app.catalogue import catalogues, own_catalogue, source_ids_of
from seedwatch.app.crawls import check, launch, plan_of
from seedwatch.cli.options import Db, Since, moment, read_settings

if TYPE_CHECKING:
    from crawler.outcomes.report import RunReport

AllowHosts = Annotated[
    str | None,
    typer.Option(metavar="CIDR[:PORT]", help="Otherwise forbidden addresses that may be fetched, by commas."),
]
Pace = Annotated[
    float | None,
    typer.Option(
        metavar="S", min=0, help="Least seconds between two requests to a host; 0 only for --allow-hosts."
    ),
]


def add_to(app: typer.Typer) -> None:
    app.command("crawl")(crawl)


def crawl(
    source: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this source (repeatable).")
    ] = None,
    theme: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only sources leaning to this theme (repeatable).")
    ] = None,
    feeds: Annotated[str | None, typer.Option(metavar="FILE", help="Feed URLs, one a line, or OPML.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="No bound on the date, and feeds that are not due.")
    ] = False,
    since: Since = None,
    db: Db = None,
    pace: Pace = None,
    allow_hosts: AllowHosts = None,
    scheduled: Annotated[bool, typer.Option("--scheduled", hidden=True)] = False,
    rechecks: Annotated[bool, typer.Option("--rechecks", hidden=True)] = False,
) -> None:
    """Fetch what is newer than the seeds, from sources that are due.

    With --source, --theme or --all sources need not be due; with --feeds only the listed feeds are visited.

    Example: seedwatch crawl --theme humanoid-robots --since 2026-11-01
    """
    from dataclasses import replace

    from seedwatch.cli.output import note
    from seedwatch.cli.report import print_report, progress_bar

    settings = read_settings(db, allow_hosts=permits(allow_hosts))
    declared = catalogues(settings)
    known = (*declared, own_catalogue(settings)) if source and not scheduled else declared
    narrowed = bool(source or theme or feeds or everything)
    plan = replace(
        plan_of(settings),
        kind="shift" if scheduled else "crawl",
        source_ids=source_ids_of(source or (), known),
        theme_ids=tuple(theme or ()),
        feed_urls=_feed_urls(feeds),
        everything=everything,
        force=not scheduled and narrowed,
        rechecks=settings.revisits and (rechecks if scheduled else not narrowed),
        since=moment(since, "--since"),
        crawl_delay=pace,
    )
    for problem in check(plan, known):
        note(f"seedwatch: {problem}")
    with progress_bar(plan) as watched:
        report = launch(watched, declared)
    print_report(report)
    leave(report)


def leave(report: RunReport) -> None:
    """Raises what makes the exit code of a crawl; nothing for a run that completed."""
    from seedwatch.app.crawls import raise_without_network

    if report.interrupted:
        raise typer.Exit(130)
    raise_without_network(report)


def permits(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(part.strip() for part in text.split(",") if part.strip())


def _feed_urls(file: str | None) -> tuple[str, ...]:
    if file is None:
        return ()
    from pipelines.offline.files import read_text
    from seedwatch.cli.output import note
    from seedwatch.core.feeds.lists import read_feed_list

    listed = read_feed_list(read_text(file), file)
    for skipped in listed.skipped:
        note(f"left out: {skipped}")
    return listed.addresses
