"""Floors on pages of our own: the layouts that news sites use, in both scripts and in English."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from seedwatch.core.extract.page import PageInput
from seedwatch.core.extract.read import extract
from seedwatch.core.model.article import Extraction
from seedwatch.core.model.feed import FeedEntry
from seedwatch.core.model.moment import DateOrigin, Moment, OffsetKnown, Precision
from seedwatch.core.model.outcome import Outcome
from tests.core.extract.pages import Case, cases
from tests.core.extract.shapes import Shape, shapes

NOW = datetime(2026, 11, 20, tzinfo=UTC)
TAIPEI = ZoneInfo("Asia/Taipei")


def page_input(
    html: str, url: str = "https://ledger.example/news/1", zone: ZoneInfo | None = None
) -> PageInput:
    return PageInput(html.encode(), url, "text/html; charset=utf-8", NOW, zone)


def read(case: Case) -> Extraction:
    return extract(page_input(case.html, case.url, None if case.language == "en" else TAIPEI))


def f1(truth: str, found: str) -> float:
    wanted, got = (Counter(zip(text, text[1:], text[2:], strict=False)) for text in (truth, found))
    same = sum((wanted & got).values())
    return 2 * same / max(sum(wanted.values()) + sum(got.values()), 1)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_article_is_read_as_printed(case: Case) -> None:
    found = read(case)
    assert found.outcome is Outcome.STORED, found.reason
    assert found.title == case.title
    assert f1("\n".join(case.lines), found.text) >= 0.97
    assert found.authors == case.authors
    assert (found.published.iso if found.published else None) == case.published
    assert found.language == case.language


def test_mean_body_floor() -> None:
    scores = [f1("\n".join(case.lines), read(case).text) for case in cases()]
    assert sum(scores) / len(scores) >= 0.99


@pytest.mark.parametrize("shape", shapes(), ids=lambda shape: shape.name)
def test_no_wall_is_stored_as_an_article(shape: Shape) -> None:
    found = extract(page_input(shape.html))
    assert found.outcome in shape.right, found.reason
    assert found.reason


def test_there_are_sixty_shapes_and_names_are_unique() -> None:
    assert len({shape.name for shape in shapes()}) == len(shapes()) >= 60


def test_a_refused_page_keeps_what_was_read() -> None:
    shape = next(shape for shape in shapes() if shape.name == "subscribe to continue")
    found = extract(page_input(shape.html))
    assert found.outcome is Outcome.PAYWALL
    assert found.title == "Port authority weighs a second crane"
    assert "gantry crane" in found.text


def test_the_same_page_gives_the_same_answer() -> None:
    case = cases()[0]
    assert read(case) == read(case)


def test_a_date_in_the_future_is_flagged_and_not_used() -> None:
    found = read(next(case for case in cases() if case.name == "en, date in the future"))
    assert [date.note for date in found.dates] == ["in the future"]


def test_a_date_of_change_is_kept_but_never_chosen() -> None:
    found = read(next(case for case in cases() if case.name == "en, no date of publication"))
    assert [(date.origin, date.note) for date in found.dates] == [(DateOrigin.META, "updated, not published")]


def test_offset_is_stated_or_assumed_from_the_zone_or_unknown() -> None:
    stated = read(cases()[0]).published
    printed = next(case for case in cases() if case.name == "hant, reporter in brackets")
    assumed = read(printed).published
    script = extract(page_input(printed.html)).published  # a Chinese page of nowhere keeps the Chinese clock
    english = "<title>Cranes rebuilt</title><h1>Cranes rebuilt</h1><time datetime='2026-11-10T09:30'></time>"
    unknown = extract(
        page_input(english + "<p>The port has rebuilt its cranes, one at a time.</p>" * 9)
    ).published
    assert stated is not None
    assert stated.offset is OffsetKnown.STATED
    assert assumed is not None
    assert assumed.offset is OffsetKnown.ASSUMED
    assert script is not None
    assert script.offset is OffsetKnown.ASSUMED
    assert unknown is not None
    assert unknown.offset is OffsetKnown.UNKNOWN


def test_the_feed_dates_a_page_that_has_no_date() -> None:
    case = next(case for case in cases() if case.name == "en, no date of publication")
    at = datetime(2026, 11, 1, 7, 0, tzinfo=UTC)
    moment = Moment(at, Precision.MINUTE, OffsetKnown.STATED, DateOrigin.FEED, "2026-11-01T07:00Z")
    entry = FeedEntry(case.url, case.title, published=moment)
    found = extract(replace(page_input(case.html, case.url), entry=entry))
    assert found.published is not None
    assert (found.published.at, found.published.origin) == (at, DateOrigin.FEED)


def test_canonical_address_image_and_section() -> None:
    found = read(next(case for case in cases() if case.name == "en, JSON-LD"))
    assert found.canonical_url == "https://ledger.example/local/ferry-landing"
    assert found.image == "https://ledger.example/i/ferry.jpg"
    assert found.section == "Local"


def test_a_page_drawn_by_a_script_is_read_from_its_data() -> None:
    body = " ".join(["The council met on Monday, and it voted to reopen the landing."] * 12)
    html = (
        '<html><head><title>Council votes - Ledger</title><script type="application/ld+json">'
        f'{{"@type": "NewsArticle", "headline": "Council votes", "articleBody": "{body}"}}</script></head>'
        '<body><div id="root"></div></body></html>'
    )
    found = extract(page_input(html))
    assert (found.outcome, found.method, found.title) == (Outcome.STORED, "json-ld", "Council votes")
    assert found.text == body
