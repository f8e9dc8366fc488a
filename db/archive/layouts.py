"""How the pages of sites look, by the last of them, and the redesigns that show there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, true, update

from db.archive import event_log
from db.archive.event_log import EventKind
from db.schema.tables import event, page_layout
from seedwatch.core.changes.layout_change import KEPT, layout_changes
from seedwatch.core.model.page import PageOutcome


@dataclass(frozen=True, slots=True)
class SeenLayoutChange:
    """A redesign as it was noticed. what: changed, in words."""

    at: datetime
    site: str
    source_id: str
    what: str


def keep(conn: Connection, ends: Sequence[PageOutcome]) -> None:
    """Note the shapes of pages that were read."""
    rows = [
        {
            "site": end.site,
            "source_id": end.ref.source_id,
            "at": end.at,
            "layout": end.notes.layout,
            "judged": False,
        }
        for end in ends
        if end.notes.layout and end.site
    ]
    if rows:
        conn.execute(insert(page_layout), rows)


def watch(conn: Connection, at: datetime) -> tuple[SeenLayoutChange, ...]:
    """Look at the pages that came since the last watch: every redesign of a site becomes one event."""
    names = (page_layout.c.site, page_layout.c.source_id)
    fresh = select(*names).where(page_layout.c.judged.is_(False)).distinct().order_by(*names)
    places = conn.execute(fresh).all()
    found = tuple(seen for place in places for seen in _watch_site(conn, place.site, place.source_id, at))
    conn.execute(update(page_layout).where(page_layout.c.judged.is_(False)).values(judged=true()))
    for seen in found:
        detail = {"site": seen.site, "source": seen.source_id, "what": seen.what}
        event_log.append(conn, at, EventKind.REDESIGN, None, detail)
    return found


def _watch_site(conn: Connection, site: str, source_id: str, at: datetime) -> list[SeenLayoutChange]:
    """Outlets that share a host are apart. Also forgets what is before the last redesign, or too long ago."""
    mine = (page_layout.c.site == site) & (page_layout.c.source_id == source_id)
    rows = conn.execute(select(page_layout).where(mine).order_by(page_layout.c.id)).all()
    found = layout_changes([row.layout for row in rows], sum(row.judged for row in rows))
    first = max(len(rows) - KEPT, found[-1].start if found else 0)
    if first > 0:
        conn.execute(delete(page_layout).where(mine, page_layout.c.id < rows[first].id))
    return [SeenLayoutChange(at, site, source_id, each.what) for each in found]


def latest_layout_changes(conn: Connection, since: datetime) -> Mapping[str, SeenLayoutChange]:
    """By source, the last redesign noticed since then."""
    return {each.source_id: each for each in layout_changes_between(conn, since, None)}


def layout_changes_between(
    conn: Connection, since: datetime, until: datetime | None
) -> tuple[SeenLayoutChange, ...]:
    """In the order in which they were noticed; until: None takes all since then."""
    statement = (
        select(event.c.at, event.c.detail)
        .where(event.c.kind == EventKind.REDESIGN.value, event.c.at >= since)
        .order_by(event.c.id)
    )
    if until is not None:
        statement = statement.where(event.c.at <= until)
    return tuple(
        SeenLayoutChange(row.at, row.detail["site"], row.detail["source"], row.detail["what"])
        for row in conn.execute(statement)
    )
