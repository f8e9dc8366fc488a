"""What extraction is given: the bytes of one page and the facts around them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from seedwatch.core.model.feed import FeedEntry

if TYPE_CHECKING:
    from seedwatch.core.extract.rules import SiteRules


@dataclass(frozen=True, slots=True)
class PageInput:
    """One page to read.

    body: after Content-Encoding. url: the address that answered. now: aware, the clock of the fetch.
    zone: to assume where a date states no offset; None: the one that country or script suggests, if any.
    entry: the feed item that led here, a further witness for title and date. rules: of the site, if it
    has any.
    """

    body: bytes
    url: str
    content_type: str | None
    now: datetime
    zone: tzinfo | None = None
    entry: FeedEntry | None = None
    rules: SiteRules | None = None
