"""Two rows that turn out to be one article, because a redirect or a canonical link joined their addresses."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, update

from db.archive import copies, event_log
from db.archive.copies import CopyLink
from db.archive.event_log import EventKind
from db.schema.tables import address
from seedwatch.core.model.article import CopyKind


def merge(conn: Connection, keep: int, other: int, method: int, at: datetime) -> bool:
    """Let every address of `other` lead to `keep`, and list it as an identical copy. False for one row.

    Nothing is deleted: each row keeps its revisions, tags and events. method: version of the signatures.
    """
    if keep == other:
        return False
    conn.execute(update(address).where(address.c.article_id == other).values(article_id=keep))
    copies.join(conn, other, CopyLink(keep, CopyKind.IDENTICAL, 1.0, method), at)
    event_log.append(conn, at, EventKind.MERGED, other, {"into": keep})
    return True
