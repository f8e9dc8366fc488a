"""Saved searches: each is tried before it is kept, so that none fails at night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from db.readers.saved_searches import add_saved
from db.search.query import search
from seedwatch.core.chinese.names import Lexicon
from seedwatch.core.errors import InputError
from seedwatch.core.model.saved import SavedSearch
from seedwatch.core.search.names import Resolver
from seedwatch.core.search.saved import query_of

#: Of a name, in characters.
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Trial:
    """On what a search is tried. now: in the reader's zone. names: reads what filters name."""

    conn: Connection
    now: datetime
    lexicon: Lexicon | None = None
    names: Resolver | None = None

    def hits(self, saved: SavedSearch) -> int:
        """How many articles it finds now, copies joined (2,000 and more count as that).

        Raises QueryError for its query, its filters and its times.
        """
        query = query_of(saved, self.now, limit=1)
        return search(self.conn, query, self.now, self.lexicon, self.names).total


def add(trial: Trial, saved: SavedSearch) -> int:
    """Keep a search; how many articles it finds now. Raises InputError for a name or a query that cannot be."""
    check_name(saved.name)
    found = trial.hits(saved)
    add_saved(trial.conn, saved, trial.now)
    return found


def check_name(name: str) -> None:
    """Raises InputError for a name that could not be typed, or be part of an address."""
    if not name.strip() or name != name.strip():
        raise InputError("a saved search needs a name", "Give it one: a few words.")
    if len(name) > LONGEST_NAME:
        raise InputError(f"the name has {len(name)} characters", f"{LONGEST_NAME} are allowed.")
    if not name.isprintable():
        raise InputError(f"the name {name!r} has characters that cannot be typed", "Leave them out.")
