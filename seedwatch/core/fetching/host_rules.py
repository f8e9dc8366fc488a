"""What a host's robots.txt means for now: the file as it was answered, or that there was no answer. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from seedwatch.core.fetching.robots import Robots, RobotsRule, parse_robots, robots_for_status
from seedwatch.core.model.outcome import Outcome

#: How long a file holds (RFC 9309, 2.4), and how long "no answer" does.
KEPT = timedelta(hours=24)
KEPT_WITHOUT_ANSWER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class HostRules:
    """What holds for one scheme, host and port.

    outcome, reason: of its pages, when nothing may be fetched for now.
    """

    rule: RobotsRule
    robots: Robots | None = None
    outcome: Outcome = Outcome.HTTP_ERROR
    reason: str = ""


def kept_rules(
    status: int | None, body: bytes | None, at: datetime | None, now: datetime
) -> HostRules | None:
    """The rules kept from an earlier crawl; None when there are none that still hold.

    status, body: as they were answered at the time `at`; None: never asked.
    """
    if at is None:
        return None
    rule = robots_for_status(status)
    if now - at >= (KEPT_WITHOUT_ANSWER if rule is RobotsRule.DISALLOW_ALL else KEPT):
        return None
    return host_rules(status, parse_robots(body or b"") if rule is RobotsRule.OBEY else None)


def host_rules(
    status: int | None, robots: Robots | None, failure: tuple[Outcome, str] | None = None
) -> HostRules:
    """The rules by an answer. status: None without one; failure: why there was none, if that is known."""
    rule = robots_for_status(status)
    if rule is not RobotsRule.DISALLOW_ALL:
        return HostRules(rule, robots)
    if status is not None:
        return HostRules(rule, reason=f"robots.txt: HTTP {status}, so nothing may be fetched for now")
    if failure is None:
        return HostRules(rule, reason="robots.txt: no answer a short while ago")
    outcome, reason = failure
    known = outcome if outcome in {Outcome.NETWORK_ERROR, Outcome.TIMEOUT} else Outcome.HTTP_ERROR
    return HostRules(rule, outcome=known, reason=f"robots.txt: {reason}")
