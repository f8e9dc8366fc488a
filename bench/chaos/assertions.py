"""What a crawl over the misbehaving web did wrong, from what it stored and what the web noted."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from bench.chaos.crawls import Row
from bench.chaos.faults import PATIENT, Own
from bench.chaos.scenario import Scenario
from crawler.plan import GRACE_SHARE
from tests.hostile.web import Request, Site, article

_TITLE = re.compile(r"<title>([^<]*)")
#: So many requests must take this share of the time that the pace asks for them.
_FEW, _SHARE = 4, 0.75
#: What every host is asked once a day, beside pages.
_OF_HOSTS = ("/robots", "/.well-known/")


@dataclass(slots=True)
class Findings:
    """Each list names what went wrong, in words; empty: nothing."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong_titles: list[str] = field(default_factory=list)
    canary: list[str] = field(default_factory=list)
    robots: list[str] = field(default_factory=list)
    impatient: list[str] = field(default_factory=list)
    hasty: list[str] = field(default_factory=list)
    busy: list[str] = field(default_factory=list)
    insistent: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    crashed: list[str] = field(default_factory=list)
    polls: int = 0
    answered_by_304: int = 0
    base_mb: float = 0.0
    peak_mb: float = 0.0
    seconds: float = 0.0

    @property
    def faults(self) -> dict[str, list[str]]:
        lists = (name for name in self.__dataclass_fields__ if isinstance(getattr(self, name), list))
        return {name: getattr(self, name) for name in lists}


def findings_of(
    scenario: Scenario, rounds: list[list[Request]], rows: list[Row], heard: list[str]
) -> Findings:
    """What went wrong with one seed. rounds: requests of each."""
    found = Findings(canary=heard)
    _check_rows(scenario, rows, found)
    for number, log in enumerate(rounds):
        _check_requests(scenario, log, number, found)
    _check_downloads(scenario, rounds, found)
    _check_polls(scenario, rounds, found)
    return found


def _check_rows(scenario: Scenario, rows: list[Row], found: Findings) -> None:
    by_place: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        host, _, path = row.url.partition("//")[2].partition("/")
        by_place[f"{host.partition(':')[0]}/{path.partition('?')[0]}"].append(row)
    for site in scenario.sites:
        fault = scenario.faults.get(site.address)
        own = fault.own if fault else Own.ALL
        for path in site.paths:
            stored = by_place.get(site.address + path, [])
            name = f"{fault.name if fault else 'good'} {path}"
            if own is Own.ALL and not stored:
                found.lost.append(name)
            if own is Own.NONE and stored:
                found.robots.append(f"{name} stored")
            if len(stored) > 1:
                found.doubled.append(name)
            if own is Own.ALL and any(row.title != title_of(path) for row in stored):
                found.wrong_titles.append(f"{name}: {stored[0].title[:80]}")


def title_of(path: str) -> str:
    match = _TITLE.search(article(path))
    return match[1] if match else ""


def _check_requests(scenario: Scenario, log: list[Request], number: int, found: Findings) -> None:
    by_host: dict[str, list[Request]] = defaultdict(list)
    for request in log:
        by_host[request.host].append(request)
        if "cookie" in request.headers or "authorization" in request.headers or "referer" in request.headers:
            found.leaked.append(f"{request.host}{request.path}")
        if not all(value.isprintable() and len(value) < 4096 for value in request.headers.values()):
            found.leaked.append(f"{request.host}{request.path}: a header that the server made up")
    for site in scenario.sites:
        asked = by_host[site.address]
        fault = scenario.faults.get(site.address)
        name = f"{fault.name if fault else 'good'} (round {number})"
        _check_crawl_delay(scenario, asked, name, found)
        if fault is None:
            continue
        if len(asked) > fault.most:
            found.insistent.append(f"{name}: {len(asked)} requests")
        found.robots += [
            f"{name} {each.path}" for each in asked if each.path.startswith(fault.forbidden or ("\0",))
        ]
        if fault.name in PATIENT and (number or len(asked) > 1):
            bothered = [each for each in asked if not each.path.startswith(_OF_HOSTS)]
            if len(bothered) > (0 if number else 1):
                found.impatient.append(f"{name}: {len(bothered)} requests")


def _check_crawl_delay(scenario: Scenario, asked: list[Request], name: str, found: Findings) -> None:
    """Over a few requests at a time, since the web's own clock stumbles while it sends bombs.

    A request that we ended, because it timed out or only trickled, is still open here when the next comes:
    only younger ones count.
    """
    spans = [later.at - earlier.at for earlier, later in zip(asked, asked[_FEW:], strict=False)]
    if spans and min(spans) < _FEW * scenario.plan.crawl_delay * _SHARE:
        found.hasty.append(f"{name}: {_FEW} requests in {min(spans):.3f} s")
    patience = 0.75 * scenario.plan.fetch_seconds / GRACE_SHARE
    if any(new.busy > 1 and new.at - old.at < patience for old, new in pairwise(asked)):
        found.busy.append(f"{name}: {max(each.busy for each in asked)} at once")


def _check_downloads(scenario: Scenario, rounds: Iterable[list[Request]], found: Findings) -> None:
    """Pages of sites that must be stored are downloaded once, however often they are listed."""
    asked = Counter((each.host, each.path.partition("?")[0]) for log in rounds for each in log)
    for site in scenario.sites:
        fault = scenario.faults.get(site.address)
        if fault is None or fault.own is Own.ALL:
            again = [path for path in site.paths if asked[site.address, path] > 1]
            found.again += [f"{fault.name if fault else 'good'} {path}" for path in again]


def _check_polls(scenario: Scenario, rounds: list[list[Request]], found: Findings) -> None:
    """The last round changes nothing: whoever sends the validator is answered by 304."""
    if len(rounds) < 2:
        return
    tags: dict[str, Site] = {site.address: site for site in scenario.good}
    for request in rounds[-1]:
        if request.path == "/feed.xml" and request.host in tags:
            found.polls += 1
            found.answered_by_304 += request.headers.get("if-none-match") == tags[request.host].etag
