"""Keys that copies are found by. In the database: every process sees them, and a restart loses none.

A key that many articles share says nothing (a footer, a template). It is kept HOT times and asked no more,
which bounds the time of a look-up and the size of the table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select

from db.schema.tables import article, fingerprint_key
from seedwatch.core.model.article import Fingerprint

#: Articles a key is kept for.
HOT = 100

# In the drivers' own words, as each runs for every article: built from expressions they take twice as long.
# All keys of an article are one parameter: one statement for any number of them, and one trip.
_SHARING = {
    "sqlite": "SELECT key, article_id FROM fingerprint_key WHERE key IN (SELECT value FROM json_each(?))",
    "postgresql": "SELECT key, article_id FROM fingerprint_key WHERE key = ANY (%s::bigint[])",
}
_ADDING = {
    "sqlite": f"""
        INSERT INTO fingerprint_key (key, article_id) SELECT value, ? FROM json_each(?) AS new
        WHERE (SELECT count(*) FROM (SELECT 1 FROM fingerprint_key WHERE key = new.value LIMIT {HOT})) < {HOT}
        ON CONFLICT DO NOTHING""",
    "postgresql": f"""
        INSERT INTO fingerprint_key (key, article_id) SELECT new.key, %s FROM unnest(%s::bigint[]) AS new (key)
        WHERE (SELECT count(*) FROM (
            SELECT FROM fingerprint_key AS held WHERE held.key = new.key LIMIT {HOT}
        ) AS found) < {HOT}
        ON CONFLICT DO NOTHING""",
}
_EXACT = {
    "sqlite": "SELECT article_id FROM revision WHERE exact = ? AND fingerprint_version = ? LIMIT 1",
    "postgresql": "SELECT article_id FROM revision WHERE exact = %s AND fingerprint_version = %s LIMIT 1",
}


def candidates(conn: Connection, fingerprint: Fingerprint, most: int = 20) -> tuple[int, ...]:
    """Articles that share keys with a text, those that share most first; `most` of them."""
    if not fingerprint.keys:
        return ()
    rows = conn.exec_driver_sql(_SHARING[conn.dialect.name], (_listed(fingerprint.keys, conn),)).all()
    if not rows:
        return ()
    holders = Counter(key for key, _ in rows)
    shared = Counter(article_id for key, article_id in rows if holders[key] < HOT)
    return tuple(sorted(shared, key=lambda each: (-shared[each], each))[:most])


def exact(conn: Connection, fingerprint: Fingerprint) -> int | None:
    """An article whose text, at some time, was this one but for script, case, width and punctuation."""
    if not fingerprint.exact:
        return None
    known = (fingerprint.exact, fingerprint.version)
    found = conn.exec_driver_sql(_EXACT[conn.dialect.name], known).scalar()
    return None if found is None else int(found)


def add(conn: Connection, article_id: int, fingerprint: Fingerprint) -> None:
    """Make an article a candidate from now on. Adding the same again changes nothing."""
    if fingerprint.keys:
        row = (article_id, _listed(fingerprint.keys, conn))
        conn.exec_driver_sql(_ADDING[conn.dialect.name], row)


def _listed(keys: Sequence[int], conn: Connection) -> str:
    """Keys as one parameter: a JSON array, or an array of PostgreSQL."""
    numbers = ",".join(map(str, keys))
    return f"[{numbers}]" if conn.dialect.name == "sqlite" else f"{{{numbers}}}"


def prune(conn: Connection, before: datetime) -> int:
    """Forget the keys of articles first seen before a time; how many. Exact identity stays known."""
    old = select(article.c.id).where(article.c.first_seen < before)
    return int(conn.execute(delete(fingerprint_key).where(fingerprint_key.c.article_id.in_(old))).rowcount)
