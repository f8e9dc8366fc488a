"""Dates in `time` elements, dated properties, attributes and scripts: which of them are this article's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree, html

from seedwatch.core.extract.body.blocks import Blocks
from seedwatch.core.extract.fields.dates.evidence import (
    BESIDE,
    Evidence,
    Weight,
    labelled,
    note_of,
    read_evidence,
)
from seedwatch.core.extract.fields.dates.labels import (
    Label,
    label_alone,
    label_before,
    label_behind,
    label_of_names,
)
from seedwatch.core.extract.fields.meta import squash
from seedwatch.core.extract.page import PageInput
from seedwatch.core.model.moment import DateOrigin

_MOST = 40
_LEVELS = 12
#: Blocks after the headline in which a date line stands, and before it.
NEAR_BEHIND, NEAR_BEFORE = 14, 4
ASIDE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|megamenu|sidebar|side-?bar|aside|footer|comments?|replies|respond|related|recommend"
    r"|teasers?|latest|popular|trending|hot-?(?:list|news)?|rank(?:ing)?|most-?read|carousel|slider"
    r"|swiper|ticker|breaking|more-?(?:news|stories)?|read-?(?:more|next|also)|promo|video-?list|news-?list|playlist)"
    r"(?:$|[\s_-]|s\b)",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:comments?|replies|respond|related|recommend\w*|megamenu)(?:$|[\s_-])", re.I
)
_RELATIVE = re.compile(r"前|ago|昨|今|剛|刚", re.IGNORECASE)


def is_near(at: int, title_at: int, end: int) -> bool:
    """Under the headline, and not behind a short article (which `end` bounds where it lies below the headline)."""
    return 0 <= title_at < at <= title_at + NEAR_BEHIND and (at < end or end <= title_at)


def tagged_dates(
    page: PageInput, times: list[html.HtmlElement], blocks: Blocks, title_at: int, end: int
) -> Iterator[Evidence]:
    """Of `time` elements and dated properties, in document order."""
    places = dict(blocks.times)
    for element in times[:_MOST]:
        at = places.get(element, -1)
        found = _tagged(page, element, blocks, at, title_at, end)
        if found is not None:
            yield found


def _tagged(
    page: PageInput, element: html.HtmlElement, blocks: Blocks, at: int, title_at: int, end: int
) -> Evidence | None:
    machine = squash(element.get("datetime") or element.get("content") or "")
    printed = squash("".join(element.itertext()))[:100]
    prop = (element.get("itemprop") or "").lower()
    near = is_near(at, title_at, end)
    aside = _is_aside(element, near, title_at >= 0 and (at > end + NEAR_BEHIND or 0 <= at < title_at))
    label = _label(element, printed, blocks, at)
    note = note_of(label) or (BESIDE if aside else "")
    weight = Weight.NEAR_TAG if near else Weight.TAG
    if "datepublished" in prop:
        weight = Weight.MICRODATA
    elif label is Label.PUBLISHED:
        weight += 2
    origin = DateOrigin.MICRODATA if "datepublished" in prop else DateOrigin.TIME_TAG
    found = read_evidence(machine or printed, origin, page, weight, note)
    if found is not None and found.moment is None and machine and printed:
        found = read_evidence(printed, origin, page, weight, note)
    if found is None:
        return None
    if not machine and _RELATIVE.search(printed):
        return labelled(found, label, min(found.weight, Weight.RELATIVE))
    return labelled(found, label, found.weight)


def _is_aside(element: html.HtmlElement, near: bool, outside: bool, published: bool = False) -> bool:
    """In a menu, list, teaser or comment. outside: before the headline or well behind the text.

    Near the headline, or where the date is called that of the publication, only the elements and names that
    can hold nothing else count; elsewhere a list or a link around it is enough.
    """
    above = list(islice(element.iterancestors(), _LEVELS))
    trusted = near or published
    own = next((at for at, one in enumerate(above) if one.tag in {"article", "main", "body"}), len(above))
    inside = above[:own]
    tags = {one.tag for one in inside}
    if tags & {"nav", "footer"} or (not trusted and tags & {"aside", "a", "li"}):
        return True
    if outside and (tags & {"li", "a"} or ("header" in tags and above[own:] and above[own].tag == "body")):
        return True
    foreign = _COMMENTS if trusted else ASIDE_NAMES
    if any(foreign.search(name) for one in inside if (name := one.get("class"))):
        return True
    return own < len(above) and above[own].tag == "article" and _is_teaser(above[own])


def _is_teaser(article: html.HtmlElement) -> bool:
    """An `article` inside another one, or one of many: a card."""
    if any(above.tag == "article" for above in islice(article.iterancestors(), _LEVELS)):
        return True
    parent = article.getparent()
    return parent is not None and sum(1 for child in parent if child.tag == "article") > 2


def _label(element: html.HtmlElement, printed: str, blocks: Blocks, at: int) -> Label:
    """By its own property, else the words beside it, else the names around it."""
    own = label_of_names(f"{element.get('itemprop') or ''} {element.get('class') or ''}")
    if own is not Label.NONE:
        return own
    beside = label_in_block(blocks, at, printed)
    if beside not in (Label.NONE, Label.DATED):
        return beside
    inside = label_before(printed[:24])
    if inside not in (Label.NONE, Label.DATED):
        return inside
    for above in islice(element.iterancestors(), 3):
        if above.tag in {"body", "article", "main"} or len(list(islice(above.iter("time"), 2))) > 1:
            break
        around = label_of_names(f"{above.get('class') or ''} {above.get('id') or ''}")
        if around is not Label.NONE:
            return around
    return beside


def label_in_block(blocks: Blocks, at: int, printed: str) -> Label:
    """By the words before or behind a date in its block, or in the block before when that holds nothing else."""
    rows = blocks.blocks
    if not 0 <= at < len(rows):
        return Label.NONE
    text = rows[at].text
    start = text.find(printed) if printed else -1
    if start < 0:
        return Label.NONE
    label = label_before(text[:start])
    if label is Label.NONE:
        label = label_behind(text[start + len(printed) :])
    if label is Label.NONE and start == 0 and at:
        label = label_alone(rows[at - 1].text)
    return label


_ATTRIBUTES = etree.XPath(
    "//abbr/@title/.. | //span/@title/.. | //@datetime/.. | //*[@data-time or @data-date or @data-datetime"
    " or @data-timestamp or @data-published or @data-publish-time or @data-pubdate or @data-created"
    " or @data-utime or @data-ts or @data-publish-date or @data-publishtime] | //h1"
)
_NAMES_OF_TIME = re.compile(r"time|date|publi|created|ts$", re.IGNORECASE)
_FULL = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|^1\d{9}(?:\d{3})?$")


def attribute_dates(page: PageInput, root: html.HtmlElement) -> Iterator[Evidence]:
    """Dates that stand in an attribute beside a relative or empty text; those after the headline first."""
    elements = _ATTRIBUTES(root)
    heads = [at for at, element in enumerate(elements) if element.tag == "h1"]
    after = heads[0] if heads else 0
    for element in elements[after:_MOST] + elements[:after]:
        if element.tag in {"time", "h1"} or _is_aside(element, near=False, outside=False):
            continue
        label = label_of_names(f"{element.get('class') or ''} {element.get('id') or ''}")
        for name, value in element.items():
            dated = name in {"title", "datetime"} or (
                name.startswith("data-") and _NAMES_OF_TIME.search(name)
            )
            if dated and len(value) < 48 and _FULL.search(value):
                found = read_evidence(
                    squash(value), DateOrigin.ATTRIBUTE, page, Weight.ATTRIBUTE, note_of(label)
                )
                if found is not None:
                    yield labelled(found, label, found.weight)


#: WeChat's pages, and what single-page sites hand to their scripts.
_WECHAT = re.compile(
    r"\b(?:var\s+)?(?:ct|createTime|create_time|publish_time|publishTime|svr_time_ct)\s*=\s*"
    r"[\"'](?P<when>\d{10}|\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?)[\"']"
)
_STATE = re.compile(
    r"(?:datePublished|publishedAt|published_at|publishDate|publish_date|publishTime|publish_time|pubDate"
    r"|pubTime|pub_time|createTime|create_time|releaseTime|firstPublishDate|publicationDate|ptime)[\"']?\s*[:=]\s*"
    r"[\"']?(?P<when>\d{4}[-/]\d\d[-/]\d\d(?:[ T]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?"
    r"|1\d{9}(?:\d{3})?)\b"
)
_LONGEST_SCRIPT = 400_000
#: In a script about many articles the date that counts follows this one's title.
_REACH = 3000


def script_dates(page: PageInput, root: html.HtmlElement, title: str) -> Iterator[Evidence]:
    """Dates in scripts of known shapes; of several different ones only that behind this article's title."""
    for script in root.iter("script"):
        text = script.text
        if not text or len(text) > _LONGEST_SCRIPT or "ld+json" in (script.get("type") or ""):
            continue
        found = [match["when"] for match in _WECHAT.finditer(text)][:2]
        if not found:
            at = text.find(title) if len(title) > 5 else -1
            near = [m["when"] for m in islice(_STATE.finditer(text, max(at - _REACH, 0)), 20)]
            found = near[:1] if at >= 0 or len(set(near)) == 1 else []
        for raw in found:
            evidence = read_evidence(raw, DateOrigin.SCRIPT, page, Weight.SCRIPT)
            if evidence is not None:
                yield evidence
