"""`event:` in queries: what has happened to an article, from the log of events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from db.schema.search_tables import search_doc
from db.schema.tables import event
from seedwatch.core.search.tree import Happened


@dataclass(frozen=True, slots=True)
class Events:
    """Articles to which each of these has happened. until: as far as was known at that time."""

    happened: tuple[Happened, ...] = ()
    until: datetime | None = None

    def __bool__(self) -> bool:
        return bool(self.happened)

    def conditions(self, docid: ColumnElement[int]) -> list[ColumnElement[bool]]:
        """What they ask of a docid."""
        return [self._condition(docid, each) for each in self.happened]

    def _condition(self, docid: ColumnElement[int], asked: Happened) -> ColumnElement[bool]:
        known: list[ColumnElement[bool]] = [event.c.kind.in_(asked.kinds)]
        if self.until is not None:
            known.append(event.c.at <= self.until)
        docids = select(search_doc.c.docid).join(event, event.c.article_id == search_doc.c.article_id)
        listed = docids.where(*known)
        return docid.not_in(listed) if asked.negated else docid.in_(listed)


NO_EVENTS = Events()
