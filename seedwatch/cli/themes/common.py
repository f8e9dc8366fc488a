"""What the theme commands share: the files as they are now, and names checked against them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.app.catalogue import theme_texts
from seedwatch.cli.options import read_settings
from seedwatch.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seedwatch.core.themes import Loaded, Tagger, Theme

Themes = Annotated[
    list[str] | None, typer.Option("--theme", metavar="ID", help="Only this theme (repeatable).")
]

#: From here on other phrases give the theme than before: half of the evidence has changed.
DRIFT_WARNING = 0.5
#: By chance a week stands that far above its past about once in 700.
BURST_NOTE = 3.0


def load(db: str | None, *, strict: bool = False) -> Loaded:
    """The theme files as they are now; strict: InputError when any is broken."""
    from seedwatch.core.themes import load_themes

    loaded = load_themes(theme_texts(read_settings(db)))
    if strict and loaded.problems:
        raise InputError("\n".join(loaded.problems), "Mend these files first.")
    return loaded


def tell_problems(loaded: Loaded) -> None:
    """What is wrong with the files, on stderr, beside an answer from those that can be used."""
    from seedwatch.cli.output import note

    for problem in loaded.problems:
        note(problem)


def known(loaded: Loaded, themes: Sequence[str] | None) -> tuple[str, ...]:
    """These ids. Raises InputError for one that no theme file has."""
    ids = {each.id for each in loaded.themes}
    for theme in themes or ():
        if theme not in ids:
            raise InputError(f"there is no theme {theme!r}", _hint(theme, loaded))
    return tuple(themes or ())


def _hint(theme: str, loaded: Loaded) -> str:
    """A file that cannot be used is the likely reason, then a slip of the finger."""
    from difflib import get_close_matches

    broken = [problem for problem in loaded.problems if theme in problem]
    close = get_close_matches(theme, [each.id for each in loaded.themes], n=1)
    if broken:
        return broken[0]
    return f"Did you mean {close[0]}?" if close else "seedwatch themes list shows them."


def theme_of(loaded: Loaded, theme_id: str) -> Theme:
    known(loaded, [theme_id])
    return next(each for each in loaded.themes if each.id == theme_id)


def build(loaded: Loaded) -> Tagger:
    from seedwatch.core.themes import Tagger
    from seedwatch.themes import lexicon_text

    return Tagger.build(loaded.files, lexicon_text())


def remarks(quiet: str, drift: float, burst: float) -> list[str]:
    """What a person should know of how a theme stands; empty when all is as usual."""
    found = [quiet] if quiet else []
    if drift > DRIFT_WARNING:
        found.append(f"drifts ({drift:.2f}): other phrases give it than before")
    if burst > BURST_NOTE:
        found.append(f"bursts: this week stands {burst:.1f} standard deviations above its past")
    return found
