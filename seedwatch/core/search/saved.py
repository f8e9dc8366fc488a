"""From a saved search to the question that it asks now."""

from __future__ import annotations

from datetime import datetime

from seedwatch.core.model.answer import ArticleQuery
from seedwatch.core.model.saved import SavedSearch
from seedwatch.core.search.dates import read_period


def query_of(saved: SavedSearch, now: datetime, limit: int = 20) -> ArticleQuery:
    """The question. now: what ages count from, in the reader's zone. Raises QueryError for an unreadable time."""
    return ArticleQuery(
        text=saved.text,
        themes=saved.themes,
        sources=saved.sources,
        languages=saved.languages,
        since=read_period(saved.since, 0, now).start if saved.since else None,
        until=read_period(saved.until, 0, now).end if saved.until else None,
        expand=not saved.exact,
        limit=limit,
    )
