"""What one look at a source's feed says of it: a named verdict, and what to do. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: An answer that takes longer (s) is slow; a newest item this far ahead of the clock has a wrong time zone.
SLOW_SECONDS = 10.0
AHEAD = timedelta(hours=1)
#: Median characters of an item's words from which on the feed carries texts, not summaries.
FULL_TEXT = 1_500
#: A source that failed is asked again daily for a week, then weekly.
DAILY, DAILY_FOR, WEEKLY = timedelta(days=1), timedelta(days=7), timedelta(days=7)


class Verdict(StrEnum):
    """Worst first: so the table is sorted."""

    DEAD = "dead"  # no such address, or nobody answers
    BLOCKED = "blocked"  # turned away: 401, 403, 429, a bot check
    ROBOTS = "robots"  # robots.txt says no
    FORBIDDEN = "forbidden"  # not a public address
    CERTIFICATE = "certificate"
    HTML = "html"  # a page where the feed was
    UNREADABLE = "unreadable"
    NOTHING_LISTED = "nothing-listed"  # a list page on which the selectors found nothing
    EMPTY = "empty"  # a feed without items
    ERROR = "error"  # the server's own: worth another try
    SLOW = "slow"
    WRONG_ZONE = "wrong-zone"
    MOVED = "moved"
    OK = "ok"


#: Verdicts of sources that gave items, and are on.
ANSWERED = frozenset({Verdict.OK, Verdict.MOVED, Verdict.SLOW, Verdict.WRONG_ZONE})

ADVICE = {
    Verdict.DEAD: "look for its new address: `seedwatch sources add` with its front page",
    Verdict.BLOCKED: "leave it, or ask the outlet for access",
    Verdict.ROBOTS: "leave it, or ask the outlet for access",
    Verdict.FORBIDDEN: "permit the address by the setting allow_hosts, if it is your own",
    Verdict.CERTIFICATE: "wait for the outlet to renew it; verify_tls: false only where you know why",
    Verdict.HTML: "look for its new address: `seedwatch sources add` with its front page",
    Verdict.UNREADABLE: "report it with `sources check --report FILE`",
    Verdict.NOTHING_LISTED: "mend the selectors in the source file",
    Verdict.EMPTY: "wait; if it stays empty, look for another feed",
    Verdict.ERROR: "wait; it is asked again by itself",
    Verdict.SLOW: "nothing; it is only slow",
    Verdict.WRONG_ZONE: "mend `zone` in the source file: its newest item lies ahead of now",
    Verdict.MOVED: "write its new address into the source file",
    Verdict.OK: "",
}


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """One look at a source.

    status: of HTTP; None without an answer. format: as `ParsedFeed`. newest: of the items' dates.
    full_text: items carry the articles' texts. rights: what page or terms reserve, in words. reason: of a verdict
    that is not OK, in words.
    """

    source_id: str
    url: str
    at: datetime
    verdict: Verdict
    reason: str = ""
    status: int | None = None
    format: str = ""
    items: int = 0
    newest: datetime | None = None
    full_text: bool = False
    rights: str = ""
    seconds: float = 0.0

    @property
    def answered(self) -> bool:
        return self.verdict in ANSWERED


@dataclass(frozen=True, slots=True)
class SeenFeed:
    """A feed as it answered. moved_to: where permanent redirects alone led. is_listing: a list that is no feed."""

    format: str
    items: int
    newest: datetime | None
    seconds: float
    now: datetime
    is_listing: bool = False
    moved_to: str = ""
    problem: str = ""
    start: bytes = b""


_CHALLENGE = (
    b"captcha",
    b"challenge",
    b"cf-chl",
    b"are you a robot",
    b"access denied",
    "驗證".encode(),
    "验证".encode(),
)


def classify_feed(seen: SeenFeed) -> tuple[Verdict, str]:
    """The verdict on a feed that answered with status 200."""
    if not seen.items:
        return _without_items(seen)
    if seen.newest is not None and seen.newest > seen.now + AHEAD:
        return Verdict.WRONG_ZONE, f"its newest item is of {seen.newest.isoformat(timespec='minutes')}"
    if seen.moved_to:
        return Verdict.MOVED, f"to {seen.moved_to}"
    if seen.seconds > SLOW_SECONDS:
        return Verdict.SLOW, f"{seen.seconds:.0f} s"
    return Verdict.OK, ""


def _without_items(seen: SeenFeed) -> tuple[Verdict, str]:
    if seen.is_listing:
        return Verdict.NOTHING_LISTED, seen.problem or "the selectors found nothing"
    if seen.format in ("html", "unknown", ""):
        if any(sign in seen.start.lower() for sign in _CHALLENGE):
            return Verdict.BLOCKED, "a bot check in place of the feed"
        return (
            (Verdict.HTML, "a page in place of the feed")
            if seen.format == "html"
            else (
                Verdict.UNREADABLE,
                seen.problem or "no format that is known",
            )
        )
    return Verdict.EMPTY, "a feed without items"


def classify_status(status: int) -> tuple[Verdict, str] | None:
    """The verdict on an answer by its status alone; None for one that may be a feed."""
    if status in (404, 410):
        return Verdict.DEAD, f"HTTP {status}"
    if status in (401, 402, 403, 407, 429, 451):
        return Verdict.BLOCKED, f"HTTP {status}"
    if status == 503:
        return Verdict.BLOCKED, "HTTP 503"
    return None if 200 <= status < 300 else (Verdict.ERROR, f"HTTP {status}")


def is_due(at: datetime, failing_since: datetime, now: datetime) -> bool:
    """Whether a source that gave nothing is asked again.

    at: its last check. failing_since: the first check of those that failed in a row.
    """
    return now - at >= (DAILY if at - failing_since < DAILY_FOR else WEEKLY)


def worst_first(checks: Iterable[SourceCheck]) -> tuple[SourceCheck, ...]:
    order = list(Verdict)
    return tuple(sorted(checks, key=lambda each: (order.index(each.verdict), each.source_id)))
