"""What a page says about itself in machine-readable places: meta tags, JSON-LD, microdata, links. Read once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree, html

from seedwatch.core.chinese.spacing import join_lines, without_invisible
from seedwatch.core.extract.fields.linked_data import LinkedData, own_nodes, read_scripts

_FOREIGN_TAGS = frozenset({"aside", "footer", "nav", "figure", "figcaption"})
_FOREIGN = re.compile(
    r"(?:^|[\s_-])(?:cards?|teasers?|related|recommend\w*|comments?|repl(?:y|ies)|sidebar|caption|photo|gallery|widget|promo|popular|latest)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_PEOPLE = re.compile(r"Person|Organization", re.IGNORECASE)
_ARTICLE = re.compile(r"Article|Posting|Report|Review|WebPage|CreativeWork|Thing", re.IGNORECASE)
#: By their attributes: asking each element of the page for them takes twice as long.
_MARKED = etree.XPath("//@itemprop/.. | //@rel[.='author']/.. | //time")


@dataclass(slots=True)
class Meta:
    """Everything machine-readable on a page, in document order. times: `time` elements and dated properties."""

    tags: dict[str, list[str]] = field(default_factory=dict)
    linked: list[LinkedData] = field(default_factory=list)
    times: list[html.HtmlElement] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    headlines: list[str] = field(default_factory=list)
    title: str = ""
    h1: list[str] = field(default_factory=list)
    canonicals: list[str] = field(default_factory=list)  # several that differ say nothing
    base: str = ""  # href of the first <base>, that relative addresses of the page stand on
    kinds: set[str] = field(default_factory=set)

    def spellings(self) -> tuple[str, ...]:
        """All that the page calls its headline."""
        linked = (node.headline for node in self.linked)
        return (
            *self.h1,
            *self.headlines,
            self.title,
            self.first("og:title"),
            self.first("twitter:title"),
            *linked,
        )

    def first(self, *names: str) -> str:
        """The first non-empty value of the first of these tags that has one."""
        for name in names:
            for value in self.tags.get(name, ()):
                if value:
                    return value
        return ""


def squash(text: str) -> str:
    """White space, NULs included, as single spaces; none where only the source breaks a Chinese line."""
    return " ".join(without_invisible(join_lines(text.replace("\x00", " "))).split())


def text_of(element: html.HtmlElement) -> str:
    """Text, its pieces apart when the page breaks the line somewhere in it."""
    broken = next(element.iterdescendants("br", "p", "div"), None) is not None
    return squash((" " if broken else "").join(element.itertext()))


def read_meta(root: html.HtmlElement, url: str = "") -> Meta:
    """Collect it all from the tree of the page at `url`. JSON-LD about other articles is left out."""
    meta = Meta()
    scripts: list[str] = []
    for element in root.iter("meta", "link", "base", "script", "title", "h1"):
        _read_element(element, meta, scripts)
    for element in _MARKED(root):
        _read_marked(element, meta)
    graph = read_scripts(scripts)
    meta.kinds.update(graph.kinds)
    titles = (meta.title, meta.first("og:title"), meta.first("twitter:title"), *meta.h1, *meta.headlines)
    meta.linked = own_nodes(graph.nodes, (url, *meta.canonicals, meta.first("og:url")), titles)
    return meta


def _read_element(element: html.HtmlElement, meta: Meta, scripts: list[str]) -> None:
    tag = element.tag
    if tag == "meta":
        _read_tag(element, meta)
    elif tag == "link":
        if "canonical" in (element.get("rel") or "").lower().split():
            meta.canonicals.append((element.get("href") or "").strip())
    elif tag == "base":
        meta.base = meta.base or (element.get("href") or "").strip()
    elif tag == "title":
        meta.title = meta.title or text_of(element)
    elif tag == "h1":
        meta.h1.append(text_of(element))
    elif "ld+json" in (element.get("type") or "").lower() and element.text:
        scripts.append(element.text)


def _read_tag(element: html.HtmlElement, meta: Meta) -> None:
    content = element.get("content")
    if not content:
        return
    text = squash(content)
    for key in ("property", "name", "itemprop", "http-equiv"):
        name = element.get(key)
        if name:
            meta.tags.setdefault(name.strip().lower(), []).append(text)


def _read_marked(element: html.HtmlElement, meta: Meta) -> None:
    prop = element.get("itemprop") or ""
    if element.tag == "meta":
        return
    if element.tag == "time" or prop.startswith("date"):
        meta.times.append(element)
    elif prop == "author" or (not prop and element.get("rel") == "author"):
        if _is_of_article(element):
            meta.authors.append(_author_text(element))
    elif prop == "headline":
        meta.headlines.append(text_of(element))


def _is_of_article(element: html.HtmlElement) -> bool:
    """Does a marked author sign the article, and no card, comment or photo on its page?"""
    for above in element.iterancestors():
        if above.tag in _FOREIGN_TAGS:
            return False
        kind = above.get("itemtype")
        if kind and not _PEOPLE.search(kind):
            return _ARTICLE.search(kind) is not None
        name = above.get("class")
        if name and "author" not in name and _FOREIGN.search(name):
            return False
    return True


def _author_text(element: html.HtmlElement) -> str:
    for inner in element.iter():
        if inner is not element and inner.get("itemprop") == "name":
            return squash(inner.get("content") or "") or text_of(inner)
    return squash(element.get("content") or "") or text_of(element)
