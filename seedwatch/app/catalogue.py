"""What is declared: the outlets, themes, per-site rules and names that the settings lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seedwatch.core.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from seedwatch.app.settings import Settings
    from seedwatch.core.chinese.names import Lexicon
    from seedwatch.core.model.source import Source


def lexicon() -> Lexicon:
    """The names that a query is widened by."""
    from seedwatch.core.chinese.names import parse_lexicon
    from seedwatch.themes import lexicon_text

    return parse_lexicon(lexicon_text(), "lexicon.tsv")


def declared_sources(settings: Settings) -> tuple[Source, ...]:
    """Every declared source; those whose terms exclude the use profile are switched off.

    Raises InputError naming file, line and key of what cannot be used.
    """
    from dataclasses import replace

    from seedwatch.core.sources.declarations import parse_catalogue
    from seedwatch.sources import texts

    _check_readable(settings.sources_dir)
    found = parse_catalogue(texts(settings.sources_dir, shipped=settings.shipped_sources))
    return tuple(
        source if settings.profile in source.terms.profiles else replace(source, enabled=False)
        for source in found
    )


def theme_texts(settings: Settings) -> tuple[tuple[str, str], ...]:
    """(file name, content) of the theme files, the user's among them."""
    from seedwatch.themes import texts

    return texts(settings.themes_dir)


def rule_texts(settings: Settings) -> tuple[tuple[str, str], ...]:
    """(file name, content) of the per-site rules, the user's among them (sources_dir/rules).

    Raises InputError naming file, line and key of a rule that cannot be used.
    """
    from seedwatch.core.extract.rules import load_rules
    from seedwatch.sources import rule_texts

    _check_readable(settings.sources_dir / "rules" if settings.sources_dir else None)
    texts = rule_texts(settings.sources_dir)
    load_rules(texts)
    return texts


def declare(settings: Settings, ad_hoc: tuple[Source, ...] = ()) -> None:
    """Write the declared sources down, `ad_hoc` ones with them; all others the database knows are off."""
    from db.engine.database import open_database
    from db.sources.catalogue import sync_sources

    sources = (*declared_sources(settings), *ad_hoc)
    with open_database(settings.database_url) as handle, handle.write() as conn:
        sync_sources(conn, sources, complete=True)


def _check_readable(directory: Path | None) -> None:
    """Raises InputError naming a file of the user's that cannot be read as text."""
    for path in sorted(directory.glob("*.yaml")) if directory is not None else ():
        try:
            path.read_text(encoding="utf-8")
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror}") from None
        except UnicodeDecodeError as error:
            raise InputError(f"{path}: not UTF-8 at byte {error.start}") from None
