"""Addresses that ended for good, and the articles they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, case, func, select

from db.engine.dialects import Upsert, chunks, insert_for
from db.schema.tables import address
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
        question = select(address.c.url_key, address.c.outcome).where(address.c.url_key.in_(part))
        found.update((key, outcome) for key, outcome in conn.execute(question))
    return found


def meet_address(conn: Connection, found: Article, article_id: int) -> None:
    """Let the canonical address lead to the article; the one asked for follows with the end of its page."""
    at = found.fetched_at
    row = {"url_key": found.url_key, "url": found.canonical_url, "article_id": article_id, "outcome": ""}
    write_addresses(conn, [{**row, "first_seen": at, "last_seen": at}])


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
