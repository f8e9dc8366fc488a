"""One date seen, how much it weighs, and why it may not count."""

from __future__ import annotations

from dataclasses import dataclass, replace

from seedwatch.core.dates.parse import parse_date
from seedwatch.core.extract.fields.dates.labels import Label
from seedwatch.core.extract.page import PageInput
from seedwatch.core.model.moment import DateCandidate, DateOrigin, Moment, Precision

#: Longer strings are prose.
_MAX_LENGTH = 120
OF_THE_PAGE = "of the page"
BESIDE = "beside the article"


class Weight:
    """The order of trust. What a page says to machines about itself stands first, rough distances last."""

    LINKED = 100
    META = 85
    MICRODATA = 80
    NEAR_TAG = 75
    PRINTED_LABELLED = 72
    PRINTED_DATED = 70
    PRINTED_CLOCK = 66
    TAG = 60
    LATER_LABELLED = 58
    PRINTED_DAY = 56
    ATTRIBUTE = 54
    SCRIPT = 52
    LATER_DATED = 48
    ABOVE = 46
    LATER_CLOCK = 44
    LATER = 42
    URL = 38
    FEED = 36
    ABOVE_DAY = 26
    RELATIVE = 24
    CHANGE = 20
    ROUGH = 10


@dataclass(frozen=True, slots=True)
class Evidence:
    """weight: by `Weight`. A candidate with a note cannot be chosen.

    is_change: it is said to be of a change, under a name that some sites give to their only date.
    """

    candidate: DateCandidate
    weight: int
    is_change: bool = False

    @property
    def moment(self) -> Moment | None:
        return self.candidate.moment

    @property
    def usable(self) -> bool:
        return not self.candidate.note and self.candidate.moment is not None


def read_evidence(
    raw: str, origin: DateOrigin, page: PageInput, weight: int, note: str = ""
) -> Evidence | None:
    """None for what is no date string at all by its length."""
    if not raw or len(raw) > _MAX_LENGTH:
        return None
    moment = parse_date(raw, now=page.now, zone=page.zone, origin=origin)
    if moment is None:
        note = "not a date"
    elif moment.precision in (Precision.MONTH, Precision.YEAR):
        weight = Weight.ROUGH
    return Evidence(DateCandidate(origin, raw, moment, note), weight)


def labelled(found: Evidence, label: Label, weight: int) -> Evidence:
    """The evidence with its weight; of a change it weighs little whatever its place."""
    if label is Label.CHANGE:
        return replace(found, weight=min(weight, Weight.CHANGE), is_change=True)
    return replace(found, weight=weight)


def note_of(label: Label) -> str:
    """Why a date with this label may not count; empty when it may."""
    return label.value if label in (Label.UPDATED, Label.OTHER) else ""
