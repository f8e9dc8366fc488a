"""What the answer to a feed request says about the visit. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b

from scrapy.http import Response

from seedwatch.core.fetching.conditional import (
    conditional_headers_of,
    fresh_for,
    permanent_target,
    validators_unreliable,
)
from seedwatch.core.model.feed import FeedEntry, FeedOutcome, FeedVisit, ParsedFeed
from seedwatch.core.model.source import DueFeed

#: Formats that are no feed, whatever entries a lenient parser finds in them.
_NO_FEED = frozenset({"html", "unknown"})

#: Entity tags seen in the wild have up to 100 characters.
_LONGEST_VALIDATOR = 1024


def answered_visit(
    feed: DueFeed, at: datetime, status: int, headers: Mapping[str, str], body: bytes
) -> FeedVisit:
    """The visit as far as status and bytes tell: OK means that the document is worth reading.

    headers: lower-case names. Validators are kept as received, weak and odd ones too, unless they cannot be
    sent back.
    """
    visit = FeedVisit(
        feed.feed_id,
        at,
        FeedOutcome.OK,
        status,
        etag=_sendable(headers.get("etag")),
        last_modified=_sendable(headers.get("last-modified")),
        fresh_for=fresh_for(headers, at),
    )
    if status == 304 and not conditional_headers_of(feed):
        reason = "304, although nothing was asked for on a condition"
        return FeedVisit(feed.feed_id, at, FeedOutcome.HTTP_ERROR, status, reason=reason)
    if status == 304:
        return replace(visit, outcome=FeedOutcome.NOT_MODIFIED)
    if not 200 <= status < 300:
        return FeedVisit(feed.feed_id, at, FeedOutcome.HTTP_ERROR, status, reason=f"HTTP {status}")
    digest = blake2b(body, digest_size=16).hexdigest()
    same = digest == feed.body_hash
    return replace(
        visit,
        outcome=FeedOutcome.NOT_MODIFIED if same else FeedOutcome.OK,
        body_hash=digest,
        reason="the same bytes as at the last visit" if same else "",
    )


def _sendable(validator: str | None) -> str | None:
    """None for what would make the next request malformed or huge."""
    is_fit = validator and len(validator) <= _LONGEST_VALIDATOR and validator.isprintable()
    return validator if is_fit else None


def read_visit(visit: FeedVisit, parsed: ParsedFeed) -> FeedVisit:
    """The visit once its document is read."""
    problems = "; ".join(parsed.problems)[:500]
    if not parsed.format:
        return replace(visit, outcome=FeedOutcome.UNREADABLE, reason=problems)
    if parsed.format in _NO_FEED:
        return replace(
            visit, outcome=FeedOutcome.NOT_A_FEED, reason=problems or f"{parsed.format} in its place"
        )
    return replace(visit, entries=len(parsed.entries), reason=problems, ttl=parsed.ttl)


def learnt_visit(
    feed: DueFeed, visit: FeedVisit, response: Response, fresh: Sequence[FeedEntry]
) -> FeedVisit:
    """The visit with what it says about the feed's validators and address.

    fresh: entries not known before.
    """
    statuses = response.meta.get("redirect_reasons", ())
    moved_to = permanent_target(feed.url, response.url, statuses)
    is_lie = validators_unreliable(feed, visit, fresh)
    reason = "its validators lied: from now on it is asked without them" if is_lie else visit.reason
    return replace(visit, fresh=len(fresh), moved_to=moved_to, validators_unreliable=is_lie, reason=reason)
