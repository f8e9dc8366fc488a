"""What the archive says of each source's health: when its articles came, and how many of its pages were blocked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from db.schema.tables import article, outcome
from seedwatch.core.model.outcome import Outcome

#: Articles of a source that its habit is read from, and how far back.
MOST = 200
BACK = timedelta(days=90)
#: Pages that an outlet keeps from us.
BLOCKED = (
    Outcome.PAYWALL,
    Outcome.LOGIN,
    Outcome.CHALLENGE,
    Outcome.CONSENT,
    Outcome.ROBOTS,
    Outcome.HTTP_ERROR,
)


@dataclass(frozen=True, slots=True)
class SourceActivity:
    """times: when its last articles were published, or seen first where undated.

    pages: asked for. blocked: of these, kept from us.
    """

    source_id: str
    times: tuple[datetime, ...] = ()
    pages: int = 0
    blocked: int = 0


def source_activity(conn: Connection, now: datetime) -> dict[str, SourceActivity]:
    """Of every source with articles or outcomes, declared or not."""
    at = func.coalesce(article.c.published, article.c.first_seen)
    turn = func.row_number().over(partition_by=article.c.source_id, order_by=at.desc())
    recent = (
        select(article.c.source_id, at.label("at"), turn.label("turn"))
        .where(article.c.erased_at.is_(None), article.c.first_seen > now - BACK)
        .subquery()
    )
    times: dict[str, list[datetime]] = {}
    for row in conn.execute(select(recent.c.source_id, recent.c.at).where(recent.c.turn <= MOST)):
        times.setdefault(row.source_id, []).append(row.at)
    unfetched = [each.value for each in (Outcome.SKIPPED, Outcome.LATER, Outcome.OFF_TOPIC, Outcome.OLDER)]
    is_blocked = outcome.c.outcome.in_([each.value for each in BLOCKED])
    counted = conn.execute(
        select(outcome.c.source_id, func.count(), func.count().filter(is_blocked))
        .where(outcome.c.at > now - BACK, outcome.c.outcome.not_in(unfetched))
        .group_by(outcome.c.source_id)
    )
    pages = {row[0]: (row[1], row[2]) for row in counted}
    return {
        name: SourceActivity(name, tuple(times.get(name, ())), *pages.get(name, (0, 0)))
        for name in sorted(times.keys() | pages.keys())
        if name
    }
