"""What is asked of matches beyond the index: `event:`, from the log of events, and when an article came in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from db.schema.search_tables import search_doc
from db.schema.tables import article, event
from seedwatch.core.search.tree import Happened

#: With fewer articles in a period of arrival they are listed; with more, each match is looked up (on SQLite a
#: list of 300,000 takes 0.4 s to make, however few rows are asked for).
_FEW = 5000


@dataclass(frozen=True, slots=True)
class Arrival:
    """When articles were first seen here: from `since` on and before `until`; later ones than `after_id`.

    after_id: ids rise in the order of commits, as one transaction writes at a time (db.engine.database): unlike
    a time, it leaves out no article that was fetched before somebody looked and stored afterwards.
    few: whether it holds for so few that they are better listed.
    """

    since: datetime | None = None
    until: datetime | None = None
    after_id: int | None = None
    few: bool = True

    def __bool__(self) -> bool:
        return (self.since, self.until, self.after_id) != (None, None, None)

    def bounds(self) -> list[ColumnElement[bool]]:
        """What it asks of rows of `article`."""
        asked: list[ColumnElement[bool]] = []
        if self.since is not None:
            asked.append(article.c.first_seen >= self.since)
        if self.until is not None:
            asked.append(article.c.first_seen < self.until)
        if self.after_id is not None:
            asked.append(article.c.id > self.after_id)
        return asked

    def condition(self, docid: ColumnElement[int]) -> ColumnElement[bool]:
        """What it asks of a docid."""
        document = search_doc.alias()
        arrived = select(document.c.docid).join(article, article.c.id == document.c.article_id)
        arrived = arrived.where(*self.bounds())
        return docid.in_(arrived) if self.few else arrived.where(document.c.docid == docid).exists()


@dataclass(frozen=True, slots=True)
class Conditions:
    """Articles to which each of these has happened and which came in by then. until: as far as was known then."""

    happened: tuple[Happened, ...] = ()
    until: datetime | None = None
    arrival: Arrival = Arrival()

    def __bool__(self) -> bool:
        return bool(self.happened) or bool(self.arrival)

    def counted(self, conn: Connection) -> Conditions:
        """The same, knowing how many articles came in by then."""
        if not self.arrival:
            return self
        some = select(article.c.id).where(*self.arrival.bounds()).limit(_FEW).subquery()
        count = conn.execute(select(func.count()).select_from(some)).scalar_one()
        return replace(self, arrival=replace(self.arrival, few=count < _FEW))

    def of(self, docid: ColumnElement[int]) -> list[ColumnElement[bool]]:
        """What they ask of a docid."""
        asked = [self._condition(docid, each) for each in self.happened]
        return [*asked, self.arrival.condition(docid)] if self.arrival else asked

    def _condition(self, docid: ColumnElement[int], asked: Happened) -> ColumnElement[bool]:
        known: list[ColumnElement[bool]] = [event.c.kind.in_(asked.kinds)]
        if self.until is not None:
            known.append(event.c.at <= self.until)
        docids = select(search_doc.c.docid).join(event, event.c.article_id == search_doc.c.article_id)
        listed = docids.where(*known)
        return docid.not_in(listed) if asked.negated else docid.in_(listed)


NO_CONDITIONS = Conditions()
