"""`seedwatch serve`: the pages, for this machine only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.app.catalogue import lexicon, theme_texts
from seedwatch.cli.options import Db, read_settings, reading
from seedwatch.core.errors import DatabaseError

if TYPE_CHECKING:
    from seedwatch.core.themes.files.records import Theme


def add_to(app: typer.Typer) -> None:
    app.command("serve")(serve)


def serve(
    db: Db = None,
    port: Annotated[
        int | None, typer.Option(metavar="N", min=0, max=65535, help="Port on 127.0.0.1.")
    ] = None,
) -> None:
    """Search and read in the browser, on this machine only.

    The address is http://127.0.0.1:8765/ unless another port is given.

    Example: seedwatch serve
    """
    import uvicorn

    from seedwatch.cli.output import note
    from seedwatch.core.themes import load_themes
    from seedwatch.web.app import create_app
    from seedwatch.web.routes import Facts

    settings = read_settings(db, web_port=port)
    names = {theme.id: _names(theme) for theme in load_themes(theme_texts(settings)).themes}
    with reading(db) as handle:
        if handle.absent:
            raise DatabaseError(
                f"there is nothing to show: no database {handle.url} yet", "Run `seedwatch crawl` first."
            )
        app = create_app(handle, Facts(names, lexicon()))
        server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", settings.web_port, log_level="warning"))
        note(f"http://127.0.0.1:{settings.web_port}/ (Ctrl-C ends it)")
        server.run()


def _names(theme: Theme) -> dict[str, str]:
    """The theme's first name in each written language of the pages; its id where it has none."""
    from seedwatch.core.model.text import WRITTEN

    return {language: (theme.name[language] or (theme.id,))[0] for language in WRITTEN}
