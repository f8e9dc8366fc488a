"""What people say of tags: corrections, and the labels that they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.cli.options import Db, reading, writing
from seedwatch.cli.themes.common import known, load
from seedwatch.core.errors import InputError
from seedwatch.locales import N_

if TYPE_CHECKING:
    from db.archive.tags import TagDecision


def add_to(app: typer.Typer) -> None:
    app.command("labels")(themes_labels)


def themes_labels(db: Db = None) -> None:
    """Articles that people have decided on, as labels for `make train-themes LABELS=FILE`.

    Example: seedwatch themes labels > mine.jsonl
    """
    from db.upkeep.retagging import decided_texts
    from seedwatch.cli.output import json_line

    with reading(db) as handle, handle.read() as conn:
        for each in decided_texts(conn):
            json_line(
                {
                    "id": str(each.article_id),
                    "lang": each.language,
                    "title": each.title,
                    "text": each.text,
                    "themes": sorted(each.tags),
                }
            )


def correct(
    article_id: Annotated[int, typer.Argument(metavar="ID", help="Number of the article.")],
    add: Annotated[list[str] | None, typer.Option(metavar="THEME", help="It has this theme.")] = None,
    remove: Annotated[list[str] | None, typer.Option(metavar="THEME", help="It has not.")] = None,
    db: Db = None,
) -> None:
    """Correct an article by hand; no rule overwrites it.

    Example: seedwatch correct 17 --add ai-regulation --remove nvidia-ai-chips
    """
    from datetime import UTC, datetime

    from db.reads.article import article
    from db.upkeep.retagging import decide
    from seedwatch.cli.output import say

    decisions = _decisions(add or [], remove or [])
    known(load(db), [theme for theme, _ in decisions])
    with writing(db) as handle, handle.write() as conn:
        if article(conn, article_id) is None:
            raise InputError(
                N_("there is no article %(number)s"),
                N_("`seedwatch search ''` lists them."),
                number=article_id,
            )
        for theme, verdict in decisions:
            changed = decide(conn, article_id, theme, verdict, datetime.now(UTC))
            say(f"{theme}: {verdict}" if changed else f"{theme}: stood already")


def _decisions(add: list[str], remove: list[str]) -> list[tuple[str, TagDecision]]:
    from db.archive.tags import TagDecision

    decisions = [
        *((each, TagDecision.ADDED) for each in add),
        *((each, TagDecision.REMOVED) for each in remove),
    ]
    if not decisions or len({theme for theme, _ in decisions}) < len(decisions):
        raise InputError("tag-fix: say --add THEME or --remove THEME, and each theme once")
    return decisions
