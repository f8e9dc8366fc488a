"""Kept pages taken out of their WARC files: each member becomes a note of the same length in its place.

Offsets of all other members stay valid, and every reader of WARC passes over the note.
"""

from __future__ import annotations

import os
import zlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from seedwatch.core.model.page import RawRef

#: A gzip header without name and time whose comment follows: a comment may be of any length.
_HEADER_WITH_COMMENT = b"\x1f\x8b\x08\x10\x00\x00\x00\x00\x00\xff"


def erase(directory: Path, refs: Iterable[RawRef]) -> int:
    """Overwrite the members; how many there were to overwrite (a file may have gone by age before).

    Doing it again changes nothing for the reader. Raises OSError; ValueError when a place holds no member.
    """
    by_file: dict[str, set[RawRef]] = defaultdict(set)
    for ref in refs:
        by_file[ref.file].add(ref)
    return sum(_erase_in(directory / name, found) for name, found in by_file.items())


def _erase_in(path: Path, refs: set[RawRef]) -> int:
    try:
        file = path.open("r+b")
    except FileNotFoundError:
        return 0
    with file:
        for ref in refs:
            file.seek(ref.offset)
            if file.read(2) != b"\x1f\x8b":
                raise ValueError(f"{path.name} at {ref.offset}: no member begins here")
            file.seek(ref.offset)
            file.write(tombstone(ref.length, datetime.now(UTC)))
        file.flush()
        os.fsync(file.fileno())
    return len(refs)


def tombstone(length: int, at: datetime) -> bytes:
    """A gzip member of exactly so many bytes: a metadata record without content, padded in its header.

    Raises ValueError below the size of any page's record.
    """
    record = (
        "WARC/1.0\r\nWARC-Type: metadata\r\n"
        f"WARC-Record-ID: <urn:uuid:{uuid4()}>\r\nWARC-Date: {at:%Y-%m-%dT%H:%M:%SZ}\r\n"
        "Content-Type: application/warc-fields\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    ).encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(record) + packer.flush()
    tail = packed + zlib.crc32(record).to_bytes(4, "little") + len(record).to_bytes(4, "little")
    padding = length - len(_HEADER_WITH_COMMENT) - 1 - len(tail)
    if padding < 0:
        raise ValueError(f"{length} bytes are too few for a record")
    return _HEADER_WITH_COMMENT + b"-" * padding + b"\0" + tail
