"""A kept page read back from its WARC file."""

from __future__ import annotations

import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

from db.upkeep.reprocess import OldPage
from seedwatch.core.model.feed import FeedEntry
from seedwatch.core.model.page import Page, RawRef


def raw_page(old: OldPage, directory: Path) -> Page:
    """A page as it came, from its WARC member."""
    if old.raw is None:
        raise FileNotFoundError("its bytes were not kept")
    record = _record(old.raw, directory)
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


def kept_body(raw: RawRef, directory: Path) -> bytes | None:
    """The bytes of a page as it came; None where they are kept no more."""
    try:
        record = _record(raw, directory)
    except FileNotFoundError:
        return None
    if record.rec_type != "response":  # a note in the place of what was erased
        return None
    body: bytes = record.content_stream().read()
    return body


def _record(raw: RawRef, directory: Path) -> Any:
    """The WARC record of a page. Raises FileNotFoundError, ValueError."""
    from warcio.archiveiterator import ArchiveIterator

    with (directory / raw.file).open("rb") as file:
        file.seek(raw.offset)
        member = file.read(raw.length)
    try:
        return next(iter(ArchiveIterator(BytesIO(member))))
    except (StopIteration, zlib.error) as error:
        raise ValueError(f"{raw.file} at {raw.offset}: not a whole record") from error
