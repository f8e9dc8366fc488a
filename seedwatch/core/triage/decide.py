"""One decision for each entry of a feed: fetch it, or skip it for a reason that can be counted. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from seedwatch.core.errors import UrlError
from seedwatch.core.fetching.urls import canonical_url, url_key
from seedwatch.core.model.feed import FeedEntry
from seedwatch.core.model.moment import Moment, is_before
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.page import PageOutcome, PageRef
from seedwatch.core.search import tokens
from seedwatch.core.search.match_plan import holds, plan
from seedwatch.core.search.query import parse_query
from seedwatch.core.triage.blocklist import NOTHING_BLOCKED, Blocklist
from seedwatch.core.triage.by_theme import WORDLESS, EntryScores, ScoresByKey, is_sampled

#: No news feed has entries from before the web; such dates are defaults and slips.
_FIRST_YEAR = 1995
#: A clock may be this much ahead of ours, or a day be meant in another zone.
_FAST_CLOCK = timedelta(days=1)


class Action(StrEnum):
    """What is done with an entry."""

    FETCH = "fetch"
    LATER = "later"
    SKIP = "skip"


class Reason(StrEnum):
    """Why. The order is the order of the checks: the first that holds decides."""

    LISTED = "listed"  # by another feed of this crawl before
    KNOWN = "known"  # it ended for good at an earlier visit
    ERASED = "erased"  # removed on request
    OLDER = "older"  # published before the cutoff date, by the feed
    OFF_TOPIC = "off-topic"  # not what the crawl asks for
    NEW = "new"  # themes decide nothing
    ON_THEME = "on-theme"  # a theme wants it
    WORDLESS = "wordless"  # nothing to decide by
    SAMPLED = "sampled"  # no theme wants it; fetched to see what triage misses
    BUDGET = "budget"  # nothing to decide by, and enough of these are fetched
    OFF_THEME = "off-theme"  # no theme wants it


#: Reasons that are the outcome of the page. An entry LISTED or KNOWN has its outcome elsewhere.
_OUTCOMES = {
    Reason.ERASED: Outcome.ERASED,
    Reason.OLDER: Outcome.OLDER,
    Reason.OFF_TOPIC: Outcome.OFF_TOPIC,
    Reason.OFF_THEME: Outcome.SKIPPED,
    Reason.BUDGET: Outcome.LATER,
}
#: Another feed may list the page in words that match.
OPEN = frozenset({Reason.OFF_TOPIC, Reason.OFF_THEME, Reason.BUDGET})
_STALE = frozenset({Reason.LISTED, Reason.KNOWN, Reason.OFF_TOPIC, Reason.BUDGET})


@dataclass(frozen=True, slots=True)
class ListedPage:
    """An entry with an address that can be fetched."""

    ref: PageRef
    entry: FeedEntry


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a listed page. words: the reason as it is recorded; empty where everything is fetched."""

    page: ListedPage
    action: Action
    reason: Reason
    words: str = ""

    @property
    def is_fresh(self) -> bool:
        """Whether the entry counts as one that the feed had not listed before."""
        return self.reason not in _STALE

    def end(self, now: datetime) -> PageOutcome | None:
        """The outcome of a page that is not fetched; None where it is, or has its outcome elsewhere."""
        outcome = _OUTCOMES.get(self.reason)
        return None if outcome is None else self.page.ref.end(now, outcome, self.words, fetched=False)


@dataclass(frozen=True, slots=True)
class TriageFacts:
    """What decisions rest on.

    since: the cutoff date; None: none. known: final outcomes by key. listed: keys that this crawl has.
    matches: whether an entry is asked for; None: every one is.
    scores: what the themes say of the entries, by key; None: they decide nothing.
    """

    now: datetime
    since: datetime | None = None
    known: Mapping[str, str] = field(default_factory=dict)
    listed: Set[str] = frozenset()
    blocklist: Blocklist = NOTHING_BLOCKED
    matches: Callable[[FeedEntry], bool] | None = None
    scores: ScoresByKey | None = None


def listed_pages(
    entries: Iterable[FeedEntry], source_id: str, feed_id: int | None = None, zone: str = "", *, via: str = ""
) -> tuple[ListedPage, ...]:
    """Entries with an address that can be fetched, each address once, in the feed's order.

    via: the source's own id where it lists what others published.
    """
    found: dict[str, ListedPage] = {}
    for entry in entries:
        if not entry.url:
            continue
        try:
            url = canonical_url(entry.url)
            key = url_key(url)
        except UrlError:
            continue
        if key not in found:
            found[key] = ListedPage(PageRef(url, key, source_id, feed_id, zone, via=via), entry)
    return tuple(found.values())


def decide(page: ListedPage, facts: TriageFacts) -> Decision:
    """The one decision on a page that a feed lists."""
    ref, entry = page.ref, page.entry
    if ref.key in facts.listed:
        return Decision(page, Action.SKIP, Reason.LISTED, "listed before")
    if _is_known(page, facts):
        return Decision(page, Action.SKIP, Reason.KNOWN, f"known: {facts.known[ref.key] or 'an article'}")
    if facts.blocklist.contains(ref.url, ref.key, ref.source_id):
        return Decision(page, Action.SKIP, Reason.ERASED, "removed on request")
    if entry.published is not None and is_older(entry.published, facts.since, facts.now):
        return Decision(page, Action.SKIP, Reason.OLDER, f"published {entry.published.iso} by the feed")
    if facts.matches is not None and not facts.matches(entry):
        return Decision(page, Action.SKIP, Reason.OFF_TOPIC, "title and summary do not match the query")
    return by_themes(page, (facts.scores or {}).get(ref.key))


def by_themes(page: ListedPage, found: EntryScores | None) -> Decision:
    """The decision on a page that nothing else decides. found: None where themes decide nothing."""
    if found is None:
        return Decision(page, Action.FETCH, Reason.NEW)
    if found.is_wordless:
        return Decision(page, Action.FETCH, Reason.WORDLESS, found.reason)
    if found.themes:
        return Decision(page, Action.FETCH, Reason.ON_THEME, found.reason)
    if is_sampled(page.ref.key):
        return Decision(page, Action.FETCH, Reason.SAMPLED, f"sample of the skipped; {found.reason}")
    return Decision(page, Action.SKIP, Reason.OFF_THEME, found.reason)


def within_budget(decisions: Iterable[Decision], wordless: int = WORDLESS) -> Iterator[Decision]:
    """The same decisions; of the entries without words only the first so many are fetched now."""
    for each in decisions:
        if each.reason is not Reason.WORDLESS:
            yield each
            continue
        wordless -= 1
        yield (
            each
            if wordless >= 0
            else replace(
                each,
                action=Action.LATER,
                reason=Reason.BUDGET,
                words=f"{each.words}; the next visit takes it up",
            )
        )


def _is_known(page: ListedPage, facts: TriageFacts) -> bool:
    """What was skipped is known until a theme wants it, or themes no longer decide."""
    outcome = facts.known.get(page.ref.key)
    if outcome == Outcome.SKIPPED:
        found = None if facts.scores is None else facts.scores.get(page.ref.key)
        return found is not None and not found.themes and not found.is_wordless
    return is_known(outcome, page.entry.published, facts.since, facts.now)


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

    outcome: its final one; None: it has none. What was too old for an earlier cutoff is not known for good:
    without a cutoff it is wanted, and with another one where the feed's date says so.
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
    """Whether the feed's date puts an entry before the cutoff, so that it need not be fetched."""
    if published is None or since is None or not is_trustworthy(published, now):
        return False
    return is_before(published, since)
