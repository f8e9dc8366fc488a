"""What the fetcher would do with an address, and why: address, robots.txt, cooldowns, validators, what is known.

Nothing is connected to here but the resolver; `crawler.spiders.probe` asks for real.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache, partial
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from urllib.parse import urlsplit

from crawler.middlewares.host_politeness import cooldown_of
from crawler.settings import ROBOTSTXT_USER_AGENT
from db.engine.database import Database
from db.reads.url_status import UrlStatus, url_status_of
from db.sources.hosts import HostState, read_host
from db.upkeep.erasure import blocklist
from seedwatch.core.errors import UrlError
from seedwatch.core.fetching.decision import FetchFacts, by_address, decide_fetch
from seedwatch.core.fetching.host_rules import HostRules, kept_rules
from seedwatch.core.fetching.ip_guard import AddressVerdict, Permits, classify_address, classify_url
from seedwatch.core.fetching.robots import RobotsRule
from seedwatch.core.fetching.urls import canonical_url, origin_of, url_key
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.triage.blocklist import NOTHING_BLOCKED, Blocklist

#: Look-ups at a time, and how long so many may take, and any number of them (s). A resolver that answers in
#: 50 ms is asked for 76,000 names in that time; one that is asked in vain keeps nobody waiting for minutes.
_LOOKUPS = 128
_SECONDS, _SECONDS_FOR_MANY = 10.0, 30.0
UNRESOLVED = "unresolved"
_MANY_HOSTS = 1000


@dataclass(frozen=True, slots=True)
class Resolved:
    """One address that a name leads to, checked by itself."""

    address: str
    allowed: bool
    reason: str


@dataclass(frozen=True, slots=True)
class RobotsNote:
    """What is known of a host's robots.txt. rule: as in RobotsRule, or "unknown". line: that decides."""

    rule: str
    allowed: bool = True
    line: str = ""
    status: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What would become of one address.

    url: as given. request_url: the spelling in which it is requested; None when it never is.
    known: None without a database. outcome: that its page would end in; None when it is fetched.
    """

    url: str
    allowed: bool
    reason: str
    request_url: str | None = None
    addresses: tuple[Resolved, ...] = ()
    robots: RobotsNote | None = None
    known: UrlStatus | None = None
    outcome: Outcome | None = None

    @property
    def host(self) -> str:
        return urlsplit(self.request_url).hostname or "" if self.request_url else ""


Resolver = Callable[[Iterable[str]], dict[str, tuple[str, ...]]]


def resolve(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The addresses of names, none for those that do not resolve in time; side by side.

    A look-up cannot be called off: its thread is left behind, and holds up nothing.
    """
    unique_names = tuple(set(names))
    found: dict[str, tuple[str, ...]] = dict.fromkeys(unique_names, ())
    waiting, ended = SimpleQueue[str](), SimpleQueue[tuple[str, tuple[str, ...]]]()
    for name in unique_names:
        waiting.put(name)
    for _ in range(min(_LOOKUPS, len(unique_names))):
        Thread(target=_look_up_all, args=(waiting, ended), daemon=True).start()
    deadline = monotonic() + (_SECONDS if len(unique_names) <= _LOOKUPS else _SECONDS_FOR_MANY)
    with suppress(Empty):
        for _ in unique_names:
            name, addresses = ended.get(timeout=max(0.0, deadline - monotonic()))
            found[name] = addresses
    return found


def _look_up_all(waiting: SimpleQueue[str], ended: SimpleQueue[tuple[str, tuple[str, ...]]]) -> None:
    with suppress(Empty):
        while True:
            name = waiting.get_nowait()
            ended.put((name, _look_up(name)))


def _look_up(name: str) -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except (OSError, ValueError):  # ValueError: a label that no resolver takes
        return ()
    return tuple(dict.fromkeys(str(each[4][0]) for each in found))


def explain(
    urls: Sequence[str], permits: Permits, database: Database | None, resolver: Resolver = resolve
) -> tuple[Explanation, ...]:
    """One explanation for each URL, in order."""
    first = [_by_spelling(url, permits) for url in urls]
    names = {each.host for each in first if each.allowed and not _is_literal(each.host)}
    addresses = resolver(names)
    checked = [_by_addresses(each, addresses.get(each.host, (each.host,)), permits) for each in first]
    now = datetime.now(UTC)
    if database is None:
        return tuple(_decided(each, permits, now) for each in checked)
    with database.read() as conn:
        blocked = blocklist(conn)
    return tuple(_decided(each, permits, now, blocked) for each in look_up(checked, database))


def _by_spelling(url: str, permits: Permits) -> Explanation:
    refusal = by_address(url, permits)
    if refusal is not None:
        return Explanation(url, False, refusal.reason, outcome=refusal.outcome)
    try:
        request_url = canonical_url(url)
    except UrlError as error:
        return Explanation(url, False, error.what.partition(":")[0], outcome=Outcome.FORBIDDEN)
    verdict = classify_url(request_url, permits)  # a wrapper may hold another address than it shows
    if not verdict.allowed:
        return Explanation(url, False, verdict.reason, outcome=Outcome.FORBIDDEN)
    return Explanation(url, True, verdict.reason, request_url)


def _is_literal(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()


def _by_addresses(each: Explanation, found: tuple[str, ...], permits: Permits) -> Explanation:
    """found: what the name resolves to; a literal stands for itself."""
    if not each.allowed:
        return each
    if not found:
        return replace(each, reason=UNRESOLVED)
    parts = urlsplit(each.request_url or "")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    verdicts = [classify_address(address, permits, port) for address in found]
    resolved = tuple(
        Resolved(address, verdict.allowed, verdict.reason)
        for address, verdict in zip(found, verdicts, strict=True)
    )
    best = next((one for one in verdicts if one.allowed), verdicts[0])  # the resolver drops the others
    return replace(each, addresses=resolved, reason=best.reason)


def look_up(explained: Iterable[Explanation], database: Database) -> Iterable[Explanation]:
    """Add what the database knows of each address that may be asked for."""
    now = datetime.now(UTC)
    with database.read() as conn:
        hosts = lru_cache(_MANY_HOSTS)(partial(read_host, conn))
        for each in explained:
            if each.request_url is None:
                yield each
                continue
            origin = origin_of(each.request_url)
            known = url_status_of(
                conn, each.request_url, url_key(each.request_url), hosts(each.host), hosts(origin)
            )
            yield replace(each, known=known, robots=robots_note(known.origin, each.request_url, now))


def after_fetch(explained: Sequence[Explanation], database: Database) -> tuple[Explanation, ...]:
    """The same with the robots.txt and the cooldowns as they are known after asking."""
    newer = look_up(explained, database)
    return tuple(
        replace(each, robots=new.robots, known=new.known) for each, new in zip(explained, newer, strict=True)
    )


def _decided(
    each: Explanation, permits: Permits, now: datetime, blocked: Blocklist = NOTHING_BLOCKED
) -> Explanation:
    """The verdict by all that is known, in the order in which a crawl finds it out."""
    if each.request_url is None:
        return each
    known = each.known
    facts = FetchFacts(
        each.request_url,
        now,
        permits,
        ROBOTSTXT_USER_AGENT,
        is_blocked=blocked.contains(each.request_url, url_key(each.request_url), ""),
        cooldown=None if known is None else cooldown_of(known.host),
        rules=None if known is None else _rules(known.origin, now),
        resolved=[AddressVerdict(one.allowed, one.reason) for one in each.addresses],
    )
    refusal = decide_fetch(facts)
    if refusal is None:
        return each
    return replace(each, allowed=False, reason=refusal.reason, outcome=refusal.outcome)


def robots_note(state: HostState, url: str, now: datetime) -> RobotsNote:
    """What robots.txt says about a URL as far as it is known here and still holds."""
    rules = _rules(state, now)
    if rules is None:
        return RobotsNote("unknown", at=state.robots_at)
    if rules.robots is None:
        allowed = rules.rule is not RobotsRule.DISALLOW_ALL
        return RobotsNote(rules.rule.value, allowed, status=state.robots_status, at=state.robots_at)
    verdict = rules.robots.classify_address(url, ROBOTSTXT_USER_AGENT)
    return RobotsNote(rules.rule.value, verdict.allowed, verdict.rule, state.robots_status, state.robots_at)


def _rules(state: HostState, now: datetime) -> HostRules | None:
    """The rules of a host as they are stored; None when there are none that still hold."""
    return kept_rules(state.robots_status, state.robots_body, state.robots_at, now)
