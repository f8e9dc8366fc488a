"""`seedwatch themes ...` and `correct`. A module for each thing people do with themes:

look (list, test), change (preview, apply), new, grow (suggest, news), people (correct, labels).
"""

from __future__ import annotations

import typer

from seedwatch.cli.aliases import Renamed
from seedwatch.cli.help import Part
from seedwatch.cli.themes import change, grow, look, new, people

#: Modules in the order of the help.
PARTS = (look, change, new, grow, people)


def add_to(main: typer.Typer) -> None:
    app = Part(cls=Renamed, no_args_is_help=True, help="Themes: list, try, change, draft and grow them.")
    for part in PARTS:
        part.add_to(app)
    main.add_typer(app, name="themes")
    main.command("correct")(people.correct)
