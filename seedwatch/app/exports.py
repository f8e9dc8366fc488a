"""Results on their way out: for whom, under which name, and from the archive to a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import Connection

from db.readers.identity import archive_uuid
from db.reads.export import found_rows
from seedwatch.app.settings import Settings
from seedwatch.core.chinese.names import Lexicon
from seedwatch.core.model.answer import ArticleQuery
from seedwatch.core.search.names import Resolver
from seedwatch.out.formats import OutFormat
from seedwatch.out.style import OutStyle


def out_style(conn: Connection, settings: Settings, themes: Mapping[str, str]) -> OutStyle:
    """For the reader of the settings. themes: their names by id, in the reader's language."""
    return OutStyle(
        archive=archive_uuid(conn),
        zone=settings.zone,
        site=settings.site_url,
        full_text=settings.feeds_full_text,
        themes=themes,
    )


def export(
    conn: Connection,
    query: ArticleQuery,
    form: OutFormat,
    out: BinaryIO,
    style: OutStyle,
    now: datetime,
    lexicon: Lexicon | None = None,
    most: int | None = None,
    resolver: Resolver | None = None,
) -> None:
    """Write what a search finds, every hit unless there are more than `most`. Raises QueryError, InputError."""
    rows = found_rows(conn, query, now, lexicon, resolver, texts=form.texts, most=most)
    form.write(rows, out, style)
