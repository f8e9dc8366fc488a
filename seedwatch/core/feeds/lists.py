"""Lists of feeds that people bring along: one address a line, or OPML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from seedwatch.core.errors import InputError

_MAX_OUTLINES = 20_000
_BARE_AMPERSAND = re.compile(
    r"(?s)<!\[CDATA\[.*?\]\]>|&(?!(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]\w{0,31});)"
)
_HINT = "Give one URL a line, or an OPML file."


@dataclass(frozen=True, slots=True)
class FeedList:
    """Addresses in order, each once; and what was left out of an OPML file, in words with its line."""

    addresses: tuple[str, ...]
    skipped: tuple[str, ...] = ()


def read_feed_list(text: str, name: str) -> FeedList:
    """The feeds of a list.

    text: one address a line, # for comments; or OPML, whose entities are not resolved. An outline that names
    no web address, and damage of the markup, cost the list nothing else; a line of the other form is somebody's
    own writing and has to be right. Raises InputError that names the file `name` and the line.
    """
    is_opml = text.lstrip("\ufeff \t\r\n").startswith("<")
    skipped: list[str] = []
    listed = _outlines(text, name, skipped) if is_opml else _lines(text)
    addresses: dict[str, None] = {}
    for number, given in listed:
        address = _as_web(given)
        if _scheme(address) in {"http", "https"}:
            addresses[address] = None
        elif is_opml:
            skipped.append(f"{name}, line {number}: not a web address: {given[:200]}")
        else:
            raise InputError(
                f"{name}, line {number}: not a web address: {given[:200]}", "Give one URL a line."
            )
    if not addresses:
        raise InputError(skipped[0] if skipped else f"{name}: no feed addresses in it", _HINT)
    return FeedList(tuple(addresses), tuple(skipped))


def _as_web(address: str) -> str:
    """feed://host/path and feed:https://host/path, as browsers once passed feeds on, in plain spelling."""
    scheme, colon, rest = address.partition(":")
    if not colon or scheme.lower() not in {"feed", "rss", "pcast", "itpc"}:
        return address
    return f"http:{rest}" if rest.startswith("//") else rest


def _scheme(address: str) -> str:
    """Scheme of an address that has a host; empty otherwise."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.scheme.lower() if parts.hostname else ""


def _lines(text: str) -> list[tuple[int, str]]:
    lines = enumerate(text.lstrip("\ufeff").splitlines(), start=1)
    return [
        (number, line.split()[0])
        for number, line in lines
        if line.strip() and not line.lstrip().startswith("#")
    ]


def _outlines(text: str, name: str, skipped: list[str]) -> list[tuple[int, str]]:
    """Line and address of each outline that has one, whatever the case of its attribute's name."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    mended = _BARE_AMPERSAND.sub(
        lambda found: "&amp;" if found[0] == "&" else found[0], text.lstrip("\ufeff \t\r\n")
    )
    root = etree.fromstring(mended.encode("utf-8", "replace"), parser)
    errors = [error for error in parser.error_log if error.level >= etree.ErrorLevels.ERROR]
    skipped += [f"{name}, line {error.line}: damaged OPML: {error.message}" for error in errors[:1]]
    if root is None:
        return []
    found: list[tuple[int, str]] = []
    for outline in root.iter():
        if not isinstance(outline.tag, str) or outline.tag.rpartition("}")[2].lower() != "outline":
            continue
        attributes = {str(key).lower(): str(value) for key, value in outline.attrib.items()}
        address = attributes.get("xmlurl", "").strip()
        if address and len(found) < _MAX_OUTLINES:
            found.append((outline.sourceline or 0, address))
    return found
