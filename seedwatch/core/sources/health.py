"""How an outlet stands, in one line: why nothing of it is fetched, or how polling and reading it go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from seedwatch.core.fetching.conditional import CONFIRMATIONS
from seedwatch.core.model.source import Source


class PolledFeed(Protocol):
    """What polling a feed has shown. `failures`: in a row; `moves`: answers in a row that named `moved_to`."""

    @property
    def declared(self) -> bool: ...
    @property
    def last_visit(self) -> datetime | None: ...
    @property
    def failures(self) -> int: ...
    @property
    def last_outcome(self) -> str | None: ...
    @property
    def last_reason(self) -> str: ...
    @property
    def validators_unreliable(self) -> bool: ...
    @property
    def moved_to(self) -> str | None: ...
    @property
    def moves(self) -> int: ...


class LayoutChange(Protocol):
    """A site whose pages look different than before."""

    @property
    def site(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def what(self) -> str: ...


def off_reason(source: Source, profile: str, erased_at: datetime | None) -> str:
    """Why nothing of a source is fetched; empty when it is."""
    if erased_at is not None:
        return f"forgotten on request on {erased_at.date()}"
    if profile not in source.terms.profiles:
        return f"off: its terms exclude {profile} use"
    return "" if source.enabled else "off"


def polling_status(feeds: Sequence[PolledFeed], *, verify_tls: bool, change: LayoutChange | None) -> str:
    """One line on how polling and reading go, what matters most first. Feeds no longer declared do not count."""
    feeds = [feed for feed in feeds if feed.declared]
    words = [] if verify_tls else ["its certificates are NOT verified"]
    words += _failing(feeds)
    if change is not None:
        words.append(f"redesign of {change.site} on {change.at.date()}: {change.what}")
    words += [
        f"its feed has moved to {feed.moved_to}"
        for feed in feeds
        if feed.moved_to and feed.moves >= CONFIRMATIONS
    ]
    if any(feed.validators_unreliable for feed in feeds):
        words.append("a feed's validators lie: read whole each time")
    return "; ".join(words) or ("ok" if any(feed.last_visit for feed in feeds) else "not visited yet")


def _failing(feeds: Sequence[PolledFeed]) -> list[str]:
    failing = [feed for feed in feeds if feed.failures]
    if not failing:
        return []
    worst = max(failing, key=lambda feed: feed.failures)
    return [f"{len(failing)} of {len(feeds)} failing: {worst.last_outcome} {worst.last_reason}".strip()]
