"""How the archive grows: what came of late, carried on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from db.reads.records import Stats
from db.schema.tables import article, raw_page

#: Days that are looked back on; a shorter past than the second says nothing.
_WINDOW, _LEAST = 30.0, 1.0


@dataclass(frozen=True, slots=True)
class StorageForecast:
    """articles_a_day: of the last 30 days, or of as many as there are.

    article_bytes: of the database for one. month, year: bytes of the database then.
    kept_at_most: bytes that kept pages will settle at, between retention and cap.
    """

    articles_a_day: float
    article_bytes: int
    month: int
    year: int
    kept_at_most: int


def forecast(
    conn: Connection, found: Stats, now: datetime, *, pages_days: int, pages_bytes: int
) -> StorageForecast | None:
    """None for an archive that is younger than a day, or empty. pages_...: bounds of kept pages."""
    if found.first_seen is None or not found.articles:
        return None
    days = min(_WINDOW, (now - found.first_seen) / timedelta(days=1))
    if days < _LEAST:
        return None
    since = now - timedelta(days=days)
    fresh = int(
        conn.execute(
            select(func.count()).select_from(article).where(article.c.first_seen >= since)
        ).scalar_one()
    )
    kept = int(
        conn.execute(
            select(func.coalesce(func.sum(raw_page.c.length), 0)).where(raw_page.c.fetched_at >= since)
        ).scalar_one()
    )
    each, rate = found.size / found.articles, fresh / days
    return StorageForecast(
        articles_a_day=round(rate, 1),
        article_bytes=round(each),
        month=round(found.size + each * rate * 30),
        year=round(found.size + each * rate * 365),
        kept_at_most=min(pages_bytes, round(kept / days * pages_days)),
    )
