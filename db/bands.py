"""Keys that copies are found by. In the database: every process sees them, and a restart loses none.

A key that many articles share says nothing (a footer, a template). It is kept HOT times and asked no more,
which bounds the time of a look-up and the size of the table.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import cache

from sqlalchemy import BigInteger, Connection, bindparam, delete, func, literal, select

from core.model.article import Signature
from db.sql import Upsert, insert_for
from db.tables import article, band, revision

#: Articles a key is kept for.
HOT = 100

_SHARING = select(band.c.key, band.c.article_id).where(band.c.key.in_(bindparam("keys", expanding=True)))
_EXACT = (
    select(revision.c.article_id)
    .where(revision.c.exact == bindparam("exact"), revision.c.signature_version == bindparam("version"))
    .limit(1)
)


def candidates(conn: Connection, signature: Signature, most: int = 20) -> tuple[int, ...]:
    """Articles that share keys with a text, those that share most first; `most` of them."""
    if not signature.bands:
        return ()
    rows = conn.execute(_SHARING, {"keys": signature.bands}).all()
    holders = Counter(row.key for row in rows)
    shared = Counter(row.article_id for row in rows if holders[row.key] < HOT)
    return tuple(sorted(shared, key=lambda each: (-shared[each], each))[:most])


def exact(conn: Connection, signature: Signature) -> int | None:
    """An article whose text, at some time, was this one but for script, case, width and punctuation."""
    if not signature.exact:
        return None
    known = {"exact": signature.exact, "version": signature.version}
    found = conn.execute(_EXACT, known).scalar()
    return None if found is None else int(found)


def add(conn: Connection, article_id: int, signature: Signature) -> None:
    """Make an article a candidate from now on. Adding the same again changes nothing."""
    if signature.bands:
        rows = [{"a_key": key, "an_id": article_id} for key in signature.bands]
        conn.execute(_adding(conn.dialect.name), rows)


def prune(conn: Connection, before: datetime) -> int:
    """Forget the keys of articles first seen before a time; how many. Exact identity stays known."""
    old = select(article.c.id).where(article.c.first_seen < before)
    return int(conn.execute(delete(band).where(band.c.article_id.in_(old))).rowcount)


@cache
def _adding(dialect: str) -> Upsert:
    """Built once: building the statement costs more than running it."""
    holders = select(literal(1)).where(band.c.key == bindparam("a_key")).limit(HOT).subquery()
    held = select(func.count()).select_from(holders).scalar_subquery()
    row = select(bindparam("a_key", type_=BigInteger), bindparam("an_id", type_=BigInteger))
    adding = insert_for(dialect, band).from_select(["key", "article_id"], row.where(held < HOT))
    return adding.on_conflict_do_nothing()
