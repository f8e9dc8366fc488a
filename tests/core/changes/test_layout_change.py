"""What in the last pages of a site shows that its layout has changed."""

from __future__ import annotations

import pytest

from seedwatch.core.changes.layout_change import BASE, RECENT, layout_change

READ, REFUSED = "div.text;9;meta;stored", ";;;refused"
MOVED = "section.story;9;meta;stored"
BASE_PAGES = 3 * BASE


def pages(refused: int, of: int, layout: str = READ) -> list[str]:
    return [REFUSED] * refused + [layout] * (of - refused)


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5])
def test_a_site_that_was_mostly_read_and_moves_its_text_is_redesigned(share: float) -> None:
    base = pages(round(share * BASE_PAGES), BASE_PAGES)
    assert layout_change(base + [MOVED] * RECENT).startswith("the article stands in another container")


@pytest.mark.parametrize("refused", [BASE_PAGES // 2 + 1, BASE_PAGES])
def test_a_wall_that_comes_down_is_no_redesign(refused: int) -> None:
    assert layout_change(pages(refused, BASE_PAGES) + [MOVED] * RECENT) == ""


@pytest.mark.parametrize(("before", "now", "is_alarm"), [(0, 1.0, True), (0, 0.4, False), (0.5, 1.0, False)])
def test_refusals_count_by_how_much_more_there_are(before: float, now: float, is_alarm: bool) -> None:
    base = pages(round(before * BASE_PAGES), BASE_PAGES)
    recent = pages(round(now * RECENT), RECENT)
    assert (layout_change(base + recent) == "pages that were articles are refused") is is_alarm


def test_too_few_pages_tell_nothing() -> None:
    assert layout_change([READ] * (BASE - 1) + [MOVED] * RECENT) == ""
    assert layout_change([READ] * BASE + [MOVED] * RECENT) != ""
