"""`seedwatch events`: what happened to articles after they were stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.cli.options import AsJson, Db, moment, reading
from seedwatch.core.errors import InputError
from seedwatch.core.redaction import redact
from seedwatch.locales import _

if TYPE_CHECKING:
    from db.archive.event_log import EventKind
    from db.reads.changes import ChangeEntry


def add_to(app: typer.Typer) -> None:
    app.command("events")(events)


def events(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORD]...", help="Only with these in headline or source.")
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(metavar="K", help="headline, revised, gone, back, redesign, ... (repeatable)."),
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="D", help="Noticed on or after: 2026-03-22, or 7d.")
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Rows at most.")] = 50,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """What happened to articles and sites, newest first.

    Changed headlines and texts, pages taken down, sites redesigned.

    Example: seedwatch events --kind headline --since 7d
    """
    from db.reads.changes import NEWS, change_feed
    from seedwatch.cli.output import json_line

    kinds = tuple(map(_kind, kind)) if kind else NEWS
    bound = moment(since, "--since")
    with reading(db) as handle, handle.read() as conn:
        found = change_feed(conn, kinds=kinds, since=bound, words=tuple(words or ()), limit=limit)
    if as_json:
        for each in found:
            json_line(_record(each))
    else:
        _print(found)


def _kind(text: str) -> EventKind:
    from db.archive.event_log import EventKind

    if text not in set(EventKind):
        known = ", ".join(each.value for each in EventKind)
        raise InputError(f"--kind {text}: no such event", f"There are: {known}.")
    return EventKind(text)


def _record(each: ChangeEntry) -> dict[str, object]:
    return {
        "id": each.id,
        "at": each.at,
        "kind": each.kind,
        "article": each.article_id,
        "url": redact(each.url),
        "source": each.source_id,
        "before": each.before,
        "after": each.after,
        "detail": dict(each.detail),
    }


def _print(found: tuple[ChangeEntry, ...]) -> None:
    from seedwatch.cli.output import say, table

    if not found:
        say(_("nothing found"))
        return
    rows = [
        (
            f"{each.at.astimezone():%Y-%m-%d %H:%M}",
            each.kind,
            each.article_id or "",
            each.source_id,
            _what(each),
        )
        for each in found
    ]
    table((_("noticed"), _("change"), _("article"), _("source"), _("what")), rows)
    say("\n" + _("`seedwatch show ID --diff` for a changed text"), "dim")


def _what(each: ChangeEntry) -> str:
    if "what" in each.detail:
        return f"{each.url}: {each.detail['what']}"
    return each.after if each.before == each.after else f"{each.before} → {each.after}"
