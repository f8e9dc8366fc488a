"""A topic crawl: the search endpoint that is asked for one question, beside the declared feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from seedwatch.app.settings import Settings
    from seedwatch.core.model.crawl import CrawlPlan
    from seedwatch.core.model.source import Source


def topic_plan(settings: Settings, query: str, since: datetime | None) -> CrawlPlan:
    """A crawl of every feed, due or not, and of the search endpoint, for what matches the query."""
    from dataclasses import replace

    from seedwatch.app.crawls import plan_of

    endpoint = search_source(settings.bing_url, query)
    return replace(plan_of(settings), kind="topic", query=query, force=True, since=since, ad_hoc=(endpoint,))


def search_source(endpoint: str, query: str) -> Source:
    """The search endpoint as a source whose one feed is the answer to `query`."""
    from urllib.parse import urlencode

    from seedwatch.core.model.source import FeedKind, FeedSpec, Source, Terms
    from seedwatch.core.model.text import Language

    url = f"{endpoint}?{urlencode({'q': query, 'format': 'rss'})}"
    return Source(
        id="bing-news",
        name="Bing News",
        home="https://www.bing.com/news",
        language=Language.OTHER,
        zone="UTC",
        feeds=(FeedSpec(url, FeedKind.SEARCH),),
        terms=Terms(profiles=("personal",)),
    )
