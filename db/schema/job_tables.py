"""Tables of work: jobs, and who works. Beside db.schema.tables, in the same metadata."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, text

from db.schema.columns import count_column, id_column, partial_index, text_column, time_column
from db.schema.tables import metadata
from db.schema.types import CleanText, Json

OPEN_JOBS = text("state IN ('running', 'waiting')")
OPEN_AND_NAMED = text("unique_key != '' AND state IN ('running', 'waiting')")

job = Table(
    "job",
    metadata,
    id_column(),
    text_column("kind"),
    Column("args", Json(), nullable=False),
    text_column("unique_key"),  # of one kind, no two open jobs have the same; empty: any number
    time_column("due"),
    count_column("priority"),  # see core.model.job.Priority
    text_column("state"),  # see core.model.job.JobState
    count_column("attempts"),
    count_column("fence"),  # rises with every claim: what is written under a lower one is void
    text_column("lease_owner"),  # see core.model.job.Owner; empty unless running
    time_column("lease_until", nullable=True),
    time_column("created_at"),
    time_column("started_at", nullable=True),
    time_column("finished_at", nullable=True),
    text_column("reason"),
    Column("result", Json()),
    partial_index("ix_job_open", "priority", "due", where=OPEN_JOBS),
    partial_index("uq_job_kind_unique_key", "kind", "unique_key", where=OPEN_AND_NAMED, unique=True),
    Index(None, "kind", "due"),
)

# Schedulers and the like as they live: a heartbeat each, so that others can say who works.
worker = Table(
    "worker",
    metadata,
    Column("owner", CleanText, primary_key=True),
    text_column("role"),
    time_column("started_at"),
    time_column("seen_at"),
)
