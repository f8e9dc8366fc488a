"""Signatures made anew when their method has changed, newest articles first.

Signatures of two methods do not meet, so until then a copy of an older article would be missed. The keys of
the old method stay where they are: they meet none of the new, and go with their age. What has no stored text
(terms of use) keeps the signature it has.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select, update

from db.archive import fingerprint_keys
from db.schema.tables import article, revision
from seedwatch.core.duplicates.fingerprint import VERSION, fingerprint_of

#: Above the id of any article.
NEWEST = 2**62

_TEXTS = (
    select(
        *(revision.c[name] for name in ("article_id", "number", "title", "text", "fingerprint_version")),
        article.c.revision.label("current"),
        article.c.first_seen,
    )
    .join(article, article.c.id == revision.c.article_id)
    .where(revision.c.text != "")
)
_OLDEST = _TEXTS.order_by(revision.c.article_id, revision.c.number).limit(1)
_RENEW = (
    update(revision)
    .where(revision.c.article_id == bindparam("an_id"), revision.c.number == bindparam("a_number"))
    .values(exact=bindparam("digest"), fingerprint_version=VERSION)
)


def is_stale(conn: Connection) -> bool:
    """Are there signatures of another method? One row tells, as the oldest article's comes last."""
    oldest = conn.execute(_OLDEST).first()
    return oldest is not None and oldest.fingerprint_version != VERSION


def refingerprint(
    conn: Connection, keys_since: datetime, limit: int, last: int = NEWEST
) -> tuple[int, int | None]:
    """Sign up to `limit` revisions that another method signed, from the newest article on.

    keys_since: articles first seen earlier get no keys, as they are no longer looked for by them.
    last: the newest article looked at. Gives how many were signed, and where to go on; None at the end.
    """
    rows = conn.execute(_stale(last, limit)).all()
    for row in rows:
        _renew(conn, row, keys_since)
    # The last article may have revisions left.
    return len(rows), rows[-1].article_id if len(rows) == limit else None


def _stale(last: int, limit: int) -> Select[Any]:
    statement = _TEXTS.where(revision.c.fingerprint_version != VERSION, revision.c.article_id <= last)
    return statement.order_by(revision.c.article_id.desc(), revision.c.number.desc()).limit(limit)


def _renew(conn: Connection, row: Row[Any], keys_since: datetime) -> None:
    signed = fingerprint_of(row.title, row.text)
    conn.execute(_RENEW, {"an_id": row.article_id, "a_number": row.number, "digest": signed.exact})
    if row.number == row.current and row.first_seen >= keys_since:
        fingerprint_keys.add(conn, row.article_id, signed)
