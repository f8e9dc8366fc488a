"""Checks of sources: their history, and what follows for which sources are on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from db.engine.rows import row_of
from db.schema.source_tables import source_check
from db.schema.tables import source
from seedwatch.core.redaction import redact
from seedwatch.core.sources.checking import ANSWERED, SourceCheck, Verdict, is_due


@dataclass(frozen=True, slots=True)
class LastCheck:
    """A source's last check. failing_since: the first of the failed ones in a row; None: it answered."""

    source_id: str
    at: datetime
    verdict: Verdict
    failing_since: datetime | None


def record_checks(conn: Connection, checks: Iterable[SourceCheck]) -> None:
    """Note checks, and switch the sources: on where one answered, else off. What a person switched stays."""
    for each in checks:
        row = row_of(source_check, each, url=redact(each.url), reason=redact(each.reason))
        conn.execute(insert(source_check).values(row))
        reason = "" if each.answered else f"{each.verdict.value}: {redact(each.reason)}"
        by_check = source.c.switched.is_(None) | (source.c.switch_reason != "")
        values = {"switched": each.answered, "switch_reason": reason or "checked", "enabled": each.answered}
        mine = update(source).where(source.c.id == each.source_id, source.c.catalogue != "", by_check)
        conn.execute(mine.values(values))


def last_checks(conn: Connection) -> dict[str, LastCheck]:
    """Of every source that was ever checked."""
    good = [each.value for each in ANSWERED]
    well = (
        select(source_check.c.source_id, func.max(source_check.c.at).label("at"))
        .where(source_check.c.verdict.in_(good))
        .group_by(source_check.c.source_id)
    )
    answered = {row.source_id: row.at for row in conn.execute(well)}
    found: dict[str, LastCheck] = {}
    rows = select(source_check.c.source_id, source_check.c.at, source_check.c.verdict)
    for row in conn.execute(rows.order_by(source_check.c.at, source_check.c.id)):
        before = found.get(row.source_id)
        since = None
        if Verdict(row.verdict) not in ANSWERED:
            since = before.failing_since if before is not None and before.failing_since else row.at
            good_at = answered.get(row.source_id)
            since = row.at if good_at is not None and since <= good_at else since
        found[row.source_id] = LastCheck(row.source_id, row.at, Verdict(row.verdict), since)
    return found


def due_checks(conn: Connection, now: datetime) -> tuple[str, ...]:
    """Sources that a check switched off and that are asked again now."""
    off = source.c.switched.is_(False) & (source.c.switch_reason != "") & (source.c.catalogue != "")
    ids = set(conn.execute(select(source.c.id).where(off, source.c.erased_at.is_(None))).scalars())
    return tuple(
        sorted(
            each.source_id
            for each in last_checks(conn).values()
            if each.source_id in ids and each.failing_since and is_due(each.at, each.failing_since, now)
        )
    )
