"""Whether an entry is worth fetching by what its title and lead say of the themes. Pure.

It is decided by the themes' rules alone: a learned addition fetched more and found no more when cross-validated
by source and day (docs/decisions, "Triage before fetching"). The bars are lower than the tagger's: a lead says
less than a text, and a page fetched in vain costs less than one missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

#: Least score of a theme, by the rules: where the entry has a lead, and where it has a title alone.
WITH_LEAD = 0.2
TITLE_ALONE = 0.05
#: A lead of fewer characters says nothing that a title does not.
LEAST_LEAD = 20
#: Of the entries that no theme wants, one in so many is fetched all the same, to see what triage misses.
SAMPLE_OF = 50
#: Entries without any words that are fetched of one document; the others wait for the next visit.
WORDLESS = 20


class ThemeScore(Protocol):
    """A theme's score for a text, from 0 to 1."""

    @property
    def theme(self) -> str: ...
    @property
    def score(self) -> float: ...


@dataclass(frozen=True, slots=True)
class EntryScores:
    """What the themes say of an entry: theme ids with scores, best first. is_wordless: it has no words at all."""

    scores: tuple[tuple[str, float], ...] = ()
    is_wordless: bool = False
    has_lead: bool = False

    @property
    def bar(self) -> float:
        """The score that is enough."""
        return WITH_LEAD if self.has_lead else TITLE_ALONE

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes that want the page, best first."""
        return tuple(theme for theme, score in self.scores if score >= self.bar)

    @property
    def reason(self) -> str:
        """In words: the best theme with its score."""
        if self.is_wordless:
            return "no title and no lead"
        if not self.scores:
            return "no theme"
        theme, score = self.scores[0]
        return (
            f"{theme} {score:.2f}" if self.themes else f"no theme: best {theme} {score:.2f} of {self.bar:.2f}"
        )


def entry_scores(title: str, lead: str, found: Iterable[ThemeScore]) -> EntryScores:
    """Order what the themes' rules found in title and lead."""
    best: dict[str, float] = {}
    for each in found:
        if each.score > 0:
            best[each.theme] = max(each.score, best.get(each.theme, 0.0))
    ordered = tuple(sorted(best.items(), key=lambda item: (-item[1], item[0])))
    has_lead = len(lead.strip()) >= LEAST_LEAD and lead.strip() != title.strip()
    return EntryScores(ordered, not title.strip() and not lead.strip(), has_lead)


def is_sampled(key: str) -> bool:
    """Whether a page that no theme wants is fetched to see what triage misses: a matter of its address alone.

    key: its `url_key`.
    """
    return int(key[:8], 16) % SAMPLE_OF == 0


#: Scores of a document's entries, by the key of their pages.
ScoresByKey = Mapping[str, EntryScores]
