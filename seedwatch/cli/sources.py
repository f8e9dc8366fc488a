"""`seedwatch sources list`: the outlets, and how polling them goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from seedwatch.app.catalogue import declare, declared_sources
from seedwatch.cli.options import AsJson, Db, database, read_settings
from seedwatch.core.redaction import redact

if TYPE_CHECKING:
    from db.reads.records import FeedState, SourceState

sources_app = typer.Typer(no_args_is_help=True, help="Outlets: list them.")


def add_to(app: typer.Typer) -> None:
    app.add_typer(sources_app, name="sources")


@sources_app.command("list")
def sources_list(as_json: AsJson = False, db: Db = None) -> None:
    """The outlets, what their feeds answered last, and what is off and why.

    Example: seedwatch sources list
    """
    from db.reads.sources import source_states
    from seedwatch.app.health import recent_layout_changes
    from seedwatch.cli.output import json_line, table
    from seedwatch.core.sources.health import off_reason, polling_status

    settings = read_settings(db)
    declared = {source.id: source for source in declared_sources(settings)}
    declare(settings)
    with database(db) as handle, handle.read() as conn:
        states = [state for state in source_states(conn) if state.id in declared]
        redesigned = recent_layout_changes(conn)
    rows = []
    for state in states:
        status = off_reason(declared[state.id], settings.profile, state.erased_at) or polling_status(
            state.feeds, verify_tls=state.verify_tls, change=redesigned.get(state.id)
        )
        if as_json:
            json_line(_state_json(state, status))
        feeds = sum(feed.declared for feed in state.feeds)
        rows.append((state.id, state.name, state.language, state.grade, feeds, state.articles, status))
    if not as_json:
        table(("source", "name", "language", "grade", "feeds", "articles", "status"), rows)


def _state_json(state: SourceState, status: str) -> dict[str, object]:
    return {
        "id": state.id,
        "name": state.name,
        "language": state.language,
        "grade": state.grade,
        "enabled": state.enabled,
        "articles": state.articles,
        "status": status,
        "forgotten_at": state.erased_at,
        "feeds": [_feed_json(feed) for feed in state.feeds if feed.declared],
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
