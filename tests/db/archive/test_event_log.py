"""The log is appended to and nothing else."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from db.archive import event_log
from db.archive.event_log import EventKind
from db.engine.database import Database
from seedwatch.core.errors import DatabaseError
from tests.db.samples import NOW


def test_events_are_read_once_by_their_last_id(database: Database) -> None:
    with database.write() as conn:
        for kind in (EventKind.STORED, EventKind.REVISED, EventKind.GONE):
            event_log.append(conn, NOW, kind, None, {"from": 1})
        first = event_log.list_events(conn, limit=2)
        rest = event_log.list_events(conn, after_id=first[-1].id)
        only = event_log.list_events(conn, kinds=[EventKind.GONE])
    assert [each.kind for each in first] == ["stored", "revised"]
    assert [each.kind for each in rest] == ["gone"]
    assert [(each.kind, each.detail, each.at) for each in only] == [("gone", {"from": 1}, NOW)]


@pytest.mark.parametrize("statement", ["UPDATE event SET kind = 'x'", "DELETE FROM event"])
def test_events_are_never_changed(database: Database, statement: str) -> None:
    with database.write() as conn:
        event_log.append(conn, NOW, EventKind.STORED, None, {})
    with pytest.raises(DatabaseError, match="append-only"), database.write() as conn:
        conn.execute(text(statement))
    with database.read() as conn:
        assert [each.kind for each in event_log.list_events(conn)] == ["stored"]
