"""Lists that are no feed: in a JSON answer, or in a variable of a page's script. Read by jmespath expressions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import chompjs
import jmespath
from jmespath.exceptions import JMESPathError

from seedwatch.core.encoding.decode import decode
from seedwatch.core.feeds.context import FeedContext
from seedwatch.core.feeds.markup import one_line, plain
from seedwatch.core.model.feed import FeedEntry, ParsedFeed
from seedwatch.core.model.source import ListOptions

#: Names told when a variable is missing, and characters of a script that are looked through for one.
_MOST_NAMES = 8
_MOST_SCRIPT = 2_000_000
_LIST_VARIABLE = re.compile(
    r"(?:\b(?:var|let|const)\s+|\bwindow\.|[;\n]\s*)([A-Za-z_$][\w$.]*)\s*=\s*(?=[\[{])"
)


@lru_cache(maxsize=512)
def compiled(expression: str) -> Any:
    """A jmespath expression. Raises ValueError saying what is wrong with it."""
    try:
        return jmespath.compile(expression)
    except JMESPathError as error:
        raise ValueError(f"not a jmespath expression: {one_line(str(error))[:160]}") from None


def read_json_list(body: bytes, context: FeedContext, options: ListOptions) -> ParsedFeed:
    """The list that `options.paths` name in a JSON document."""
    try:
        # Numbers stay strings: one of 100,000 digits takes minutes to convert, and none is calculated with.
        document = json.loads(
            decode(body, context.content_type).text, parse_int=str, parse_float=str, parse_constant=str
        )
    except (ValueError, RecursionError) as error:
        return ParsedFeed("unknown", problems=(one_line(f"no JSON: {error}")[:200],))
    return _read(document, context, options, "json")


def read_script_list(body: bytes, context: FeedContext, options: ListOptions) -> ParsedFeed:
    """The list in the variable `options.variable` of a page's script.

    A page without the variable is a problem that names the variables with lists that it has.
    """
    page = decode(body, context.content_type).text[:_MOST_SCRIPT]
    assigned = re.compile(rf"(?<![\w$.]){re.escape(options.variable)}\s*=\s*(?=[\[{{])").search(page)
    if assigned is None:
        others = list(dict.fromkeys(_LIST_VARIABLE.findall(page)))[:_MOST_NAMES]
        has = f"it has {', '.join(others)}" if others else "it has none with a list"
        return ParsedFeed("unknown", problems=(f"no script variable {options.variable} in the page: {has}",))
    try:
        document: object = chompjs.parse_js_object(page[assigned.end() :], loader_kwargs={"parse_int": str})
    except (ValueError, RecursionError) as error:
        why = one_line(str(error))[:160]
        return ParsedFeed("unknown", problems=(f"script variable {options.variable} cannot be read: {why}",))
    return _read(document, context, options, "script")


def _read(document: object, context: FeedContext, options: ListOptions, kind: str) -> ParsedFeed:
    paths = options.paths
    try:
        items = compiled(paths.items or "@").search(document)
    except JMESPathError as error:
        return ParsedFeed("unknown", problems=(f"items: {paths.items}: {one_line(str(error))[:160]}",))
    if not isinstance(items, list):
        keys = (
            f"; the document has {', '.join(map(str, list(document)[:8]))}"
            if isinstance(document, dict)
            else ""
        )
        return ParsedFeed("unknown", problems=(f"items: nothing at {paths.items or '@'}{keys}",))
    entries = tuple(_entries(items[: context.max_entries], context, options))
    if items and not entries:
        return ParsedFeed(
            "unknown", problems=(f"url: none of {len(items)} items has an address at {paths.url}",)
        )
    problems = [f"{len(items)} items, {len(entries)} with an address"] if len(entries) < len(items) else []
    if not items:
        problems = [f"items: the list at {paths.items or '@'} is empty"]
    return ParsedFeed(kind, entries=entries, problems=tuple(problems))


def _entries(items: list[Any], context: FeedContext, options: ListOptions) -> Iterator[FeedEntry]:
    paths = options.paths
    drop = re.compile(options.drop) if options.drop else None
    for item in items:
        url = context.address(_field(paths.url, item))
        if url is None:
            continue
        title = plain(_field(paths.title, item))
        yield FeedEntry(
            url,
            drop.sub("", title).strip() if drop else title,
            published=context.moment(_field(paths.date, item)),
            summary=plain(_field(paths.lead, item)),
        )


def _field(expression: str, item: object) -> str:
    """The text or number that an expression finds; empty for anything else."""
    if not expression:
        return ""
    try:
        found = compiled(expression).search(item)
    except JMESPathError:  # a function asked of a value of another type: the item has no such field
        return ""
    return str(found) if isinstance(found, str | int | float) and not isinstance(found, bool) else ""
