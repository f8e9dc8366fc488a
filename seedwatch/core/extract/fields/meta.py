"""What a page says about itself in machine-readable places: meta tags, JSON-LD, microdata, links. Read
once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import orjson
from lxml import etree, html

#: One JSON-LD script longer than this is not parsed; an article's is a few kilobytes.
_MAX_JSON = 400_000
_ARTICLE = re.compile(r"Article|BlogPosting|Report|Review|SocialMediaPosting|LiveBlog", re.IGNORECASE)
_PAGE = re.compile(r"WebPage|VideoObject|ItemPage", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x1f]+")
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
#: By their attributes: asking each element of the page for them takes twice as long.
_MARKED = etree.XPath("//@itemprop/.. | //@rel[.='author']/.. | //time")


@dataclass(frozen=True, slots=True)
class LinkedData:
    """One JSON-LD node about the article or its page. Strings as written; empty where it does not say."""

    is_article: bool
    headline: str = ""
    published: str = ""
    modified: str = ""
    authors: tuple[str, ...] = ()
    section: str = ""
    image: str = ""
    body: str = ""
    url: str = ""
    free: bool = True


@dataclass(frozen=True, slots=True)
class TimeTag:
    """A `time` element or a dated `itemprop`. machine: its attribute; printed: its text; about: name of
    the property
    and classes of itself and its parent."""

    machine: str
    printed: str
    about: str


@dataclass(slots=True)
class Meta:
    """Everything machine-readable on a page, in document order."""

    tags: dict[str, list[str]] = field(default_factory=dict)
    linked: list[LinkedData] = field(default_factory=list)
    times: list[TimeTag] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    headlines: list[str] = field(default_factory=list)
    title: str = ""
    h1: list[str] = field(default_factory=list)
    canonical: str = ""
    kinds: set[str] = field(default_factory=set)

    def first(self, *names: str) -> str:
        """The first non-empty value of the first of these tags that has one."""
        for name in names:
            for value in self.tags.get(name, ()):
                if value:
                    return value
        return ""


def squash(text: str) -> str:
    """White space, NULs included, as single spaces."""
    return " ".join(text.replace("\x00", " ").split())


def text_of(element: html.HtmlElement) -> str:
    """Text, its pieces apart when the page breaks the line somewhere in it."""
    broken = next(element.iterdescendants("br", "p", "div"), None) is not None
    return squash((" " if broken else "").join(element.itertext()))


def read_meta(root: html.HtmlElement) -> Meta:
    """Collect it all from the tree."""
    meta = Meta()
    for element in root.iter("meta", "link", "script", "title", "h1"):
        _read_element(element, meta)
    for element in _MARKED(root):
        _read_marked(element, meta)
    return meta


def _read_element(element: html.HtmlElement, meta: Meta) -> None:
    tag = element.tag
    if tag == "meta":
        _read_tag(element, meta)
    elif tag == "link":
        rel = (element.get("rel") or "").lower()
        if rel == "canonical" and not meta.canonical:
            meta.canonical = (element.get("href") or "").strip()
    elif tag == "title":
        meta.title = meta.title or text_of(element)
    elif tag == "h1":
        meta.h1.append(text_of(element))
    elif "ld+json" in (element.get("type") or "") and element.text and len(element.text) < _MAX_JSON:
        for node in _nodes(_parse(element.text)):
            _read_node(node, meta)


def _read_tag(element: html.HtmlElement, meta: Meta) -> None:
    content = element.get("content")
    if not content:
        return
    for key in ("property", "name", "itemprop", "http-equiv"):
        name = element.get(key)
        if name:
            meta.tags.setdefault(name.strip().lower(), []).append(squash(content))


def _read_marked(element: html.HtmlElement, meta: Meta) -> None:
    prop = element.get("itemprop") or ""
    if element.tag == "meta":
        return
    if element.tag == "time" or prop.startswith("date"):
        parent = element.getparent()
        around = "" if parent is None else parent.get("class") or ""
        machine = element.get("datetime") or element.get("content") or ""
        about = f"{prop} {element.get('class') or ''} {around}"
        meta.times.append(TimeTag(squash(machine), text_of(element)[:100], about.lower()))
    elif prop == "author" or (not prop and element.get("rel") == "author"):
        meta.authors.append(_author_text(element))
    elif prop == "headline":
        meta.headlines.append(text_of(element))


def _author_text(element: html.HtmlElement) -> str:
    for inner in element.iter():
        if inner is not element and inner.get("itemprop") == "name":
            return squash(inner.get("content") or "") or text_of(inner)
    return squash(element.get("content") or "") or text_of(element)


def _parse(text: str) -> object:
    cleaned = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        return orjson.loads(cleaned)
    except orjson.JSONDecodeError:
        return _parse_leniently(cleaned)


def _parse_leniently(cleaned: str) -> object:
    for attempt in (cleaned, _TRAILING_COMMA.sub(r"\1", _CONTROLS.sub(" ", cleaned))):
        with suppress(ValueError, RecursionError):
            return json.loads(attempt, strict=False)
    return None


def _nodes(found: object, depth: int = 0) -> Iterator[dict[str, object]]:
    if depth > 4:
        return
    if isinstance(found, list):
        for item in found[:50]:
            yield from _nodes(item, depth + 1)
    elif isinstance(found, dict):
        yield found
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(found.get(key), dict | list):
                yield from _nodes(found[key], depth + 1)


def _read_node(node: dict[str, object], meta: Meta) -> None:
    kind = " ".join(_strings(node.get("@type")))
    meta.kinds.update(kind.split())
    is_article = bool(_ARTICLE.search(kind))
    if not is_article and not _PAGE.search(kind):
        return
    meta.linked.append(
        LinkedData(
            is_article,
            _string(node.get("headline")),
            _string(node.get("datePublished")) or _string(node.get("dateCreated")),
            _string(node.get("dateModified")),
            tuple(_people(node.get("author"))) or tuple(_people(node.get("creator"))),
            _string(node.get("articleSection")),
            _image(node.get("image")),
            _string(node.get("articleBody")) if is_article else "",
            _string(node.get("url")),
            str(node.get("isAccessibleForFree", "true")).lower() != "false",
        )
    )


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, str):
                yield item


def _string(value: object) -> str:
    return next((text.strip() for text in _strings(value) if text.strip()), "")


def _people(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield squash(value)
    elif isinstance(value, list):
        for item in value[:20]:
            yield from _people(item)
    elif isinstance(value, dict):
        yield from _people(value.get("name"))


def _image(value: object) -> str:
    if isinstance(value, list):
        return next(filter(None, map(_image, value[:5])), "")
    if isinstance(value, dict):
        return _string(value.get("url")) or _string(value.get("contentUrl"))
    return _string(value)


def articles(linked: Iterable[LinkedData]) -> list[LinkedData]:
    """Nodes about the article itself first, then those about the page."""
    return sorted(linked, key=lambda node: not node.is_article)
