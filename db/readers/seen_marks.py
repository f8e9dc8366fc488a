"""How far a reader has seen a view. A mark moves only when somebody says so, and can be taken back.

A view is named by what it shows: `search` and what is asked (see `search_view`), `theme:ID`, `saved:NAME`,
`digest:NAME`. A mark stands at an article: what was stored after it is new.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from db.schema.reader_tables import seen_mark
from db.schema.tables import article
from seedwatch.core.model.saved import SavedSearch

#: The whole archive.
EVERYTHING = "archive"


@dataclass(frozen=True, slots=True)
class SeenMark:
    """What a reader had seen at a time: every article up to this one."""

    article_id: int
    at: datetime


def search_view(asked: SavedSearch) -> str:
    """The view of a search, kept by name or not: the same words and filters as typed are the same view."""
    if asked.name:
        return f"saved:{asked.name}"
    filters = (("theme", asked.themes), ("source", asked.sources), ("lang", asked.languages))
    chosen = [f"{kind}:{value}" for kind, values in filters for value in sorted(values)]
    times = [f"{name}:{text}" for name, text in (("since", asked.since), ("until", asked.until)) if text]
    words = " ".join(asked.text.split())
    if not words and not times and len(chosen) <= 1:
        return chosen[0] if chosen else EVERYTHING
    typed = "\n".join((words, *chosen, *times))
    return f"search:{hashlib.sha256(typed.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def newest_article(conn: Connection) -> int:
    """The id of the article stored last; 0 in an empty archive. What a page shows is seen up to here."""
    return int(conn.execute(select(func.max(article.c.id))).scalar() or 0)


def mark_seen(conn: Connection, view: str, article_id: int, now: datetime, reader: str = "") -> SeenMark:
    """Say that everything up to an article was seen; the mark that holds now.

    A mark never moves back by this: of two devices the one that saw less changes nothing.
    """
    before = seen_up_to(conn, view, reader)
    if before is not None and before.article_id >= article_id:
        return before
    values = {"reader": reader, "view": view, "article_id": article_id, "at": now}
    conn.execute(insert(seen_mark).values(values))
    return SeenMark(article_id, now)


def take_back(conn: Connection, view: str, now: datetime, reader: str = "") -> SeenMark | None:
    """Undo the newest mark of a view; the one that holds again, None: nothing was seen before it."""
    newest = select(func.max(seen_mark.c.id)).where(*_holding(view, reader)).scalar_subquery()
    conn.execute(update(seen_mark).where(seen_mark.c.id == newest).values(undone_at=now))
    return seen_up_to(conn, view, reader)


def seen_up_to(conn: Connection, view: str, reader: str = "") -> SeenMark | None:
    """The mark that holds; None: nothing was ever seen."""
    return next(iter(seen_history(conn, view, reader, 1)), None)


def seen_history(conn: Connection, view: str, reader: str = "", limit: int = 20) -> tuple[SeenMark, ...]:
    """The marks that were not taken back, newest first."""
    question = select(seen_mark.c.article_id, seen_mark.c.at).where(*_holding(view, reader))
    rows = conn.execute(question.order_by(seen_mark.c.id.desc()).limit(limit))
    return tuple(SeenMark(row.article_id, row.at) for row in rows)


def _holding(view: str, reader: str) -> tuple[ColumnElement[bool], ...]:
    return seen_mark.c.reader == reader, seen_mark.c.view == view, seen_mark.c.undone_at.is_(None)
