"""Lists of feeds that people bring along: one address a line, or OPML."""

from __future__ import annotations

from urllib.parse import urlsplit

from lxml import etree

from seedwatch.core.errors import InputError

_MAX_OUTLINES = 20_000
_WANTED = "Give one URL a line, or an OPML file."


def read_feed_list(text: str, name: str) -> tuple[str, ...]:
    """Addresses in order, each once.

    text: one address a line, # for comments; or OPML, whose entities are not resolved.
    Raises InputError that names the file `name` and the line.
    """
    listed = _outlines(text, name) if text.lstrip("\ufeff \t\r\n").startswith("<") else _lines(text)
    addresses: dict[str, None] = {}
    for number, address in listed:
        if _scheme(address) not in {"http", "https"}:
            raise InputError(
                f"{name}, line {number}: not a web address: {address[:200]}", "Give one URL a line."
            )
        addresses[address] = None
    if not addresses:
        raise InputError(f"{name}: no feed addresses in it", _WANTED)
    return tuple(addresses)


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


def _outlines(text: str, name: str) -> list[tuple[int, str]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(text.lstrip("\ufeff \t\r\n").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{name}, line {error.lineno}: not readable as OPML: {error.msg}") from error
    found: list[tuple[int, str]] = []
    for outline in root.iter("outline", "{*}outline"):
        address = outline.get("xmlUrl") or outline.get("xmlurl")
        if address and len(found) < _MAX_OUTLINES:
            found.append((outline.sourceline or 0, address.strip()))
    return found
