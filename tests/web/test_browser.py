"""The pages as a person sees them, in a real browser: light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from db.engine.database import Database
from seedwatch.web.app import create_app
from tests.web.archive import fill, store
from tests.web.browser import chromium, serving
from tests.web.test_pages import FACTS, HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDE, PHONE = {"width": 1200, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def base(sqlite_database: Database) -> Iterator[str]:
    with serving(create_app(sqlite_database, FACTS)) as address:
        yield address


def open_page(browser: Browser, url: str, scheme: str = "light", size: dict[str, int] = WIDE) -> Page:
    context = browser.new_context(color_scheme=scheme, viewport=size, locale="zh-TW")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(url)
    return page


def test_a_reader_searches_and_reads(browser: Browser, base: str, sqlite_database: Database) -> None:
    fill(sqlite_database)
    page = open_page(browser, base)
    page.get_by_role("searchbox").fill("宇树")
    page.get_by_role("button", name="搜尋").click()
    page.get_by_role("link", name="機器人進廠第一天").click()
    assert page.locator("mark").all_inner_texts() == ["人形機器人", "宇樹"]
    assert page.get_by_text("換個標題的同一篇").is_visible()
    page.get_by_text("日期的依據").click()
    assert page.get_by_role("cell", name="chosen").is_visible()
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_every_page_fits_and_is_readable(
    browser: Browser, base: str, sqlite_database: Database, scheme: str, size: dict[str, int]
) -> None:
    number = fill(sqlite_database)
    store(sqlite_database, 9, title="沒有空格的極長標題" * 20, text="https://long.example/" + "a" * 400)
    for path in ("/", f"/article/{number}", f"/?q={quote('長標題')}"):
        page = open_page(browser, base + path, scheme, size)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        assert contrast(page) >= 4.5
        page.context.close()


def test_nothing_of_a_strangers_page_runs(browser: Browser, base: str, sqlite_database: Database) -> None:
    for number, words in enumerate(HOSTILE, 1):
        store(sqlite_database, number, title=words, text=f"{number} {words}", authors=(words,))
    called: list[int] = []
    for path in ("/", *(f"/article/{number}" for number in range(1, len(HOSTILE) + 1))):
        context = browser.new_context()
        context.expose_function("boom", lambda: called.append(1))
        page = context.new_page()
        page.goto(base + path)
        page.wait_for_timeout(50)
        context.close()
    assert called == []


def test_the_trap_for_running_words_can_fail(browser: Browser) -> None:
    """Control: on a page without our protections the same words do run."""
    called: list[int] = []
    context = browser.new_context()
    context.expose_function("boom", lambda: called.append(1))
    page = context.new_page()
    page.set_content(HOSTILE[1])
    page.wait_for_timeout(200)
    context.close()
    assert called


def contrast(page: Page) -> float:
    """Contrast ratio of the text colour against the background, as WCAG 2 defines it."""
    colours = page.evaluate(
        "(({color, backgroundColor}) => [color, backgroundColor])(getComputedStyle(document.body))"
    )
    light, dark = sorted((luminance(colour) for colour in colours), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
