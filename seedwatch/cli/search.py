"""`seedwatch search`: a question to the archive, as a list to read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.app.catalogue import lexicon
from seedwatch.cli.export import FormatName, OutputFile, write_export
from seedwatch.cli.options import AsJson, Db, Since, Until, moment, now, read_settings, reading, writing
from seedwatch.cli.words import TakesQuery
from seedwatch.core.errors import InputError
from seedwatch.core.model.text import WRITTEN
from seedwatch.locales import N_, _

if TYPE_CHECKING:
    from seedwatch.core.model.answer import ArticleQuery, Found, FoundArticle
    from seedwatch.core.model.saved import SavedSearch

Themes = Annotated[
    list[str] | None, typer.Option("--theme", metavar="ID", help="Has this theme (repeatable).")
]
Sources = Annotated[
    list[str] | None, typer.Option("--source", metavar="ID", help="From this outlet (repeatable).")
]
Langs = Annotated[
    list[str] | None, typer.Option("--lang", metavar="L", help=f"One of {', '.join(WRITTEN)} (repeatable).")
]
Exact = Annotated[bool, typer.Option("--exact", help="Names only as written, not in their other forms.")]
New = Annotated[bool, typer.Option("--new", help="Only what came in since it was marked as seen.")]
MarkSeen = Annotated[bool, typer.Option("--mark-seen", help="Mark this search as seen up to here.")]
UnmarkSeen = Annotated[bool, typer.Option("--unmark-seen", help="First take its last such mark back.")]


#: Rows of a list where nobody says how many, and of the longest.
LISTED, MOST_LISTED = 20, 10_000


def add_to(app: typer.Typer) -> None:
    app.command("search", cls=TakesQuery)(search)


def search(
    query: Annotated[
        list[str], typer.Argument(metavar="QUERY", help="Words in either script; '' for everything.")
    ],
    theme: Themes = None,
    source: Sources = None,
    lang: Langs = None,
    since: Since = None,
    until: Until = None,
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Rows at most: 20, of an export all.")
    ] = None,
    sort: Annotated[str, typer.Option(metavar="date|relevance", help="Newest or best first.")] = "date",
    exact: Exact = False,
    as_of: Annotated[
        str | None, typer.Option(metavar="TIME", help="Answer from what was stored then.")
    ] = None,
    copies: Annotated[bool, typer.Option("--copies", help="List copies as entries of their own.")] = False,
    new: New = False,
    mark: MarkSeen = False,
    unmark: UnmarkSeen = False,
    form: FormatName = None,
    output: OutputFile = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Search the archive, in either script.

    Words, "phrases", OR, -not, brackets, and title: source: theme: lang: after: before: event: with a word
    behind; seen-after: for when an article came in. Letters and digits match as whole words (chip* for words
    that begin so); 2026 is not found by 26.
    Events: headline, revised, gone, back, copy, original, released.

    What is new: --new lists what came in since this very search was last marked with --mark-seen.

    Elsewhere: --format xlsx|csv|jsonl|ris|csl-json|html|md writes every hit.

    Example: seedwatch search '人形機器人 -特斯拉' --since 30d
    """
    from seedwatch.core.model.answer import Sort
    from seedwatch.core.model.saved import SavedSearch

    if as_of and (new or mark or unmark):
        raise InputError("--as-of asks about the past, what is new is about now", "Leave one of them out.")
    if output is not None and form is None:
        raise InputError(f"--output {output}: in which format?", "Add --format, such as --format xlsx.")
    if sort not in set(Sort):
        raise InputError(N_("--sort %(given)s: no such order"), N_("Write date or relevance."), given=sort)
    typed = SavedSearch(
        name="",
        text=" ".join(query),
        themes=tuple(theme or ()),
        sources=tuple(source or ()),
        languages=tuple(lang or ()),
        since=since or "",
        until=until or "",
        exact=exact,
    )
    shown, then = min(limit or LISTED, MOST_LISTED), moment(as_of, "--as-of")
    asked = replace(question(typed), limit=shown, sort=Sort(sort), copies=copies, as_of=then)
    with SeenView(typed, db, mark=mark, unmark=unmark) as view:
        asked = view.narrowed(asked) if new else asked
        if form is not None:
            write_export(asked, form, output, db, limit)
        else:
            answer(asked, db, as_json=as_json)


def question(typed: SavedSearch) -> ArticleQuery:
    """What the options ask."""
    from seedwatch.core.model.answer import ArticleQuery

    return ArticleQuery(
        text=typed.text,
        themes=typed.themes,
        sources=typed.sources,
        languages=typed.languages,
        since=moment(typed.since or None, "--since"),
        until=moment(typed.until or None, "--until", end=True),
        expand=not typed.exact,
    )


class SeenView:
    """The view of a search; as a context manager it takes a mark back before, and sets one after the answer.

    What came in while the answer was being read is not marked: the mark is where the archive ended before.
    """

    def __init__(
        self, typed: SavedSearch, db: str | None, *, mark: bool = False, unmark: bool = False
    ) -> None:
        from db.readers.seen_marks import search_view

        self.view, self.db, self.mark, self.unmark = search_view(typed), db, mark, unmark
        self.newest = 0

    def __enter__(self) -> SeenView:
        from datetime import UTC, datetime

        from db.readers.seen_marks import newest_article, take_back

        if self.mark or self.unmark:
            with writing(self.db) as handle, handle.write() as conn:
                if self.unmark:
                    take_back(conn, self.view, datetime.now(UTC))
                self.newest = newest_article(conn)
        return self

    def narrowed(self, asked: ArticleQuery) -> ArticleQuery:
        """The question, about what came in since the mark; about everything where there is none."""
        from db.readers.seen_marks import seen_up_to
        from seedwatch.cli.output import note

        with reading(self.db, needed=True) as handle, handle.read() as conn:
            mark = seen_up_to(conn, self.view)
        if mark is None:
            note("nothing of this search was marked as seen yet: everything is new (--mark-seen marks it)")
            return asked
        return replace(asked, after_id=mark.article_id)

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        from datetime import UTC, datetime

        from db.readers.seen_marks import mark_seen

        if self.mark and error is None:
            with writing(self.db) as handle, handle.write() as conn:
                mark_seen(conn, self.view, self.newest, datetime.now(UTC))


def answer(asked: ArticleQuery, db: str | None, *, as_json: bool) -> None:
    """Ask and print."""
    from seedwatch.cli.output import json_line

    found = ask(asked, db)
    if not as_json:
        print_found(found)
        return
    from db.reads.as_json import row_json

    for row in found.rows:
        json_line(row_json(row))


def ask(query: ArticleQuery, db: str | None) -> Found:
    """One question to the database."""
    from db.search.query import search as search_archive
    from seedwatch.app.names import resolver

    with reading(db, needed=True) as handle, handle.read() as conn:
        return search_archive(conn, query, now(), lexicon(), resolver(conn, read_settings))


def print_found(found: Found) -> None:
    """A list to read: headline, facts, a snippet."""
    from seedwatch.cli.output import say

    for row in found.rows:
        say(f"{row.id:>6}  {row.title}", "bold")
        say(_facts(row), "dim", indent=8)
        if row.snippet:
            say(row.snippet.replace("\n", " "), indent=8, highlights=row.snippet_marks)
    for each in found.expansions:
        told = {"forms": _(", ").join(each.forms), "written": each.written}
        say(_("also looked for: %(forms)s (--exact: only %(written)s)") % told, "dim")
    total = f"{found.total:,}{'+' if found.total_capped else ''}"
    say()
    if found.rows:
        told = {"shown": str(len(found.rows)), "total": total}
        say(_("%(shown)s of %(total)s; `seedwatch show ID` for one") % told)
    else:
        say(_("nothing found"))


def _facts(row: FoundArticle) -> str:
    also = _("also at %(number)s more") % {"number": row.copies} if row.copies else ""
    copy = _("copy of %(number)s") % {"number": row.copy_of} if row.copy_of else ""
    when = (row.published or _("date unknown")).replace("T", " ")
    facts = (row.source_name, when, ", ".join(row.themes), also, copy)
    return " · ".join(fact for fact in facts if fact)
