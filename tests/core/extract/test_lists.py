"""Home, section, topic and quote pages are no articles, whatever their tags claim; short notices and live blogs are."""

# ruff: noqa: E501  (tables: a line is a case)

from __future__ import annotations

import json

import pytest

from seedwatch.core.extract.read import extract
from seedwatch.core.model.outcome import Outcome
from tests.core.extract.test_pages import page_input

LINKS = "".join(
    f'<li><h2><a href="/a/{n}">港務公司公布第{n}條新航線，業者表示歡迎也憂心費用</a></h2></li>'
    for n in range(20)
)
PROSE = "港務公司今天公布新的航線安排，代表表示將於下月檢討各項費用與班次，並與業者繼續討論。"


def outcome(body: str, head: str = "", data: object = None) -> Outcome:
    script = (
        f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>' if data else ""
    )
    nav = '<nav><a href="/">首頁</a></nav>'
    page = f"<html><head><title>國際新聞 - 港報</title>{head}{script}</head><body>{nav}<main>{body}</main></body></html>"
    return extract(page_input(page)).outcome


ARTICLE_TAG = '<meta property="og:type" content="article">'


@pytest.mark.parametrize(
    ("body", "head", "data"),
    [
        (f"<h1>國際新聞</h1><ul>{LINKS}</ul>", ARTICLE_TAG, {"@type": "CollectionPage", "name": "國際新聞"}),
        (f"<h1>專題</h1><p>{PROSE * 30}</p><ul>{LINKS}</ul>", ARTICLE_TAG, {"@type": "ItemList"}),
        (
            f"<ul>{LINKS}</ul><p>本網站已依分級規定處理</p>",
            ARTICLE_TAG,
            {"@type": "NewsArticle", "headline": "國際新聞 - 港報"},
        ),
        (
            f"<ul>{LINKS}</ul><p>我們使用 cookie，您的隱私與個人資料將依隱私權政策處理，繼續瀏覽即同意。</p>",
            "",
            None,
        ),
        (
            "<h1>港務公司(2601)</h1><ul>"
            + "".join(f"<li>成交{n}</li><li>{n}.5</li>" for n in range(60))
            + "</ul>",
            "",
            None,
        ),
    ],
    ids=[
        "collection",
        "item list with a text",
        "section that claims to be news",
        "list with a cookie notice",
        "quotes",
    ],
)
def test_a_list_is_no_article(body: str, head: str, data: object) -> None:
    assert outcome(body, head, data) is Outcome.NOT_ARTICLE


@pytest.mark.parametrize(
    ("body", "data"),
    [
        (
            f"<article><h1>新航線公布</h1><p>{PROSE}</p></article><ul>{LINKS}</ul>",
            {"@type": "NewsArticle", "headline": "新航線公布"},
        ),
        (
            f"<article><h1>新航線公布</h1><p>{PROSE * 6}</p></article><ul>{LINKS}</ul>",
            [{"@type": "NewsArticle", "headline": "新航線公布"}, {"@type": "ItemList"}],
        ),
        (
            "<article><h1>新航線直播</h1>"
            + "".join(f"<h3>{n}:30</h3><p>{PROSE}</p>" for n in range(9, 18))
            + "</article>",
            {"@type": "LiveBlogPosting", "headline": "新航線直播"},
        ),
    ],
    ids=["short notice", "article with a list of others", "live blog"],
)
def test_an_article_among_links_is_stored(body: str, data: object) -> None:
    assert outcome(body, "", data) is Outcome.STORED
