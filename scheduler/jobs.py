"""What the clock runs: a table of commands. All work is done in children; this process only keeps time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from seedwatch.safe_imports import CHILD


class When(StrEnum):
    """What makes a job due at a tick."""

    FEEDS_DUE = "feeds are due"
    DAILY = "once a day"


@dataclass(frozen=True, slots=True)
class Job:
    """name: the kind of its runs in the ledger; command: argument vector; limit: seconds it may run."""

    name: str
    when: When
    command: tuple[str, ...]
    limit: float


def table(shift_seconds: float) -> tuple[Job, ...]:
    """The jobs in the order in which a tick looks at them."""
    return (
        Job("shift", When.FEEDS_DUE, (*CHILD, "crawl", "--scheduled"), shift_seconds),
        Job("tidy", When.DAILY, (*CHILD, "db", "tidy"), shift_seconds),
    )
