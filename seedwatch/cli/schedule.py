"""`seedwatch schedule`: scheduled crawling."""

from __future__ import annotations

import typer

from seedwatch.cli.options import Db, read_settings
from seedwatch.core.errors import InputError
from seedwatch.processes import IS_WINDOWS, WINDOWS_PAGE


def add_to(app: typer.Typer) -> None:
    app.command("schedule")(schedule)


def schedule(db: Db = None) -> None:
    """Crawl the sources as they fall due, until stopped.

    Ctrl-C or SIGTERM stops it in good order within 10 seconds. `db maintain` is run once a day.

    Example: seedwatch schedule
    """
    import logging

    from db.engine.database import open_database
    from scheduler.clock import Times, keep_time
    from seedwatch.app.catalogue import catalogues, foreign_problems, sync
    from seedwatch.cli.output import note
    from seedwatch.redacted_logs import redact_logs

    if IS_WINDOWS:
        raise InputError("`seedwatch schedule` does not run on Windows itself", f"Use WSL2: {WINDOWS_PAGE}")
    settings = read_settings(db)
    declared = catalogues(settings)
    with open_database(settings.database_url) as database:
        synced = sync(database, declared)
    for problem in foreign_problems(synced):
        note(problem)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%Y-%m-%d %H:%M:%S")
    redact_logs()
    times = Times(
        settings.tick_seconds,
        settings.crawl_seconds,
        settings.crawls_at_once,
        settings.zone,
        tuple(each.name for each in declared),
        settings.lease_seconds,
    )
    keep_time(settings.database_url, times)
