"""`seedwatch status`: what runs now, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from seedwatch.cli.options import AsJson, Db, read_settings, reading
from seedwatch.locales import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, tzinfo

    from seedwatch.app.status import Status
    from seedwatch.core.model.job import Job


def add_to(app: typer.Typer) -> None:
    app.command("status")(status)


def status(as_json: AsJson = False, db: Db = None) -> None:
    """What runs now, what comes next, and what went wrong.

    Example: seedwatch status
    """
    from datetime import UTC, datetime

    from scheduler.clock import timed_jobs
    from seedwatch.app.status import status as status_of
    from seedwatch.cli.output import json_line

    settings = read_settings(db)
    with reading(db) as handle, handle.read() as conn:
        found = status_of(conn, datetime.now(UTC), timed_jobs(settings.zone))
    if as_json:
        json_line(_json(found))
    else:
        _tell(found, settings.zone)


def _tell(found: Status, zone: tzinfo) -> None:
    from seedwatch.cli.output import say, table

    def local(at: datetime) -> str:
        return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"

    if found.schedulers:
        for each in found.schedulers:
            values = {"host": each.owner.host, "pid": each.owner.pid, "since": local(each.started_at)}
            say(_("A scheduler runs on %(host)s (process %(pid)s) since %(since)s.") % values)
    else:
        say(_("No scheduler runs. Start one: seedwatch schedule"), "bold")
    if found.last_run is not None:
        ended = found.last_run.finished_at
        when = local(ended) if ended else _("not ended")
        say(_("Last run: %(kind)s, %(when)s.") % {"kind": found.last_run.kind, "when": when})
    say()
    say(_("Now"), "bold")
    _jobs(found.running, _("nothing"), local)
    say()
    say(_("Next"), "bold")
    _jobs(found.waiting, "", local)
    rows = [(local(each.at), each.kind) for each in found.times]
    rows += [(local(each.due), f"{each.source_name} ({each.source_id})") for each in found.coming]
    say(_("Feeds that are due now: %(count)d") % {"count": found.due})
    table((_("at"), _("what")), sorted(rows))
    if found.bad:
        say()
        say(_("Ended badly"), "bold")
        table(
            (_("job"), _("kind"), _("state"), _("when"), _("why")),
            [
                (each.id, each.kind, each.state, local(each.finished_at or each.created_at), each.reason)
                for each in found.bad
            ],
        )


def _jobs(jobs: Iterable[Job], nothing: str, local: object) -> None:
    from seedwatch.cli.output import say, table

    rows = [
        (each.id, each.kind, local(each.started_at or each.due), each.attempts, _what(each))  # type: ignore[operator]
        for each in jobs
    ]
    if rows:
        table((_("job"), _("kind"), _("since"), _("attempt"), _("what")), rows)
    elif nothing:
        say(nothing)


def _what(job: Job) -> str:
    """What a job is about, in one line."""
    if isinstance(job.args.get("query"), str):
        return str(job.args["query"])
    sources = job.args.get("sources")
    if not isinstance(sources, list) or not sources:
        return _("what is due") if job.kind == "crawl" else ""
    named = ", ".join(map(str, sources[:3]))
    more = {"named": named, "count": len(sources) - 3}
    return named if len(sources) <= 3 else _("%(named)s and %(count)d more") % more


def _json(found: Status) -> dict[str, object]:
    from dataclasses import asdict

    return {
        "at": found.at,
        "schedulers": [{**asdict(each), "owner": str(each.owner)} for each in found.schedulers],
        "running": [_job(each) for each in found.running],
        "waiting": [_job(each) for each in found.waiting],
        "due": found.due,
        "coming": [asdict(each) for each in found.coming],
        "times": [asdict(each) for each in found.times],
        "bad": [_job(each) for each in found.bad],
        "last_run": found.last_run and {"id": found.last_run.id, "kind": found.last_run.kind},
    }


def _job(job: Job) -> dict[str, object]:
    from dataclasses import asdict

    return {**asdict(job), "owner": str(job.owner or "")}
