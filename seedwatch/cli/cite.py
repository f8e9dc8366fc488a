"""`seedwatch cite`: one article as a reference, with what proves it."""

from __future__ import annotations

from typing import Annotated

import typer

from seedwatch.cli.options import Db, read_settings, reading
from seedwatch.core.errors import InputError


def add_to(app: typer.Typer) -> None:
    app.command("cite")(cite)


def cite(
    article_id: Annotated[
        int, typer.Argument(metavar="ID", help="Number of the article, as search prints it.")
    ],
    style: Annotated[
        str, typer.Option(metavar="plain|apa|gb7714", help="How the reference is written.")
    ] = "plain",
    db: Db = None,
) -> None:
    """Cite one article.

    Its reference, a quotation, the date with its zone, the version, when that was fetched, and the hash of the
    page as it was kept.

    Example: seedwatch cite 17 --style gb7714
    """
    from pipelines.warc.read import kept_body
    from seedwatch.app.catalogue import theme_names
    from seedwatch.app.citations import cited
    from seedwatch.app.exports import out_style
    from seedwatch.cli.output import printable
    from seedwatch.locales import speaking
    from seedwatch.out.cite import CiteStyle
    from seedwatch.out.cite import cite as written

    if style not in set(CiteStyle):
        raise InputError(f"--style {style}: no such style", f"There are: {', '.join(CiteStyle)}.")
    settings = read_settings(db)
    language, folder = settings.reader_language, settings.pages_dir
    with reading(db) as handle, handle.read() as conn:
        found = cited(conn, article_id, lambda raw: kept_body(raw, folder) if folder else None)
        shape = out_style(conn, settings, theme_names(settings, language))
    with speaking(language):
        print(*map(printable, written(found, CiteStyle(style), shape).split("\n")), sep="\n")
