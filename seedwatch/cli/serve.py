"""`seedwatch serve`: the pages, for this machine only."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.app.catalogue import lexicon, theme_texts
from seedwatch.cli.options import Db, read_settings, reading
from seedwatch.core.errors import SeedwatchError
from seedwatch.locales import N_

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

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
    from seedwatch.web.outgoing import Outgoing
    from seedwatch.web.routes import Facts

    settings = read_settings(db, web_port=port)
    outgoing = Outgoing(settings.site_url, settings.zone, settings.reader_language, settings.feeds_full_text)
    names = {theme.id: _names(theme) for theme in load_themes(theme_texts(settings)).themes}
    with reading(db, needed=True) as handle, _listening(settings.web_port) as listener:
        app = create_app(handle, Facts(names, lexicon(), settings), outgoing)
        server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", settings.web_port, log_level="warning"))
        note(f"http://127.0.0.1:{listener.getsockname()[1]}/ (Ctrl-C ends it)")
        server.run([listener])


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    """The port, taken before its address is told. Raises SeedwatchError where another program has it."""
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as found:
        if os.name == "posix":  # on Windows this would let two programs share the port
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind(("127.0.0.1", port))
        except OSError as error:
            raise SeedwatchError(
                N_("port %(port)s on this machine cannot be used: %(reason)s"),
                N_(
                    "Another `seedwatch serve` may be running: open its address, or choose a port: --port 8766."
                ),
                port=port,
                reason=error.strerror,
            ) from None
        yield found


def _names(theme: Theme) -> dict[str, str]:
    """The theme's first name in each written language of the pages; its id where it has none."""
    from seedwatch.core.model.text import WRITTEN

    return {language: (theme.name[language] or (theme.id,))[0] for language in WRITTEN}
