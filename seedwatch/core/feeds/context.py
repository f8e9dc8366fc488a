"""What is known around a feed's body, and what all formats share: addresses and dates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from urllib.parse import urljoin, urlsplit

from seedwatch.core.dates.parse import parse_date
from seedwatch.core.model.moment import DateOrigin, Moment

#: A clock that makes distances (三小時前) unreadable: when the time of reading is unknown they say nothing.
_NO_CLOCK = datetime(1, 6, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FeedContext:
    """url: where the body came from, None when unknown. zone: of the outlet. now: when it came, if known."""

    url: str | None = None
    content_type: str | None = None
    zone: tzinfo | None = None
    now: datetime | None = None
    max_entries: int = 1000

    def moment(self, *raws: object) -> Moment | None:
        """The first of the strings that is a date."""
        for raw in raws:
            if isinstance(raw, str) and raw.strip():
                found = parse_date(raw, now=self.now or _NO_CLOCK, zone=self.zone, origin=DateOrigin.FEED)
                if found is not None:
                    return found
        return None

    def based_on(self, home: str | None) -> FeedContext:
        """The same, with the site's own address as what relative links stand on; itself for None."""
        return self if home is None else replace(self, url=home)

    def address(self, raw: object) -> str | None:
        """`raw` as an absolute http(s) address, relative ones joined to the feed's; None for all else."""
        if not isinstance(raw, str) or not raw.strip():
            return None
        text = "".join(raw.split()) if "\n" in raw else raw.strip()
        try:
            joined = urljoin(self.url, text) if self.url else text
            parts = urlsplit(joined)
        except ValueError:
            return None
        return joined if parts.scheme in {"http", "https"} and parts.netloc else None


def base_of(url: str | None, location: str | None) -> str | None:
    """The address that relative links stand on; a Content-Location goes before the one asked for."""
    try:
        return urljoin(url or "", location or "") or None
    except ValueError:
        return url
