"""Sources and feeds as they stand: how polling went, and how many articles came of it."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from db.engine.rows import record_of
from db.reads.records import FeedState, SourceState
from db.schema.tables import article, feed, source


def source_states(conn: Connection) -> tuple[SourceState, ...]:
    """Every source ever declared with its feeds and how polling them went, in order of id."""
    feeds: dict[str, tuple[FeedState, ...]] = {}
    for row in conn.execute(select(feed).order_by(feed.c.source_id, feed.c.id)):
        feeds[row.source_id] = (*feeds.get(row.source_id, ()), record_of(FeedState, row))
    statement = select(article.c.source_id, func.count()).group_by(article.c.source_id)
    stored = {row[0]: row[1] for row in conn.execute(statement)}
    renamed = (source.c.interval_s.label("interval"), source.c.crawl_delay_s.label("crawl_delay"))
    return tuple(
        record_of(SourceState, row, articles=stored.get(row.id, 0), feeds=feeds.get(row.id, ()))
        for row in conn.execute(select(source, *renamed).order_by(source.c.id))
    )
