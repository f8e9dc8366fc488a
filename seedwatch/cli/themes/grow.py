"""Themes that grow: terms that keep standing, or are new, beside a theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.cli.options import AsJson, Db, reading
from seedwatch.cli.themes.common import Themes, known, load, remarks, theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seedwatch.core.themes.discover.trends import Outlook, Rise


def add_to(app: typer.Typer) -> None:
    app.command("suggest")(themes_suggest)
    app.command("news")(themes_news)


def themes_suggest(
    theme: Annotated[str, typer.Argument(metavar="ID", help="A theme.")],
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Terms to show.")] = 20,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Terms that keep standing beside a theme and are not in its file; warns when it drifts or goes quiet.

    Example: seedwatch themes suggest humanoid-robots
    """
    from datetime import UTC, datetime

    from db.upkeep.retagging import texts_beside, theme_times
    from seedwatch.core.themes.discover.trends import outlook, rising
    from seedwatch.themes import everyday_words

    mine = theme_of(load(db), theme)
    with reading(db) as handle, handle.read() as conn:
        inside, outside = texts_beside(conn, theme)
        times = theme_times(conn, theme).get(theme, ())
    _show_rises(rising(inside, outside, mine.wordings(), limit, everyday_words()), as_json=as_json)
    _warn(theme, outlook(mine, times, datetime.now(UTC)))


def _warn(theme: str, view: Outlook) -> None:
    from seedwatch.cli.output import note

    for remark in remarks(view.quiet, view.drift, view.burst):
        note(f"{theme}: {remark}")


def _show_rises(rises: Sequence[Rise], *, as_json: bool) -> None:
    from seedwatch.cli.output import json_line, note, table

    if as_json:
        for rise in rises:
            json_line(
                {
                    "id": rise.term,
                    "inside": rise.inside,
                    "outside": rise.outside,
                    "score": round(rise.score, 1),
                }
            )
        return
    if not rises:
        note("No term stands beside it more often than elsewhere and is not in its file yet.")
        return
    rows = [(rise.term, rise.inside, rise.outside, f"{rise.score:.1f}") for rise in rises]
    table(("term", "articles with the theme", "without", "score"), rows)


def themes_news(
    theme: Themes = None,
    days: Annotated[int, typer.Option(metavar="N", min=1, help="What counts as new.")] = 7,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Terms a theme.")] = 8,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Terms that are new beside each theme this week, against its own past.

    Example: seedwatch themes news --days 7
    """
    from datetime import UTC, datetime, timedelta

    from db.upkeep.retagging import dated_texts
    from seedwatch.cli.output import note
    from seedwatch.core.themes.discover.trends import rising
    from seedwatch.themes import everyday_words

    loaded = load(db)
    chosen = known(loaded, theme)
    since = datetime.now(UTC) - timedelta(days=days)
    is_any_shown = False
    with reading(db) as handle, handle.read() as conn:
        for each in loaded.themes:
            if chosen and each.id not in chosen:
                continue
            fresh, older = dated_texts(conn, each.id, since)
            rises = rising(fresh, older, each.wordings(), limit, everyday_words())
            is_any_shown |= bool(rises)
            _show_news(each.id, len(fresh), len(older), rises, as_json=as_json)
    if not is_any_shown and not as_json:
        note(f"No term is new beside any theme in the last {days} days.")


def _show_news(theme: str, fresh: int, older: int, rises: Sequence[Rise], *, as_json: bool) -> None:
    from seedwatch.cli.output import json_line, say

    if as_json:
        terms = [{"term": rise.term, "now": rise.inside, "before": rise.outside} for rise in rises]
        json_line({"id": theme, "articles": fresh, "before": older, "terms": terms})
    elif rises:
        line = ", ".join(f"{rise.term} ({rise.inside}, before {rise.outside})" for rise in rises)
        say(f"{theme} ({fresh} new): {line}")
