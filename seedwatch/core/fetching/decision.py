"""May an address be fetched now? Every check there is, in the one order in which they are made. Pure.

A crawl makes them one by one, each where its facts are (`crawler.addon` puts the middlewares in this order);
`fetch --dry-run` makes them all at once with what is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from seedwatch.core.fetching.host_rules import HostRules
from seedwatch.core.fetching.ip_guard import AddressVerdict, Permits, classify_url
from seedwatch.core.fetching.robots import RobotsRule
from seedwatch.core.model.outcome import Outcome


class Check(StrEnum):
    """In the order in which they are made: the first that refuses decides."""

    BLOCKLIST = "blocklist"  # what was removed on request
    ADDRESS = "address"  # its spelling, scheme and port
    COOLDOWN = "cooldown"  # hosts that asked to be left alone, or do not answer
    ROBOTS = "robots"  # robots.txt
    CONNECTION = "connection"  # where its name leads


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an address is not fetched, and the outcome that its page ends in.

    until: when it may be asked again; None where that is not known, or never.
    """

    check: Check
    outcome: Outcome
    reason: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cooldown:
    """Until when a host is left alone, and why; `until` None: it may be asked."""

    host: str
    until: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FetchFacts:
    """What is known of an address before it is asked for. What is None is not known, and refuses nothing.

    resolved: verdicts on the addresses that its name leads to; one that may be connected to is enough.
    """

    url: str
    now: datetime
    permits: Permits
    agent: str
    is_blocked: bool = False
    cooldown: Cooldown | None = None
    rules: HostRules | None = None
    resolved: Sequence[AddressVerdict] = ()


def by_blocklist(is_blocked: bool) -> Refusal | None:
    """What was removed on request stays away."""
    return Refusal(Check.BLOCKLIST, Outcome.ERASED, "removed on request") if is_blocked else None


def by_address(url: str, permits: Permits) -> Refusal | None:
    """Nothing is fetched from an address that by itself leads where nobody may go."""
    verdict = classify_url(url, permits)
    return None if verdict.allowed else Refusal(Check.ADDRESS, Outcome.FORBIDDEN, verdict.reason)


def by_cooldown(cooldown: Cooldown, now: datetime) -> Refusal | None:
    """A host that is to be left alone is not asked; its pages are worth another try."""
    if cooldown.until is None or cooldown.until <= now:
        return None
    until = cooldown.until.isoformat(timespec="seconds")
    reason = f"{cooldown.host} is left alone until {until}: {cooldown.reason}"
    return Refusal(Check.COOLDOWN, Outcome.HTTP_ERROR, reason, cooldown.until)


def by_robots(rules: HostRules, url: str, agent: str) -> Refusal | None:
    """A page that a line forbids has ended for good; one whose host gives no answer is worth another try."""
    if rules.rule is RobotsRule.DISALLOW_ALL:
        return Refusal(Check.ROBOTS, rules.outcome, rules.reason)
    if rules.robots is None:
        return None
    verdict = rules.robots.classify_address(url, agent)
    if verdict.allowed:
        return None
    return Refusal(Check.ROBOTS, Outcome.ROBOTS, f"robots.txt: {verdict.rule or 'disallowed'}")


def by_connection(resolved: Sequence[AddressVerdict]) -> Refusal | None:
    """A name whose every address is forbidden is not connected to. Nothing resolved: nothing is known."""
    if not resolved or any(each.allowed for each in resolved):
        return None
    return Refusal(Check.CONNECTION, Outcome.FORBIDDEN, resolved[0].reason)


def decide_fetch(facts: FetchFacts) -> Refusal | None:
    """The first refusal in the order of `Check`; None: the address is asked for."""
    checks = {
        Check.BLOCKLIST: lambda: by_blocklist(facts.is_blocked),
        Check.ADDRESS: lambda: by_address(facts.url, facts.permits),
        Check.COOLDOWN: lambda: None if facts.cooldown is None else by_cooldown(facts.cooldown, facts.now),
        Check.ROBOTS: lambda: None if facts.rules is None else by_robots(facts.rules, facts.url, facts.agent),
        Check.CONNECTION: lambda: by_connection(facts.resolved),
    }
    return next((refusal for check in Check if (refusal := checks[check]()) is not None), None)
