"""What is declared: the outlets, themes, per-site rules and names that the settings lead to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from seedwatch.core.errors import InputError
from seedwatch.core.model.text import Language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from db.engine.database import Database
    from db.sources.catalogue import CatalogueSync
    from seedwatch.app.settings import Settings
    from seedwatch.core.chinese.names import Lexicon
    from seedwatch.core.model.source import Catalogue, Source


def lexicon() -> Lexicon:
    """The names that a query is widened by."""
    from seedwatch.core.chinese.names import parse_lexicon
    from seedwatch.themes import lexicon_text

    return parse_lexicon(lexicon_text(), "lexicon.tsv")


def catalogues(settings: Settings) -> tuple[Catalogue, ...]:
    """The sources that the settings lead to, by where they are declared: those shipped, then the user's own.

    Sources whose terms exclude the use profile are switched off. Raises InputError naming file, line and key of
    what cannot be used.
    """
    from seedwatch.core.model.source import SHIPPED, Catalogue
    from seedwatch.core.sources.declarations import parse_catalogue
    from seedwatch.sources import texts

    found = []
    if settings.shipped_sources:
        found.append(Catalogue(SHIPPED, _allowed(parse_catalogue(texts()), settings.profile)))
    if settings.sources_dir is not None:
        _check_readable(settings.sources_dir)
        own = parse_catalogue(texts(settings.sources_dir, shipped=False))
        found.append(Catalogue(f"files:{settings.sources_dir.resolve()}", _allowed(own, settings.profile)))
    return tuple(found)


def own_catalogue(settings: Settings) -> Catalogue:
    """The sources that commands added, as the database has them; an older database is brought up to date."""
    from db.engine.database import open_database
    from db.sources.own import own_sources
    from seedwatch.core.model.source import OWN, Catalogue

    with open_database(settings.database_url) as database, database.read() as conn:
        return Catalogue(OWN, own_sources(conn))


def source_ids_of(names: Iterable[str], declared: Iterable[Catalogue]) -> tuple[str, ...]:
    """Ids of sources given by id or name, in any case; what no source is called stays as it is."""
    by_name = {each.name.casefold(): each.id for part in declared for each in part.sources}
    ids = set(by_name.values())
    return tuple(name if name in ids else by_name.get(name.casefold(), name) for name in names)


def _allowed(sources: Iterable[Source], profile: str) -> tuple[Source, ...]:
    return tuple(
        source if profile in source.terms.profiles else replace(source, enabled=False) for source in sources
    )


def declared_sources(settings: Settings) -> tuple[Source, ...]:
    """Every declared source; the user's own replaces a shipped one of the same id.

    Raises InputError naming file, line and key of what cannot be used.
    """
    from seedwatch.core.sources.declarations import merge_catalogues

    return merge_catalogues(catalogues(settings))


def sync(database: Database, declared: Sequence[Catalogue], *, take: bool = False) -> CatalogueSync:
    """Write the catalogues down where they differ from what is stored of them, in one transaction.

    take: all of them, and sources that another catalogue declared become theirs.
    Raises InputError when two sources share a feed address, DatabaseError.
    """
    from db.sources.catalogue import sync_catalogues
    from seedwatch.core.sources.declarations import merge_catalogues

    merge_catalogues(declared)
    with database.write() as conn:
        return sync_catalogues(conn, declared, datetime.now(UTC), take=take)


def foreign_problems(synced: CatalogueSync) -> tuple[str, ...]:
    """What a person should know of sources that stay as another catalogue declared them."""
    return tuple(
        f"{source_id}: declared by {holder} and left as it is there; `seedwatch sources sync` makes it yours"
        for source_id, holder in synced.foreign
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


def _check_readable(directory: Path | None) -> None:
    """Raises InputError naming a file of the user's that cannot be read as text."""
    for path in sorted(directory.glob("*.yaml")) if directory is not None else ():
        try:
            path.read_text(encoding="utf-8")
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror}") from None
        except UnicodeDecodeError as error:
            raise InputError(f"{path}: not UTF-8 at byte {error.start}") from None


def theme_names(settings: Settings, language: str) -> dict[str, str]:
    """The first name of each theme in a language, by id; the id where it has none."""
    from seedwatch.core.themes import load_themes

    themes = load_themes(theme_texts(settings)).themes
    return {theme.id: (theme.name[Language(language)] or (theme.id,))[0] for theme in themes}
