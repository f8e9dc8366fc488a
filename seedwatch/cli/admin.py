"""Looking after it: runs, the database, settings, doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.cli.aliases import Renamed
from seedwatch.cli.help import Part
from seedwatch.cli.options import AsJson, Db, read_settings, reading, writing
from seedwatch.core.errors import InputError
from seedwatch.locales import _

if TYPE_CHECKING:
    from db.jobs.runs import RunRecord
    from db.reads.forecast import StorageForecast

db_app = Part(cls=Renamed, no_args_is_help=True, help="The database: upgrade, stats, maintain.")


def add_to(app: typer.Typer) -> None:
    app.command("runs")(runs)
    app.add_typer(db_app, name="db")
    app.command("config")(config)
    app.command("doctor")(doctor)


def runs(
    run_id: Annotated[
        int | None, typer.Argument(metavar="ID", help="One run: what it refused and why.")
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Rows at most.")] = 20,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """The ledger of runs, newest first.

    A run whose process is gone without a word has crashed; the next crawl takes up what it left.

    Example: seedwatch runs
    """
    from db.jobs.runs import get_run, list_runs
    from seedwatch.cli.output import json_line, table

    with reading(db) as handle, handle.read() as conn:
        if run_id is not None:
            one = get_run(conn, run_id)
            if one is None:
                raise InputError(f"there is no run {run_id}", "`seedwatch runs` lists them.")
            found: tuple[RunRecord, ...] = (one,)
        else:
            found = list_runs(conn, limit)
    if as_json:
        for run in found:
            json_line(_run_json(run))
    elif run_id is not None:
        _print_run(found[0], db)
    else:
        table(
            ("run", "kind", "started", "took", "feeds", "pages", "stored", "end"),
            [_run_row(run) for run in found],
        )


def _run_json(run: RunRecord) -> dict[str, object]:
    return {
        "id": run.id,
        "kind": run.kind,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "exit_code": run.exit_code,
        "state": _ending(run),
        "feeds": run.feeds,
        "outcomes": {name.value: count for name, count in run.outcomes.items()},
    }


def _run_row(run: RunRecord) -> tuple[object, ...]:
    from seedwatch.core.model.outcome import KEPT

    ended = run.finished_at if run.exit_code is not None else None
    took = f"{(ended - run.started_at).total_seconds():.1f} s" if ended else ""
    kept = sum(count for name, count in run.outcomes.items() if name in KEPT)
    started = run.started_at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    return run.id, run.kind, started, took, run.feeds, sum(run.outcomes.values()), kept, _ending(run)


def _ending(run: RunRecord) -> str:
    from datetime import UTC, datetime

    from db.jobs.owners import host_name, is_alive
    from db.jobs.runs import has_crashed

    if run.exit_code is None:
        gone = run.finished_at is not None or has_crashed(
            run.owner, run.started_at, datetime.now(UTC), host_name(), is_alive
        )
        return "crashed" if gone else "running"
    return {0: "done", 3: "no network", 130: "interrupted"}.get(run.exit_code, f"failed ({run.exit_code})")


def _print_run(run: RunRecord, db: str | None) -> None:
    from db.archive.layouts import layout_changes_between
    from db.reads.lists import rejections
    from seedwatch.cli.output import say, table
    from seedwatch.cli.report import MEANING

    say(f"run {run.id} ({run.kind}): {_ending(run)}", "bold")
    table(
        (_("outcome"), _("pages"), ""),
        [(name.value, count, _(MEANING[name])) for name, count in run.outcomes.items()],
    )
    with reading(db) as handle, handle.read() as conn:
        rows = [(end.outcome.value, end.reason, end.url) for end in rejections(conn, run.id)]
        alarms = layout_changes_between(conn, run.started_at, run.finished_at)
    if rows:
        say()
        table(("refused", "why", "address"), rows)
    for each in alarms:
        say(f"{each.source_id}: redesign of {each.site}: {each.what}")


@db_app.command("upgrade")
def db_upgrade(db: Db = None) -> None:
    """Bring the database to the program's version.

    Example: seedwatch db upgrade
    """
    from seedwatch.cli.output import say

    with writing(db) as handle:
        say(f"{handle.url}: version {handle.version()}")


@db_app.command("stats")
def db_stats(as_json: AsJson = False, db: Db = None) -> None:
    """What the database holds, and how it grows.

    Example: seedwatch db stats
    """
    from dataclasses import asdict, fields
    from datetime import UTC, datetime

    from db.reads.forecast import forecast
    from db.reads.stats import stats
    from seedwatch.cli.output import json_line, table

    settings = read_settings(db)
    with reading(db) as handle, handle.read() as conn:
        found = stats(conn)
        bounds = {"pages_days": settings.pages_days, "pages_bytes": settings.pages_megabytes * 1_000_000}
        growth = forecast(conn, found, datetime.now(UTC), **bounds)
    facts = {
        "kept_pages" if field.name == "raw_pages" else field.name: getattr(found, field.name)
        for field in fields(found)
        if field.name != "languages"
    }
    if as_json:
        line = {"id": handle.url, **facts, "languages": dict(found.languages)}
        json_line({**line, "growth": asdict(growth) if growth else None})
        return
    facts |= {name: _megabytes(facts[name]) for name in ("size", "kept_bytes")}
    rows = [(key.replace("_", " "), "" if value is None else value) for key, value in facts.items()]
    rows += [(f"articles in {name}", count) for name, count in found.languages.items()]
    table(("", handle.url), [*rows, *_growth_rows(growth)])


def _growth_rows(growth: StorageForecast | None) -> list[tuple[str, object]]:
    if growth is None:
        return [("growth", "not to be told yet: the archive is younger than a day")]
    return [
        ("articles a day, of late", growth.articles_a_day),
        ("of the database an article takes", f"{growth.article_bytes / 1e3:.1f} kB"),
        ("the database in 30 days", _megabytes(growth.month)),
        ("the database in a year", _megabytes(growth.year)),
        ("kept pages settle at", _megabytes(growth.kept_at_most)),
    ]


def _megabytes(count: int) -> str:
    return f"{count / 1e6:.1f} MB"


@db_app.command("maintain")
def db_maintain(db: Db = None) -> None:
    """Forget what is past its time, renew the search index and what copies are found by.

    `seedwatch schedule` does so once a day.

    Example: seedwatch db maintain
    """
    from seedwatch.app.maintenance import maintain
    from seedwatch.cli.output import say
    from seedwatch.cli.raw_store import WARC_STORE

    settings = read_settings(db)
    with writing(db) as handle:
        done = maintain(handle, settings, WARC_STORE)
    say(
        f"removed: {done.pages} kept pages whose files are gone, {done.keys} keys of old articles;"
        f" indexed again: {done.indexed} articles; signed again: {done.signed} texts;"
        f" let go by terms of use: {done.released.articles} texts and {done.released.pages} kept pages"
        f" (run {done.run_id})"
    )


#: The settings that most people set, in the order in which they are shown.
COMMON = (
    "database_url",
    "language",
    "timezone",
    "contact",
    "profile",
    "sources_dir",
    "themes_dir",
    "web_port",
)


def config(as_json: AsJson = False, db: Db = None) -> None:
    """Every setting, its value, and where it came from.

    Example: seedwatch config
    """
    from seedwatch.app.settings import origins
    from seedwatch.cli.output import json_line, say, table

    rows = origins(read_settings(db), database_url=db)
    if as_json:
        for row in rows:
            json_line({"id": row.key, "value": row.value, "origin": row.origin, "meaning": row.meaning})
    else:
        head = (_("setting"), _("value"), _("from"), _("meaning"))
        common = [row for key in COMMON for row in rows if row.key == key]
        table(head, [(r.key, r.value, _(r.origin), _(r.meaning)) for r in common])
        say("\n" + _("More settings, seldom changed"), "dim")
        table(head, [(r.key, r.value, _(r.origin), _(r.meaning)) for r in rows if r.key not in COMMON])


def doctor(db: Db = None) -> None:
    """Check this machine, the database and the data files.

    Exit code 1 when something needs attention.

    Example: seedwatch doctor
    """
    from seedwatch.app.health import checks
    from seedwatch.cli.output import table

    found = checks(read_settings(db))
    table(
        ("", "check", "found"), [("ok" if check.ok else "LOOK", check.name, check.found) for check in found]
    )
    if not all(check.ok for check in found):
        raise typer.Exit(1)
