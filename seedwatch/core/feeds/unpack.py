"""The bytes of a feed or sitemap without the gzip that some of them are sent in, a piece at a time.

A sitemap may hold 50 MB and come from 50 kB: it is never whole in memory, and a bomb is unpacked no further.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from itertools import islice

#: A sitemap's limit by its protocol; what is longer is cut. Feeds of other kinds are read whole, up to:
MAX_BYTES = 50 * 1024 * 1024
MAX_WHOLE_BYTES = 16 * 1024 * 1024
_PIECE = 256 * 1024
_GZIP = b"\x1f\x8b"
#: gzip in gzip happens by mistake; more than that, on purpose.
_LAYERS = 2


def pieces(body: bytes, problems: list[str]) -> Iterator[bytes]:
    """The unpacked bytes, up to MAX_BYTES. What was wrong with them is added to `problems` on the way."""
    found = _cut(body)
    for _ in range(_LAYERS):
        first = next(found, b"")
        found = _before(first, found)
        if first.startswith(_GZIP):
            found = _inflated(found, problems)
    return _bounded(found, problems)


def is_packed(body: bytes) -> bool:
    return body.startswith(_GZIP)


def _cut(body: bytes) -> Iterator[bytes]:
    return (body[at : at + _PIECE] for at in range(0, len(body), _PIECE))


def _before(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _inflated(packed: Iterable[bytes], problems: list[str]) -> Iterator[bytes]:
    """All members, as far as they are sound."""
    unzip = zlib.decompressobj(wbits=31)
    try:
        for piece in packed:
            rest = piece
            while rest:
                if unzip.eof:
                    unzip = zlib.decompressobj(wbits=31)
                yield unzip.decompress(rest, _PIECE)
                rest = unzip.unconsumed_tail or unzip.unused_data
    except zlib.error as error:
        problems.append(f"damaged gzip: {error}")
        return
    if not unzip.eof:
        problems.append("gzip cut short")


def _bounded(found: Iterator[bytes], problems: list[str]) -> Iterator[bytes]:
    left = MAX_BYTES
    for piece in found:
        if len(piece) > left:
            problems.append(f"longer than {MAX_BYTES} bytes: the rest is not read")
            yield piece[:left]
            return
        left -= len(piece)
        yield piece


def whole(head: bytes, rest: Iterator[bytes], problems: list[str]) -> bytes:
    """`head` and what follows, up to MAX_WHOLE_BYTES."""
    count = max(0, MAX_WHOLE_BYTES - len(head)) // _PIECE
    joined = head + b"".join(islice(rest, count))
    if next(rest, b""):
        problems.append(f"longer than {MAX_WHOLE_BYTES} bytes when unpacked: the rest is not read")
    return joined
