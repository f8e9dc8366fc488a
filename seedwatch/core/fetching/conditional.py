"""How a feed is asked again: with which validators, at which address, and what its answer says about that.

Servers are believed until they are caught. One that answers 304 for ever is found out because now and then it
is asked without conditions; one that gives a new entity tag to each request costs its body and no more, since
the body's hash and the known addresses are compared too. An address moves when its server has said so often.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from seedwatch.core.fetching.credentials import with_credentials_of
from seedwatch.core.model.feed import FeedEntry, FeedOutcome, FeedVisit
from seedwatch.core.model.source import DueFeed

#: So many answers by 304 in a row, and the next request has no conditions: 95 % of polls stay cheap.
MOST_UNCHANGED = 20
#: Visits in a row that permanent redirects lead to the same address before it is asked directly.
CONFIRMATIONS = 5
#: Failures in a row after which a moved feed is asked at its declared address again.
FAILED_MOVE = 3
#: An item may appear so long after the time it carries.
_LATE = timedelta(hours=2)
_PERMANENT = frozenset({301, 308})
_MAX_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_NO_STORE = re.compile(r"(?:^|,)\s*no-(?:store|cache)\b", re.IGNORECASE)


def conditional_headers(
    etag: str | None, last_modified: str | None, *, unchanged: int = 0, validators_unreliable: bool = False
) -> dict[str, str]:
    """Headers of a conditional request; none where validators lie or are to be put to the test."""
    if validators_unreliable or unchanged >= MOST_UNCHANGED:
        return {}
    sent = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in sent.items() if value}


def conditional_headers_of(feed: DueFeed) -> dict[str, str]:
    """The same for a feed."""
    return conditional_headers(
        feed.etag,
        feed.last_modified,
        unchanged=feed.unchanged,
        validators_unreliable=feed.validators_unreliable,
    )


def validators_unreliable(feed: DueFeed, visit: FeedVisit, fresh: Iterable[FeedEntry]) -> bool:
    """Whether an answer without conditions shows that those before it were unreliable.

    fresh: its items that were not known. It does when the validators are still the old ones, or when an item
    is older than the last 304.
    """
    items = tuple(fresh)
    if not items or not feed.unchanged or conditional_headers_of(feed) or feed.validators_unreliable:
        return False
    is_same = bool(feed.etag and feed.etag == visit.etag) or (
        not feed.etag and bool(feed.last_modified) and feed.last_modified == visit.last_modified
    )
    last = feed.last_visit
    return is_same or any(
        item.published is not None and last is not None and item.published.utc < last - _LATE
        for item in items
    )


def permanent_target(request_url: str, final: str, statuses: Iterable[int]) -> str | None:
    """Where a chain of redirects moved a feed for good; None when one of them was temporary.

    statuses: of the redirects. Nothing moves from https to http, and what was asked with a password moves within
    its origin only, and keeps it.
    """
    kinds = tuple(statuses)
    if not kinds or not _PERMANENT.issuperset(kinds) or final == request_url:
        return None
    if request_url.startswith("https:") and not final.startswith("https:"):
        return None
    return with_credentials_of(request_url, final)


def fresh_for(headers: Mapping[str, str], at: datetime) -> int | None:
    """Seconds that an answer stays fresh, by Cache-Control or Expires; None when it does not say.

    headers: lower-case names.
    """
    control = headers.get("cache-control", "")
    if _NO_STORE.search(control):
        return None
    age = _MAX_AGE.search(control)
    if age is not None:
        return int(age[1])
    try:
        expires = parsedate_to_datetime(headers.get("expires", ""))
    except (TypeError, ValueError):
        return None
    expires = expires if expires.tzinfo else expires.replace(tzinfo=at.tzinfo)
    return max(0, int((expires - at).total_seconds()))


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that the server asks to wait, by number or date; None when it does not."""
    raw = headers.get("retry-after", "").strip()
    if raw.isdecimal() and raw.isascii():
        return float(min(int(raw[:9]), 10**7))
    try:
        at = parsedate_to_datetime(raw)
    except (TypeError, ValueError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - now).total_seconds())


@dataclass(frozen=True, slots=True)
class Move:
    """Where a feed is said to have gone, and how often in a row."""

    target: str | None = None
    times: int = 0

    @property
    def is_confirmed(self) -> bool:
        return self.target is not None and self.times >= CONFIRMATIONS

    def after(self, visit: FeedVisit, failures: int) -> Move:
        """The same after one more visit. failures: in a row, this one included."""
        if visit.outcome not in (FeedOutcome.OK, FeedOutcome.NOT_MODIFIED):
            return Move() if self.is_confirmed and failures >= FAILED_MOVE else self
        if visit.moved_to is None:
            return self if self.is_confirmed else Move()
        return Move(visit.moved_to, self.times + 1 if visit.moved_to == self.target else 1)
