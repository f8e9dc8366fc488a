"""Every date that a page and its feed tell, each with where it was read, and the choice among them.

Only the first publication counts: dates of changes are kept as candidates, never chosen. A page without
a date that
can be trusted has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np

from seedwatch.core.dates.parse import parse_date
from seedwatch.core.extract.body.blocks import Blocks
from seedwatch.core.extract.body.lines import MAYBE_DIGIT
from seedwatch.core.extract.fields.linked_data import articles
from seedwatch.core.extract.fields.meta import Meta
from seedwatch.core.extract.page import PageInput
from seedwatch.core.model.moment import DateCandidate, DateOrigin, Moment, OffsetKnown, Precision

#: Clocks of servers differ and editors date ahead by minutes; beyond this a date is in the future.
TOLERANCE = timedelta(hours=26)
_OLDEST_YEAR = 1990
_MAX_CANDIDATES = 24

_PUBLISHED_TAGS = re.findall(
    r"\S+",
    "article:published_time og:article:published_time article:published og:published_time "
    "datepublished pubdate publishdate publish-date publish_date publication_date publicationdate "
    "date_published published_time published-date parsely-pub-date sailthru.date "
    "cxenseparse:recs:publishtime article_date_original originalpublicationdate og:time "
    "og:release_date date dc.date dc.date.issued dcterms.created dcterms.date dcterms.issued "
    "dc.date.created dc.terms.issued article.published article.created weibo:article:create_at "
    "bytedance:published_time firstcreate createtime creation_date datecreated rnews:datepublished "
    "vr:published_time cse_date eprints.date citation_date citation_publication_date timestamp "
    "displaydate release_date shareaholic:article_published_time article-publish-date "
    "citation_online_date",
)
_MODIFIED_TAGS = re.findall(
    r"\S+",
    "article:modified_time og:updated_time lastmod last-modified modified datemodified "
    "dcterms.modified revision_date weibo:article:update_at",
)
_MODIFIED = re.compile(r"modif|updat|edited|aktualis|更新|修改|修訂|最終更新|수정", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"publi|posted|created|issued|veröffentlicht|erstellt|發布|发布|發佈|發稿|刊登|出版|上稿|时间|時間|日期|등록|입력|公開",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:民國|民国)?\s?(?:\d{4}|1\d\d)\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4}|"
    r"\b\d{1,2}\.? (?:de )?[A-Za-zéûäç]{3,10}\.?,? (?:de )?\d{4}|"
    r"\b[A-Z][a-zé]{2,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
)
_NUMERIC = re.compile(r"(?:民國|民国)?\s?(?:\d{4}|1\d\d)\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}")
_URL_DATE = re.compile(r"/(?P<y>(?:19|20)\d\d)[/\-_]?(?P<m>[01]\d)[/\-_]?(?P<d>[0-3]\d)(?!\d)")
#: Of a date in any of these forms ("115/1/1" is one, "1 May 2026" another).
_FEWEST_DIGITS = 5
_TIME_ONLY = re.compile(r"^\D{0,12}(\d{1,2}:\d\d(?::\d\d)?)\D{0,8}$")


def page_dates(
    page: PageInput, meta: Meta, blocks: Blocks, title_at: int, end: int
) -> tuple[DateCandidate, ...]:
    """All candidates, the chosen one noted as such. title_at: index of the headline's block, -1 when
    unknown; end:
    index after the article's last block."""
    found: list[DateCandidate] = []
    for candidate in _candidates(page, meta, blocks, title_at, end):
        if len(found) >= _MAX_CANDIDATES:
            break
        if all((c.raw, c.origin) != (candidate.raw, candidate.origin) for c in found):
            found.append(candidate)
    return _chosen(found, page)


def published(dates: tuple[DateCandidate, ...]) -> Moment | None:
    """The moment of the candidate that won."""
    return next((date.moment for date in dates if date.note.startswith("chosen")), None)


def _candidates(
    page: PageInput, meta: Meta, blocks: Blocks, title_at: int, end: int
) -> Iterator[DateCandidate]:
    known = False
    for candidate in _structured(page, meta):
        known = known or _is_sharp(candidate)
        yield candidate
    # A date in words costs a millisecond to read; with a good machine-readable one only digits are worth it.
    yield from _printed(page, blocks, title_at, end, _NUMERIC if known else _DATED)
    found = _URL_DATE.search(page.url)
    if found:
        raw = f"{found['y']}-{found['m']}-{found['d']}"
        yield from _read(raw, DateOrigin.URL, page)
    if page.entry is not None and page.entry.published is not None:
        moment = page.entry.published
        yield DateCandidate(DateOrigin.FEED, moment.raw, replace(moment, origin=DateOrigin.FEED))


def _is_sharp(date: DateCandidate) -> bool:
    return not date.note and date.moment is not None and date.moment.precision is not Precision.DAY


def _structured(page: PageInput, meta: Meta) -> Iterator[DateCandidate]:
    for node in articles(meta.linked):
        yield from _read(node.published, DateOrigin.JSON_LD, page, "" if node.is_article else "of the page")
        yield from _read(node.modified, DateOrigin.JSON_LD, page, "updated, not published")
    for name in _PUBLISHED_TAGS:
        for value in meta.tags.get(name, ())[:2]:
            yield from _read(value, DateOrigin.META, page)
    for name in _MODIFIED_TAGS:
        for value in meta.tags.get(name, ())[:1]:
            yield from _read(value, DateOrigin.META, page, "updated, not published")
    yield from _times(page, meta)


def _read(raw: str, origin: DateOrigin, page: PageInput, note: str = "") -> Iterator[DateCandidate]:
    if not raw or len(raw) > 120:
        return
    moment = parse_date(raw, now=page.now, zone=page.zone, origin=origin)
    yield DateCandidate(origin, raw, moment, note if moment is not None else "not a date")


def _times(page: PageInput, meta: Meta) -> Iterator[DateCandidate]:
    for tag in meta.times[:8]:
        updated = _MODIFIED.search(tag.about) or _MODIFIED.search(tag.printed)
        note = "updated, not published" if updated and not _PUBLISHED.search(tag.about) else ""
        origin = DateOrigin.MICRODATA if "datepublished" in tag.about else DateOrigin.TIME_TAG
        yield from _read(tag.machine or tag.printed, origin, page, note)


def _printed(
    page: PageInput, blocks: Blocks, title_at: int, end: int, pattern: re.Pattern[str]
) -> Iterator[DateCandidate]:
    """Dates in short lines near the headline, then in short lines anywhere before the article ends."""
    rows = blocks.blocks
    if not rows:
        return
    near = range(max(title_at - 4, 0), min(title_at + 16, len(rows))) if title_at >= 0 else range(0)
    with_digits = np.flatnonzero(blocks.lines.count(blocks.lines.has(MAYBE_DIGIT)) >= _FEWEST_DIGITS).tolist()
    order = [i for i in with_digits if i in near]
    order += [i for i in with_digits if i not in near and i < end + 16]
    lines = [(i, found) for i in order if (found := _dated(rows[i].text, pattern)) is not None]
    good = [line for line in lines if _is_dateline(rows[line[0]].text, line[1])]
    for i, found in (good or lines)[:4]:
        following = rows[i + 1].text if i + 1 < len(rows) else ""
        yield _printed_line(found, rows[i].text, following, page)


def _dated(text: str, pattern: re.Pattern[str]) -> re.Match[str] | None:
    return pattern.search(text) if len(text) < 160 and "©" not in text and "opyright" not in text else None


def _is_dateline(text: str, found: re.Match[str]) -> bool:
    """A line that tells a date and little else, or labels it; not a caption or sentence with a date in it."""
    before = text[: found.start()]
    return len(before) < 12 or bool(_PUBLISHED.search(before)) or len(text) - len(found.group()) < 24


def _printed_line(found: re.Match[str], text: str, following: str, page: PageInput) -> DateCandidate:
    before = text[max(found.start() - 12, 0) : found.start()]
    note = "updated, not published" if _MODIFIED.search(before) and not _PUBLISHED.search(before) else ""
    core = text[found.start() : found.end() + 30]
    for attempt in (core, found.group()):
        moment = parse_date(attempt, now=page.now, zone=page.zone, origin=DateOrigin.PRINTED)
        if moment is not None:
            break
    clock = _TIME_ONLY.match(following) if moment is not None and moment.precision is Precision.DAY else None
    if clock is not None:
        timed = f"{found.group()} {clock.group(1)}"
        moment = parse_date(timed, now=page.now, zone=page.zone, origin=DateOrigin.PRINTED) or moment
        core = timed
    return DateCandidate(DateOrigin.PRINTED, core, moment, note if moment is not None else "not a date")


def _chosen(found: list[DateCandidate], page: PageInput) -> tuple[DateCandidate, ...]:
    usable = []
    for i, date in enumerate(found):
        note = date.note or _fault(date, page)
        if note and note != date.note:
            found[i] = replace(date, note=note)
        elif not note:
            usable.append(i)
    if not usable:
        usable = [i for i, date in enumerate(found) if date.note == "of the page"]
    if not usable:
        return tuple(found)
    best, why = _best(found, usable)
    for i in usable:
        note = why if i == best else _lost(found[i], found[best])
        found[i] = replace(found[i], note=note)
    return tuple(found)


def _best(found: list[DateCandidate], usable: list[int]) -> tuple[int, str]:
    first = _first_published(found, usable)
    sharp = _sharpest(found, usable, first)
    if sharp != first:
        return sharp, "chosen: same day as stronger evidence, with time"
    for i in usable:
        if found[i].origin is DateOrigin.PRINTED:
            if not _is_earlier_print(found[i], found[first]):
                break
            return i, "chosen: printed with the headline, earlier that day than the machine-readable one"
    return first, "chosen: strongest evidence"


def _first_published(found: list[DateCandidate], usable: list[int]) -> int:
    """The strongest evidence; but when the page also gives that moment as its last change, an earlier one."""
    lead = found[usable[0]]
    changed = {
        date.moment.at for date in found if date.moment is not None and date.note.startswith("updated")
    }
    if lead.moment is None or lead.moment.at not in changed:
        return usable[0]
    for i in usable[1:]:
        moment = found[i].moment
        machine = found[i].origin in (DateOrigin.JSON_LD, DateOrigin.META, DateOrigin.MICRODATA)
        if machine and moment is not None and timedelta(0) < lead.moment.at - moment.at < timedelta(days=7):
            return i
    return usable[0]


def _is_earlier_print(date: DateCandidate, lead: DateCandidate) -> bool:
    """Portals stamp the moment a story came in; the line under the headline says when it was published."""
    moment, other = date.moment, lead.moment
    if lead.origin is DateOrigin.PRINTED or moment is None or other is None:
        return False
    if moment.precision is Precision.DAY or moment.at.time() == other.at.time():
        return False
    known = OffsetKnown.UNKNOWN not in (moment.offset, other.offset)
    same_day = moment.at.date() == other.at.astimezone(moment.at.tzinfo).date()
    return (
        known and same_day and moment.at + timedelta(minutes=1) <= other.at.replace(second=0, microsecond=0)
    )


def _fault(date: DateCandidate, page: PageInput) -> str:
    if date.moment is None:
        return "not a date"
    if date.moment.at > page.now + TOLERANCE:
        return "in the future"
    return "too old" if date.moment.at.year < _OLDEST_YEAR else ""


def _sharpest(found: list[DateCandidate], usable: list[int], first: int) -> int:
    """The strongest evidence, unless weaker evidence of the same day also knows the time or the offset."""
    lead = found[first].moment
    assert lead is not None
    if lead.precision is not Precision.DAY and not _midnight(lead):
        return first
    for i in usable:
        moment = found[i].moment
        if moment is None or moment.precision is Precision.DAY or _midnight(moment):
            continue
        if abs(moment.at.date() - lead.at.date()) <= timedelta(days=1):
            return i
    return first


def _midnight(moment: Moment) -> bool:
    return moment.at.hour == moment.at.minute == moment.at.second == 0


def _lost(date: DateCandidate, best: DateCandidate) -> str:
    assert date.moment is not None
    assert best.moment is not None
    if date.moment.at == best.moment.at:
        return "agrees"
    if date.moment.precision is Precision.DAY and date.moment.at.date() == best.moment.at.date():
        return "agrees, without time"
    if date.moment.offset is not OffsetKnown.STATED and date.moment.at.date() == best.moment.at.date():
        return "same day, weaker evidence"
    return "weaker evidence"
