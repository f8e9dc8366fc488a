"""Opening, refusing, translating."""

from __future__ import annotations

from db.engine import Database


def test_both_engines_open(database: Database) -> None:
    assert database.version() is not None
