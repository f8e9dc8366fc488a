"""The pages: an item's markup, a form of addresses, a frame and a language each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from seedwatch.core.model.text import Language
from tests.core.feeds.lists import frames, items
from tests.core.feeds.lists.frames import Frame, beside_box
from tests.core.feeds.lists.items import Item
from tests.core.feeds.lists.news import Story, stories

Address = Callable[[Story], str]
T, S, E = Language.ZH_HANT, Language.ZH_HANS, Language.EN


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page and its truth. listed: address -> headline; beside: addresses that count neither way.

    dated: the page prints days, not only clock times.
    """

    name: str
    url: str
    html: str
    listed: dict[str, str]
    beside: frozenset[str] = frozenset()
    dated: bool = True


_ADDRESSES: dict[str, Address] = {
    "id": lambda each: f"/article/{each.number}",
    "section-id": lambda each: f"/news/{('world', 'politics', 'business')[each.number % 3]}/breakingnews/{each.number}",
    "code": lambda each: f"/news/{('aipl', 'aopl', 'afe')[each.number % 3]}/{each.at:%Y%m%d}{each.number % 10_000:04}.aspx",
    "story": lambda each: f"/story/{each.number % 9000}/{each.number}?from=udn-ch1_breaknews-1-0-news",
    "query": lambda each: f"/notes/note-detail.aspx?nid={each.number}",
    "dated-slug": lambda each: f"/{each.at:%Y/%m/%d}/{each.slug}/",
    "slug": lambda each: f"/{each.slug}/",
    "gov": lambda each: f"/zwgk/zcfb/art/{each.at:%Y}/art_{each.number:032x}.html",
    "dir-date": lambda each: f"/n1/{each.at:%Y}/{each.at:%m%d}/c1002-{each.number}.html",
    "p-number": lambda each: f"/p/{each.number * 331}",
    "hash": lambda each: f"/articles/c{each.number % 10}k{each.number * 7919 % 1_000_000:x}p2o{each.number % 7}q",
    "hash-lang": lambda each: f"/zhongwen/articles/c{each.number % 10}g{each.number * 7919 % 1_000_000:x}x1zo/trad",
    "slug-id": lambda each: f"/business/{each.slug}-{each.number}",
    "absolute": lambda each: f"https://outlet.example/detail/{each.number}.html?utm_source=list",
    "sub-host": lambda each: f"https://ec.outlet.example/article/breakingnews/{each.number}",
    "id-html": lambda each: f"/0/{each.number // 1000}/{each.number % 1000:03}.htm",
    "press": lambda each: f"/about/policy-offices/press-office/press-releases/2026/november/{each.slug}",
    "node": lambda each: f"detail_{each.number}.html",
}  # fmt: skip

#: name, item, addresses, frame, language, items, a box beside, dates printed.
_PAGES: tuple[tuple[str, Item, str, Frame, Language, int, bool, bool], ...] = (
    ("broadcaster", items.heading_link, "id", frames.modern, T, 20, False, True),
    ("broadcaster-portal", items.heading_link, "id", frames.portal, T, 12, True, True),
    ("daily", items.whole_item, "section-id", frames.modern, T, 20, True, False),
    ("daily-mega", items.whole_item, "section-id", frames.mega, T, 25, False, False),
    ("daily-economy", items.whole_item, "sub-host", frames.modern, T, 15, False, False),
    ("agency", items.main_list, "code", frames.mega, T, 30, True, True),
    ("agency-plain", items.main_list, "code", frames.modern, T, 18, False, True),
    ("agency-shell", items.main_list, "code", frames.app_shell, T, 10, False, True),
    ("united", items.card, "story", frames.modern, T, 20, True, True),
    ("united-mega", items.card, "story", frames.mega, T, 9, False, True),
    ("finance", items.hashed, "id", frames.app_shell, T, 30, False, False),
    ("finance-modern", items.hashed, "p-number", frames.modern, T, 14, True, False),
    ("notes", items.bare, "query", frames.modern, T, 16, False, False),
    ("notes-portal", items.definition, "query", frames.portal, T, 12, False, True),
    ("blog", items.wordpress, "dated-slug", frames.modern, T, 10, True, True),
    ("blog-mega", items.wordpress, "dated-slug", frames.mega, T, 8, False, True),
    ("blog-root", items.wordpress, "slug", frames.modern, E, 10, False, True),
    ("ministry", items.dotted, "gov", frames.portal, S, 20, False, True),
    ("ministry-modern", items.dotted, "gov", frames.modern, S, 15, False, True),
    ("people", items.dotted, "dir-date", frames.portal, S, 40, True, True),
    ("people-table", items.table_row, "dir-date", frames.portal, S, 30, False, True),
    ("old-table", items.table_row, "node", frames.portal, T, 20, False, True),
    ("startup", items.tagged_card, "p-number", frames.app_shell, S, 20, True, True),
    ("startup-modern", items.tagged_card, "p-number", frames.modern, T, 12, False, True),
    ("newsflash", items.flash, "p-number", frames.app_shell, S, 25, False, False),
    ("newsflash-mega", items.flash, "id", frames.mega, S, 15, False, False),
    ("world-service", items.bem, "hash-lang", frames.modern, T, 24, False, True),
    ("world-service-hans", items.bem, "hash-lang", frames.app_shell, S, 24, True, True),
    ("world-english", items.bem, "hash", frames.modern, E, 20, False, True),
    ("trade-office", items.drupal, "press", frames.modern, E, 10, False, True),
    ("newsroom", items.drupal, "slug", frames.app_shell, E, 12, False, True),
    ("robots", items.wordpress, "dated-slug", frames.app_shell, E, 12, True, True),
    ("robots-cards", items.card, "slug-id", frames.modern, E, 16, False, True),
    ("market-wire", items.main_list, "slug-id", frames.portal, E, 25, False, True),
    ("market-wire-bare", items.bare, "slug-id", frames.modern, E, 20, True, False),
    ("hong-kong", items.heading_link, "absolute", frames.modern, T, 20, False, True),
    ("hong-kong-old", items.table_row, "absolute", frames.portal, T, 18, True, True),
    ("gallery", items.pictured, "id", frames.modern, T, 12, False, False),
    ("gallery-hash", items.pictured, "hash", frames.app_shell, E, 9, False, False),
    ("comments", items.commented, "id-html", frames.modern, T, 14, False, True),
    ("comments-mega", items.commented, "id-html", frames.mega, T, 10, True, True),
    ("island", items.definition, "id-html", frames.modern, T, 20, False, True),
    ("chip-weekly", items.tagged_card, "slug", frames.modern, E, 10, False, True),
    ("tv-news", items.whole_item, "id", frames.app_shell, S, 30, True, False),
    ("few", items.heading_link, "id", frames.modern, T, 4, False, True),
    ("few-cards", items.card, "story", frames.portal, T, 3, False, True),
)
_BRIEFS = (("briefs", items.heading_link, "id", frames.modern, T), ("briefs-hans", items.dotted, "gov", frames.portal, S))  # fmt: skip


def list_pages() -> tuple[ListPage, ...]:
    """Every page with something to find."""
    found = [_page(seed, *row) for seed, row in enumerate(_PAGES)]
    for seed, (name, item, address, frame, language) in enumerate(_BRIEFS, 60):
        found.append(_page(seed, name, item, address, frame, language, 15, False, True, short=True))
    return (*found, *(_with_lead(seed, page) for seed, page in enumerate((found[0], found[8]), 70)))


def _page(
    seed: int,
    name: str,
    item: Item,
    address: str,
    frame: Frame,
    language: Language,
    count: int,
    beside: bool,
    dated: bool,
    *,
    short: bool = False,
) -> ListPage:
    base = {"node": "https://outlet.example/news/index.html"}.get(
        address, "https://outlet.example/category/2"
    )
    listed = stories(count, language, seed, short=short)
    urls = [_ADDRESSES[address](story) for story in listed]
    others = stories(6, language, seed + 400) if beside else ()
    side = beside_box(others, tuple(map(_ADDRESSES[address], others)), "熱門") if beside else ""
    tag = "table" if item is items.table_row else "ul" if "<li" in item(listed[0], "") else "div"
    body = "".join(item(story, url) for story, url in zip(listed, urls, strict=True))
    html = frame(f"<{tag} class='items'>{body}</{tag}>", side, language)
    return ListPage(
        name,
        base,
        html,
        {urljoin(base, url): story.title for url, story in zip(urls, listed, strict=True)},
        frozenset(urljoin(base, _ADDRESSES[address](story)) for story in others),
        dated,
    )


def _with_lead(seed: int, page: ListPage) -> ListPage:
    """The same with a lead story above the list, alone in its place."""
    (story,) = stories(1, T, seed)
    url = urljoin(page.url, next(iter(page.listed)).replace("5600", "5700"))
    box = f"<div class='lead'><a href='{url}'><h1>{story.title}</h1></a><p>{story.lead}</p></div>"
    html = page.html.replace("<section class='list'>", f"<section class='list'>{box}", 1)
    return ListPage(f"{page.name}-lead", page.url, html, {url: story.title, **page.listed}, page.beside)


def plain_pages() -> tuple[ListPage, ...]:
    """Pages that list nothing."""
    (story,) = stories(1, T, 80)
    article = f"<article><h1>{story.title}</h1>" + f"<p>{story.lead}</p>" * 8 + "</article>"
    form = "<form action='/search'><input name='q'><button>搜尋</button></form><p>請輸入關鍵字</p>"
    weather = (
        "<table>" + "".join(f"<tr><td>{town}</td><td>21°C</td></tr>" for town in "甲乙丙丁") + "</table>"
    )
    bodies = {"plain-article": article, "plain-form": form, "plain-weather": weather}
    return tuple(
        ListPage(name, "https://outlet.example/x/1", frame(body, "", T), {})
        for (name, body), frame in zip(
            bodies.items(), (frames.modern, frames.portal, frames.mega), strict=True
        )
    )
