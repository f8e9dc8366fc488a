"""Pages as HTML: one template per outlet under `demo/templates/`, shaped as real outlets shape theirs."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from seedwatch.core.model.text import Language
from seedwatch.demo.records import Fault, FaultKind, Outlet, Story, Version

NOTICE = {
    Language.ZH_HANT: "本頁為 Seedwatch 示範用的虛構內容，事件與公司純屬創作。",
    Language.ZH_HANS: "本页为 Seedwatch 演示用的虚构内容，事件与公司纯属创作。",
    Language.EN: "Sample page written for the Seedwatch demonstration; its events are invented.",
}
EDITORS = ("周以庭", "方立言", "謝沛辰", "何書寧")
EDITORS_HANS = ("梁一舟", "秦思远", "邵明")
_ROC_ERA = 1911


@dataclass(frozen=True, slots=True)
class Entry:
    """A link as a feed or a list shows it. `updated` None: the outlet tells no time."""

    url: str
    guid: str
    title: str
    published: datetime | None
    updated: datetime | None
    summary: str = ""
    author: str = ""
    section: str = ""


@cache
def _environment() -> Environment:
    env = Environment(loader=PackageLoader("seedwatch.demo"), autoescape=True, trim_blocks=True)
    env.filters["clock"] = _clock
    env.filters["iso"] = datetime.isoformat
    env.filters["utc"] = utc_stamp
    return env


def _clock(at: datetime, pattern: str) -> str:
    """`strftime` that keeps characters outside ASCII whatever the C library thinks of them."""
    return "".join(part if ord(part[0]) > 127 else at.strftime(part) for part in _runs(pattern))


def _runs(pattern: str) -> list[str]:
    """The pattern in runs of ASCII and of other characters."""
    runs: list[str] = []
    for char in pattern:
        if runs and (ord(char) > 127) == (ord(runs[-1][0]) > 127):
            runs[-1] += char
        else:
            runs.append(char)
    return runs


def utc_stamp(at: datetime) -> str:
    """UTC as `2026-11-03T09:30:00Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a page stands: its address, its outlet's base address, and the links below it."""

    url: str
    base: str
    related: Sequence[Entry]


def article_page(outlet: Outlet, story: Story, version: Version, setting: Setting) -> bytes:
    """An article in its outlet's own HTML, in the bytes of the story's charset."""
    html = (
        _environment()
        .get_template(f"{outlet.id}.html")
        .render(
            outlet=outlet,
            title=version.title,
            paragraphs=printed_paragraphs(outlet, story, version),
            published=version.published,
            modified=version.modified,
            byline=story.byline,
            place=story.place,
            section=story.section,
            caption=story.caption,
            credit=story.credit,
            slug=story.slug,
            undated=story.undated,
            description=lead(version),
            editor=_editor(story),
            charset_label="gb2312" if story.charset == "gb18030" else story.charset,
            url=setting.url,
            base=setting.base,
            related=setting.related,
            notice=NOTICE[outlet.language],
            **_structured(outlet, story, version, setting.url),
        )
    )
    return html.encode(story.charset, errors="xmlcharrefreplace")


def lead(version: Version) -> str:
    """What a feed or a description says of the article: the beginning of its first paragraph."""
    first = version.paragraphs[0]
    return first if len(first) <= 110 else first[:108].rstrip() + "…"


def printed_paragraphs(outlet: Outlet, story: Story, version: Version) -> list[str]:
    """The paragraphs with the outlet's dateline before the first and its sign-off after the last."""
    pattern = outlet.credited if story.credit and outlet.credited else outlet.dateline
    words = _dateline_words(story, version)
    body = list(version.paragraphs)
    body[0] = pattern.format(**words) + body[0]
    if outlet.closing:
        body[-1] += outlet.closing.format(**words)
    return body


def _dateline_words(story: Story, version: Version) -> dict[str, str]:
    at = version.published
    return {
        "byline": story.byline,
        "place": story.place,
        "place_upper": story.place.upper(),
        "credit": story.credit,
        "day": str(at.day),
        "month": str(at.month),
        "month_name": at.strftime("%b"),
        "roc": f"{at.year - _ROC_ERA}{at:%m%d}",
        "editor": _editor(story),
    }


def _editor(story: Story) -> str:
    names = EDITORS_HANS if story.outlet == "jiangan" else EDITORS
    return names[zlib.crc32(story.slug.encode()) % len(names)]


def _structured(outlet: Outlet, story: Story, version: Version, url: str) -> dict[str, Markup]:
    """JSON-LD in the three forms found in the wild: one object, an array, a graph."""
    article = {
        "@type": "NewsArticle",
        "headline": version.title,
        "datePublished": version.published.isoformat(),
        "dateModified": version.current.isoformat(),
        "author": {"@type": "Person", "name": story.byline},
        "articleSection": story.section,
        "mainEntityOfPage": url,
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.name},
    }
    context = {"@context": "https://schema.org"}
    crumbs = {"@type": "BreadcrumbList", "itemListElement": []}
    return {
        "ld_single": _script_json(context | article),
        "ld_array": _script_json([context | crumbs, context | article]),
        "ld_graph": _script_json(context | {"@graph": [{"@type": "WebSite", "name": outlet.name}, article]}),
    }


def _script_json(value: object) -> Markup:
    """JSON that cannot close its script element."""
    return Markup(json.dumps(value, ensure_ascii=False).replace("<", "\\u003c"))


def fault_page(outlet: Outlet, fault: Fault, url: str) -> bytes:
    """The page behind a link that is no article; listings are drawn by `list_page`."""
    wall = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": fault.title,
        "datePublished": fault.published.isoformat(),
        "isAccessibleForFree": False,
        "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywall"},
    }
    kind = FaultKind.MISSING if fault.kind is FaultKind.REDIRECT else fault.kind
    template = _environment().get_template(f"{kind}.html")
    return template.render(
        outlet=outlet,
        fault=fault,
        url=url,
        notice=NOTICE[outlet.language],
        ld_paywall=_script_json(wall),
    ).encode()


def list_page(
    outlet: Outlet, heading: str, entries: Sequence[Entry], base: str, feed_type: str = ""
) -> bytes:
    """A front page or a topic list: links and no article."""
    template = _environment().get_template("front.html")
    return template.render(
        outlet=outlet,
        heading=heading,
        entries=entries,
        base=base,
        feed_type=feed_type,
        notice=NOTICE[outlet.language],
    ).encode()


def missing_page(outlet: Outlet) -> bytes:
    """The body of a 404."""
    return _environment().get_template("missing.html").render(outlet=outlet).encode()
