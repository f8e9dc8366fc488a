"""Which of the dates on a page is the article's: pages of our own, one kind of confusion each."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from seedwatch.core.extract.page import PageInput
from seedwatch.core.extract.read import extract
from seedwatch.core.model.article import Extraction
from seedwatch.core.model.moment import Precision

TAIPEI = ZoneInfo("Asia/Taipei")
NOW = datetime(2026, 11, 28, 13, 30, tzinfo=UTC)
PROSE = "".join(
    f"<p>港務公司第{number}次說明新的航線安排，代表表示將於下月檢討各項費用與班次，並與業者繼續討論細節。</p>"
    for number in "一二三四五六七八"
)
ENGLISH = "".join(
    f"<p>The harbour company explained the new timetable for the {number} time, and its speaker said that fees "
    "and crossings would be reviewed with the operators before the end of the season.</p>"
    for number in ("first", "second", "third", "fourth", "fifth", "sixth")
)
TITLE = "港務公司公布新航線"


def page(under: str = "", *, head: str = "", before: str = "", after: str = "", title: str = TITLE) -> str:
    body = PROSE if title.isascii() is False else ENGLISH
    return (
        f"<html><head><title>{title}</title>{head}</head><body>{before}<main><article><h1>{title}</h1>{under}"
        f"<div class='article-content'>{body}</div></article></main>{after}</body></html>"
    )


def read(html: str, url: str = "https://news.example.tw/a/7") -> Extraction:
    return extract(PageInput(html.encode(), url, "text/html; charset=utf-8", NOW, TAIPEI))


def told(html: str) -> str | None:
    found = read(html).published
    return found.iso[:16] if found else None


MENU = "<div class='megamenu'><ul>" + "".join(
    f"<li><time datetime='2026-11-2{day}T01:15+08:00'>11-2{day}</time><a href='/{day}'>頭條{day}的標題</a></li>"
    for day in range(1, 9)
) + "</ul></div>"  # fmt: skip
LATEST = "<div class='latest'><h3>最新消息</h3>" + "".join(
    f"<div><span>2026-11-2{day} 08:00</span> <a href='/x/{day}'>另一則的標題</a></div>" for day in range(5)
) + "</div>"  # fmt: skip
CARD = "<article class='card'><a href='/v/1'>影片：廠區巡禮</a><time datetime='2026-11-27T08:00'>11-27</time></article>"
RIGHT = "2026-11-18T09:30"


@pytest.mark.parametrize(
    "html",
    [
        # places
        page("<time datetime='2026-11-18T09:30:00+08:00'>2026-11-18 09:30</time>", before=MENU),
        page("<p>2026-11-18 09:30</p>", before=MENU),
        page("<p>2026-11-18 09:30</p>", after=LATEST),
        page("<p>2026-11-18 09:30</p>", before=f"<div>{CARD}{CARD}{CARD}</div>"),
        page("<time datetime='2026-11-18T09:30+08:00'></time>", after=f"<div>{CARD}{CARD}{CARD}</div>"),
        page("<p>2026-11-18 09:30</p>", before="<header><div class='today'>2026年11月28日 星期六</div></header>"),
        page("<p>2026-11-18 09:30</p>", before="<div>今天是2026年11月28日 星期六</div>"),
        page("<p>2026-11-18 09:30</p>", after="<ol class='comments'><li>2026-11-19 10:00 網友甲</li></ol>"),
        page("<ul class='post-info widget'><li>產業</li><li>2026-11-18 09:30</li></ul>"),
        page("", before="<p>2026-11-18 09:30</p>"),
        page("", before="<div>首頁 ＞ 產業 ＞ 航運 2026年11月18日 09:30</div>"),
        # labels before, behind, outside, in names
        page("<p>最後更新 <time datetime='2026-11-20T08:00+08:00'>11月20日</time></p>"
             "<p>發布 <time datetime='2026-11-18T09:30+08:00'>11月18日</time></p>"),
        page("<p>2026-11-20 08:00 更新</p><p>2026-11-18 09:30 發布</p>"),
        page("<p>2026-11-20 08:00 更新 2026-11-18 09:30 發布</p>"),
        page("<p>更新：2026-11-20 08:00　發佈：2026-11-18 09:30</p>"),
        page("<p>更新时间</p><p>2026-11-20 08:00</p><p>发布时间</p><p>2026-11-18 09:30</p>"),
        page("<div class='date-modified'><span><time datetime='2026-11-20T08:00+08:00'>20</time></span></div>"
             "<div class='date-published'><span><time datetime='2026-11-18T09:30+08:00'>18</time></span></div>"),
        page("<time class='updated' datetime='2026-11-20T08:00+08:00'>20</time>"
             "<time class='entry-date published' datetime='2026-11-18T09:30+08:00'>18</time>"),
        page("<p>收稿日期：2026-05-15　接受日期：2026-10-16　出版日期：2026-11-18 09:30</p>"),
        page("<p>報名截止：2026-12-31</p><p>時間：2026-11-18 09:30</p>"),
        page("<p>下載時間：2026-11-28 21:00</p><p>2026-11-18 09:30</p>"),
        page("<figure><figcaption>資料照，2025/08/15 攝</figcaption></figure><p>2026-11-18 09:30</p>"),
        page("<p>2025/08/15，記者王小明攝</p><p>2026-11-18 09:30</p>"),
        page("<p>2026-11-18 09:30 記者王小明攝影報導</p>"),
        page("<p>2026/11/18 09:30</p>", title="回顧2019年3月11日空難：調查報告出爐"),
        page("<h2>2019年3月11日的空難，七年後終於有了調查報告</h2><p>2026/11/18 09:30</p>"),
        page("<p>圖／檔案 2026/08/150803-fab.jpg</p><p>2026/11/18 09:30</p>"),
        # what the strings say
        page("<p>更新時間：2026-11-18 09:30</p>"),
        page("<p>2026-11-18</p><p>09:30</p>"),
        page("<p>11月18日 09:30</p>"),
        page("<p>中華民國115年11月18日 上午9時30分</p>"),
        page("<div class='video'><time class='timeago'>3個月前</time></div><p>2026-11-18 09:30</p>"),
        page("<p>3 小時前</p><p>2026-11-18 09:30</p>"),
        # machine-readable places
        page("<abbr class='published' title='2026-11-18T09:30:00+08:00'>星期三</abbr>"),
        page("<span class='ago' data-time='2026-11-18 09:30'>十天前</span>"),
        page("<relative-time datetime='2026-11-18T09:30+08:00'>上週</relative-time>"),
        page("<em id='publish_time'></em>", after="<script>var ct = '1794965400';var x = 1;</script>"),
        page("", after="<script>window.__STATE__={\"publishedAt\":\"2026-11-18T01:30:00Z\"}</script>"),
        # printed and machine-readable ones that disagree
        page("<p>2026-11-18 09:30</p>",
             head="<meta property='article:published_time' content='2026-11-18T09:30:00+00:00'>"),
        page("<p>2026-11-18 09:30</p>",
             head="<meta property='article:published_time' content='2026-11-18T01:30:00+08:00'>"),
        page("<p>2026-11-18 09:30</p>",
             head="<meta property='article:published_time' content='2026-11-18T11:00:00+08:00'>"),
        page("<p>2026-11-18 09:30</p>",
             head="<meta property='article:published_time' content='2026-11-28T21:30:00+08:00'>"),
        page("<p>2026-11-18 09:30</p>", head="<meta name='date' content='2026-11-18'>"),
    ],
)  # fmt: skip
def test_the_article_s_own_date_is_chosen(html: str) -> None:
    found = read(html).published
    assert found is not None
    assert found.at.astimezone(TAIPEI).isoformat()[:16] == RIGHT


@pytest.mark.parametrize(
    ("under", "iso"),
    [
        ("<p>Published: Nov. 18, 2026, 9:30 a.m.</p><p>Updated: Nov. 20, 2026, 8:00 a.m.</p>", RIGHT),
        ("<p>08:00, 20 Nov 2026 Updated 09:00, 21 Nov 2026</p>", "2026-11-20T08:00"),
        ("<p>November 18, 2026 9:30 am (Updated 4:30 pm)</p>", RIGHT),
        ("<p>Received 2 May 2026; accepted 3 June 2026; published 18 November 2026</p>", "2026-11-18"),
        ("<p>File photo, taken 3 May 2020</p><p>18 November 2026</p>", "2026-11-18"),
    ],
)
def test_labels_in_english(under: str, iso: str) -> None:
    assert told(page(under, title="Harbour company shows its new timetable")) == iso


@pytest.mark.parametrize(
    "html",
    [
        page("<p>圖／檔案 2026/08/150803-fab.jpg</p>"),
        page("", title="回顧2019年3月11日空難：調查報告出爐"),
        page("<figure><figcaption>資料照，2025/08/15 攝</figcaption></figure>"),
        page("<p>報名截止：2026-12-01</p>"),
        page("", before=MENU),
        page("", after=LATEST),
        page("<p>版權所有 2026-11-01</p>"),
        page("", before="<header><div>2026年11月28日 星期六</div></header>"),
    ],
)
def test_a_page_without_a_date_of_its_own_has_none(html: str) -> None:
    assert told(html) is None


def test_a_rough_distance_is_no_day() -> None:
    found = read(page("<time class='timeago'>3個月前</time>")).published
    assert found is not None
    assert (found.iso, found.precision) == ("2026-08", Precision.MONTH)


def test_evidence_that_contradicts_lowers_the_confidence() -> None:
    agreed = read(page("<p>發布時間：2026-11-18 09:30</p>"), "https://news.example.tw/2026/11/18/7")
    doubted = read(page("<p>發布時間：2026-11-18 09:30</p>"), "https://news.example.tw/2026/03/02/7")
    assert [date.note for date in agreed.dates] == ["chosen: strongest evidence", "agrees, without time"]
    assert [date.note for date in doubted.dates] == [
        "chosen: strongest evidence; medium confidence: url says 2026-03-02",
        "contradicts, weaker evidence",
    ]


def test_a_change_is_chosen_only_where_the_page_gives_no_other_date_and_then_with_low_confidence() -> None:
    found = read(page("<p>更新時間：2026-11-18 09:30</p>"))
    assert found.dates[0].note == "chosen: strongest evidence; low confidence: it is called a change"
    assert told(page("<p>2026-11-18 09:30 更新</p>")) is None
