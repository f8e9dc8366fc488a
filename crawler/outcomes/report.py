"""What a crawl tells: while it runs, and when it has ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from seedwatch.core.model.feed import FeedOutcome
from seedwatch.core.model.outcome import Outcome


@dataclass(frozen=True, slots=True)
class HostFailure:
    """A host with requests that failed. `answered`: whether it answered any other."""

    host: str
    count: int
    reason: str  # of the last failure
    answered: bool


@dataclass(frozen=True, slots=True)
class Postponed:
    """Pages of a host that asked for patience beyond this run. again: when they are asked next, at the earliest."""

    host: str
    count: int
    again: datetime
    reason: str  # of the last


@dataclass(frozen=True, slots=True)
class RunReport:
    """The end of a crawl. Every page has one outcome, so `sum(outcomes.values()) == fetched + refused`.

    fetched: pages that were asked of their host, however that ended.
    refused: addresses that ended before anything was asked (older by the feed's date, robots, forbidden).
    unfinished: pages taken up but not ended, of an interrupted run; they are taken up again by the next.
    decisions: entries of feeds by what was decided on them (`seedwatch.core.triage.decide.Reason`).
    languages, themes: of the articles stored or revised. seconds: wall clock. bytes: bodies received.
    hosts_answered: hosts that answered anything at all, be it "not modified".
    postponed: pages left over because their hosts asked for patience, by host.
    problems: what went wrong beside single pages, in words.
    """

    run_id: int
    kind: str
    outcomes: Mapping[Outcome, int]
    feeds: Mapping[FeedOutcome, int]
    themes: Mapping[str, int]
    languages: Mapping[str, int]
    fetched: int
    refused: int
    seconds: float
    bytes: int
    failures: tuple[HostFailure, ...] = ()
    hosts_answered: int = 0
    postponed: tuple[Postponed, ...] = ()
    decisions: Mapping[str, int] = field(default_factory=dict)
    unfinished: int = 0
    interrupted: bool = False
    problems: tuple[str, ...] = field(default=())

    @property
    def all_hosts_failed(self) -> bool:
        """Whether hosts were asked and none of them answered anything: there is no network."""
        return bool(self.failures) and not self.hosts_answered
