"""The links of a page with what their place and their address look like. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from statistics import median
from urllib.parse import parse_qsl, unquote, urldefrag, urlsplit

from lxml import etree, html

from seedwatch.core.feeds.context import FeedContext
from seedwatch.core.feeds.markup import one_line
from seedwatch.core.fetching.public_suffix import same_owner

#: Bounds of what is looked at: a page with more is cut.
_MOST_LINKS = 5000
_MOST_LEVELS = 60
_MOST_JUDGED = 60
#: Words of a usual headline, and fewer than are none; in Chinese characters, a Latin word counts as two.
HEADLINE = 9
SHORT_HEADLINE = 5

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f0-9][\w'’.-]*")
_TOKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_CLOCK = re.compile(r"[\d\s:./年月日-]+")
_CHROME_TAGS = frozenset({"nav", "footer", "form", "button", "select", "dialog"})
_CHROME_ROLES = frozenset({"navigation", "menu", "menubar", "contentinfo", "search", "dialog"})
_HARD = (
    "nav navbar navigation menu submenu megamenu footer foot ad ads adv advert advertisement sponsor sponsored "
    "sponsors cookie copyright"
)
_SOFT = (
    "breadcrumb breadcrumbs crumb crumbs pagination pager paging "
    "share sharing social login signin subscribe sitemap promo banner tags tag keywords keyword hottag hashtag "
    "lang language channel channels toolbar"
)
_HARD_WORDS = frozenset(_HARD.split())
#: Names that lists bear too ("promo", "channel"): there the words of the links decide.
_SOFT_WORDS = frozenset(_SOFT.split())
_SECTION = (
    "tag tags topic topics category categories author authors reporter reporters writer people "
    "channel section login signin register member subscribe search about contact privacy terms "
    "rss feed feeds sitemap newsletter shop event events ad ads list lists page archive "
    "archives index help faq jobs careers user account special specials columnist columnists"
)
_SECTION_WORDS = frozenset(_SECTION.split())
#: Names that make a section of what stands behind them, wherever they stand.
_ALWAYS_SECTIONS = frozenset(
    {"tag", "tags", "topic", "topics", "category", "categories", "author", "authors"}
)
_PAGE_KEYS = frozenset({"page", "p", "paged", "pageidx", "pn", "start", "offset", "sort", "lang", "order"})


@dataclass(slots=True)
class Anchor:
    """A link as it stands: its element, address without fragment, words, and what its place looks like."""

    element: html.HtmlElement
    url: str
    words: str
    place: tuple[str, ...]
    shape: tuple[str, ...]
    is_chrome: bool

    @property
    def length(self) -> int:
        return length_of(self.words)


def links_of(root: html.HtmlElement, context: FeedContext) -> Iterator[Anchor]:
    own = urlsplit(context.url or "").hostname or ""
    seen = 0
    judged: dict[etree._Element, bool] = {}
    for element in root.iter("a"):
        href = element.get("href") or ""
        if not href.strip() or href.lstrip().startswith(("#", "javascript:", "mailto:", "tel:")):
            continue
        url = context.address(href)
        if url is None:
            continue
        host = urlsplit(url).hostname or ""
        if own and host != own and not same_owner(host, own):
            continue
        seen += 1
        if seen > _MOST_LINKS:
            return
        rel = (element.get("rel") or "").lower()
        url = urldefrag(url)[0]
        place, is_chrome = _place(element, judged)
        is_chrome = is_chrome or any(
            word in rel.split() for word in ("tag", "author", "sponsored", "nofollow")
        )
        yield Anchor(element, url, _words(element), place, url_shape(url), is_chrome)


def _place(element: html.HtmlElement, judged: dict[etree._Element, bool]) -> tuple[tuple[str, ...], bool]:
    """The tags and first classes from the root to a link, and whether menus, footers and the like hold it.

    judged: what was found of elements before, which many links share.
    """
    steps: list[str] = []
    is_chrome, is_head = False, False
    node: etree._Element | None = element
    while node is not None and len(steps) < _MOST_LEVELS:
        tag = node.tag if isinstance(node.tag, str) else ""
        if tag in {"html", "body", "main"}:
            steps.append(tag)
        else:
            is_chrome = is_chrome or _is_chrome(node, judged)
            is_head = (is_head or tag == "header") and tag not in {
                "article",
                "li",
            }  # an item has a header, too
            steps.append(f"{tag}.{_first_class(node)}")
        node = node.getparent()
    return tuple(reversed(steps)), is_chrome or is_head


def _is_chrome(node: etree._Element, judged: dict[etree._Element, bool]) -> bool:
    if node not in judged:
        judged[node] = _judge(node)
    return judged[node]


def _judge(node: etree._Element) -> bool:
    if node.tag in _CHROME_TAGS or (node.get("role") or "") in _CHROME_ROLES:
        return True
    if node.tag == "a":
        return False
    names = {word.lower() for word in _TOKEN.findall(f"{node.get('class') or ''} {node.get('id') or ''}")}
    if names & _HARD_WORDS:
        return True
    if not names & _SOFT_WORDS:
        return False
    sizes = [length_of(one_line(each.text_content())) for each in islice(node.iter("a"), _MOST_JUDGED)]
    return not sizes or median(sizes) < HEADLINE


def _first_class(node: etree._Element) -> str:
    """The first class, numbers out: "item-3" and "item-4" are of one kind."""
    classes = (node.get("class") or "").split()
    return re.sub(r"\d+", "", classes[0]) if classes else ""


def _words(element: html.HtmlElement) -> str:
    """The words of a link: of the headline in it, else its own, else what it is titled or pictured with."""
    for heading in element.iter("h1", "h2", "h3", "h4", "h5"):
        if words := one_line(heading.text_content()):
            return words
    own = _own_words(element)
    titled = one_line(element.get("title") or "")
    if length_of(titled) >= SHORT_HEADLINE and titled in own:
        return titled  # beside it stands a date, or how often it was read
    if own.endswith(("…", "...")) and titled.startswith(own.rstrip("….")):
        return titled
    if own and length_of(own) >= SHORT_HEADLINE and not _CLOCK.fullmatch(own):
        return own
    pictured = [image.get("alt") or "" for image in element.iter("img")]
    return max((own, titled, *map(one_line, pictured)), key=length_of)


def _own_words(element: html.HtmlElement) -> str:
    """The words of a link that holds no heading: of its first part that is a headline, else all of them."""
    whole = one_line(element.text_content())
    if len(element) < 2:
        return whole
    for part in element:
        words = one_line(part.text_content()) if isinstance(part.tag, str) else ""
        if part.tag not in {"b", "em", "i", "strong", "mark", "time"} and length_of(words) >= SHORT_HEADLINE:
            return whole if _CLOCK.fullmatch(words) or length_of(whole) < length_of(words) + 2 else words
    return whole


def length_of(words: str) -> int:
    """How much a text says: Chinese characters, and twice the Latin words."""
    cjk = len(_CJK.findall(words))
    return cjk + 2 * len(_WORD.findall(_CJK.sub(" ", words)))


def url_shape(url: str) -> tuple[str, ...]:
    """What addresses of one kind share: host, first name, and the kinds of the parts behind it."""
    parts = urlsplit(url)
    segments = [unquote(part) for part in parts.path.split("/") if part]
    kinds = [_kind(part) for part in segments]
    if segments and kinds[0] == "name":
        kinds[0] = segments[0].lower()
    keys = sorted(
        f"{key}={_kind(value)}" for key, value in parse_qsl(parts.query) if key.lower() not in _TRACKING
    )
    middle = [kind for kind in kinds[1:-1] if kind != "name"]  # sections between may be many or none
    return (parts.hostname or "", *kinds[:1], *middle, *(kinds[-1:] if len(kinds) > 1 else ()), *keys)


_TRACKING = frozenset(
    {"from", "ref", "chdtv", "utm_source", "utm_medium", "utm_campaign", "at_medium", "ch", "cid"}
)


def _kind(part: str) -> str:
    """ "number", "hash", "slug" (words joined), "date", or "name"; an ending such as .html stays."""
    stem, dot, ending = part.rpartition(".")
    stem, ending = (
        (stem, f".{ending.lower()}") if dot and len(ending) <= 5 and not ending.isdigit() else (part, "")
    )
    if re.fullmatch(r"(?:19|20)\d{2}(?:[-_]?\d{1,2}){0,2}|\d{1,2}", stem):
        return f"date{ending}" if len(stem) > 4 else f"d{ending}"
    if re.fullmatch(r"(?=.*[a-f])(?:[a-z]+_)?[0-9a-f-]{12,}", stem) or re.fullmatch(
        r"(?=\w*\d)(?=\w*[a-z])[a-z0-9]{10,}", stem
    ):
        return f"hash{ending}"
    if stem.isdigit() or (re.search(r"\d{4,}", stem) and "-" not in stem):
        return f"number{ending}"
    if stem.count("-") + stem.count("_") >= 3 or len(_CJK.findall(stem)) >= 6 or re.search(r"-\d{4,}$", stem):
        return f"slug{ending}"
    return f"name{ending}"


def is_article_shape(shape: tuple[str, ...]) -> bool:
    return any(re.match(r"number|hash|slug|date(?!$)", kind.partition("=")[2] or kind) for kind in shape[1:])


def is_section(url: str, page: str | None) -> bool:
    """Whether an address names a section, a tag, an author or a further page of this list."""
    parts, own = urlsplit(url), urlsplit(page or "")
    segments = [part.lower() for part in parts.path.split("/") if part]
    keys = {key.lower() for key, _ in parse_qsl(parts.query)}
    if parts.path.rstrip("/") == own.path.rstrip("/") and parts.hostname == own.hostname:
        return not keys or bool(keys & _PAGE_KEYS) or keys == {key.lower() for key, _ in parse_qsl(own.query)}
    if not segments:
        return not keys
    first = segments[0].partition(".")[0]
    last = _kind(segments[-1]) if len(segments) > 1 else ""
    if not _ALWAYS_SECTIONS.isdisjoint(segments[:-1]) and not re.match(r"number(?=\.)|slug", last):
        return True
    is_named = first in _SECTION_WORDS or (len(segments) > 1 and segments[-2] in _SECTION_WORDS)
    return (is_named and not re.match(r"number(?=\.)|slug|hash", last)) or segments[-1] in _SECTION_WORDS
