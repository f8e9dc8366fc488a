"""Opening and closing what one crawl holds: worker pool, database, writer, and its row in the table of runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from seedwatch.core.errors import InputError, LeaseLostError
from seedwatch.core.model.crawl import CrawlPlan
from seedwatch.core.model.job import Claim, Owner
from seedwatch.core.model.source import DueFeed, FeedSpec, Source
from seedwatch.core.model.text import Language
from seedwatch.session import CrawlSession

if TYPE_CHECKING:
    from sqlalchemy import Connection


def open_session(plan: CrawlPlan, now: datetime) -> CrawlSession:
    """Open pool, database and writer, and begin the run's row. Raises InputError, DatabaseError.

    In this order the workers import while the database and Scrapy do.
    """
    since = bound(plan)
    pool = _load(plan.pool).start(
        themes=plan.themes,
        lexicon=plan.lexicon,
        rules=plan.rules,
        workers=plan.workers,
        limit=plan.page_seconds,
    )
    try:
        from db.engine.batch_writer import Writer
        from db.engine.database import open_database  # 0.2 s, while the workers import too
        from db.jobs.claims import own_claim
        from db.jobs.owners import this_process

        database = open_database(plan.database_url)
    except BaseException:
        pool.close()
        raise
    owner, claim = this_process(), own_claim()
    writer = Writer(database, None if claim is None else partial(_still_ours, claim=claim))
    sources = (*plan.ad_hoc, *ad_hoc_sources(plan.feed_urls, plan.crawl_delay))
    begun = writer.write(lambda conn: _begin(conn, plan, sources, now, owner, claim))
    ad_hoc, unverified, run_id = begun.result()
    return CrawlSession(plan, database, writer, unverified, run_id, pool, since, ad_hoc, owner, claim)


def _still_ours(conn: Connection, *, claim: Claim) -> None:
    from db.jobs.queue import is_still_claimed

    if not is_still_claimed(conn, claim):
        raise LeaseLostError(
            f"job {claim.job_id} was taken over by another process: nothing more is stored here"
        )


def _begin(
    conn: Connection,
    plan: CrawlPlan,
    sources: tuple[Source, ...],
    now: datetime,
    owner: Owner,
    claim: Claim | None,
) -> tuple[tuple[DueFeed, ...], dict[str, str], int]:
    from db.jobs.owners import host_name, is_alive
    from db.jobs.runs import close_crashed, start_run
    from db.sources.catalogue import unverified_hosts
    from db.sources.feeds import ad_hoc_feeds
    from db.sources.leases import release_dead_leases

    release_dead_leases(conn, now, host_name(), is_alive)
    close_crashed(conn, now, host_name(), is_alive)
    ad_hoc = ad_hoc_feeds(conn, sources)
    job_id = None if claim is None else claim.job_id
    run_id = start_run(conn, plan.kind, now, owner.pid, _arguments(plan), owner=owner, job_id=job_id)
    return ad_hoc, unverified_hosts(conn, plan.catalogues), run_id


def close_session(session: CrawlSession, exit_code: int) -> tuple[str, ...]:
    """Write what is waiting, note the end of the run, end the workers. Raises DatabaseError.

    What came up when the run's pages were looked at together is returned, in words.
    """
    try:
        return session.writer.write(lambda conn: _end(conn, session, exit_code)).result()
    except LeaseLostError as error:
        return (str(error),)
    finally:
        session.writer.close()
        session.database.close()
        session.pool.close()


def _end(conn: Connection, session: CrawlSession, exit_code: int) -> tuple[str, ...]:
    from db.archive import layouts, rechecks
    from db.jobs.queue import finish_job
    from db.jobs.runs import finish_run
    from db.sources.leases import release_leases

    now = datetime.now(UTC)
    found = layouts.watch(conn, now)
    rechecks.prune(conn, now)
    release_leases(conn, now, session.owner)
    finish_run(conn, session.run_id, now, exit_code)
    if session.claim is not None and exit_code == 0:
        finish_job(conn, session.claim, now)  # its scheduler may be gone
    return tuple(f"{each.source_id}: redesign of {each.site}: {each.what}" for each in found)


def _load(dotted: str) -> Any:
    module, _, name = dotted.rpartition(".")
    return getattr(import_module(module), name)


def bound(plan: CrawlPlan) -> datetime | None:
    """The time before which articles are older than wanted: the plan's, else the start of the earliest seed
    day.
    """
    if plan.everything:
        return None
    if plan.since is not None:
        return plan.since
    from seedwatch.core.themes import load_themes

    themes = [file.theme for file in load_themes(plan.themes).files if file.theme and file.theme.enabled]
    seed_dates = [theme.seed_date for theme in themes if not plan.theme_ids or theme.id in plan.theme_ids]
    if not seed_dates:
        return None
    return datetime.combine(min(seed_dates), datetime.min.time(), UTC)


def ad_hoc_sources(urls: Iterable[str], crawl_delay: float | None) -> tuple[Source, ...]:
    """A source for each host of feeds that are not declared, named by the host. Raises InputError."""
    parts = sorted((_host(url), url) for url in dict.fromkeys(urls))
    return tuple(
        Source(
            id=host,
            name=host,
            home=f"{urlsplit(url).scheme}://{host}/",
            language=Language.OTHER,
            zone="",
            feeds=tuple(FeedSpec(url) for _, url in group),
            crawl_delay=1.0 if crawl_delay is None else crawl_delay,
        )
        for host, each in groupby(parts, key=lambda part: part[0])
        for group in [list(each)]
        for url in [group[0][1]]
    )


def _host(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise InputError(f"{url!r} is no feed address", "feeds are http or https addresses")
    return parts.netloc.rpartition("@")[2].lower()


def _arguments(plan: CrawlPlan) -> dict[str, Any]:
    """What the run's row says about its plan; no texts, no secrets."""
    return {
        "sources": plan.source_ids,
        "themes": plan.theme_ids,
        "feeds": plan.feed_urls,
        "since": plan.since.isoformat() if plan.since else None,
        "everything": plan.everything,
        "query": plan.query,
    }
