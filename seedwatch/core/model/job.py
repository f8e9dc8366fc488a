"""Jobs: what is to be done, by whom it is being done, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Owner:
    """A process that holds leases: process ids come back, so its start time belongs to its name.

    host: of the machine; started: when the process began, whole seconds since 1970.
    """

    host: str
    pid: int
    started: int

    def __str__(self) -> str:
        return f"{self.host} {self.pid} {self.started}"

    @classmethod
    def read(cls, text: str) -> Owner | None:
        """The owner written by `str`; None for any other text."""
        host, *numbers = text.rsplit(" ", 2)
        if len(numbers) != 2 or not all(part.isdigit() for part in numbers):
            return None
        return cls(host, int(numbers[0]), int(numbers[1]))


#: Names a job's claim to the process that does it, JOB:FENCE.
CLAIM_VARIABLE = "SEEDWATCH_CLAIM"


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"  # claimed, by a lease that may have lapsed
    DONE = "done"
    FAILED = "failed"  # ended badly as often as it may
    DEAD = "dead"  # can never be done: its arguments do not parse


#: States in which a job is still to be done.
OPEN = frozenset({JobState.WAITING, JobState.RUNNING})


class Priority(IntEnum):
    """Claimed first: the highest."""

    LOW = 0  # back-fill, re-clustering
    NORMAL = 10  # scheduled crawls, maintenance
    URGENT = 20  # somebody waits for it


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job to be added.

    args: values of JSON. unique_key: of one kind, no two open jobs have the same; empty: any number may.
    due: not before then.
    """

    kind: str
    due: datetime
    args: Mapping[str, Any]
    unique_key: str = ""
    priority: Priority = Priority.NORMAL


@dataclass(frozen=True, slots=True)
class Job:
    """A job as stored.

    attempts: times claimed so far. fence: of the last claim; what is written under a lower one is void.
    lease_until, owner: None unless running. reason: why it failed or is dead.
    """

    id: int
    kind: str
    args: Mapping[str, Any]
    unique_key: str
    due: datetime
    priority: int
    state: JobState
    attempts: int
    fence: int
    created_at: datetime
    owner: Owner | None = None
    lease_until: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    reason: str = ""
    result: Mapping[str, Any] | None = None

    @property
    def claim(self) -> Claim:
        return Claim(self.id, self.fence)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a worker shows to prove that a job is still its own."""

    job_id: int
    fence: int

    def __str__(self) -> str:
        return f"{self.job_id}:{self.fence}"

    @classmethod
    def read(cls, text: str) -> Claim | None:
        """The claim written by `str`; None for any other text."""
        job_id, _, fence = text.partition(":")
        return cls(int(job_id), int(fence)) if job_id.isdigit() and fence.isdigit() else None
