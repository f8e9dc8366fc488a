"""A key opens until it is revoked; the database cannot tell what it was."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from db.engine.database import Database
from db.readers.access_keys import access_keys, add_key, opens, revoke_key
from db.schema.reader_tables import access_key
from seedwatch.core.errors import InputError
from tests.db.samples import NOW


def test_a_key_opens_until_it_is_revoked(database: Database) -> None:
    with database.write() as conn:
        phone, tablet = add_key(conn, "phone", NOW), add_key(conn, "tablet", NOW)
        assert opens(conn, phone)
        assert not opens(conn, "")
        assert not opens(conn, phone[:-1])
        revoke_key(conn, "phone", NOW)
        assert not opens(conn, phone)
        assert opens(conn, tablet)
        assert [(each.name, each.revoked_at) for each in access_keys(conn)] == [
            ("phone", NOW),
            ("tablet", None),
        ]
        for call in (lambda: add_key(conn, "phone", NOW), lambda: revoke_key(conn, "phone", NOW)):
            with pytest.raises(InputError, match="phone"):
                call()


def test_no_secret_is_stored(database: Database) -> None:
    with database.write() as conn:
        secret = add_key(conn, "phone", NOW)
        (row,) = conn.execute(select(access_key)).all()
    assert secret not in str(row)
    assert len(secret) >= 32
