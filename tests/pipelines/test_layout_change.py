"""Redesigns are noticed by the pages that a crawl reads: once each, soon, and only where one was."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from db.archive.event_log import EventKind, list_events
from db.archive.layouts import latest_layout_changes, watch
from db.archive.page_outcomes import record_outcomes
from db.engine.database import Database
from db.jobs.runs import start_run
from db.schema.tables import page_layout
from pipelines.stages.extract import Extract
from pipelines.stages.records import ReadPage
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.page import Page, PageOutcome
from tests.db.samples import NOW
from tests.hostile.web import _paragraph
from tests.refs import ref_of

Layout = Callable[[str, str], str]
DATE = '<meta property="article:published_time" content="2026-04-01T08:00+08:00">'


def page_of(title: str, body: str, head: str = DATE) -> str:
    return f'<html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'


def first(title: str, prose: str) -> str:
    return page_of(title, f'<div class="story"><h1>{title}</h1>{prose}</div>')


def renamed(title: str, prose: str) -> str:
    """Another container."""
    return page_of(title, f'<main><section class="np-text"><h1>{title}</h1>{prose}</section></main>')


def walled(title: str, prose: str) -> str:
    """A wall in front of everything."""
    return page_of(title, f"<div><h1>{title}</h1><p>請先登入會員後繼續閱讀。</p></div>", "")


def undated(title: str, prose: str) -> str:
    """No date any more, in the same container."""
    return first(title, prose).replace(DATE, "")


class Inline:
    """The pool's face, in this process."""

    async def run(self, job: Callable[..., object], *args: object) -> object:
        return job(*args)


def ends_of(layout: Layout, numbers: range, site: str = "harbour.example") -> list[PageOutcome]:
    stage = Extract(Inline(), None)  # type: ignore[arg-type]

    async def read() -> list[PageOutcome]:
        ends = []
        for number in numbers:
            jitter = random.Random(f"{site} {number}")
            prose = "".join(f"<p>{_paragraph(jitter)}</p>" for _ in range(jitter.randint(4, 9)))
            url = f"http://{site}/n/{number}"
            html = layout(f"港口航線計畫第{number}號", prose)
            at = NOW + timedelta(minutes=number)
            headers = (("content-type", "text/html; charset=utf-8"),)
            item = await stage.process_item(
                Page(ref_of(url, "harbour"), url, 200, headers, html.encode(), at)
            )
            ends.append(item.end if isinstance(item, ReadPage) else item)
        return ends

    return asyncio.run(read())


def run_with(database: Database, ends: list[PageOutcome], at: datetime = NOW) -> list[str]:
    """A run that ends with these pages; what it noticed."""
    with database.write() as conn:
        run_id = start_run(conn, "crawl", at, 1, {})
        record_outcomes(conn, run_id, ends)
        return [seen.what for seen in watch(conn, at)]


@pytest.mark.parametrize(
    ("layout", "told"),
    [(renamed, "another container"), (walled, "are refused"), (undated, "lost their date")],
    ids=["renamed", "walled", "undated"],
)
def test_a_change_is_noticed_once_and_within_twenty_pages(
    database: Database, layout: Layout, told: str
) -> None:
    assert run_with(database, ends_of(first, range(30))) == []
    noticed = [run_with(database, ends_of(layout, range(start, start + 4))) for start in range(30, 80, 4)]
    alarms = [number for number, found in enumerate(noticed) if found]
    assert len(alarms) == 1, noticed
    assert 4 * (alarms[0] + 1) <= 20
    assert told in noticed[alarms[0]][0]
    with database.read() as conn:
        (event,) = list_events(conn, kinds=(EventKind.REDESIGN,))
        assert (event.article_id, event.detail["site"]) == (None, "harbour.example")
        assert told in latest_layout_changes(conn, NOW)["harbour"].what
        assert latest_layout_changes(conn, NOW + timedelta(days=1)) == {}


def test_three_changes_in_a_row_in_one_run_are_three_events(database: Database) -> None:
    def other(title: str, prose: str) -> str:
        return renamed(title, prose).replace("np-text", "body-copy")

    ends = [
        *ends_of(first, range(30)),
        *ends_of(renamed, range(30, 60)),
        *ends_of(other, range(60, 90)),
        *ends_of(walled, range(90, 110)),
    ]
    found = run_with(database, ends)
    assert ["container" in what for what in found] == [True, True, False]
    assert "refused" in found[2]


def test_pages_that_stay_as_they_are_raise_no_alarm_and_are_forgotten_in_time(database: Database) -> None:
    ends = ends_of(first, range(120))
    assert {end.outcome for end in ends} == {Outcome.STORED}
    found = [run_with(database, ends[start : start + 12]) for start in range(0, 120, 12)]
    assert found == [[]] * 10
    with database.read() as conn:
        assert len(conn.execute(select(page_layout.c.id)).all()) <= 80


def test_each_site_is_compared_with_itself(database: Database) -> None:
    pairs = zip(ends_of(first, range(60)), ends_of(renamed, range(60), "other.example"), strict=True)
    assert run_with(database, [end for pair in pairs for end in pair]) == []
