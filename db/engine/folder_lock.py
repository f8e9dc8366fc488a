"""A lock between processes that leaves no file behind: the folder itself is locked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # not on Windows, where SQLite's own locks have to do
    fcntl = None  # type: ignore[assignment]


@contextmanager
def folder_lock(folder: Path, *, wait: bool) -> Iterator[bool]:
    """Hold the folder's advisory lock. Gives False when another holds it and `wait` is off.

    A folder that cannot be locked (missing, or on a file system without locks) counts as held: what follows
    reports a missing folder in better words.
    """
    if fcntl is None or not folder.is_dir():
        yield True
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield _locked(handle, wait)
    finally:
        os.close(handle)


def _locked(handle: int, wait: bool) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
