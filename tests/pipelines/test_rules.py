"""Per-site rules reach the worker that reads a page, and hold for their host and their days only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from pipelines.offline.files import FileItem, extract_file
from pipelines.workers.stream import stream
from pipelines.workers.tasks import WorkerConfig, extract_page
from seedwatch.core.model.article import Extraction
from seedwatch.core.model.page import Page
from tests.refs import ref_of

NOW = datetime(2026, 5, 4, 2, tzinfo=UTC)
NOISE = "本報會員每月可免費閱讀三則深度報導，歡迎加入我們的行列。"
END = "聲明：以上內容由合作單位提供，本網站不保證其正確。"
RULES = """
rules:
  - sites: [harbour.example]
    checked: 2026-05-01
    until: 2026-06-30
    zone: Asia/Tokyo
    drop: ["^本報會員"]
    end: ["^聲明："]
"""
TEXT = "港務公司宣布，貨櫃碼頭的夜間作業自下月起延長兩小時，預計每週多裝卸四百個貨櫃，工會表示人力仍然吃緊。"
HTML = (
    "<!doctype html><html><head><meta charset=utf-8><title>碼頭夜間作業延長</title></head><body><article>"
    f"<h1>碼頭夜間作業延長</h1><p>2026-05-04 09:30</p><p>{TEXT}</p><p>{NOISE}</p><p>{TEXT[::-1]}</p>"
    f"<p>航商認為，駁船可以少等一個潮水。{TEXT}</p><p>{END}</p><p>以下為合作單位的其他說明文字。</p>"
    "</article></body></html>"
)


def page_at(url: str, at: datetime = NOW) -> Page:
    headers = (("content-type", "text/html; charset=utf-8"),)
    return Page(ref_of(url, "harbour"), url, 200, headers, HTML.encode(), at)


def read_by_rules(*pages: Page) -> list[Extraction]:
    plan = WorkerConfig(rules=(("own.yaml", RULES),))
    answers = [answer.value for answer in stream(plan, 1, 60.0, extract_page, pages)]
    return [answer for answer in answers if answer is not None]


def test_a_rule_holds_for_its_host_until_its_last_day() -> None:
    inside, below, outside, late = read_by_rules(
        page_at("https://harbour.example/a"),
        page_at("https://www.harbour.example/a"),
        page_at("https://otherharbour.example/a"),
        page_at("https://harbour.example/a", datetime(2026, 7, 1, tzinfo=UTC)),
    )
    for found in (inside, below):
        assert NOISE not in found.text
        assert END not in found.text
        assert found.published is not None
        assert found.published.iso == "2026-05-04T09:30:00+09:00"
    for found in (outside, late):
        assert NOISE in found.text
        assert END in found.text
        assert found.published is not None
        assert found.published.iso == "2026-05-04T09:30:00+08:00"


def test_a_page_in_a_file_is_read_by_the_same_rules() -> None:
    headers: Mapping[str, str] = {"content-type": "text/html; charset=utf-8"}
    item = FileItem("p", "p", url="https://harbour.example/a", headers=dict(headers), body=HTML.encode())
    plan = WorkerConfig(rules=(("own.yaml", RULES.replace("2026-06-30", "2999-01-01")),))
    here, elsewhere = (
        answer.value
        for answer in stream(plan, 1, 60.0, extract_file, (item, replace(item, url="https://b.example/a")))
    )
    assert here is not None
    assert elsewhere is not None
    assert END not in here.text
    assert END in elsewhere.text
