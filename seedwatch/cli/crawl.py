"""`seedwatch crawl`: fetch what is newer, now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.cli.options import Db, Since, catalogue, declare, moment, rule_texts, settings, theme_texts
from seedwatch.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.outcomes.report import RunReport
    from seedwatch.cli.config import Settings
    from seedwatch.core.model.crawl import CrawlPlan
    from seedwatch.core.model.source import Source

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
) -> None:
    """Fetch what is newer than the seeds, from sources that are due.

    With --source, --theme or --all sources need not be due; with --feeds only the listed feeds are visited.

    Example: seedwatch crawl --theme humanoid-robots --since 2026-11-01
    """
    from dataclasses import replace

    from seedwatch.cli.report import print_report, progress_bar

    wanted = settings(db, allow_hosts=permits(allow_hosts))
    narrowed = bool(source or theme or feeds or everything)
    plan = replace(
        plan_of(wanted),
        kind="shift" if scheduled else "crawl",
        source_ids=tuple(source or ()),
        theme_ids=tuple(theme or ()),
        feed_urls=_feed_urls(feeds),
        everything=everything,
        force=everything or bool(source) or bool(theme),
        rechecks=wanted.revisits and not narrowed,
        since=moment(since, "--since"),
        crawl_delay=pace,
    )
    check(plan, catalogue(wanted))
    with progress_bar(plan) as watched:
        report = launch(watched, wanted)
    print_report(report)
    leave(report)


def plan_of(wanted: Settings) -> CrawlPlan:
    """The plan that the settings make; commands put their own options on top."""
    from seedwatch.core.model.crawl import CrawlPlan
    from seedwatch.themes import lexicon_text

    return CrawlPlan(
        database_url=wanted.database_url,
        permits=wanted.allow_hosts,
        proxy=wanted.proxy.get_secret_value() if wanted.proxy else None,
        user_agent=wanted.user_agent,
        workers=wanted.workers,
        page_seconds=wanted.page_seconds,
        fetch_seconds=wanted.fetch_seconds,
        body_bytes=wanted.body_megabytes * 1024 * 1024,
        raw_dir=wanted.pages_dir,
        pages_bytes=wanted.pages_megabytes * 1_000_000,
        pages_days=wanted.pages_days,
        themes=theme_texts(wanted),
        lexicon=lexicon_text(),
        rules=rule_texts(wanted),
    )


def launch(plan: CrawlPlan, wanted: Settings, ad_hoc: tuple[Source, ...] = ()) -> RunReport:
    """Write the sources down, then crawl. `ad_hoc`: sources for this crawl, which no later one finds due."""
    from crawler.run import run_crawl
    from pipelines.workers.pool import begin

    begin()
    declare(wanted, ad_hoc)
    report = run_crawl(plan)
    if ad_hoc or plan.feed_urls:
        declare(wanted)
    return report


def check(plan: CrawlPlan, sources: tuple[Source, ...]) -> None:
    """Raises InputError for ids that are not declared, broken theme files, permits that cannot be read."""
    from seedwatch.core.fetching.ip_guard import Permits
    from seedwatch.core.themes import load_themes

    Permits.parse(plan.permits)
    loaded = load_themes(plan.themes)
    if loaded.problems:
        _tell_broken(loaded.problems, stop=plan.kind != "shift")
    _known("source", plan.source_ids, [source.id for source in sources])
    _known("theme", plan.theme_ids, [theme.id for theme in loaded.themes])
    if plan.crawl_delay == 0 and not plan.permits:
        raise InputError("--pace 0 is only for permitted hosts", "Name them with --allow-hosts CIDR[:PORT].")


def _tell_broken(problems: tuple[str, ...], *, stop: bool) -> None:
    """A person can mend a theme file before the crawl; a shift that nobody watches goes on."""
    from seedwatch.cli.output import note

    if stop:
        raise InputError(
            "\n".join(problems), "Crawling would tag without these themes; mend the files first."
        )
    for problem in problems:
        note(f"seedwatch: without this theme file: {problem}")


def leave(report: RunReport) -> None:
    """Raises what makes the exit code of a crawl; nothing for a run that completed."""
    from seedwatch.core.errors import NoNetworkError

    if report.interrupted:
        raise typer.Exit(130)
    if report.all_hosts_failed:
        some = report.failures[0]
        raise NoNetworkError(
            f"no network: none of {len(report.failures)} hosts answered ({some.host}: {some.reason})",
            "Check the connection (and `proxy` in the settings); `seedwatch demo` works without a network.",
        )


def _known(kind: str, wanted: Iterable[str], known: list[str]) -> None:
    from difflib import get_close_matches

    for each in wanted:
        if each not in known:
            near = get_close_matches(each, known, 3)
            hint = (
                f"Did you mean {' or '.join(near)}?" if near else f"`seedwatch {kind}s list` names them all."
            )
            raise InputError(f"unknown {kind} {each!r}", hint)


def permits(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(part.strip() for part in text.split(",") if part.strip())


def _feed_urls(file: str | None) -> tuple[str, ...]:
    if file is None:
        return ()
    from pipelines.offline.files import read_text
    from seedwatch.core.feeds import read_feed_list

    return read_feed_list(read_text(file), file)
