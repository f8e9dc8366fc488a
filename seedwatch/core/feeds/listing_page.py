"""Listing pages: articles where CSS selectors say, or where links repeat as in a list of articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from cssselect import SelectorError
from lxml import etree, html
from parsel import Selector
from parsel.csstranslator import HTMLTranslator

from seedwatch.core.encoding.decode import decode
from seedwatch.core.feeds.context import FeedContext
from seedwatch.core.feeds.listings import find_listed
from seedwatch.core.feeds.markup import one_line
from seedwatch.core.model.feed import FeedEntry, ParsedFeed
from seedwatch.core.model.source import ListOptions

#: A page is read up to its first so many characters and tags.
_MOST_CHARACTERS = 4_000_000
_MOST_TAGS = 100_000
_PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, recover=True)
_PARSER.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))


@lru_cache(maxsize=512)
def xpath_of(selector: str) -> str:
    """A CSS selector as XPath. Raises ValueError saying what is wrong with it."""
    try:
        return HTMLTranslator().css_to_xpath(selector)
    except SelectorError as error:
        raise ValueError(f"not a CSS selector: {one_line(str(error))[:160]}") from None


def read_listing(body: bytes, context: FeedContext, options: ListOptions) -> ParsedFeed:
    """The articles a page lists. What finds nothing is a problem with the selector's name, never a silent zero."""
    root = _tree(decode(body, context.content_type).text)
    if root is None:
        return ParsedFeed("unknown", problems=("empty",))
    base = next((each.get("href") for each in root.iter("base") if each.get("href")), None)
    context = context.based_on(context.address(base))
    title = one_line(root.findtext(".//title") or "")
    parsed = _selected(root, context, options) if options.paths.items else _detected(root, context, options)
    return replace(parsed, title=title, link=context.url)


def _tree(text: str) -> html.HtmlElement | None:
    text = text[:_MOST_CHARACTERS]
    if text.count("<") > _MOST_TAGS:
        text = text[: next(islice(re.finditer("<", text), _MOST_TAGS, None)).start()]
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser=_PARSER) if text.strip() else None
    except (etree.LxmlError, ValueError):
        return None


def _detected(root: html.HtmlElement, context: FeedContext, options: ListOptions) -> ParsedFeed:
    listed = find_listed(root, context)[: context.max_entries]
    if not listed:
        return ParsedFeed(
            "html", problems=("no list of articles found on the page; declare selectors (select)",)
        )
    drop = options.drop
    return ParsedFeed(
        "listing",
        entries=tuple(
            FeedEntry(
                each.url, _cut(each.title, drop), published=context.moment(each.date), summary=each.lead
            )
            for each in listed
        ),
    )


def _cut(title: str, drop: str) -> str:
    return re.sub(drop, "", title).strip() if drop else title


def _selected(root: html.HtmlElement, context: FeedContext, options: ListOptions) -> ParsedFeed:
    items = Selector(root=root, type="html").xpath(xpath_of(options.paths.items))
    if not items:
        return ParsedFeed("html", problems=(f"the selector finds nothing: {options.paths.items}",))
    entries = tuple(_entries(items[: context.max_entries], context, options))
    if not entries:
        wanted = options.paths.url or "a"
        return ParsedFeed("html", problems=(f"the selector finds no link in {len(items)} items: {wanted}",))
    missed = len(items) - len(entries) if len(items) <= context.max_entries else 0
    problems = [f"{missed} of {len(items)} items have no link"] if missed > 0 else []
    problems += [
        f"the selector finds nothing: {path}"
        for path, found in (
            (options.paths.title, any(each.title for each in entries)),
            (options.paths.date, any(each.published for each in entries)),
            (options.paths.lead, any(each.summary for each in entries)),
        )
        if path and not found
    ]
    return ParsedFeed("listing", entries=entries, problems=tuple(problems))


def _entries(items: list[Selector], context: FeedContext, options: ListOptions) -> Iterator[FeedEntry]:
    paths = options.paths
    for item in items:
        link = _link(item, paths.url)
        url = context.address(link[0]) if link else None
        if url is None or link is None:
            continue
        title = _text(item, paths.title) if paths.title else link[1]
        date = _text(item, paths.date or "time::attr(datetime)") or (
            "" if paths.date else _text(item, "time")
        )
        yield FeedEntry(
            url,
            _cut(title, options.drop),
            published=context.moment(date),
            summary=_text(item, paths.lead) if paths.lead else "",
        )


def _link(item: Selector, path: str) -> tuple[str, str] | None:
    """Address and words of an item's link; the item itself may be it."""
    own = item.attrib.get("href")
    if own and not path:
        return own, _words(item)
    for found in item.xpath(xpath_of(path or "a")):
        if isinstance(found.root, str):
            return found.root, _words(item)
        if href := found.attrib.get("href"):
            return href, _words(found)
    return None


def _text(item: Selector, path: str) -> str:
    """The words of the first element, or the attribute, that a selector finds."""
    found = next(iter(item.xpath(xpath_of(path))), None)
    return _words(found) if found is not None else ""


def _words(found: Selector) -> str:
    return one_line(found.root if isinstance(found.root, str) else found.root.text_content())
