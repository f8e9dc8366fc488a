"""Lists for reading show headlines as they are; nothing of them runs or becomes markup."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO

from lxml import html

from seedwatch.core.model.export import ExportRow
from seedwatch.core.model.rights import UseRights
from seedwatch.core.model.source import FullText
from seedwatch.locales import speaking
from seedwatch.out.formats import FORMATS
from seedwatch.out.lists import as_markdown
from seedwatch.out.style import OutStyle, plain_line
from tests.out.rows import HOSTILE, PLAIN, STYLE, UNDATED, hostile


def written(name: str, *rows: ExportRow, style: OutStyle = STYLE) -> str:
    out = BytesIO()
    with speaking("zh-Hant"):
        FORMATS[name].write(rows, out, style)
    return out.getvalue().decode()


def test_html_shows_titles_and_runs_nothing() -> None:
    page = html.document_fromstring(written("html", *hostile(), UNDATED))
    assert [each.text_content() for each in page.cssselect("li strong")][: len(HOSTILE)] == [
        plain_line(text) for text in HOSTILE
    ]
    assert not page.cssselect("script, img, iframe, style, link")
    assert "日期不明" in page.text_content()


def test_an_address_that_could_run_is_no_link() -> None:
    row = replace(PLAIN, url="javascript:boom()")
    for name in FORMATS:
        if name not in ("xlsx", "jsonl"):
            assert "javascript:" not in written(name, row)


def test_markdown_shows_its_own_marks() -> None:
    assert as_markdown("[x](javascript:a) *b*\nc") == r"\[x\](javascript:a) \*b\* c"
    assert as_markdown("- a") == r"\- a"
    assert as_markdown("2026-04-02") == "2026-04-02"
    text = written("md", *hostile())
    assert text.count("\n1. ") + text.startswith("1. ") == 1
    assert "   > " in text


def test_our_own_pages_are_linked_only_where_they_can_be_reached() -> None:
    site = replace(STYLE, site="https://news.example.org/sw")
    for name in ("html", "md"):
        assert "https://news.example.org/sw/article/17" in written(name, PLAIN, style=site)
        assert "/article/17" not in written(name, PLAIN)


def test_whole_texts_leave_only_where_the_rights_allow() -> None:
    def text(row: ExportRow) -> str:
        found: str = json.loads(written("jsonl", row))["body"]
        return found

    assert text(PLAIN) == PLAIN.body
    assert text(replace(PLAIN, rights=UseRights(keep=FullText.LEAD))) == ""
    assert text(replace(PLAIN, rights=UseRights(quote=50))) == ""
