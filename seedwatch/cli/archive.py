"""Querying the archive: search, show, export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.cli.options import AsJson, Db, moment, reading
from seedwatch.core.errors import InputError
from seedwatch.core.model.moment import TIMED
from seedwatch.core.redaction import redact
from seedwatch.locales import N_, _, pgettext
from seedwatch.locales.labels import theme_rule

if TYPE_CHECKING:
    from db.archive.tags import TagRecord
    from db.reads.records import ArticleRecord, ClusterMember, RevisionRecord


def add_to(app: typer.Typer) -> None:
    app.command("show")(show)
    app.command("export")(export)


def show(
    article_id: Annotated[
        int, typer.Argument(metavar="ID", help="Number of the article, as search prints it.")
    ],
    revisions: Annotated[bool, typer.Option("--revisions", help="Every state of the text.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="What each revision changed.")] = False,
    as_of: Annotated[str | None, typer.Option(metavar="TIME", help="As it was stored then.")] = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Show one article.

    Text, source, date with its evidence, themes with theirs, and where else it appeared.

    Example: seedwatch show 17 --diff
    """
    from db.reads.article import article
    from db.reads.as_json import article_json
    from seedwatch.cli.output import json_line

    with reading(db, needed=True) as handle, handle.read() as conn:
        found = article(conn, article_id, moment(as_of, "--as-of")) if 0 < article_id < 2**63 else None
    if found is None:
        raise InputError(
            N_("there is no article %(number)s at that time")
            if as_of
            else N_("there is no article %(number)s"),
            N_("`seedwatch search ''` lists them."),
            number=article_id,
        )
    if diff:
        _show_changes(found, as_json)
    elif as_json:
        json_line(article_json(found))
    elif revisions:
        _print_revisions(found)
    else:
        _print_article(found)


def _print_article(found: ArticleRecord) -> None:
    from seedwatch.cli.output import say, table

    now = found.current
    say(now.title, "bold")
    say(redact(found.url), "dim")
    say(" · ".join(fact for fact in (found.source_name, _when(found), "、".join(now.authors)) if fact))
    say()
    say(now.text)
    say()
    if found.tags:
        table(
            (_("theme"), _("score"), _("evidence")),
            [(t.theme, f"{t.score:.2f}", _because(t)) for t in found.tags],
        )
    else:
        say(_("no theme"))
    say()
    table(
        (_("date from"), _("as written"), _("read as"), ""),
        [(d.origin, d.raw, d.moment.iso if d.moment else "", d.note) for d in now.dates],
    )
    if found.also_at:
        say()
        rows = [
            (each.id, each.source_name, _kind(each.kind), _apart(found, each), each.title)
            for each in found.also_at
        ]
        table((_("also at"), _("outlet"), _("kind"), _("published"), _("headline")), rows)
    if len(found.revisions) > 1:
        told = {"number": len(found.revisions), "id": found.id}
        say("\n" + _("%(number)s revisions: seedwatch show %(id)s --revisions") % told)


def _kind(kind: str | None) -> str:
    from seedwatch.locales.labels import copy_kind

    return copy_kind(kind) if kind else _("original")


def _apart(found: ArticleRecord, other: ClusterMember) -> str:
    """When another outlet had it: "2 h 5 min later"."""
    after = other.after(found.published, found.precision)
    if after is None:
        return ""
    minutes = round(abs(after.total_seconds()) / 60)
    units = (
        (minutes // 1440, pgettext("duration", "d")),
        (minutes // 60 % 24, pgettext("duration", "h")),
        (minutes % 60, pgettext("duration", "min")),
    )
    apart = " ".join(f"{count} {unit}" for count, unit in units if count)
    if not apart:
        return _("at the same time")
    return (_("%(time)s later") if after.total_seconds() > 0 else _("%(time)s earlier")) % {"time": apart}


def _when(found: ArticleRecord) -> str:
    if found.published_local is None:
        return _("date unknown")
    assumed = " " + _("(zone assumed)") if found.offset == "assumed" and found.precision in TIMED else ""
    return found.published_local.replace("T", " ") + assumed


def _because(tag: TagRecord) -> str:
    if tag.verdict != "rule":
        return _("corrected by hand: added") if tag.verdict == "added" else _("corrected by hand: removed")
    places = {"title": _("headline"), "text": _("text")}
    return "; ".join(
        f"{e.phrase} ({theme_rule(e.rule)}, {places.get(e.field, e.field)} {e.offset})" for e in tag.evidence
    )


def _print_revisions(found: ArticleRecord) -> None:
    from seedwatch.cli.output import say

    for each in found.revisions:
        say(_heading(each), "bold")
        say(each.title)
        say(each.text)
        say()


def _heading(each: RevisionRecord) -> str:
    end = each.valid_to.isoformat(" ", "seconds") if each.valid_to else _("now")
    told = {"number": each.number, "start": each.valid_from.isoformat(" ", "seconds"), "end": end}
    return _("revision %(number)s: %(start)s to %(end)s") % told


def _show_changes(found: ArticleRecord, as_json: bool) -> None:
    """What changed from revision to revision: removed words struck through, added ones underlined."""
    from itertools import pairwise

    from seedwatch.cli.output import json_line, say, say_changes
    from seedwatch.core.changes.diff import diff

    for old, new in pairwise(found.revisions):
        title, text = diff(old.title, new.title), diff(old.text, new.text)
        if as_json:
            spans = {"title": title, "text": text}
            record = {
                name: [{"op": span.op, "text": span.text} for span in each] for name, each in spans.items()
            }
            json_line({"id": found.id, "from": old.number, "to": new.number, **record})
            continue
        say(_heading(new), "bold")
        say_changes(title)
        say_changes(text)
        say()
    if len(found.revisions) == 1 and not as_json:
        say(_("article %(number)s has one revision; nothing changed") % {"number": found.id})


def export(
    fmt: Annotated[str, typer.Option("--format", metavar="jsonl", help="Form of the rows.")] = "jsonl",
    db: Db = None,
) -> None:
    """Write every stored row to standard output.

    Copies are rows of their own, with `copy_of`.

    Example: seedwatch export --format jsonl > archive.jsonl
    """
    from dataclasses import asdict

    from db.reads.export import export_rows
    from seedwatch.cli.output import json_line

    if fmt != "jsonl":
        raise InputError(f"--format {fmt}: no such format", "Write jsonl.")
    with reading(db, needed=True) as handle, handle.read() as conn:
        for row in export_rows(conn):
            json_line(asdict(row))
