"""A crawl as a use case: the plan that the settings make, what is wrong with it, and its run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from seedwatch.core.errors import InputError, NoNetworkError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.outcomes.report import RunReport
    from seedwatch.app.settings import Settings
    from seedwatch.core.model.crawl import CrawlPlan
    from seedwatch.core.model.source import Catalogue


def plan_of(settings: Settings) -> CrawlPlan:
    """The plan that the settings make; commands put their own options on top."""
    from seedwatch.app.catalogue import rule_texts, theme_texts
    from seedwatch.core.model.crawl import CrawlPlan
    from seedwatch.themes import lexicon_text

    return CrawlPlan(
        database_url=settings.database_url,
        permits=settings.allow_hosts,
        proxy=settings.proxy.get_secret_value() if settings.proxy else None,
        user_agent=settings.user_agent,
        workers=settings.workers,
        page_seconds=settings.page_seconds,
        fetch_seconds=settings.fetch_seconds,
        max_seconds=settings.crawl_seconds,
        body_bytes=settings.body_megabytes * 1024 * 1024,
        raw_dir=settings.pages_dir,
        pages_bytes=settings.pages_megabytes * 1_000_000,
        pages_days=settings.pages_days,
        themes=theme_texts(settings),
        lexicon=lexicon_text(),
        rules=rule_texts(settings),
        lease_seconds=settings.lease_seconds,
    )


def check(plan: CrawlPlan, declared: Sequence[Catalogue]) -> tuple[str, ...]:
    """Problems that a scheduled crawl goes on with: nobody watches who could mend a theme file.

    Raises InputError for ids that are not declared, permits that cannot be read and, where a person waits,
    broken theme files.
    """
    from seedwatch.core.fetching.ip_guard import Permits
    from seedwatch.core.sources.declarations import merge_catalogues
    from seedwatch.core.themes import load_themes

    Permits.parse(plan.permits)
    loaded = load_themes(plan.themes)
    if loaded.problems and plan.kind != "shift":
        raise InputError(
            "\n".join(loaded.problems), "Crawling would tag without these themes; mend the files first."
        )
    if plan.kind != "shift":  # the scheduler names what was due in the database, whoever declared it
        _known("source", plan.source_ids, [source.id for source in merge_catalogues(declared)])
    _known("theme", plan.theme_ids, [theme.id for theme in loaded.themes])
    if plan.crawl_delay == 0 and not plan.permits:
        raise InputError("--pace 0 is only for permitted hosts", "Name them with --allow-hosts CIDR[:PORT].")
    return tuple(f"without this theme file: {problem}" for problem in loaded.problems)


def _known(kind: str, ids: Iterable[str], known: list[str]) -> None:
    from difflib import get_close_matches

    for each in ids:
        if each not in known:
            near = get_close_matches(each, known, 3)
            hint = (
                f"Did you mean {' or '.join(near)}?" if near else f"`seedwatch {kind}s list` names them all."
            )
            raise InputError(f"unknown {kind} {each!r}", hint)


def launch(plan: CrawlPlan, declared: Sequence[Catalogue]) -> RunReport:
    """Write the catalogues down where they have changed, then crawl; only their sources are visited.

    What the plan names for this crawl alone is part of the plan, and nobody else's.
    """
    from crawler.run import run_crawl
    from db.engine.database import open_database
    from pipelines.workers.pool import begin
    from seedwatch.app.catalogue import foreign_problems, sync
    from seedwatch.core.model.source import OWN

    begin()
    with open_database(plan.database_url) as database:
        synced = sync(database, declared)
    # The scheduler names what was due in the database, whoever declared it.
    is_named = plan.kind == "shift" and bool(plan.source_ids)
    names = None if is_named else (*(each.name for each in declared), OWN)
    report = run_crawl(replace(plan, catalogues=names))
    return replace(report, problems=(*foreign_problems(synced), *report.problems))


def raise_without_network(report: RunReport) -> None:
    """Raises NoNetworkError when no host answered at all."""
    if report.all_hosts_failed:
        some = report.failures[0]
        raise NoNetworkError(
            f"no network: none of {len(report.failures)} hosts answered ({some.host}: {some.reason})",
            "Check the connection (and `proxy` in the settings); `seedwatch demo` works without a network.",
        )
