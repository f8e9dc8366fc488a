"""`seedwatch sources list`: the outlets, and how polling them goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from seedwatch.cli.options import AsJson, Db, catalogue, database, declare, settings
from seedwatch.core.fetching.conditional import CONFIRMATIONS

if TYPE_CHECKING:
    from db.archive.layouts import SeenLayoutChange
    from db.reads.records import FeedState, SourceState
    from seedwatch.core.model.source import Source

sources_app = typer.Typer(no_args_is_help=True, help="Outlets: list them.")


def add_to(app: typer.Typer) -> None:
    app.add_typer(sources_app, name="sources")


@sources_app.command("list")
def sources_list(as_json: AsJson = False, db: Db = None) -> None:
    """The outlets, what their feeds answered last, and what is off and why.

    Example: seedwatch sources list
    """
    from db.reads.queries import source_states
    from seedwatch.cli.doctor import recent_layout_changes
    from seedwatch.cli.output import json_line, table

    wanted = settings(db)
    declared = {source.id: source for source in catalogue(wanted)}
    declare(wanted)
    with database(db) as handle, handle.read() as conn:
        states = [state for state in source_states(conn) if state.id in declared]
        redesigned = recent_layout_changes(conn)
    rows = []
    for state in states:
        status = _off(state, declared[state.id], wanted.profile) or _health(state, redesigned.get(state.id))
        if as_json:
            json_line(_state_json(state, status))
        feeds = sum(feed.declared for feed in state.feeds)
        rows.append((state.id, state.name, state.language, state.grade, feeds, state.articles, status))
    if not as_json:
        table(("source", "name", "language", "grade", "feeds", "articles", "status"), rows)


def _off(state: SourceState, source: Source, profile: str) -> str:
    """Why nothing of a source is fetched; empty when it is."""
    if state.erased_at is not None:
        return f"forgotten on request on {state.erased_at.date()}"
    if profile not in source.terms.profiles:
        return f"off: its terms exclude {profile} use"
    return "" if source.enabled else "off"


def _health(state: SourceState, redesign: SeenLayoutChange | None) -> str:
    """One line on how polling and reading go, what matters most first."""
    feeds = [feed for feed in state.feeds if feed.declared]
    words = [] if state.verify_tls else ["its certificates are NOT verified"]
    failing = [feed for feed in feeds if feed.failures]
    if failing:
        worst = max(failing, key=lambda feed: feed.failures)
        words.append(
            f"{len(failing)} of {len(feeds)} failing: {worst.last_outcome} {worst.last_reason}".strip()
        )
    if redesign is not None:
        words.append(f"redesign of {redesign.site} on {redesign.at.date()}: {redesign.what}")
    words += [
        f"its feed has moved to {feed.moved_to}"
        for feed in feeds
        if feed.moved_to and feed.moves >= CONFIRMATIONS
    ]
    words += [
        "a feed's validators lie: read whole each time" for feed in feeds if feed.validators_unreliable
    ][:1]
    return "; ".join(words) or ("ok" if any(feed.last_visit for feed in feeds) else "not visited yet")


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
        "url": feed.url,
        "outcome": feed.last_outcome,
        "failures": feed.failures,
        "next_due": feed.next_due,
        "moved_to": feed.moved_to,
        "distrusted": feed.validators_unreliable,
    }
