"""JSON-LD as pages really carry it: wrapped, broken, about several things; and which node is this page's own."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from html import unescape
from urllib.parse import urlsplit

import orjson

#: One JSON-LD script longer than this is not parsed; an article's is a few kilobytes.
MAX_JSON = 400_000
_ARTICLE = re.compile(r"Article|BlogPosting|Report|Review|SocialMediaPosting|LiveBlog", re.IGNORECASE)
_PAGE = re.compile(r"WebPage|VideoObject|ItemPage", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x1f]+")
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
#: What XHTML, old browsers and plugins put around the JSON.
_WRAPPING = r"(?:[\s\ufeff;]|//|/\*|\*/|<!--|-->|<!\[CDATA\[|\]\]>)*"
_BEFORE = re.compile(_WRAPPING)
_BEHIND = re.compile(rf"{_WRAPPING}\Z")
_EDGE = 200
_BETWEEN = re.compile(r"[\s,;]*")
_FIELD = re.compile(
    r'"(?P<key>@type|headline|datePublished|dateModified|url)"\s*:\s*"(?P<value>(?:[^"\\]|\\.)*)"\s*(?=[,}\]])'
)
_AUTHOR = re.compile(r'"author"\s*:\s*[\[{][^]}]*?"name"\s*:\s*"(?P<value>[^"\\]+)"')
_MOST_OBJECTS = 50


@dataclass(frozen=True, slots=True)
class LinkedData:
    """One JSON-LD node about the article or its page. Strings as written; empty where it does not say.

    people, organisations: those of the authors that the node calls so. urls: the addresses it gives itself.
    """

    is_article: bool
    headline: str = ""
    published: str = ""
    modified: str = ""
    authors: tuple[str, ...] = ()
    section: str = ""
    image: str = ""
    body: str = ""
    urls: tuple[str, ...] = ()
    free: bool = True
    people: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """Every object of the page's scripts, as far as they are read. names: by `@id`; kinds: of all types named."""

    nodes: tuple[LinkedData, ...]
    kinds: frozenset[str]


def read_scripts(scripts: Iterable[str]) -> Graph:
    """The nodes of all JSON-LD scripts of a page, in their order."""
    objects = [
        node for text in scripts if len(text) < MAX_JSON for found in _parse(text) for node in _nodes(found)
    ]
    names = {}
    for node in objects:
        key, name = node.get("@id"), _string(node.get("name"))
        if isinstance(key, str) and name:
            names[key] = (name, " ".join(_strings(node.get("@type"))))
    kinds = frozenset(
        kind for node in objects for text in _strings(node.get("@type")) for kind in text.split()
    )
    return Graph(tuple(read for node in objects if (read := _read(node, names)) is not None), kinds)


def _parse(text: str) -> list[object]:
    """The values that a script holds: one, as a rule; several objects in a row, or what is left of broken ones."""
    start = _BEFORE.match(text)
    core = text[start.end() if start else 0 :]
    tail = _BEHIND.search(core, max(len(core) - _EDGE, 0))
    core = core[: tail.start()] if tail else core
    with suppress(orjson.JSONDecodeError):
        return [orjson.loads(core)]
    if "&quot;" in core and not core.lstrip("[{ \r\n\t").startswith('"'):
        core = unescape(core)
    mended = _TRAILING_COMMA.sub("", _CONTROLS.sub(" ", core)).replace("\\'", "'")
    return _in_a_row(core) or _in_a_row(mended) or _salvaged(mended)


def _in_a_row(text: str) -> list[object]:
    """Objects written one after another; nothing when any of them is broken."""
    decoder, at = json.JSONDecoder(strict=False), 0
    out: list[object] = []
    while at < len(text) and len(out) < _MOST_OBJECTS:
        try:
            found, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return []
        out.append(found)
        gap = _BETWEEN.match(text, end)
        at = gap.end() if gap else end
    return out


def _salvaged(text: str) -> list[object]:
    """The plain fields of one broken article object; nothing when it tells of several."""
    found: dict[str, object] = {}
    for field in _FIELD.finditer(text):
        key = field["key"]
        if key == "datePublished" and key in found:
            return []
        found.setdefault(key, field["value"])
    kinds = " ".join(field["value"] for field in _FIELD.finditer(text) if field["key"] == "@type")
    if not _ARTICLE.search(kinds):
        return []
    author = _AUTHOR.search(text)
    if author:
        found["author"] = author["value"]
    return [found | {"@type": kinds}]


def _nodes(found: object, depth: int = 0) -> Iterator[dict[str, object]]:
    if depth > 4:
        return
    if isinstance(found, list):
        for item in found[:_MOST_OBJECTS]:
            yield from _nodes(item, depth + 1)
    elif isinstance(found, dict):
        yield found
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(found.get(key), dict | list):
                yield from _nodes(found[key], depth + 1)


def _read(node: dict[str, object], names: dict[str, tuple[str, str]]) -> LinkedData | None:
    kind = " ".join(_strings(node.get("@type")))
    is_article = bool(_ARTICLE.search(kind))
    if not is_article and not _PAGE.search(kind):
        return None
    people = list(_people(node.get("author"), names)) or list(_people(node.get("creator"), names))
    publisher = next(_people(node.get("publisher"), names), ("", ""))[0]
    return LinkedData(
        is_article,
        _string(node.get("headline")) or ("" if is_article else _string(node.get("name"))),
        _string(node.get("datePublished")) or _string(node.get("dateCreated")),
        _string(node.get("dateModified")),
        tuple(name for name, _ in people),
        _string(node.get("articleSection")),
        _image(node.get("image")),
        _string(node.get("articleBody")) if is_article else "",
        tuple(_addresses(node)),
        str(node.get("isAccessibleForFree", "true")).lower() != "false",
        frozenset(name for name, type_ in people if "Person" in type_),
        frozenset(name for name, type_ in people if "Organi" in type_),
        publisher,
    )


def _addresses(node: dict[str, object]) -> Iterator[str]:
    page = node.get("mainEntityOfPage")
    given = [node.get("url"), node.get("@id")]
    given += [page.get("@id"), page.get("url")] if isinstance(page, dict) else [page]
    for value in given:
        text = _string(value)
        if text and not text.startswith("#"):
            yield text


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, str):
                yield item


def _string(value: object) -> str:
    return next((text.strip() for text in _strings(value) if text.strip()), "")


def _people(value: object, names: dict[str, tuple[str, str]], kind: str = "") -> Iterator[tuple[str, str]]:
    """(name, type) of each; one that only refers to another object by its `@id` has that one's name."""
    if isinstance(value, str):
        text = " ".join(value.replace("\x00", " ").split())
        if text:
            yield text, kind
    elif isinstance(value, list):
        for item in value[:20]:
            yield from _people(item, names, kind)
    elif isinstance(value, dict):
        kind = " ".join(_strings(value.get("@type")))
        if value.get("name"):
            yield from _people(value.get("name"), names, kind)
        elif isinstance(key := value.get("@id"), str) and key in names:
            yield names[key]


def _image(value: object) -> str:
    if isinstance(value, list):
        return next(filter(None, map(_image, value[:5])), "")
    if isinstance(value, dict):
        return _string(value.get("url")) or _string(value.get("contentUrl"))
    return _string(value)


def articles(linked: Iterable[LinkedData]) -> list[LinkedData]:
    """Nodes about the article itself first, then those about the page."""
    return sorted(linked, key=lambda node: not node.is_article)


def own_nodes(
    nodes: Iterable[LinkedData], addresses: Iterable[str], titles: Iterable[str]
) -> list[LinkedData]:
    """The nodes that tell of this page; those that are about another article are left out.

    addresses: of the page, its own claims included; titles: all that it is headed or titled with. A node is this
    page's when it gives one of its addresses or titles. Where some articles do, the others of the page are not
    it; where none does, one that contradicts both is another's.
    """
    places = {place for address in addresses if (place := _place(address))}
    heads = [folded for title in titles if (folded := _folded(title))]
    ranked = [(_agreement(node, places, heads), node) for node in nodes]
    claimed = any(agreement is Agreement.OWN and node.is_article for agreement, node in ranked)
    least = Agreement.SILENT if claimed else Agreement.DOUBTFUL
    return [node for agreement, node in sorted(ranked, key=lambda pair: pair[0]) if agreement <= least]


class Agreement(IntEnum):
    """How a node agrees with its page, the best first."""

    OWN = 0
    SILENT = 1  # it gives neither address nor headline
    DOUBTFUL = 2  # one of the two is another's, the other is not there or like this page's
    FOREIGN = 3


def _agreement(node: LinkedData, places: set[str], heads: list[str]) -> Agreement:
    stated = [place for url in node.urls if (place := _place(url)) not in ("", "/")]
    head = _folded(unescape(node.headline))
    if any(place in places for place in stated) or any(_same(head, title) for title in heads):
        return Agreement.OWN
    if not stated and not head:
        return Agreement.SILENT
    foreign = bool(stated and head and places and heads) and not any(_alike(head, title) for title in heads)
    return Agreement.FOREIGN if foreign else Agreement.DOUBTFUL


def _place(url: str) -> str:
    """Path and query, the part of an address that hosts and schemes of one outlet share."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if not parts.path and not parts.query:
        return "/" if parts.netloc else ""
    return f"{parts.path.rstrip('/') or '/'}?{parts.query}".rstrip("?")


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text[:800]).casefold()
    return "".join(filter(str.isalnum, plain))


def _same(head: str, title: str) -> bool:
    if len(head) < 4:
        return False
    return head in title or (len(title) >= 0.5 * len(head) and title in head)


def _alike(head: str, title: str) -> bool:
    """About the same thing in other words: letters need longer runs in common than ideographs."""
    size = 4 if head.isascii() else 2
    runs = {head[i : i + size] for i in range(len(head) - size + 1)}
    return sum(run in title for run in runs) >= 0.35 * len(runs)
