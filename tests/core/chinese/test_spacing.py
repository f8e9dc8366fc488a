"""Chinese words broken by the source of a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.chinese.spacing import join_lines, without_invisible
from seedwatch.core.extract.read import extract
from tests.core.extract.test_pages import page_input


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("半導\n體", "半導體"),
        ("半導  \r\n   體", "半導體"),
        ("今天，\n客戶", "今天，客戶"),
        ("半導 體", "半導 體"),
        ("two\nlines", "two\nlines"),
        ("用 AI\n晶片", "用 AI\n晶片"),
        ("한국\n경제", "한국\n경제"),
        ("", ""),
    ],
)
def test_a_line_break_between_ideographs_is_no_space(text: str, joined: str) -> None:
    assert join_lines(text) == joined


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("人工\u00ad智慧", "人工智慧"),
        ("量子\u200b電腦", "量子電腦"),
        ("\ufeff零組\u2060件", "零組件"),
        ("零\u200d組\u200c件", "零組件"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Ver\u00adfassungs\u00adbeschwerde", "Verfassungsbeschwerde"),
    ],
)
def test_what_no_reader_sees_is_no_part_of_a_word(text: str, clean: str) -> None:
    assert without_invisible(text) == clean


@given(st.text(alphabet="半導體 \n\r\u200b\u200da，", max_size=30))
def test_both_lose_no_character_that_is_seen(text: str) -> None:
    seen = [char for char in text if char.isalnum() or char == "，"]
    assert [char for char in without_invisible(join_lines(text)) if char.isalnum() or char == "，"] == seen


def test_a_page_is_stored_clean() -> None:
    prose = (
        "<p>量子\u200b電腦與半導\n    體、人工&shy;智慧的需求成長，公司代表表示將於下月檢討各項費用，並與業者討論。</p>"
        * 4
    )
    found = extract(
        page_input(
            f"<html><head><title>半導\n體展</title></head><body><h1>半導\n體展開\u200b幕</h1>{prose}</body></html>"
        )
    )
    assert found.title == "半導體展開幕"
    assert "量子電腦與半導體、人工智慧的需求" in found.text
