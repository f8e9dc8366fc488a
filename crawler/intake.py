"""Which entries of a feed become requests. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.errors import UrlError
from core.model import FeedEntry, Moment, Precision
from core.urls import canonical_url, url_key

#: No news feed has entries from before the web; such dates are defaults and slips.
_FIRST_YEAR = 1995


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry with an address: `url` as it is going to be asked, `key` its identity."""

    url: str
    key: str
    entry: FeedEntry


def candidates(entries: Iterable[FeedEntry]) -> tuple[Candidate, ...]:
    """Entries with an address that can be fetched, each address once, in the feed's order."""
    found: dict[str, Candidate] = {}
    for entry in entries:
        if not entry.url:
            continue
        try:
            url = canonical_url(entry.url)
            key = url_key(url)
        except UrlError:
            continue
        found.setdefault(key, Candidate(url, key, entry))
    return tuple(found.values())


def is_older(published: Moment | None, since: datetime | None, now: datetime) -> bool:
    """Whether the feed's date puts an entry before the bound, so that it need not be fetched.

    A date before 1995 or in the future never decides; a day counts until its end.
    """
    if published is None or since is None:
        return False
    utc = published.utc
    if utc.year < _FIRST_YEAR or utc > now + timedelta(days=1):
        return False
    slack = timedelta(days=1) if published.precision is Precision.DAY else timedelta()
    return utc + slack <= since.astimezone(UTC)
