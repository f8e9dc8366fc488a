"""Outlets as data: one YAML text holds several sources; each becomes a `Source`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from seedwatch.core.dates.zone_names import known_zone
from seedwatch.core.errors import InputError
from seedwatch.core.model.source import Catalogue, FeedKind, FeedSpec, FullText, Source, Terms
from seedwatch.core.model.text import Language
from seedwatch.core.yaml_file import load

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Web = Annotated[str, Field(pattern=r"^https?://[^\s/]+\S*$")]
# YAML reads a bare 2026-10-03 as a date.
IsoDate = Annotated[str, BeforeValidator(str), Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Feed(_Strict):
    url: Web
    kind: FeedKind = FeedKind.FEED
    themes: tuple[Id, ...] = ()


class _Terms(_Strict):
    profiles: tuple[Literal["personal", "non-profit", "commercial"], ...] = (
        "personal",
        "non-profit",
        "commercial",
    )
    keep: FullText = FullText.FULL
    retention_days: int | None = Field(default=None, ge=1)
    credit: str = ""
    url: str = ""


class _Source(_Strict):
    id: Id
    name: str = Field(min_length=1)
    home: Web
    language: Language
    zone: Annotated[str, AfterValidator(known_zone)]
    feeds: tuple[_Feed, ...] = Field(min_length=1)
    pace: float = Field(default=1.0, ge=0.5, le=3600)
    interval: int = Field(default=1800, ge=60, le=30 * 86400)
    themes: tuple[Id, ...] = ()
    enabled: bool = True
    grade: Literal["A", "B", "C", "X", ""] = ""
    checked: IsoDate = ""
    note: str = ""
    verify_tls: bool = True
    terms: _Terms = _Terms()


class _File(_Strict):
    sources: tuple[_Source, ...]


def parse_sources(text: str, name: str) -> tuple[Source, ...]:
    """Sources declared in `text`, the content of file `name`.

    Raises InputError naming file, line and key for anything unknown, missing or out of range.
    """
    return tuple(_source(declared) for declared in load(text, name, _File).sources)


def parse_catalogue(files: tuple[tuple[str, str], ...]) -> tuple[Source, ...]:
    """Sources of several (name, text) files; a later file replaces a source of the same id.

    Raises InputError when one file declares an id twice, or two sources share a feed address.
    """
    by_id: dict[str, Source] = {}
    for name, text in files:
        own: set[str] = set()
        for source in parse_sources(text, name):
            if source.id in own:
                raise InputError(f"{name}: source id {source.id!r} is declared twice")
            own.add(source.id)
            by_id[source.id] = source
    _refuse_shared_feeds(by_id.values())
    return tuple(by_id.values())


def merge_catalogues(catalogues: Iterable[Catalogue]) -> tuple[Source, ...]:
    """The sources of all; a later catalogue replaces a source of the same id.

    Raises InputError when two sources share a feed address.
    """
    by_id = {source.id: source for catalogue in catalogues for source in catalogue.sources}
    _refuse_shared_feeds(by_id.values())
    return tuple(by_id.values())


def _refuse_shared_feeds(sources: Iterable[Source]) -> None:
    owner: dict[str, str] = {}
    for source in sources:
        for feed in source.feeds:
            if feed.url in owner:
                raise InputError(f"sources {owner[feed.url]!r} and {source.id!r} share the feed {feed.url}")
            owner[feed.url] = source.id


def _source(declared: _Source) -> Source:
    terms = declared.terms
    return Source(
        id=declared.id,
        name=declared.name,
        home=declared.home,
        language=declared.language,
        zone=declared.zone,
        feeds=tuple(FeedSpec(feed.url, feed.kind, feed.themes) for feed in declared.feeds),
        crawl_delay=declared.pace,
        interval=declared.interval,
        themes=declared.themes,
        enabled=declared.enabled,
        grade=declared.grade,
        checked=declared.checked,
        note=declared.note,
        verify_tls=declared.verify_tls,
        terms=Terms(terms.profiles, terms.keep, terms.retention_days, terms.credit, terms.url),
    )
