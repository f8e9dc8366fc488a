"""What triage skipped, and what the sample of the skipped tells of what it misses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, exists, func, select

from db.schema.tables import outcome, tag
from seedwatch.core.model.outcome import KEPT, Outcome

_SAMPLED = "sample of the skipped%"


@dataclass(frozen=True, slots=True)
class TriageCounts:
    """Of a source's entries since a time.

    wanted: fetched because a theme wants them. skipped. later: without words, left to the next visit.
    sampled: fetched although no theme wants them; sampled_kept: those that gave an article; missed: of these, on
    theme after all.
    """

    source_id: str
    wanted: int = 0
    skipped: int = 0
    later: int = 0
    sampled: int = 0
    sampled_kept: int = 0
    missed: int = 0


def triage_counts(conn: Connection, since: datetime) -> tuple[TriageCounts, ...]:
    """By source, those with most skipped first."""
    table = outcome.c
    is_sampled = table.triage.like(_SAMPLED)
    is_kept = table.outcome.in_([each.value for each in KEPT])
    on_theme = exists().where(tag.c.article_id == table.article_id, tag.c.valid_to.is_(None), tag.c.score > 0)
    count = func.count
    rows = conn.execute(
        select(
            table.source_id,
            count().filter(table.triage != "", ~is_sampled),
            count().filter(table.outcome == Outcome.SKIPPED.value),
            count().filter(table.outcome == Outcome.LATER.value),
            count().filter(is_sampled),
            count().filter(is_sampled, is_kept),
            count().filter(is_sampled, is_kept, on_theme),
        )
        .where(table.at >= since)
        .group_by(table.source_id)
    )
    found = (TriageCounts(*row) for row in rows)
    return tuple(sorted(found, key=lambda each: (-each.skipped, each.source_id)))
