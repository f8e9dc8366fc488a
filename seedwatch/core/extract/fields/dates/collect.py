"""Every date that a page and its feed tell, in the order in which they are listed for the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import html

from seedwatch.core.extract.body.blocks import Blocks
from seedwatch.core.extract.fields.dates.elements import attribute_dates, script_dates, tagged_dates
from seedwatch.core.extract.fields.dates.evidence import OF_THE_PAGE, Evidence, Weight, read_evidence
from seedwatch.core.extract.fields.dates.labels import Label
from seedwatch.core.extract.fields.dates.printed import DATED, NUMERIC, Place, printed_dates
from seedwatch.core.extract.fields.dates.weigh import weigh
from seedwatch.core.extract.fields.linked_data import articles
from seedwatch.core.extract.fields.meta import Meta
from seedwatch.core.extract.page import PageInput
from seedwatch.core.model.moment import DateCandidate, DateOrigin

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
_URL_DATE = re.compile(r"/(?P<y>(?:19|20)\d\d)[/\-_]?(?P<m>[01]\d)[/\-_]?(?P<d>[0-3]\d)(?!\d)")


def page_dates(
    page: PageInput, root: html.HtmlElement, meta: Meta, blocks: Blocks, title: str, title_at: int, end: int
) -> tuple[DateCandidate, ...]:
    """All candidates, the chosen one noted as such.

    title_at: index of the headline's block, -1 when unknown; end: index after the article's last block.
    """
    place = Place(blocks, title, title_at if title_at >= 0 else _only_heading(blocks), end)
    found: list[Evidence] = []
    seen: set[tuple[str, DateOrigin]] = set()
    for evidence in _evidence(page, root, meta, place):
        key = (evidence.candidate.raw, evidence.candidate.origin)
        if key not in seen:
            seen.add(key)
            found.append(evidence)
        if len(found) >= _MAX_CANDIDATES:
            break
    return weigh(found, page)


def _only_heading(blocks: Blocks) -> int:
    """The block of the one h1, for pages whose title reads otherwise; -1 when there are none or several."""
    heads = [at for at, row in enumerate(blocks.blocks) if row.tag == "h1" and len(row.text) > 5]
    return heads[0] if len(heads) == 1 else -1


def _evidence(page: PageInput, root: html.HtmlElement, meta: Meta, place: Place) -> Iterator[Evidence]:
    sharp = False
    for evidence in _structured(page, meta, place):
        sharp = sharp or (_is_sharp(evidence) and evidence.weight > Weight.LATER)
        yield evidence
    # A date in words costs a millisecond to read; with a good machine-readable one only digits are worth it.
    for evidence in printed_dates(page, place, NUMERIC if sharp else DATED, words=not sharp):
        sharp = sharp or (_is_sharp(evidence) and evidence.weight > Weight.LATER)
        yield evidence
    if not sharp:
        yield from attribute_dates(page, root)
        yield from script_dates(page, root, place.title)
    found = _URL_DATE.search(page.url)
    if found:
        raw = f"{found['y']}-{found['m']}-{found['d']}"
        yield from _read(raw, DateOrigin.URL, page, Weight.URL)
    if page.entry is not None and page.entry.published is not None:
        moment = replace(page.entry.published, origin=DateOrigin.FEED)
        yield Evidence(DateCandidate(DateOrigin.FEED, moment.raw, moment), Weight.FEED)


def _is_sharp(evidence: Evidence) -> bool:
    return evidence.usable and evidence.moment is not None and evidence.moment.precision.has_clock


def _structured(page: PageInput, meta: Meta, place: Place) -> Iterator[Evidence]:
    updated = Label.UPDATED.value
    for node in articles(meta.linked):
        note = "" if node.is_article else OF_THE_PAGE
        yield from _read(node.published, DateOrigin.JSON_LD, page, Weight.LINKED, note)
        yield from _read(node.modified, DateOrigin.JSON_LD, page, Weight.LINKED, updated)
    for name in _PUBLISHED_TAGS:
        for value in meta.tags.get(name, ())[:2]:
            yield from _read(value, DateOrigin.META, page, Weight.META)
    for name in _MODIFIED_TAGS:
        for value in meta.tags.get(name, ())[:1]:
            yield from _read(value, DateOrigin.META, page, Weight.META, updated)
    yield from tagged_dates(page, meta.times, place.blocks, place.title_at, place.end)


def _read(raw: str, origin: DateOrigin, page: PageInput, weight: int, note: str = "") -> Iterator[Evidence]:
    evidence = read_evidence(raw, origin, page, weight, note)
    if evidence is not None:
        yield evidence
