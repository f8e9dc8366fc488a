"""`seedwatch sources`: the outlets and how polling them goes; and writing them down."""

from __future__ import annotations

from dataclasses import asdict, astuple
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from seedwatch.cli.help import Part
from seedwatch.cli.options import AsJson, Db, Since, read_settings, reading, writing
from seedwatch.core.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from db.reads.records import FeedState
    from seedwatch.app.health import SourceStanding

sources_app = Part(no_args_is_help=True, help="Outlets: list, add, remove, switch, import, export, sync.")


def add_to(app: typer.Typer) -> None:
    from seedwatch.cli.check_sources import check
    from seedwatch.cli.own_sources import add_commands_to

    add_commands_to(sources_app)
    sources_app.command("check")(check)
    app.add_typer(sources_app, name="sources")


@sources_app.command("list")
def sources_list(as_json: AsJson = False, db: Db = None) -> None:
    """The outlets, what their feeds answered last, and what is off and why.

    Nothing is written.

    Example: seedwatch sources list
    """
    from seedwatch.app.health import source_standings
    from seedwatch.cli.output import json_line, table

    settings = read_settings(db)
    with reading(db) as handle, handle.read() as conn:
        found = source_standings(conn, settings)
    if as_json:
        for each in found:
            json_line(_state_json(each))
    else:
        table(("source", "name", "language", "grade", "feeds", "articles", "status"), map(_row, found))


def _row(each: SourceStanding) -> tuple[object, ...]:
    source = each.source
    return source.id, source.name, source.language, source.grade, len(each.feeds), each.articles, each.status


@sources_app.command("triage")
def sources_triage(since: Since = "30d", as_json: AsJson = False, db: Db = None) -> None:
    """What triage fetched and skipped of each outlet, and what the sample of the skipped says it missed.

    Example: seedwatch sources triage --since 7d
    """
    from db.reads.triage import triage_counts
    from seedwatch.cli.options import moment
    from seedwatch.cli.output import json_line, say, table

    with reading(db) as handle, handle.read() as conn:
        found = triage_counts(conn, moment(since or "30d", "--since") or datetime.now(UTC))
    if as_json:
        for each in found:
            json_line(asdict(each))
        return
    table(("source", "on theme", "skipped", "later", "sampled", "read", "missed"), map(astuple, found))
    read, missed = (sum(getattr(each, name) for each in found) for name in ("sampled_kept", "missed"))
    say(f"of {read} skipped pages that were read as a sample, {missed} had a theme after all")


@sources_app.command("sync")
def sources_sync(db: Db = None) -> None:
    """Write the outlets of your source files, and those shipped, into the database.

    `crawl` and `schedule` do so by themselves when files have changed. Here, outlets that other source files
    declared become yours too. Outlets that only other source files declare are left alone.

    Example: seedwatch sources sync
    """
    from seedwatch.app.catalogue import catalogues, sync
    from seedwatch.cli.output import say

    declared = catalogues(read_settings(db))
    with writing(db) as handle:
        done = sync(handle, declared, take=True)
    for each in declared:
        say(f"{each.name}: {len(each.sources)} sources")
    _say_ids("no longer declared, off now", done.released)
    _say_ids("declared by other source files before, yours now", done.taken)


def _say_ids(what: str, ids: Iterable[str]) -> None:
    from seedwatch.cli.output import say

    if named := ", ".join(ids):
        say(f"{what}: {named}")


def _state_json(each: SourceStanding) -> dict[str, object]:
    source = each.source
    return {
        "id": source.id,
        "name": source.name,
        "language": source.language,
        "grade": source.grade,
        "enabled": source.enabled,
        "articles": each.articles,
        "status": each.status,
        "last_article": each.rhythm.last,
        "usual_period_s": each.rhythm.period and each.rhythm.period.total_seconds(),
        "silent_since": each.rhythm.silent_since,
        "blocked": round(each.blocked, 3),
        "forgotten_at": each.erased_at,
        "catalogue": each.catalogue,
        "region": source.region,
        "owner": source.owner,
        "wires": list(source.wires),
        "primary": source.primary,
        "themes": list(source.themes),
        "zone": source.zone,
        "pace": source.crawl_delay,
        "interval": source.interval,
        "checked": source.checked,
        "note": source.note,
        "terms": asdict(source.terms),
        "feeds": [_feed_json(feed) for feed in each.feeds],
    }


def _feed_json(feed: FeedState) -> dict[str, object]:
    return {
        "url": redact(feed.url),
        "outcome": feed.last_outcome,
        "failures": feed.failures,
        "next_due": feed.next_due,
        "moved_to": feed.moved_to and redact(feed.moved_to),
        "distrusted": feed.validators_unreliable,
    }
