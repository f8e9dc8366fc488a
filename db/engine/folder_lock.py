"""A lock between processes: of the folder itself, which leaves no file behind; on Windows of a file for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from tempfile import gettempdir

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@contextmanager
def folder_lock(folder: Path, *, wait: bool) -> Iterator[bool]:
    """Hold the folder's advisory lock. Gives False when another holds it and `wait` is off.

    A folder that cannot be locked (missing, or on a file system without locks) counts as held: what follows
    reports a missing folder in better words.
    """
    if not folder.is_dir():
        yield True
        return
    handle = _open(folder)
    try:
        yield _locked(handle, wait)
    finally:
        os.close(handle)


if sys.platform == "win32":  # untried there

    def _open(folder: Path) -> int:
        """Folders cannot be opened: a file of the temporary folder stands for each."""
        name = blake2b(str(folder.resolve()).casefold().encode(), digest_size=8).hexdigest()
        return os.open(Path(gettempdir()) / f"seedwatch-{name}.lock", os.O_RDWR | os.O_CREAT)

    def _locked(handle: int, wait: bool) -> bool:
        try:
            while True:
                try:
                    msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
                except OSError:  # LK_LOCK gives up after ten seconds
                    if not wait:
                        return False
                else:
                    return True
        finally:
            os.lseek(handle, 0, os.SEEK_SET)

else:

    def _open(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY)

    def _locked(handle: int, wait: bool) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True
