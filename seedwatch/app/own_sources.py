"""Sources of one's own, added, removed and switched without editing a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from seedwatch.core.errors import InputError

if TYPE_CHECKING:
    from crawler.spiders.discover import Discovery
    from db.engine.database import Database
    from seedwatch.app.settings import Settings
    from seedwatch.core.model.source import Source
    from seedwatch.core.model.text import Language
    from seedwatch.core.sources.discovery import FoundFeed

_LONGEST_NAME = 120
#: Time zones to assume where neither page nor feed names one, by the end of a host's name.
_ZONES = {"tw": "Asia/Taipei", "hk": "Asia/Hong_Kong", "cn": "Asia/Shanghai", "sg": "Asia/Singapore"}
_ZONES |= {"jp": "Asia/Tokyo", "kr": "Asia/Seoul", "uk": "Europe/London", "de": "Europe/Berlin"}


def look_for_feeds(settings: Settings, database: Database, url: str) -> Discovery:
    """Ask an address for feeds. Raises InputError for what is no web address, or where there is none."""
    from crawler.spiders.discover import discover
    from seedwatch.app.crawls import plan_of

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(f"{url}: not a web address", "Give the whole address, as https://outlet.example/")
    result = discover(plan_of(settings), database, url)
    if not result.found:
        tried = "\n".join(f"  {address}: {answer}" for address, answer in result.tried.items())
        raise InputError(f"{url}: no feed found. Tried:\n{tried}", _advice(result))
    return result


def _advice(result: Discovery) -> str:
    said = " ".join(result.tried.values())
    if "HTTP 401" in said or "HTTP 403" in said:
        return "It wants a password or turns programs away: give the feed's address, with user:password@ if needed."
    if "robots.txt" in said:
        return "Its robots.txt does not allow it to be asked."
    return "Look for the word RSS on the page and give that address; or declare the list in a source file."


def source_of(
    database: Database, url: str, found: Sequence[FoundFeed], page_title: str = "", language: str = ""
) -> Source:
    """A source for feeds that were found at an address. Raises InputError where a source has one of them."""
    from db.sources.catalogue import source_ids
    from db.sources.own import feed_owners
    from seedwatch.core.model.source import FeedSpec, Source
    from seedwatch.core.sources.discovery import source_id_for

    with database.read() as conn:
        owners = feed_owners(conn, [each.url for each in found])
        taken = source_ids(conn)
    if owners:
        address, owner = next(iter(owners.items()))
        raise InputError(
            f"{address}: source {owner} has this feed already", "`seedwatch sources list` shows it."
        )
    host = urlsplit(url).hostname or ""
    named = next((each.title for each in found if each.title), page_title) or host
    return Source(
        id=source_id_for(host, taken),
        name=" ".join(named.split())[:_LONGEST_NAME],
        home=f"{urlsplit(url).scheme}://{urlsplit(url).netloc.rpartition('@')[2]}/",
        language=_language(next((each.language for each in found if each.language), language), host),
        zone=_ZONES.get(host.rpartition(".")[2], "UTC"),
        feeds=tuple(FeedSpec(each.url, each.kind) for each in found),
    )


def _language(tag: str, host: str) -> Language:
    from seedwatch.core.model.text import Language

    plain = tag.lower().replace("_", "-")
    if plain.startswith("zh"):
        simple = "hans" in plain or plain.endswith(("-cn", "-sg"))
        traditional = "hant" in plain or plain.endswith(("-tw", "-hk", "-mo"))
        if simple or traditional:
            return Language.ZH_HANS if simple else Language.ZH_HANT
        return Language.ZH_HANS if host.endswith(".cn") else Language.ZH_HANT
    return Language.EN if plain.startswith("en") else Language.OTHER


def save(database: Database, sources: Sequence[Source]) -> None:
    from db.sources.own import add_own

    with database.write() as conn:
        add_own(conn, sources)


def resolve(database: Database, name: str) -> str:
    """The id of the source that is called so. Raises InputError with the nearest ones, or when several are."""
    from difflib import get_close_matches

    from db.sources.own import known_sources

    with database.read() as conn:
        known = known_sources(conn)
    if any(each.id == name for each in known):
        return name
    called = [each.id for each in known if each.name.casefold() == name.casefold()]
    if len(called) == 1:
        return called[0]
    if called:
        raise InputError(f"{name!r}: {len(called)} sources are called so", f"Name one: {', '.join(called)}.")
    names = {word: each.id for each in known for word in (each.id, each.name)}
    near = [names[word] for word in get_close_matches(name, names, 3)]
    hint = (
        f"Did you mean {' or '.join(dict.fromkeys(near))}?"
        if near
        else "`seedwatch sources list` names them all."
    )
    raise InputError(f"unknown source {name!r}", hint)


def switch_source(database: Database, settings: Settings, source_id: str, *, on: bool) -> None:
    """Switch a source on or off. Raises InputError where its terms exclude the use profile."""
    from db.sources.own import switch
    from seedwatch.app.catalogue import declared_sources

    declared = {each.id: each for each in declared_sources(settings)}
    source = declared.get(source_id)
    if on and source is not None and settings.profile not in source.terms.profiles:
        raise InputError(f"{source_id}: its terms exclude {settings.profile} use", source.terms.url)
    with database.write() as conn:
        switch(conn, source_id, on)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. known: feeds that a source has already."""

    sources: tuple[Source, ...]
    known: int
    skipped: tuple[str, ...]


def import_list(database: Database, text: str, file: str) -> Imported:
    """Add the feeds of an OPML file or list, one source a host, unasked. Raises InputError naming file and line."""
    from itertools import groupby

    from db.sources.catalogue import source_ids
    from db.sources.own import feed_owners
    from seedwatch.core.feeds.lists import read_feed_list
    from seedwatch.core.model.source import FeedSpec, Source
    from seedwatch.core.model.text import Language
    from seedwatch.core.sources.discovery import source_id_for

    listed = read_feed_list(text, file)
    with database.read() as conn:
        taken = set(source_ids(conn))
        known: set[str] = set()
        for start in range(0, len(listed.addresses), 500):
            known |= feed_owners(conn, listed.addresses[start : start + 500]).keys()
    by_host = sorted(
        (urlsplit(url).netloc.rpartition("@")[2].lower(), url) for url in listed.addresses if url not in known
    )
    sources = []
    for host, group in groupby(by_host, key=lambda pair: pair[0]):
        urls = [url for _, url in group]
        source_id = source_id_for(host, taken)
        taken.add(source_id)
        sources.append(
            Source(
                id=source_id,
                name=host,
                home=f"{urlsplit(urls[0]).scheme}://{host}/",
                language=Language.OTHER,
                zone=_ZONES.get(host.partition(":")[0].rpartition(".")[2], "UTC"),
                feeds=tuple(FeedSpec(url) for url in urls),
            )
        )
    save(database, sources)
    return Imported(tuple(sources), len(known), listed.skipped)


def opml_of(sources: Iterable[Source]) -> str:
    """An OPML file of the sources' feeds, one folder a source."""
    from lxml import etree

    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Seedwatch"
    body = etree.SubElement(root, "body")
    for each in sources:
        folder = etree.SubElement(body, "outline", text=each.name, title=each.name)
        for feed in each.feeds:
            etree.SubElement(
                folder, "outline", type="rss", text=each.name, xmlUrl=feed.url, htmlUrl=each.home
            )
    return str(etree.tostring(root, encoding="unicode", pretty_print=True))


def yaml_of(sources: Iterable[Source]) -> str:
    """A source file that declares them."""
    import yaml

    declared = [_declaration(each) for each in sources]
    return str(yaml.safe_dump({"sources": declared}, allow_unicode=True, sort_keys=False))


def _declaration(source: Source) -> dict[str, object]:
    """What a source file says of it; what is as usual is left out."""
    feeds: list[dict[str, object]] = [
        {"url": feed.url, "kind": feed.kind.value} | ({"themes": list(feed.themes)} if feed.themes else {})
        for feed in source.feeds
    ]
    found: dict[str, object] = {
        "id": source.id,
        "name": source.name,
        "home": source.home,
        "language": source.language.value,
        "zone": source.zone,
        "feeds": feeds,
    }
    if source.themes:
        found["themes"] = list(source.themes)
    if not source.enabled:
        found["enabled"] = False
    return found
