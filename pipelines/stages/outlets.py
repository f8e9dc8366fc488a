"""The outlet of an article that came by a search endpoint, as a source that nobody declares."""

from __future__ import annotations

from urllib.parse import urlsplit

from seedwatch.core.model.article import Article
from seedwatch.core.model.page import PageRef
from seedwatch.core.model.source import Source
from seedwatch.core.model.text import Language
from seedwatch.core.sources.outlet import outlet_name


def found_outlet(article: Article) -> Source:
    """Named by the page's publisher, else by the feed that listed it, else by its domain."""
    return named_outlet(
        article.ref, article.outlet, article.own_url or article.canonical_url, article.language
    )


def named_outlet(ref: PageRef, name: str, url: str = "", language: Language = Language.OTHER) -> Source:
    """url: of an article of it; empty: the address of the page."""
    parts = urlsplit(url or ref.url)
    return Source(
        id=ref.source_id,
        name=outlet_name(ref.source_id, name),
        home=f"{parts.scheme}://{parts.netloc}/",
        language=language,
        zone=ref.zone,
        feeds=(),
        enabled=False,
    )
