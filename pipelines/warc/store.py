"""The WARC files of kept pages: one new file a run, within a cap and a retention."""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from isal import isal_zlib

from seedwatch.core.model.page import Page, RawRef

if TYPE_CHECKING:
    from warcio.warcwriter import WARCWriter

#: Measured on 342 pages, ms and kB each: zlib's level 9 costs 7 ms, its level 1 2.3 ms for 58.0 kB; ISA-L's
#: level 1 0.7 ms for 57.4 kB, of the same format.
GZIP_LEVEL = 1
#: Headers that no longer tell the truth once the body is decoded; kept under another name.
_MENDED = frozenset({"content-encoding", "content-length", "transfer-encoding"})


@dataclass(frozen=True, slots=True)
class ArchiveOptions:
    """directory None keeps nothing. max_bytes: of all files together, the oldest go first. retention_days:
    None: no end.
    """

    directory: Path | None
    max_bytes: int = 5_000_000_000
    retention_days: int | None = None


class WarcStore:
    """The WARC files of one folder; one new file a run, since a killed run leaves a torn member at its
    file's end.

    Not for use by two threads. Raises OSError. removed: names of files that retention or cap took away.
    """

    def __init__(self, options: ArchiveOptions, directory: Path, run_id: int) -> None:
        self._options = options
        self._directory = directory
        self._name = f"seedwatch-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{run_id:06d}-{os.getpid()}.warc.gz"
        self._file: BinaryIO | None = None
        self._writer: WARCWriter | None = None
        self._room = 0
        self.removed: list[str] = []

    def keep(self, page: Page) -> RawRef:
        """Append one response record, a gzip member of its own."""
        member = _compress(self._record(page))
        file = self._open(len(member))
        offset = file.tell()
        file.write(member)
        file.flush()
        self._room -= len(member)
        return RawRef(self._name, offset, len(member))

    def _open(self, size: int) -> BinaryIO:
        if self._file is None:
            self._directory.mkdir(parents=True, exist_ok=True)
            self._room = self.sweep(datetime.now(UTC))
            self._file = (self._directory / self._name).open("ab")
        if size > self._room:
            self._room = self.sweep(datetime.now(UTC))
        if size > self._room:
            raise OSError(
                f"the kept pages of this run alone reach the cap of {self._options.max_bytes:,} bytes"
            )
        return self._file

    def sweep(self, now: datetime) -> int:
        """Remove files past retention, then the oldest over the cap; the bytes that are left to fill."""
        files = sorted((p for p in self._directory.glob("*.warc.gz")), key=lambda p: p.stat().st_mtime)
        room = self._options.max_bytes - sum(p.stat().st_size for p in files)
        for path in files:
            old = self._past(path, now)
            if path.name != self._name and (old or room <= self._options.max_bytes // 10):
                room += path.stat().st_size
                path.unlink()
                self.removed.append(path.name)
        return room

    def _past(self, path: Path, now: datetime) -> bool:
        days = self._options.retention_days
        age = now - datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return days is not None and age > timedelta(days=days)

    def _record(self, page: Page) -> bytes:
        from warcio.statusandheaders import StatusAndHeaders
        from warcio.warcwriter import WARCWriter

        if self._writer is None:
            self._writer = WARCWriter(BytesIO(), gzip=False)
        out = self._writer.out = BytesIO()
        record = self._writer.create_warc_record(
            page.final_url,
            "response",
            payload=BytesIO(page.body),
            length=len(page.body),
            http_headers=StatusAndHeaders(_status_line(page.status), _headers(page), protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": page.fetched_at.strftime("%Y-%m-%dT%H:%M:%SZ")},
        )
        self._writer.write_record(record)
        return out.getvalue()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def sweep(options: ArchiveOptions, now: datetime) -> frozenset[str] | None:
    """Remove files past retention and over the cap; the names of those left, None without a folder."""
    if options.directory is None or not options.directory.is_dir():
        return None
    WarcStore(options, options.directory, 0).sweep(now)
    return frozenset(path.name for path in options.directory.glob("*.warc.gz"))


def _compress(record: bytes) -> bytes:
    packer = isal_zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return packer.compress(record) + packer.flush()


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _headers(page: Page) -> list[tuple[str, str]]:
    kept = [(f"x-archive-orig-{name}" if name in _MENDED else name, value) for name, value in page.headers]
    return [*kept, ("content-length", str(len(page.body)))]
