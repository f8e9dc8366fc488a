"""Addresses that ended for good, and the articles they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, case, func, select, update

from db.engine.dialects import Upsert, chunks, insert_for
from db.schema.tables import address
from seedwatch.core.fetching.urls import url_key
from seedwatch.core.model.article import Article


def known_keys(conn: Connection, keys: Iterable[str]) -> frozenset[str]:
    """Those of the keys whose address ended for good before: it is not fetched again."""
    found: set[str] = set()
    for part in chunks(set(keys)):
        found.update(conn.execute(select(address.c.url_key).where(address.c.url_key.in_(part))).scalars())
    return frozenset(found)


def known_outcomes(conn: Connection, keys: Iterable[str]) -> dict[str, str]:
    """As `known_keys`, each with the outcome it ended in; empty for a canonical address never asked for."""
    found: dict[str, str] = {}
    for part in chunks(set(keys)):
        statement = select(address.c.url_key, address.c.outcome).where(address.c.url_key.in_(part))
        found.update((key, outcome) for key, outcome in conn.execute(statement))
    return found


def meet_address(conn: Connection, found: Article, article_id: int, outcome: str) -> None:
    """Let the article's address lead to it, and the one that answered, with the outcome.

    An address that was only claimed has none. The one asked for follows with the end of its page.
    """
    at = found.fetched_at
    seen = {"article_id": article_id, "first_seen": at, "last_seen": at}
    own = found.own_url or found.canonical_url
    own_key = url_key(own) if found.own_url else found.url_key
    rows = [{"url_key": own_key, "url": own, "outcome": outcome if found.own_url else "", **seen}]
    if own_key != found.url_key:
        rows.append({"url_key": found.url_key, "url": found.canonical_url, "outcome": "", **seen})
    write_addresses(conn, rows)


def pages_of(conn: Connection, article_id: int) -> dict[str, str]:
    """Keys of all addresses that lead to an article, each with its outcome; empty where it was only claimed."""
    rows = conn.execute(
        select(address.c.url_key, address.c.outcome).where(address.c.article_id == article_id)
    )
    return {row.url_key: row.outcome for row in rows}


def claimed_from(conn: Connection, article_id: int, key: str) -> tuple[str, str] | None:
    """Where an article was found whose own address was only claimed: key and address of the page.

    None where a page at `key` itself led to it, or none other did.
    """
    rows = conn.execute(
        select(address.c.url_key, address.c.url, address.c.outcome)
        .where(address.c.article_id == article_id)
        .order_by(address.c.last_seen.desc(), address.c.url_key)
    ).all()
    if any(row.url_key == key and row.outcome for row in rows):
        return None
    return next(((row.url_key, row.url) for row in rows if row.url_key != key and row.outcome), None)


def lead_nowhere(conn: Connection, key: str) -> None:
    """Take an address from the article it leads to; the next page that is found there gives it another."""
    conn.execute(update(address).where(address.c.url_key == key).values(article_id=None))


def write_addresses(conn: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """An address that once led to an article goes on leading there, however a later visit ends."""
    if rows:
        conn.execute(_upsert(conn.dialect.name), rows)


@cache
def _upsert(dialect: str) -> Upsert:
    add = insert_for(dialect, address)
    new = add.excluded
    changed = {
        "article_id": func.coalesce(new.article_id, address.c.article_id),
        "outcome": case((new.outcome == "", address.c.outcome), else_=new.outcome),
        "last_seen": new.last_seen,
    }
    return add.on_conflict_do_update(index_elements=["url_key"], set_=changed)
