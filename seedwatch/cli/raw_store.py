"""The files of kept pages, for the use cases that know no WARC."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from pipelines.warc.erase import erase
from pipelines.warc.store import ArchiveOptions, sweep
from seedwatch.app.maintenance import RawStore


def _sweep(folder: Path | None, size: int, days: int, now: datetime) -> Collection[str] | None:
    return sweep(ArchiveOptions(folder, size, days), now)


WARC_STORE = RawStore(_sweep, erase)
