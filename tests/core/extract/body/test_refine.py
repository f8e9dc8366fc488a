"""What belongs to the article and what to other things on its page, by kind."""

from __future__ import annotations

import pytest

from seedwatch.core.extract.read import extract
from tests.core.extract.test_pages import page_input

FIRST = "港務公司今天公布新的航線安排，代表表示將於下月檢討各項費用與班次，並與業者繼續討論。"
MORE = [
    f"第{n}點，業者認為新的班次可以縮短等候時間，但是仍需要更多的拖車與人手，才能在旺季應付需求。"
    for n in range(1, 7)
]
TITLE = "港務公司公布新航線"
COMMENT = "我覺得這家公司的費用已經太高，大家還是小心一點比較好，畢竟去年也是這樣說，結果後來又漲。"


def body(before: str = "", inside: str = "", after: str = "", prose: int = 6) -> str:
    """The text read from a page with these things before, inside and after the article."""
    text = f"<p>{FIRST}</p>{inside}" + "".join(f"<p>{line}</p>" for line in MORE[:prose])
    page = (
        f'<!doctype html><html lang="zh-Hant"><head><meta charset="utf-8"><title>{TITLE} | 港報</title></head><body>'
        f'<nav><a href="/">首頁</a><a href="/t">科技</a></nav><main><article><h1>{TITLE}</h1>{before}'
        f'<div class="text">{text}</div></article>{after}</main><footer>© 港報</footer></body></html>'
    )
    return extract(page_input(page)).text


@pytest.mark.parametrize(
    ("fragment", "lost"),
    [
        ('<div class="photo"><img src="a.jpg"><p>圖為新航線的起點。（路透）</p></div>', "起點"),
        ("<p>記者王小明／台北報導</p>", "王小明"),
        ("<p>2026年11月18日 09:30</p>", "09:30"),
        (f"<p>{TITLE}</p>", TITLE),
        ('<p style="visibility:hidden">本文由港報首發，請支持。</p>', "首發"),
    ],
)
def test_what_stands_before_the_text_is_not_of_it(fragment: str, lost: str) -> None:
    assert lost not in body(before=fragment)


@pytest.mark.parametrize(
    ("fragment", "kept"),
    [
        ("<h2>費用怎麼算？</h2>", "費用怎麼算？"),
        ("<p>受訪的記者王小明說，台北報導過這件事，業者也已經知道。</p>", "受訪的記者王小明說"),
        ("<p><b>第一階段</b>先由三家業者試行。</p>", "第一階段先由三家業者試行。"),
    ],
)
def test_what_stands_in_the_text_stays(fragment: str, kept: str) -> None:
    assert kept in body(inside=fragment)


@pytest.mark.parametrize(
    ("fragment", "lost"),
    [
        ("<p>先說結論，<span hidden>請勿轉載</span>費用會漲。</p>", "請勿轉載"),
        ('<p>先說結論，<span style="display: none">請勿轉載</span>費用會漲。</p>', "請勿轉載"),
        ("<p>掃描下方二維碼，加入港報好友</p>", "二維碼"),
        ("<p>分享讓更多人看到</p>", "更多人"),
        ("<p>本網站之文字、圖片及影音，非經授權，不得轉載、公開播送或公開傳輸及利用。</p>", "公開播送"),
    ],
)
def test_lines_of_the_site_inside_the_text_go(fragment: str, lost: str) -> None:
    text = body(inside=fragment)
    assert lost not in text
    assert FIRST in text


def test_a_dateline_begins_the_text() -> None:
    text = body(
        before="<p>一份榜單盡顯經濟的大事與大勢，年度人物評選開始，請投下你的一票。</p><p>（中央社記者王小明台北18日電）港務公司今天說明。</p>"
    )
    assert text.startswith("（中央社記者王小明台北18日電）港務公司今天說明。")


@pytest.mark.parametrize("heading", ["<h3>網友留言</h3>", "<div>讀者回應（8）</div>", "<h2>Comments</h2>"])
def test_many_comments_are_no_article(heading: str) -> None:
    users = "".join(f"<div><b>用戶{n}</b><p>{COMMENT}第{n}次提醒。</p></div>" for n in range(8))
    text = body(after=f"<div>{heading}{users}</div>", prose=1)
    assert COMMENT not in text
    assert FIRST in text


def test_a_button_named_comments_opens_no_section() -> None:
    assert FIRST in body(before="<div><div>評論</div><div>收藏</div><div>分享</div></div>")


def test_a_gallery_of_other_stories_is_left_out() -> None:
    pictures = "".join(
        f"<li><h2>{n}/50 球隊缺席賽事</h2><p>第{n}張，球隊缺席賽事，上季營收大減，球團表示將縮減開支。</p></li>"
        for n in range(1, 9)
    )
    text = body(inside=f"<div><ol>{pictures}</ol></div>")
    assert "球團" not in text
    assert MORE[5] in text


def test_a_second_article_of_an_endless_page_is_another_one() -> None:
    other = "".join(
        f"<p>另一則新聞的第{n}段，寫的是棒球賽的結果與教練的評語，與航線沒有任何關係。</p>" for n in range(6)
    )
    text = body(after=f'<article><h1>棒球賽結果揭曉</h1><div class="text">{other}</div></article>')
    assert "棒球" not in text
    assert FIRST in text


def test_an_article_that_a_script_shows_later_is_read() -> None:
    prose = "".join(f"<p>{line}</p>" for line in [FIRST, *MORE])
    page = f'<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div style="display:none">{prose}</div></body></html>'  # noqa: E501
    assert FIRST in extract(page_input(page)).text
