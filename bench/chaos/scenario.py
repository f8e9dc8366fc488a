"""The web of one seed: good sites and bad ones, what they publish round by round, and the canary."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from bench.chaos.faults import FAULTS, Fault
from tests.hostile.web import Site, Web

#: Articles that a site publishes in each round.
PER_ROUND = 2
CANARIES = ("127.66.6.6", "::1")


@dataclass(frozen=True, slots=True)
class Plan:
    """seed decides which faults there are; of `sites`, `bad` are bad, each in its own way."""

    seed: int
    sites: int = 80
    bad: int = 60
    rounds: int = 3
    crawl_delay: float = 0.1
    fetch_seconds: float = 8.0


@dataclass(slots=True)
class Scenario:
    """sites by address; faults: of the bad ones. Good sites have an ETag that changes with their feed."""

    plan: Plan
    sites: list[Site] = field(default_factory=list)
    faults: dict[str, Fault] = field(default_factory=dict)

    @property
    def good(self) -> list[Site]:
        return [site for site in self.sites if site.address not in self.faults]

    def publish(self, number: int) -> None:
        """Round `number`, from 0: new articles everywhere but in the last one, when nothing changes."""
        if number and number == self.plan.rounds - 1:
            return
        for index, site in enumerate(self.sites):
            new = (
                f"/a-{self.plan.seed}x{index}x{number * PER_ROUND + each}-story" for each in range(PER_ROUND)
            )
            site.paths = [*new, *site.paths]
            if site.address not in self.faults:
                site.etag = f'"v{self.plan.seed}-{number}"'


def scenario(plan: Plan) -> Scenario:
    """The same for the same plan."""
    jitter = random.Random(plan.seed)
    names = sorted(FAULTS)
    jitter.shuffle(names)
    made = Scenario(plan)
    for number in range(plan.sites):
        site = Site(f"127.7.{plan.seed % 200}.{number + 1}")
        if number >= plan.sites - plan.bad:
            fault = FAULTS[names[number % len(names)]]
            site.behave = fault.handle
            made.faults[site.address] = fault
        made.sites.append(site)
    return made


@dataclass(slots=True)
class Canary:
    """Listens where nobody may connect, and counts who does: a bare TCP connection counts."""

    heard: list[str] = field(default_factory=list)


@contextmanager
def canary(port: int) -> Iterator[Canary]:
    """On the web's own port, at the addresses of `CANARIES` that this machine has."""
    found, listeners = Canary(), []
    for address in CANARIES:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with suppress(OSError):
            listener = socket.create_server((address, port), family=family)
            listeners.append(listener)
            threading.Thread(target=_listen, args=(listener, address, found), daemon=True).start()
    try:
        yield found
    finally:
        for listener in listeners:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()


def _listen(listener: socket.socket, address: str, found: Canary) -> None:
    with suppress(OSError):
        while True:
            connection, peer = listener.accept()
            found.heard.append(f"{address} from {peer[0]}")
            connection.close()


def permitted(web: Web) -> tuple[str, ...]:
    """The sites, and not the canary."""
    return (f"127.7.0.0/16:{web.port}",)
