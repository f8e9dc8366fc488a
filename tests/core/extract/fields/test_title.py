"""Headlines where the page's own titles are cut, dated, escaped, for search engines, or of a column."""

# ruff: noqa: E501  (tables: a line is a case)

from __future__ import annotations

import json

import pytest

from seedwatch.core.extract.read import extract
from tests.core.extract.test_pages import page_input

FULL = "晶圓代工廠法說會：人工智慧需求帶動營收成長"


def title(head: str = "", h1: str = "", og: str = "", linked: str = "") -> str:
    data = json.dumps({"@type": "NewsArticle", "headline": linked}, ensure_ascii=False)
    tags = f'<meta property="og:title" content="{og}">' if og else ""
    tags += f'<script type="application/ld+json">{data}</script>' if linked else ""
    prose = "<p>公司今天說明第三季營收，代表表示將於下月檢討各項費用，並與業者繼續討論。</p>" * 4
    return extract(
        page_input(f"<html><head><title>{head}</title>{tags}</head><body><h1>{h1}</h1>{prose}</body></html>")
    ).title


@pytest.mark.parametrize("dots", ["...", "…", "……", " ⋯"])
def test_a_cut_title_gives_way_to_the_whole_one(dots: str) -> None:
    cut = f"晶圓代工廠法說會：人{dots}"
    assert title(f"{cut} | 測試網", FULL, cut, cut) == FULL
    assert title(f"{FULL} | 測試網", "", FULL, cut) == FULL


def test_a_title_that_ends_in_dots_everywhere_keeps_them() -> None:
    assert title("他說了三個字... | 測試網", "他說了三個字...", "他說了三個字...") == "他說了三個字..."


def test_entities_escaped_twice_are_read() -> None:
    assert title("AT&amp;amp;T 與 &amp;quot;AI&amp;quot; 合作 | 測試網") == 'AT&T 與 "AI" 合作'


@pytest.mark.parametrize(
    ("head", "h1", "og", "wanted"),
    [
        ("從窄門到首批女兵：如何突破「天花板」 - 測試網", "開戰車的女人：我是如何突破「天花板」？", "", "開戰車的女人：我是如何突破「天花板」？"),
        ("The hard sell for food in Asia", "The post-Brexit hard sell for food in Asia", "", "The post-Brexit hard sell for food in Asia"),
        ("總統星期一與總理會面 - 報紙摘要", "總統星期一與總理會面", "報紙摘要 - 總統星期一與總理會面", "總統星期一與總理會面"),
        ("港口擴建案通過審查", "今日新聞與各項服務一覽", "港口擴建案通過審查", "港口擴建案通過審查"),
        ("Laos poisonings: teenager dies", "Australian teenager becomes sixth to die", "", "Laos poisonings: teenager dies"),
    ],
)  # fmt: skip
def test_the_printed_heading_counts_where_it_says_the_same(head: str, h1: str, og: str, wanted: str) -> None:
    assert title(head, h1, og, og) == wanted


@pytest.mark.parametrize(
    ("given", "other", "wanted"),
    [
        (f"{FULL}2026-11-18", FULL, FULL),
        (f"{FULL}2026/11/18 09:30", "", FULL),
        (f"{FULL}（2026年11月18日）", FULL, FULL),
        ("全國新聞聯播 2026年11月18日", "", "全國新聞聯播 2026年11月18日"),
    ],
)
def test_a_date_glued_to_a_title_goes(given: str, other: str, wanted: str) -> None:
    assert title(other or given, given, other or given) == wanted
