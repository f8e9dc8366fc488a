"""Looking at themes: how each stands, and whether its own sentences hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from seedwatch.cli.options import AsJson, Db, reading
from seedwatch.cli.themes.common import Themes, build, known, load, remarks, tell_problems
from seedwatch.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from db.reads.records import ThemeVolume
    from db.upkeep.retagging import Verdicts
    from seedwatch.core.themes import Loaded, Theme
    from seedwatch.core.themes.discover.trends import ThemeTime

COLUMNS = ("theme", "name", "newer than", "articles", "week", "burst", "drift", "right", "last")


def add_to(app: typer.Typer) -> None:
    app.command("list")(themes_list)
    app.command("test")(themes_test)


def themes_list(as_json: AsJson = False, db: Db = None) -> None:
    """The themes: seed dates, volumes, bursts and drift, and how often people agreed with their tags.

    newer than: the seed's date. week: articles of the last seven days. burst: the week against the theme's
    own past, in standard deviations. drift: 0 found by the same words as before, 1 by other ones. right: of
    the tags that a person has judged.

    Example: seedwatch themes list
    """
    from seedwatch.cli.output import json_line, table

    loaded = load(db)
    rows = _rows(loaded, db)
    if as_json:
        for row in rows:
            json_line(row)
    else:
        table(COLUMNS, map(_cells, rows), whole=COLUMNS[:1])
        for row in rows:
            _tell(row)
    tell_problems(loaded)
    if loaded.problems:
        raise typer.Exit(InputError.exit_code)


def _rows(loaded: Loaded, db: str | None) -> list[dict[str, Any]]:
    from datetime import UTC, datetime

    from db.reads.lists import theme_volumes
    from db.upkeep.retagging import theme_times, verdicts

    with reading(db) as handle, handle.read() as conn:
        volumes = {each.theme: each for each in theme_volumes(conn)}
        times, said = theme_times(conn), {each.theme: each for each in verdicts(conn)}
    now = datetime.now(UTC)
    return [
        _row(each, volumes.get(each.id), times.get(each.id, ()), said.get(each.id), now)
        for each in loaded.themes
    ]


def _row(
    theme: Theme,
    volume: ThemeVolume | None,
    times: Sequence[ThemeTime],
    said: Verdicts | None,
    now: datetime,
) -> dict[str, Any]:
    from seedwatch.core.themes.discover.trends import outlook

    view = outlook(theme, times, now)
    return {
        "id": theme.id,
        "names": [words[0] for words in theme.name.by_language().values()],
        "topic": theme.topic,
        "seed_date": theme.seed_date,
        "dated": theme.dated,
        "articles": volume.originals if volume else 0,
        "with_copies": volume.articles if volume else 0,
        "week": view.week,
        "burst": round(view.burst, 2),
        "drift": round(view.drift, 3),
        "quiet": view.quiet,
        "precision": said.precision if said else None,
        "last": volume.last_published if volume else None,
    }


def _cells(row: dict[str, Any]) -> tuple[object, ...]:
    right = "" if row["precision"] is None else f"{row['precision']:.0%}"
    figures = (row["articles"], row["week"], f"{row['burst']:+.1f}", f"{row['drift']:.2f}", right)
    last = row["last"] and row["last"].date()
    return (row["id"], row["names"][0], row["seed_date"], *figures, last)


def _tell(row: dict[str, Any]) -> None:
    """What of a theme is worth a look."""
    from seedwatch.cli.output import say

    for remark in remarks(row["quiet"], row["drift"], row["burst"]):
        say(f"{row['id']}: {remark}")


def themes_test(theme: Themes = None) -> None:
    """Try every theme's own sentences: what must match and what must not.

    Example: seedwatch themes test --theme humanoid-robots
    """
    from seedwatch.cli.output import say
    from seedwatch.core.themes.preview import failing_examples

    loaded = load(None)
    chosen = known(loaded, theme)
    failed = failing_examples(build(loaded), chosen)
    for each in failed:
        wanted = "must match" if each.wanted else "must not match"
        say(f"{each.theme}: {wanted} ({each.score:.2f}): {each.sentence}")
    count = _sentences(each for each in loaded.themes if not chosen or each.id in chosen)
    say(f"{count - len(failed)} of {count} sentences hold")
    tell_problems(loaded)
    if failed or loaded.problems:
        raise typer.Exit(1 if failed else InputError.exit_code)


def _sentences(themes: Iterable[Theme]) -> int:
    return sum(len(each.must) + len(each.must_not) for each in themes)
