"""Changing tags by edited theme files: preview first, then apply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.cli.options import AsJson, Db, reading, writing
from seedwatch.cli.themes.common import Themes, build, known, load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seedwatch.core.model.text import Evidence
    from seedwatch.core.themes.preview import Change, Preview


def add_to(app: typer.Typer) -> None:
    app.command("preview")(themes_preview)
    app.command("apply")(themes_apply)


def themes_preview(
    theme: Themes = None,
    examples: Annotated[int, typer.Option(metavar="N", min=0, help="Examples of each kind.")] = 5,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Show what the theme files, as they are now, would change over the archive. Nothing is written.

    New tags that look most like mistakes come first, of the lost ones the surest.

    Example: seedwatch themes preview --theme oil-hormuz-energy-cost
    """
    from db.upkeep.retagging import tagged_texts
    from seedwatch.cli.output import json_line, say
    from seedwatch.core.themes.preview import preview

    loaded = load(db, strict=True)
    chosen = known(loaded, theme)
    with reading(db) as handle, handle.read() as conn:
        found = preview(build(loaded), tagged_texts(conn), chosen, most=examples)
    if as_json:
        for each in found:
            json_line(_rehearsal_json(each))
        return
    shown = [each for each in found if chosen or each.came or each.went]
    for each in shown:
        _show_rehearsal(each)
    if not shown:
        say("Nothing would change.")


def themes_apply(theme: Themes = None, db: Db = None) -> None:
    """Re-tag the archive by the theme files as they are now, in one transaction. People's verdicts stay.

    Example: seedwatch themes apply --theme oil-hormuz-energy-cost
    """
    from pipelines.offline.retag import retag_archive
    from seedwatch.cli.output import say

    loaded = load(db, strict=True)
    chosen = known(loaded, theme)
    with writing(db) as handle:
        report = retag_archive(handle, build(loaded), chosen)
    for each in sorted(report.new.keys() | report.gone.keys()):
        say(f"{each}: +{report.new[each]} / -{report.gone[each]}")
    say(f"{report.changed} of {report.read} articles changed")


def _show_rehearsal(found: Preview) -> None:
    from seedwatch.cli.output import say

    say(f"{found.theme}: {found.summary}, {found.kept} stay", "bold")
    for sign, changes in (("+", found.gained), ("-", found.lost)):
        for each in changes:
            reason = f"({each.score:.2f}{_because(each.evidence)})"
            say(f"{sign} {each.article_id} {each.title} {reason}", indent=2)


def _because(evidence: Sequence[Evidence]) -> str:
    words = list(dict.fromkeys(piece.phrase for piece in evidence))[:3]
    return f": {', '.join(words)}" if words else ""


def _rehearsal_json(found: Preview) -> dict[str, object]:
    return {
        "id": found.theme,
        "kept": found.kept,
        "gained": found.came,
        "lost": found.went,
        "examples": [_change_json(each, "+") for each in found.gained]
        + [_change_json(each, "-") for each in found.lost],
    }


def _change_json(change: Change, sign: str) -> dict[str, object]:
    return {
        "change": sign,
        "article": change.article_id,
        "title": change.title,
        "score": change.score,
        "phrases": [piece.phrase for piece in change.evidence],
    }
