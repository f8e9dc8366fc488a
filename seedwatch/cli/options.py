"""Options that several commands share, and the steps every command begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.core.errors import InputError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from db.engine.database import Database
    from seedwatch.cli.config import Settings
    from seedwatch.core.chinese.names import Lexicon
    from seedwatch.core.model.source import Source

Db = Annotated[str | None, typer.Option("--db", metavar="URL", help="Database URL (SQLAlchemy).")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Since = Annotated[str | None, typer.Option(metavar="D", help="Published on or after: 2026-03-22, or 7d.")]
Until = Annotated[str | None, typer.Option(metavar="D", help="Published before the end of: 2026-03-22.")]


def settings(db: str | None = None, **more: object) -> Settings:
    """The effective settings with the command line's on top."""
    from seedwatch.cli.config import load

    return load(database_url=db, **more)


def database(db: str | None) -> Database:
    """The database, open and at the program's version; a context manager."""
    from db.engine.database import open_database

    return open_database(settings(db).database_url)


def moment(text: str | None, option: str, *, end: bool = False) -> datetime | None:
    """A bound in UTC from a date (this machine's day; with `end`, its end), a time, or an age (7d, 12h)."""
    from datetime import UTC, datetime, timedelta

    if text is None:
        return None
    unit = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}.get(text[-1:])
    if unit is not None and text[:-1].isdigit() and len(text) < 6:
        return datetime.now(UTC) - int(text[:-1]) * unit
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(
            f"{option} {text}: not a date", "Write 2026-03-22, 2026-03-22T09:00+08:00 or 7d."
        ) from None
    if end and len(text) <= 10:
        found += timedelta(days=1)
    return found.astimezone(UTC)


def lexicon() -> Lexicon:
    """The names that a query is widened by."""
    from seedwatch.core.chinese.names import parse_lexicon
    from seedwatch.themes import lexicon_text

    return parse_lexicon(lexicon_text(), "lexicon.tsv")


def catalogue(wanted: Settings) -> tuple[Source, ...]:
    """Every declared source; those whose terms exclude the use profile are switched off."""
    from dataclasses import replace

    from seedwatch.core.sources.declarations import parse_catalogue
    from seedwatch.sources import texts

    _check_readable(wanted.sources_dir)
    found = parse_catalogue(texts(wanted.sources_dir, shipped=wanted.shipped_sources))
    return tuple(
        source if wanted.profile in source.terms.profiles else replace(source, enabled=False)
        for source in found
    )


def theme_texts(wanted: Settings) -> tuple[tuple[str, str], ...]:
    """(file name, content) of the theme files, the user's among them."""
    from seedwatch.themes import texts

    return texts(wanted.themes_dir)


def rule_texts(wanted: Settings) -> tuple[tuple[str, str], ...]:
    """(file name, content) of the per-site rules, the user's among them (sources_dir/rules).

    Raises InputError naming file, line and key of a rule that cannot be used.
    """
    from seedwatch.core.extract.rules import load_rules
    from seedwatch.sources import rule_texts

    _check_readable(wanted.sources_dir / "rules" if wanted.sources_dir else None)
    texts = rule_texts(wanted.sources_dir)
    load_rules(texts)
    return texts


def declare(wanted: Settings, ad_hoc: tuple[Source, ...] = ()) -> None:
    """Write the declared sources down, `ad_hoc` ones with them; all others the database knows are off."""
    from db.engine.database import open_database
    from db.sources.catalogue import sync_sources

    sources = (*catalogue(wanted), *ad_hoc)
    with open_database(wanted.database_url) as handle, handle.write() as conn:
        sync_sources(conn, sources, complete=True)


def _check_readable(directory: Path | None) -> None:
    """Raises InputError naming a file of the user's that cannot be read as text."""
    from pipelines.offline.files import read_text

    for path in sorted(directory.glob("*.yaml")) if directory is not None else ():
        read_text(str(path))
