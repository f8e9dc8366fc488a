"""Secrets by which programs on other machines may read feeds; kept as digests, so none can be shown again."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from db.schema.reader_tables import access_key
from seedwatch.core.errors import InputError

_SECRET_BYTES = 24


@dataclass(frozen=True, slots=True)
class AccessKey:
    """Who may read since when. revoked_at None: still."""

    name: str
    created_at: datetime
    revoked_at: datetime | None


def add_key(conn: Connection, name: str, now: datetime) -> str:
    """Make a key; its secret, told this once. Raises InputError where the name is taken."""
    if conn.execute(select(access_key.c.id).where(access_key.c.name == name)).first():
        raise InputError(
            f"there is a key {name!r} already", "Choose another name: a key is never given twice."
        )
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    conn.execute(insert(access_key).values(name=name, digest=_digest(secret), created_at=now))
    return secret


def revoke_key(conn: Connection, name: str, now: datetime) -> None:
    """Let a key open nothing any more. Raises InputError where there is none."""
    mine = (access_key.c.name == name) & access_key.c.revoked_at.is_(None)
    if not conn.execute(update(access_key).where(mine).values(revoked_at=now)).rowcount:
        raise InputError(f"there is no key {name!r} that opens anything", "`seedwatch keys list` names them.")


def access_keys(conn: Connection) -> tuple[AccessKey, ...]:
    """Every key ever given, oldest first."""
    rows = conn.execute(select(access_key).order_by(access_key.c.id))
    return tuple(AccessKey(row.name, row.created_at, row.revoked_at) for row in rows)


def opens(conn: Connection, secret: str) -> bool:
    """Whether a secret is one of a key that was not revoked."""
    mine = (access_key.c.digest == _digest(secret)) & access_key.c.revoked_at.is_(None)
    return conn.execute(select(access_key.c.id).where(mine)).first() is not None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
