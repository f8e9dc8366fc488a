"""Looking after it: sources, runs, the database, settings, doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import AsJson, Db, catalogue, database, declare, settings
from core.errors import InputError

if TYPE_CHECKING:
    from db.records import SourceState
    from db.runs import RunRecord
    from db.shapes import SeenRedesign

sources_app = typer.Typer(no_args_is_help=True, help="Outlets: list them.")
db_app = typer.Typer(no_args_is_help=True, help="The database: upgrade, stats, tidy.")


def add_to(app: typer.Typer) -> None:
    app.add_typer(sources_app, name="sources")
    app.command("runs")(runs)
    app.add_typer(db_app, name="db")
    app.command("config")(config)
    app.command("doctor")(doctor)


@sources_app.command("list")
def sources_list(as_json: AsJson = False, db: Db = None) -> None:
    """The outlets, what their feeds answered last, and what is off and why.

    Example: seedwatch sources list
    """
    from cli.doctor import recent_redesigns
    from cli.output import json_line, table
    from db.queries import source_states

    wanted = settings(db)
    declared = {source.id: source for source in catalogue(wanted)}
    declare(wanted)
    with database(db) as handle, handle.read() as conn:
        states = [state for state in source_states(conn) if state.id in declared]
        redesigned = recent_redesigns(conn)
    rows = []
    for state in states:
        source = declared[state.id]
        why = (
            "" if wanted.profile in source.terms.profiles else f"off: its terms exclude {wanted.profile} use"
        )
        status = why or ("" if source.enabled else "off") or _health(state, redesigned.get(state.id))
        if as_json:
            json_line(
                {
                    "id": state.id,
                    "name": state.name,
                    "language": state.language,
                    "grade": state.grade,
                    "enabled": state.enabled,
                    "articles": state.articles,
                    "status": status,
                    "feeds": [
                        {
                            "url": f.url,
                            "outcome": f.last_outcome,
                            "failures": f.failures,
                            "next_due": f.next_due,
                        }
                        for f in state.feeds
                        if f.declared
                    ],
                }
            )
        feeds = sum(feed.declared for feed in state.feeds)
        rows.append((state.id, state.name, state.language, state.grade, feeds, state.articles, status))
    if not as_json:
        table(("source", "name", "language", "grade", "feeds", "articles", "status"), rows)


def _health(state: SourceState, redesign: SeenRedesign | None) -> str:
    """One line on how polling and reading go."""
    feeds = [feed for feed in state.feeds if feed.declared]
    failing = [feed for feed in feeds if feed.failures]
    if failing:
        worst = max(failing, key=lambda feed: feed.failures)
        return f"{len(failing)} of {len(feeds)} failing: {worst.last_outcome} {worst.last_reason}".strip()
    if redesign is not None:
        return f"redesign of {redesign.site} on {redesign.at.date()}: {redesign.what}"
    return "not visited yet" if not any(feed.last_visit for feed in feeds) else "ok"


def runs(
    run_id: Annotated[
        int | None, typer.Argument(metavar="ID", help="One run: what it refused and why.")
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Rows at most.")] = 20,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """The ledger of runs, newest first.

    A run without an end is running, or has crashed.

    Example: seedwatch runs
    """
    from cli.output import json_line, table
    from db.runs import get_run, list_runs

    with database(db) as handle, handle.read() as conn:
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
        "feeds": run.feeds,
        "outcomes": {name.value: count for name, count in run.outcomes.items()},
    }


def _run_row(run: RunRecord) -> tuple[object, ...]:
    from core.model.page import KEPT

    took = f"{(run.finished_at - run.started_at).total_seconds():.1f} s" if run.finished_at else ""
    kept = sum(count for name, count in run.outcomes.items() if name in KEPT)
    started = run.started_at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    return run.id, run.kind, started, took, run.feeds, sum(run.outcomes.values()), kept, _ending(run)


def _ending(run: RunRecord) -> str:
    if run.exit_code is None:
        return "running or crashed"
    return {0: "done", 3: "no network", 130: "interrupted"}.get(run.exit_code, f"failed ({run.exit_code})")


def _print_run(run: RunRecord, db: str | None) -> None:
    from cli.output import say, table
    from cli.report import MEANING
    from db.queries import refusals

    say(f"run {run.id} ({run.kind}): {_ending(run)}", "bold")
    table(
        ("outcome", "pages", ""), [(name.value, count, MEANING[name]) for name, count in run.outcomes.items()]
    )
    with database(db) as handle, handle.read() as conn:
        rows = [(end.outcome.value, end.reason, end.url) for end in refusals(conn, run.id)]
    if rows:
        say()
        table(("refused", "why", "address"), rows)


@db_app.command("upgrade")
def db_upgrade(db: Db = None) -> None:
    """Bring the database to the program's version.

    Example: seedwatch db upgrade
    """
    from cli.output import say

    with database(db) as handle:
        say(f"{handle.url}: version {handle.version()}")


@db_app.command("stats")
def db_stats(as_json: AsJson = False, db: Db = None) -> None:
    """What the database holds, and how it grows.

    Example: seedwatch db stats
    """
    from dataclasses import fields

    from cli.output import json_line, table
    from db.queries import stats

    with database(db) as handle, handle.read() as conn:
        found = stats(conn)
    facts = {field.name: getattr(found, field.name) for field in fields(found) if field.name != "languages"}
    if as_json:
        json_line({"id": handle.url, **facts, "languages": dict(found.languages)})
        return
    rows = [(key.replace("_", " "), "" if value is None else value) for key, value in facts.items()]
    rows += [(f"articles in {name}", count) for name, count in found.languages.items()]
    span = (
        (found.last_seen - found.first_seen).total_seconds() / 86400
        if found.last_seen and found.first_seen
        else 0
    )
    if span >= 1:
        rows.append(("growth, MB a month", f"{found.size / span * 30 / 1e6:.1f}"))
    table(("", handle.url), rows)


@db_app.command("tidy")
def db_tidy(db: Db = None) -> None:
    """Forget what is past its time, renew the search index and what copies are found by.

    `seedwatch schedule` does so once a day.

    Example: seedwatch db tidy
    """
    from cli.output import say
    from cli.tidy import tidy

    wanted = settings(db)
    with database(db) as handle:
        done = tidy(handle, wanted)
    say(
        f"forgotten: {done.pages} kept pages whose files are gone, {done.bands} keys of old articles;"
        f" indexed again: {done.indexed} articles; signed again: {done.signed} texts;"
        f" let go by terms of use: {done.released.articles} texts and {done.released.pages} kept pages"
        f" (run {done.run_id})"
    )


def config(as_json: AsJson = False, db: Db = None) -> None:
    """Every setting, its value, and where it came from.

    Example: seedwatch config
    """
    from cli.config import origins
    from cli.output import json_line, table

    rows = origins(settings(db), database_url=db)
    if as_json:
        for row in rows:
            json_line({"id": row.key, "value": row.value, "origin": row.origin, "meaning": row.meaning})
    else:
        table(("setting", "value", "from", "meaning"), [(r.key, r.value, r.origin, r.meaning) for r in rows])


def doctor(db: Db = None) -> None:
    """Check this machine, the database and the data files.

    Exit code 1 when something needs attention.

    Example: seedwatch doctor
    """
    from cli.doctor import checks
    from cli.output import table

    found = checks(settings(db))
    table(
        ("", "check", "found"), [("ok" if check.ok else "LOOK", check.name, check.found) for check in found]
    )
    if not all(check.ok for check in found):
        raise typer.Exit(1)
