"""A kept page read back from its WARC file."""

from __future__ import annotations

import zlib
from io import BytesIO
from pathlib import Path

from db.upkeep.reprocess import OldPage
from seedwatch.core.model.feed import FeedEntry
from seedwatch.core.model.page import Page


def raw_page(old: OldPage, directory: Path) -> Page:
    """A page as it came, from its WARC member."""
    from warcio.archiveiterator import ArchiveIterator

    if old.raw is None:
        raise FileNotFoundError("its bytes were not kept")
    with (directory / old.raw.file).open("rb") as file:
        file.seek(old.raw.offset)
        member = file.read(old.raw.length)
    try:
        record = next(iter(ArchiveIterator(BytesIO(member))))
    except (StopIteration, zlib.error) as error:
        raise ValueError(f"{old.raw.file} at {old.raw.offset}: not a whole record") from error
    headers = tuple((name.lower(), value) for name, value in record.http_headers.headers)
    return Page(
        ref=old.ref,
        final_url=record.rec_headers.get_header("WARC-Target-URI") or old.ref.url,
        status=int(record.http_headers.get_statuscode()),
        headers=headers,
        body=record.content_stream().read(),
        fetched_at=old.fetched_at,
        entry=FeedEntry(old.ref.url, "", published=old.feed_date) if old.feed_date else None,
        raw=old.raw,
    )
