"""What RFC 4287, RFC 6721 and JSON Feed 1.1 ask of a feed, as far as ours goes: a list of faults."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
AT = "{http://purl.org/atompub/tombstones/1.0}"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_KNOWN = {
    "feed": {"id", "title", "updated", "author", "generator", "link", "entry", "subtitle", "rights"},
    "entry": {
        *(
            "id",
            "title",
            "updated",
            "published",
            "link",
            "author",
            "category",
            "summary",
            "content",
            "rights",
        ),
    },
}
_ONCE = ("id", "title", "updated")
_AT_MOST_ONCE = ("published", "summary", "content", "rights", "generator", "subtitle")


def atom_faults(body: bytes) -> list[str]:
    """Empty: it conforms."""
    root = etree.fromstring(body)
    if root.tag != f"{ATOM}feed":
        return [f"the root is {root.tag}"]
    entries = root.findall(f"{ATOM}entry")
    found = [*_element(root, "feed"), *(fault for entry in entries for fault in _element(entry, "entry"))]
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    found += ["two entries of one id"] if len(set(ids)) != len(ids) else []
    if root.find(f"{ATOM}author") is None and any(e.find(f"{ATOM}author") is None for e in entries):
        found.append("an entry without author")
    for gone in root.findall(f"{AT}deleted-entry"):
        found += [] if _TIME.fullmatch(gone.get("when", "")) and gone.get("ref") else ["a bad deletion"]
    return found


def _element(node: Any, kind: str) -> Iterator[str]:
    names = [child.tag.removeprefix(ATOM) for child in node if child.tag.startswith(ATOM)]
    yield from (f"{kind}: unknown {name}" for name in names if name not in _KNOWN[kind])
    yield from (f"{kind}: {names.count(name)} {name}" for name in _ONCE if names.count(name) != 1)
    yield from (f"{kind}: several {name}" for name in _AT_MOST_ONCE if names.count(name) > 1)
    for name in ("updated", "published"):
        text = node.findtext(f"{ATOM}{name}")
        if text is not None and not _TIME.fullmatch(text):
            yield f"{kind}: {name} is {text!r}"
    if not _is_urn(node.findtext(f"{ATOM}id") or ""):
        yield f"{kind}: id {node.findtext(f'{ATOM}id')!r}"
    links = [
        (link.get("rel", "alternate"), link.get("type"), link.get("href"))
        for link in node.findall(f"{ATOM}link")
    ]
    yield from (f"{kind}: link {link}" for link in links if not re.match(r"https?://", link[2] or ""))
    if len({link[:2] for link in links}) != len(links):
        yield f"{kind}: two links of one kind"
    if (
        kind == "entry"
        and node.find(f"{ATOM}content") is None
        and "alternate" not in {link[0] for link in links}
    ):
        yield "entry: neither content nor link"
    yield from (
        f"{kind}: an author without name"
        for a in node.findall(f"{ATOM}author")
        if not a.findtext(f"{ATOM}name")
    )
    yield from (
        f"{kind}: a category without term" for c in node.findall(f"{ATOM}category") if not c.get("term")
    )


def _is_urn(text: str) -> bool:
    try:
        return UUID(text.removeprefix("urn:uuid:")).urn == text
    except ValueError:
        return False


#: Key of JSON Feed to its type; those of an item below.
_FEED = {
    **dict.fromkeys(("version", "title", "home_page_url", "feed_url", "language"), str),
    **dict.fromkeys(("authors", "items"), list),
}
_ITEM = {
    **dict.fromkeys(("id", "url", "title", "content_text", "summary", "language"), str),
    **dict.fromkeys(("date_published", "date_modified"), str),
    **dict.fromkeys(("authors", "tags"), list),
}


def json_faults(body: bytes) -> list[str]:
    """Empty: it conforms."""
    feed = json.loads(body)
    found = [*_typed("feed", feed, _FEED, ("version", "title", "items"))]
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        found.append("another version")
    for item in feed["items"]:
        found += _typed("item", item, _ITEM, ("id", "content_text"))
        found += [f"item: id {item['id']}"] if not _is_urn(item["id"]) else []
        times = (item[name] for name in ("date_published", "date_modified") if name in item)
        found += [f"item: time {time!r}" for time in times if not _TIME.fullmatch(time)]
    ids = [item["id"] for item in feed["items"]]
    return [*found, *(["two items of one id"] if len(set(ids)) != len(ids) else [])]


def _typed(
    kind: str, record: dict[str, Any], types: dict[str, type], needed: tuple[str, ...]
) -> Iterator[str]:
    yield from (f"{kind}: no {name}" for name in needed if name not in record)
    for name, value in record.items():
        if name.startswith("_"):
            continue
        if name not in types or not isinstance(value, types[name]):
            yield f"{kind}: {name} is {value!r}"
    for author in record.get("authors", []):
        if not author.get("name"):
            yield f"{kind}: an author without name"
