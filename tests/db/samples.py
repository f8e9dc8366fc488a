"""Records of our own making for the tests of the database."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from seedwatch.core.model.article import Article, Extraction, Fingerprint, TaggedArticle, ThemeHit
from seedwatch.core.model.moment import DateCandidate, DateOrigin, Moment, OffsetKnown, Precision
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.page import PageOutcome, PageRef
from seedwatch.core.model.source import FeedSpec, Source
from seedwatch.core.model.text import Evidence, Field, Language

NOW = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)
TAIPEI = timezone(timedelta(hours=8))
PUBLISHED = Moment(
    at=datetime(2026, 4, 2, 8, 15, tzinfo=TAIPEI),
    precision=Precision.MINUTE,
    offset=OffsetKnown.STATED,
    origin=DateOrigin.META,
    raw="2026-04-02T08:15+08:00",
)
EVIDENCE = (
    Evidence("人形機器人", Field.TITLE, 2, "phrase"),
    Evidence("humanoid", Field.TEXT, 40, "strong alias"),
)
HIT = ThemeHit("humanoid-robots", 0.875, EVIDENCE, "v1")


def key_of(url: str) -> str:
    return hashlib.md5(url.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def make_article(number: int = 1, **changes: Any) -> Article:
    url = f"https://news.example/{number}"
    text = changes.pop("text", f"第{number}篇報導。\n工廠裡的人形機器人開始上班。")
    extraction = Extraction(
        Outcome.STORED,
        title=f"人形機器人進廠 {number}",
        text=text,
        authors=("林記者", "Writer Two"),
        published=PUBLISHED,
        dates=(
            DateCandidate(DateOrigin.META, PUBLISHED.raw, PUBLISHED, "chosen"),
            DateCandidate(DateOrigin.URL, "x", None),
        ),
        language=Language.ZH_HANT,
        image="https://news.example/1.jpg",
        section="科技",
        encoding="utf-8",
        method="article",
    )
    asked = changes.pop("url", f"{url}?from=feed")
    plain = Article(
        ref=PageRef(asked, key_of(asked), "example"),
        canonical_url=url,
        url_key=key_of(url),
        fetched_at=NOW,
        extraction=extraction,
        fingerprint=Fingerprint(key_of(text), (1, -2), 1),
        extractor=3,
    )
    return with_changes(plain, **changes)


def with_changes(article: Article, **changes: Any) -> Article:
    """The article with other values, of its page and of what was read from it too."""
    parts = {
        name: replace(part, **{key: changes.pop(key) for key in tuple(changes) if hasattr(part, key)})
        for name, part in (("extraction", article.extraction), ("ref", article.ref))
    }
    return replace(article, **parts, **changes)


def make_tagged(number: int = 1, hits: tuple[ThemeHit, ...] = (HIT,), **changes: Any) -> TaggedArticle:
    return TaggedArticle(make_article(number, **changes), hits)


def make_end(url: str, outcome: Outcome, **changes: Any) -> PageOutcome:
    known = PageRef.__dataclass_fields__
    ref = PageRef(url, key_of(url), "example", **{n: changes.pop(n) for n in tuple(changes) if n in known})
    return replace(PageOutcome(ref, NOW, outcome, status=200, bytes=1000), **changes)


def make_source(source_id: str = "example", *urls: str, **changes: Any) -> Source:
    feeds = tuple(FeedSpec(url) for url in urls or (f"https://{source_id}.example/feed",))
    plain = Source(
        id=source_id,
        name="範例新聞",
        home=f"https://{source_id}.example/",
        language=Language.ZH_HANT,
        zone="Asia/Taipei",
        feeds=feeds,
    )
    return replace(plain, **changes)
