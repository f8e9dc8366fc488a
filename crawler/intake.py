"""Which entries of a feed become requests. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from seedwatch.core.errors import UrlError
from seedwatch.core.fetching.urls import canonical_url, url_key
from seedwatch.core.model.feed import FeedEntry
from seedwatch.core.model.moment import Moment, is_before
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.search import tokens
from seedwatch.core.search.match_plan import holds, plan
from seedwatch.core.search.query import parse_query

#: No news feed has entries from before the web; such dates are defaults and slips.
_FIRST_YEAR = 1995
#: A clock may be this much ahead of ours, or a day be meant in another zone.
_FAST_CLOCK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry with an address: `url` as it is going to be asked, `key` its identity."""

    url: str
    key: str
    entry: FeedEntry


def new_entries(entries: Iterable[FeedEntry]) -> tuple[NewEntry, ...]:
    """Entries with an address that can be fetched, each address once, in the feed's order."""
    found: dict[str, NewEntry] = {}
    for entry in entries:
        if not entry.url:
            continue
        try:
            url = canonical_url(entry.url)
            key = url_key(url)
        except UrlError:
            continue
        found.setdefault(key, NewEntry(url, key, entry))
    return tuple(found.values())


class EntryFilter:
    """Whether an entry is about what a topic crawl asks for, by title and summary, in either script."""

    def __init__(self, query: str) -> None:
        """Raises QueryError. An empty query takes every entry."""
        self._expression = plan(parse_query(query).root).expression if query.strip() else None

    def takes(self, entry: FeedEntry) -> bool:
        if self._expression is None:
            return True
        return holds(self._expression, tokens.index_terms(tokens.text_terms(entry.title, entry.summary), ()))


def is_known(outcome: str | None, published: Moment | None, since: datetime | None, now: datetime) -> bool:
    """Whether an address need not be asked again.

    outcome: its final one; None: it has none. What was too old for an earlier bound is not known for good:
    without a bound it is wanted, and with another one where the feed's date says so.
    """
    if outcome != Outcome.OLDER:
        return outcome is not None
    if since is None:
        return False
    return not is_trustworthy(published, now) or is_older(published, since, now)


def is_trustworthy(published: Moment | None, now: datetime) -> bool:
    """Whether a feed's date may decide: none before 1995, none in the future."""
    return published is not None and published.utc.year >= _FIRST_YEAR and published.utc <= now + _FAST_CLOCK


def is_older(published: Moment | None, since: datetime | None, now: datetime) -> bool:
    """Whether the feed's date puts an entry before the bound, so that it need not be fetched."""
    if published is None or since is None or not is_trustworthy(published, now):
        return False
    return is_before(published, since)
