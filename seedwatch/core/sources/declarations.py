"""Outlets as data: one YAML text holds several sources; each becomes a `Source`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seedwatch.core.errors import InputError
from seedwatch.core.model.source import Catalogue, FeedSpec, ListOptions, ListPaths, Source, Terms
from seedwatch.core.sources.schema import DeclaredFeed, DeclaredSource, SourceFile
from seedwatch.core.yaml_file import load


def parse_sources(text: str, name: str) -> tuple[Source, ...]:
    """Sources declared in `text`, the content of file `name`.

    Raises InputError naming file, line and key for anything unknown, missing or out of range.
    """
    return tuple(_source(declared) for declared in load(text, name, SourceFile).sources)


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
    _reject_shared_feeds(by_id.values())
    return tuple(by_id.values())


def merge_catalogues(catalogues: Iterable[Catalogue]) -> tuple[Source, ...]:
    """The sources of all; a later catalogue replaces a source of the same id.

    Raises InputError when two sources share a feed address.
    """
    by_id = {source.id: source for catalogue in catalogues for source in catalogue.sources}
    _reject_shared_feeds(by_id.values())
    return tuple(by_id.values())


def _reject_shared_feeds(sources: Iterable[Source]) -> None:
    owner: dict[str, str] = {}
    for source in sources:
        for feed in source.feeds:
            if feed.identity in owner:
                raise InputError(
                    f"sources {owner[feed.identity]!r} and {source.id!r} share the feed {feed.url}"
                )
            owner[feed.identity] = source.id


def _source(declared: DeclaredSource) -> Source:
    terms = declared.terms
    return Source(
        id=declared.id,
        name=declared.name,
        home=declared.home,
        language=declared.language,
        zone=declared.zone,
        feeds=tuple(spec for feed in declared.feeds for spec in _specs(feed)),
        crawl_delay=declared.pace,
        interval=declared.interval,
        themes=declared.themes,
        enabled=declared.enabled,
        grade=declared.grade,
        checked=declared.checked,
        note=declared.note,
        verify_tls=declared.verify_tls,
        terms=Terms(terms.profiles, terms.keep, terms.retention_days, terms.credit, terms.url, terms.quote),
        region=declared.region,
        owner=declared.owner,
        wires=declared.wires,
        primary=declared.primary,
        triage=declared.triage,
    )


def _specs(declared: DeclaredFeed) -> Iterator[FeedSpec]:
    """The feed, or one for each of its pages."""
    select, request = declared.select, declared.request
    options = ListOptions(
        paths=ListPaths(select.items, select.url, select.title, select.date, select.lead),
        variable=declared.variable,
        drop=declared.drop,
        method=request.method,
        headers=tuple(request.headers.items()),
        body=request.body,
    )
    for number in range(1, declared.pages + 1):
        url = declared.url.replace("{page}", str(number)) if declared.pages > 1 else declared.url
        yield FeedSpec(url, declared.kind, declared.themes, options)
