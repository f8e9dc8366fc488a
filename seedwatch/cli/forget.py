"""`seedwatch forget`: remove an article or a source for good, and keep it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.cli.options import Db, catalogue, database, settings
from seedwatch.core.errors import InputError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from db.engine.database import Database
    from db.upkeep.erasure import Target
    from seedwatch.cli.config import Settings


def add_to(app: typer.Typer) -> None:
    app.command("forget")(forget)


def forget(
    what: Annotated[str, typer.Argument(metavar="URL|SOURCE", help="An address, or the id of a source.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    db: Db = None,
) -> None:
    """Remove an article or an outlet for good.

    Text (every revision), kept pages and index entries go; what is forgotten is not fetched again.

    Example: seedwatch forget https://example.org/news/1
    """
    from seedwatch.cli.output import say

    wanted = settings(db)
    with database(db) as handle:
        with handle.read() as conn:
            target = _target(conn, what, wanted)
        say(f"{_size(target)} of {target.name}")
        if not yes:
            typer.confirm("Remove them for good, and never fetch them again?", abort=True)
        _forget(handle, target, wanted)
    say("forgotten")


def _size(target: Target) -> str:
    return f"{len(target.articles)} articles and {len(target.pages)} kept pages"


def _target(conn: Connection, what: str, wanted: Settings) -> Target:
    """Raises InputError (UrlError) for what is neither an address nor a known source."""
    from sqlalchemy import select

    from db.schema.tables import source
    from db.upkeep.erasure import address_target, source_target
    from seedwatch.core.fetching.urls import canonical_url, url_key

    if "/" in what or ":" in what:
        url = canonical_url(what)
        return address_target(conn, url, url_key(url))
    known = {*conn.execute(select(source.c.id)).scalars(), *(each.id for each in catalogue(wanted))}
    if what not in known:
        raise InputError(f"unknown source {what!r}", "`seedwatch sources list` names them all.")
    return source_target(conn, what)


def _forget(handle: Database, target: Target, wanted: Settings) -> None:
    """Bytes first: when anything fails after them, the database still names the rest, and a second try
    removes it.
    """
    from datetime import UTC, datetime

    from db.sources.catalogue import sync_sources
    from db.upkeep import erasure
    from pipelines.warc.erase import erase

    if wanted.pages_dir is not None:
        erase(wanted.pages_dir, [page.raw for page in target.pages])
    declared = [each for each in catalogue(wanted) if each.id == target.source_id]
    with handle.write() as conn:
        sync_sources(conn, declared)
        erasure.erase(conn, target, datetime.now(UTC))
    if target.articles:
        with handle.write() as conn:
            erasure.compact(conn)
