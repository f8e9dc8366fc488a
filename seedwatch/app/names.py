"""Filters by the names that pages and lists show: 中央社 is `cna`, 人形機器人 is `humanoid-robots`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seedwatch.core.search.names import FilterKind, NameTable, languages, unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from seedwatch.app.settings import Settings
    from seedwatch.core.search.names import Resolver


def resolver(conn: Connection, settings: Callable[[], Settings]) -> Resolver:
    """Reads what filters name. The archive is asked first: declarations cost 0.2 s and are read when it fails."""

    def ids(kind: FilterKind, value: str, position: int) -> tuple[str, ...]:
        tables: tuple[Callable[[], NameTable], ...] = {
            FilterKind.LANGUAGE: (languages,),
            FilterKind.THEME: (lambda: _stored_theme(conn, value), lambda: theme_names(settings())),
            FilterKind.SOURCE: (lambda: _stored_sources(conn), lambda: source_names(conn, settings())),
        }[kind]
        last = NameTable({})
        for table in tables:
            last = table()
            if found := last.ids(value):
                return found
        raise unknown(kind, value, position, last.near(value))

    return ids


def _stored_theme(conn: Connection, theme: str) -> NameTable:
    from db.archive.tags import is_theme_stored

    return NameTable({theme: ()} if is_theme_stored(conn, theme) else {})


def _stored_sources(conn: Connection) -> NameTable:
    from db.sources.catalogue import source_names as stored

    return NameTable({each: (name,) for each, name in stored(conn).items()})


def theme_names(settings: Settings) -> NameTable:
    """Every declared theme with its names in all written languages."""
    from seedwatch.app.catalogue import theme_texts
    from seedwatch.core.model.text import WRITTEN
    from seedwatch.core.themes import load_themes

    return NameTable(
        {
            theme.id: tuple(name for language in WRITTEN for name in theme.name[language])
            for theme in load_themes(theme_texts(settings)).themes
        }
    )


def source_names(conn: Connection | None, settings: Settings) -> NameTable:
    """Every source that is declared or stored, with its name."""
    from seedwatch.app.catalogue import declared_sources

    declared = {source.id: (source.name,) for source in declared_sources(settings)}
    stored = dict(_stored_sources(conn).names) if conn is not None else {}
    return NameTable({**declared, **stored})
