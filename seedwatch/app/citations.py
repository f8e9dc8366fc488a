"""What proves an article: its state, when it was fetched, and the hash of the page as it was kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from sqlalchemy import Connection

from db.reads.article import article
from db.reads.export import row_of_article
from seedwatch.core.errors import InputError
from seedwatch.core.model.moment import TIMED
from seedwatch.core.model.page import RawRef
from seedwatch.out.cite import Cited

#: The bytes of a kept page; None where they are kept no more.
KeptBody = Callable[[RawRef], bytes | None]


def cited(conn: Connection, article_id: int, kept_body: KeptBody) -> Cited:
    """What is cited of an article. Raises InputError where there is none."""
    found = article(conn, article_id)
    row = row_of_article(conn, article_id)
    if found is None or row is None:
        raise InputError(f"there is no article {article_id}", "`seedwatch search ''` lists them.")
    now = found.current
    body = kept_body(now.raw) if now.raw is not None else None
    return Cited(
        row=row,
        fetched_at=now.valid_from,
        sha256="" if body is None else hashlib.sha256(body).hexdigest(),
        zone_assumed=found.offset == "assumed" and found.precision in TIMED,
    )
