"""What `seedwatch db tidy` does, with the settings' ages and folders."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from db.upkeep.maintenance import MaintenancePlan, MaintenanceReport, maintain
from pipelines.stages.raw_archive import ArchiveOptions, sweep
from pipelines.warc.erase import erase

if TYPE_CHECKING:
    from db.engine.database import Database
    from seedwatch.cli.config import Settings


def tidy(database: Database, wanted: Settings) -> MaintenanceReport:
    """Files of kept pages that are past their time go first, then what the database knows of them."""
    now = datetime.now(UTC)
    shelf = ArchiveOptions(wanted.pages_dir, wanted.pages_megabytes * 1_000_000, wanted.pages_days)
    plan = MaintenancePlan(
        on_disk=lambda: sweep(shelf, now),
        pages_before=now - timedelta(days=wanted.pages_days),
        copies_before=now - timedelta(days=wanted.copies_days),
        erase=lambda refs: erase(wanted.pages_dir, refs) if wanted.pages_dir else 0,
    )
    return maintain(database, plan, lambda: datetime.now(UTC), os.getpid())
