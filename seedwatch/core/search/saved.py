"""From a saved search to the question that it asks now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from seedwatch.core.model.answer import ArticleQuery
from seedwatch.core.model.saved import SavedSearch
from seedwatch.core.search.dates import read_bound

_DAY = len("2026-03-22")


def query_of(saved: SavedSearch, now: datetime, limit: int = 20) -> ArticleQuery:
    """The question. now: what ages count from, in the reader's zone. Raises QueryError for an unreadable time."""
    return ArticleQuery(
        text=saved.text,
        themes=saved.themes,
        sources=saved.sources,
        languages=saved.languages,
        since=read_bound(saved.since, 0, now).astimezone(UTC) if saved.since else None,
        until=_end(saved.until, now) if saved.until else None,
        expand=not saved.exact,
        limit=limit,
    )


def _end(text: str, now: datetime) -> datetime:
    """The end of the time named: of a day that day's end."""
    bound = read_bound(text, 0, now)
    is_day = len(text.strip()) == _DAY and text.strip()[:4].isdigit()
    return (bound + timedelta(days=1) if is_day else bound).astimezone(UTC)
