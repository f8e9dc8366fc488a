"""Which links of a page are its list of articles, found by how they repeat. Pure.

Links of one list stand in elements of one shape, lead to addresses of one shape and have headlines as their words;
menus repeat too, but their words are few and their addresses name sections. Strong groups of links show the shape
of an article's address; then every link of that shape outside menus counts, a lone lead story too.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from lxml import html

from seedwatch.core.feeds.context import FeedContext
from seedwatch.core.feeds.listing_links import (
    HEADLINE,
    SHORT_HEADLINE,
    Anchor,
    is_article_shape,
    is_section,
    length_of,
    links_of,
    url_shape,
)
from seedwatch.core.feeds.markup import one_line

#: Words of a headline, in Chinese characters; a Latin word counts as two.
_LONG_HEADLINE = 16
_LEAST_REPEATS = 3

_TOKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_DATE_WORDS = frozenset(["time", "date", "datetime", "timestamp", "pubdate", "publish", "published", "ago"])
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?(?:[\sT]*\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|\d{1,2}月\d{1,2}日(?:\s*\d{1,2}:\d{2})?|\d{1,3}\s*(?:秒|分鐘|分钟|小時|小时|天)前"
    r"|\d{1,2}\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?\s+\d{4}"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2},?\s+\d{4}"
    r"|\d{1,2}\s+(?:minutes?|hours?|days?)\s+ago|\d{1,2}:\d{2}(?::\d{2})?)(?!\d)"
)


@dataclass(frozen=True, slots=True)
class ListedLink:
    """An article that a page lists. `date`, `lead`: as printed beside it; empty when nothing is."""

    url: str
    title: str
    date: str = ""
    lead: str = ""


def find_listed(root: html.HtmlElement, context: FeedContext) -> tuple[ListedLink, ...]:
    """The articles that a page lists, in its order; empty when nothing on it repeats like a list of articles."""
    anchors = tuple(links_of(root, context))
    menus = Counter(each.shape for each in anchors if each.is_chrome)
    body = [each for each in anchors if not each.is_chrome and not is_section(each.url, context.url)]
    by_url = _longest_words(body)
    strong = [group for group in _groups(body) if _is_list(group, by_url)]
    shapes = {shape for group in strong for shape in _main_shapes(group)}
    shapes -= {
        shape for shape, times in menus.items() if times > 2 * sum(each.shape == shape for each in body)
    }
    chosen: dict[str, list[Anchor]] = defaultdict(list)
    for anchor in body:
        if anchor.shape in shapes and by_url[anchor.url] >= SHORT_HEADLINE:
            chosen[anchor.url].append(anchor)
    return tuple(_listed(url, same, chosen) for url, same in chosen.items())


def _longest_words(anchors: Iterable[Anchor]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in anchors:
        found[each.url] = max(found.get(each.url, 0), each.length)
    return found


def _groups(anchors: Iterable[Anchor]) -> list[list[Anchor]]:
    """Links that stand in elements of one shape."""
    found: dict[tuple[str, ...], list[Anchor]] = defaultdict(list)
    for each in anchors:
        found[each.place].append(each)
    return list(found.values())


def _is_list(group: list[Anchor], by_url: dict[str, int]) -> bool:
    """Whether links of one place are headlines: several, with words enough, to addresses as articles have."""
    urls = dict.fromkeys(each.url for each in group)
    if len(urls) < _LEAST_REPEATS:
        return False
    size = median(by_url[url] for url in urls)
    share = sum(is_article_shape(url_shape(url)) for url in urls) / len(urls)
    if size < HEADLINE:
        dated = sum(bool(_date_beside(each.element)) for each in group) / len(group)
        return size >= SHORT_HEADLINE and share > 0.5 and dated > 0.5
    return share > 0.5 or size >= _LONG_HEADLINE


def _main_shapes(group: list[Anchor]) -> set[tuple[str, ...]]:
    """The shapes of addresses that a list leads to, without those of a stray link or two."""
    counted = Counter(url_shape(url) for url in {each.url for each in group})
    return {
        shape for shape, times in counted.items() if times * 8 >= counted.total() or is_article_shape(shape)
    }


def _date_beside(element: html.HtmlElement) -> str:
    """The date nearest to a link: in it, or in what holds it, three steps up at most."""
    node: html.HtmlElement | None = element
    for _ in range(4):
        if node is None or node.tag in {"body", "html"}:
            return ""
        if date := _date_in(node):
            return date
        if len({a.get("href") for a in node.iter("a")}) > 3:
            return ""
        node = node.getparent()
    return ""


def _date_in(node: html.HtmlElement) -> str:
    for each in node.iter("time"):
        if words := one_line(each.get("datetime") or each.text_content()):
            return words
    for each in node.iter("span", "div", "p", "em", "i", "small", "td", "dd", "b", "li"):
        names = {word.lower() for word in _TOKEN.findall(f"{each.get('class') or ''} {each.get('id') or ''}")}
        if names & _DATE_WORDS and (printed := _DATE.search(one_line(each.text_content())[:80])):
            return printed[0]
    printed = _DATE.search(one_line(node.text_content())[:400])
    return printed[0] if printed else ""


def _listed(url: str, same: list[Anchor], chosen: dict[str, list[Anchor]]) -> ListedLink:
    item = _item_of(same[0].element, url, chosen)
    title = _title_of(same, item)
    return ListedLink(url, title, _date_in(item), _lead_of(item, title))


def _item_of(element: html.HtmlElement, url: str, chosen: dict[str, list[Anchor]]) -> html.HtmlElement:
    """The largest element around a link that holds no other listed link."""
    others = {id(each.element) for key, same in chosen.items() if key != url for each in same}
    node = element
    for _ in range(8):
        parent = node.getparent()
        if parent is None or parent.tag in {"body", "html", "main"}:
            break
        if any(id(each) in others for each in parent.iter("a")):
            break
        node = parent
    return node


def _title_of(same: list[Anchor], item: html.HtmlElement) -> str:
    """The headline among the links of one item: one in a heading first, else the shortest that is a headline."""
    for anchor in same:
        if any(up.tag in {"h1", "h2", "h3", "h4", "h5"} for up in anchor.element.iterancestors()):
            return anchor.words
        if next(anchor.element.iter("h1", "h2", "h3", "h4", "h5"), None) is not None:
            return anchor.words
    for heading in item.iter("h1", "h2", "h3", "h4", "h5"):
        if length_of(words := one_line(heading.text_content())) >= SHORT_HEADLINE:
            return words
    spoken = [each.words for each in same if each.length >= SHORT_HEADLINE]
    return min(spoken, key=length_of) if spoken else max((each.words for each in same), key=length_of)


def _lead_of(item: html.HtmlElement, title: str) -> str:
    for each in item.iter("p", "div", "span"):
        if len(each) > 2 or next(each.iter("h1", "h2", "h3", "h4"), None) is not None:
            continue
        words = one_line(each.text_content())
        if length_of(words) >= 2 * HEADLINE and words != title and title not in words[: len(title) + 4]:
            return words
    return ""
