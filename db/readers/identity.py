"""What this archive is called by others, wherever its file or server goes."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, select

from db.schema.reader_tables import archive


def archive_uuid(conn: Connection) -> UUID:
    """The uuid that the archive was given when it was made."""
    return UUID(conn.execute(select(archive.c.uuid)).scalar_one())
