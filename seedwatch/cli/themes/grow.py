"""Themes that begin and grow: a draft from one article, terms that are new beside a theme."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.app.catalogue import lexicon
from seedwatch.cli.options import AsJson, Db, read_settings, reading
from seedwatch.cli.themes.common import Themes, known, load, plain, remarks, theme_of
from seedwatch.core.errors import InputError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from seedwatch.core.themes.discover.draft import Draft
    from seedwatch.core.themes.discover.trends import Outlook, Rise


def add_to(app: typer.Typer) -> None:
    app.command("new")(themes_new)
    app.command("suggest")(themes_suggest)
    app.command("news")(themes_news)


def themes_new(
    article: Annotated[
        Path, typer.Option("--from", metavar="ARTICLE.txt", help="Headline first, then the text.")
    ],
    theme_id: Annotated[str, typer.Option("--id", metavar="ID", help="Small letters, digits, hyphens.")],
    topic: Annotated[
        str | None, typer.Option(metavar="ID", help="A topic; one of the theme's own if left out.")
    ] = None,
    date: Annotated[str | None, typer.Option(metavar="D", help="Of the article; today if left out.")] = None,
    db: Db = None,
) -> None:
    """Draft a theme file from one article: names and terms in both scripts, English where it is known.

    The file goes to the directory of your own themes; without one (themes_dir), to stdout.

    Example: seedwatch themes new --from wind.txt --id offshore-wind
    """
    from pipelines.offline.files import read_text
    from seedwatch.core.themes import parse_theme
    from seedwatch.core.themes.discover.draft import write_theme

    text = read_text(str(article))
    if not text.strip():
        raise InputError(f"{article}: is empty", "Its first line is the headline, the rest the text.")
    loaded = load(db)
    own_topic = topic or theme_id
    written = write_theme(_draft(text, db), theme_id, own_topic, _seed_date(date))
    parse_theme(written, f"{theme_id}.yaml")
    _write_draft(written, theme_id, own_topic, {each.id for each in loaded.topics}, db)


def _draft(text: str, db: str | None) -> Draft:
    """A draft that knows what is common in the archive."""
    from db.upkeep.retagging import tagged_texts
    from seedwatch.core.themes.discover.draft import draft_theme, look_around

    names = lexicon()
    first = draft_theme(text, names)
    with reading(db) as handle, handle.read() as conn:
        around = look_around(first, plain(tagged_texts(conn)))
    return draft_theme(text, names, around.shares, around.counter)


def _seed_date(date: str | None) -> datetime.date:
    from datetime import UTC, datetime

    from seedwatch.cli.options import moment

    return (moment(date, "--date") or datetime.now(UTC)).date()


def _write_draft(text: str, theme_id: str, topic: str, topics: set[str], db: str | None) -> None:
    from seedwatch.cli.output import note, say
    from seedwatch.core.themes.discover.draft import write_topic

    directory = read_settings(db).themes_dir
    if directory is None:
        typer.echo(text, nl=False)
        note("Set themes_dir in seedwatch.toml to a directory of your own and the file is written there.")
        return
    files = {f"{theme_id}.yaml": text}
    if topic not in topics:
        files[f"topic-{topic}.yaml"] = write_topic(topic)
    for name in files:
        if (directory / name).exists():
            raise InputError(
                f"{directory / name}: is there already", "Choose another --id or remove the file."
            )
    for name, content in files.items():
        (directory / name).write_text(content, encoding="utf-8")
        say(str(directory / name))
    say(f"Next: edit it, then seedwatch themes preview --theme {theme_id}")


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

    mine = theme_of(load(db), theme)
    with reading(db) as handle, handle.read() as conn:
        inside, outside = texts_beside(conn, theme)
        times = theme_times(conn, theme).get(theme, ())
    _show_rises(rising(inside, outside, mine.wordings(), limit), as_json=as_json)
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

    loaded = load(db)
    chosen = known(loaded, theme)
    since = datetime.now(UTC) - timedelta(days=days)
    is_any_shown = False
    with reading(db) as handle, handle.read() as conn:
        for each in loaded.themes:
            if chosen and each.id not in chosen:
                continue
            fresh, older = dated_texts(conn, each.id, since)
            rises = rising(fresh, older, each.wordings(), limit)
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
