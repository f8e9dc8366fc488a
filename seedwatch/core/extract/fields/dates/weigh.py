"""The choice among the dates of a page: the strongest evidence, sharpened by what agrees with it, doubted by
what does not.

Only the first publication counts: dates of changes are kept as candidates, never chosen. A page without a date
that can be trusted has none.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from seedwatch.core.extract.fields.dates.evidence import OF_THE_PAGE, Evidence, Weight
from seedwatch.core.extract.fields.dates.labels import Label
from seedwatch.core.extract.page import PageInput
from seedwatch.core.model.moment import DateCandidate, DateOrigin, Moment, OffsetKnown

#: Clocks of servers differ and editors date ahead by minutes; beyond this a date is in the future.
TOLERANCE = timedelta(hours=26)
_OLDEST_YEAR = 1990
_CHOSEN = "chosen: "
#: What weighs less than this does not make a choice doubtful.
_LEAST_TO_DOUBT = Weight.URL
#: A machine-readable date as fresh as this, which other evidence contradicts, is the clock of the server.
_RENDERED = timedelta(minutes=10)
_UPDATED = Label.UPDATED.value
_MACHINE = (DateOrigin.JSON_LD, DateOrigin.META, DateOrigin.MICRODATA)


def weigh(found: list[Evidence], page: PageInput) -> tuple[DateCandidate, ...]:
    """The candidates in their order, each noted with why it won or lost."""
    found = [_checked(evidence, page) for evidence in found]
    usable = sorted((at for at, one in enumerate(found) if one.usable), key=lambda at: -found[at].weight)
    if not usable:
        usable = [at for at, one in enumerate(found) if one.candidate.note == OF_THE_PAGE]
    if not usable:
        return tuple(one.candidate for one in found)
    best, why = _best(found, usable, page)
    out = [one.candidate for one in found]
    for at in usable:
        note = _CHOSEN + why + _doubt(found, usable, best) if at == best else _lost(found[at], found[best])
        out[at] = replace(out[at], note=note)
    return tuple(out)


def published(dates: tuple[DateCandidate, ...]) -> Moment | None:
    """The moment of the candidate that won."""
    return next((date.moment for date in dates if date.note.startswith(_CHOSEN)), None)


def _checked(evidence: Evidence, page: PageInput) -> Evidence:
    moment = evidence.moment
    if evidence.candidate.note or moment is None:
        return evidence
    note = ""
    if moment.at > page.now + TOLERANCE:
        note = "in the future"
    elif moment.at.year < _OLDEST_YEAR:
        note = "too old"
    return replace(evidence, candidate=replace(evidence.candidate, note=note)) if note else evidence


def _best(found: list[Evidence], usable: list[int], page: PageInput) -> tuple[int, str]:
    first = _first_published(found, _without_server_clock(found, usable, page))
    sharp = _sharpest(found, usable, first)
    if sharp != first:
        return sharp, "same day as stronger evidence, with time"
    for at in usable:
        if found[at].candidate.origin is not DateOrigin.PRINTED or found[at].weight <= Weight.LATER:
            continue
        if _has_false_offset(found[first], found[at]):
            return at, "printed with the headline; the machine-readable one has that clock in another zone"
        if _is_earlier_print(found[at], found[first]):
            return at, "printed with the headline, earlier that day than the machine-readable one"
        break
    return first, "strongest evidence"


def _without_server_clock(found: list[Evidence], usable: list[int], page: PageInput) -> list[int]:
    """A page that gives the moment of the fetch for its publication, and elsewhere an older day, means the latter."""
    lead = found[usable[0]].moment
    if lead is None or abs(page.now - lead.at) > _RENDERED:
        return usable
    older = [
        at
        for at in usable
        if (moment := found[at].moment) is not None
        and found[at].weight >= _LEAST_TO_DOUBT
        and lead.at - moment.at > timedelta(days=2)
    ]
    return older or usable


def _first_published(found: list[Evidence], usable: list[int]) -> int:
    """The strongest evidence; but when the page also gives that moment as its last change, an earlier one."""
    lead = found[usable[0]]
    changed = {
        one.moment.at for one in found if one.moment and (one.is_change or one.candidate.note == _UPDATED)
    }
    if lead.moment is None or lead.moment.at not in changed:
        return usable[0]
    for at in usable[1:]:
        moment = found[at].moment
        machine = found[at].candidate.origin in _MACHINE
        if machine and moment is not None and timedelta(0) < lead.moment.at - moment.at < timedelta(days=7):
            return at
    return usable[0]


def _has_false_offset(lead: Evidence, print_: Evidence) -> bool:
    """The clock that is printed, said to be of UTC; or a clock that lies away from it by the whole offset."""
    machine, printed = lead.moment, print_.moment
    if machine is None or printed is None or lead.candidate.origin is DateOrigin.PRINTED:
        return False
    if not (machine.precision.has_clock and printed.precision.has_clock):
        return False
    if machine.offset is not OffsetKnown.STATED or printed.offset is not OffsetKnown.ASSUMED:
        return False
    offset = printed.at.utcoffset()
    if not offset:
        return False
    apart = printed.at.replace(second=0, microsecond=0) - machine.at.replace(second=0, microsecond=0)
    stated = machine.at.utcoffset() or timedelta()
    if apart == -offset and not stated:
        return True
    return stated == offset and apart in (offset, -offset)


def _is_earlier_print(print_: Evidence, lead: Evidence) -> bool:
    """Portals stamp the moment a story came in; the line under the headline says when it was published."""
    moment, other = print_.moment, lead.moment
    if lead.candidate.origin is DateOrigin.PRINTED or moment is None or other is None:
        return False
    if not moment.precision.has_clock or moment.at.time() == other.at.time():
        return False
    known = OffsetKnown.UNKNOWN not in (moment.offset, other.offset)
    same_day = moment.at.date() == other.at.astimezone(moment.at.tzinfo).date()
    return (
        known and same_day and moment.at + timedelta(minutes=1) <= other.at.replace(second=0, microsecond=0)
    )


def _sharpest(found: list[Evidence], usable: list[int], first: int) -> int:
    """The strongest evidence, unless weaker evidence of the same day also knows the time."""
    lead = found[first].moment
    assert lead is not None
    if lead.precision.has_clock and not _is_midnight(lead):
        return first
    for at in usable:
        moment = found[at].moment
        if moment is None or not moment.precision.has_clock or _is_midnight(moment):
            continue
        if _is_within(moment, lead):
            return at
    return first


def _is_within(moment: Moment, lead: Moment) -> bool:
    """Whether a moment lies in the day, month or year that a coarser one names, give or take a day."""
    day = timedelta(days=1)
    begin = lead.at.date()
    return begin - day <= moment.at.date() <= begin + max(lead.precision.span, day)


def _is_midnight(moment: Moment) -> bool:
    return moment.at.hour == moment.at.minute == moment.at.second == 0


def _doubt(found: list[Evidence], usable: list[int], best: int) -> str:
    """What other evidence of some weight says against the choice; empty when nothing does."""
    chosen = found[best].moment
    assert chosen is not None
    against = []
    for at in usable:
        moment = found[at].moment
        if at == best or moment is None or found[at].weight < _LEAST_TO_DOUBT:
            continue
        if not _is_within(moment, chosen) and not _is_within(chosen, moment):
            against.append(f"{found[at].candidate.origin.value} says {moment.at.date().isoformat()}")
    if found[best].is_change:
        against.append("it is called a change")
    if not against:
        return ""
    confidence = "low" if found[best].weight < Weight.PRINTED_LABELLED else "medium"
    return f"; {confidence} confidence: {', '.join(dict.fromkeys(against[:3]))}"


def _lost(one: Evidence, best: Evidence) -> str:
    moment, chosen = one.moment, best.moment
    assert moment is not None
    assert chosen is not None
    if moment.at == chosen.at:
        return "agrees"
    if not moment.precision.has_clock and _is_within(chosen, moment):
        return "agrees, without time"
    if moment.offset is not OffsetKnown.STATED and moment.at.date() == chosen.at.date():
        return "same day, weaker evidence"
    return "weaker evidence" if _is_within(moment, chosen) else "contradicts, weaker evidence"
