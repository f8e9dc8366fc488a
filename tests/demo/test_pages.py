"""The pages: each holds its article and its outlet's noise, in the bytes that its header declares or not."""

from __future__ import annotations

import json

import pytest
from lxml import html

from seedwatch.demo.content import load_site
from seedwatch.demo.records import Outlet, Story
from seedwatch.demo.render import NOTICE, lead
from seedwatch.demo.server import DemoWeb
from tests.demo.conftest import Reply, fetch

SITE = load_site()
NOISE = {
    "daoyu": "延伸閱讀",
    "chenghu": "請繼續往下閱讀",
    "nandao": "下載「南島新聞」App",
    "lianlu": "想請我們喝幾杯咖啡",
    "liangchi": "※免責聲明",
    "jiangan": "责任编辑：",
    "baihua": "扫码下载",
    "nandu": "猜你喜欢",
    "harbour": "We use cookies",
    "halyard": "Read Next",
    "gantry": "Share this:",
}


def page_of(web: DemoWeb, story: Story) -> Reply:
    return fetch(web.url_of(story))


@pytest.mark.parametrize("story", SITE.stories, ids=lambda story: story.key)
def test_a_page_shows_its_whole_article(web: DemoWeb, story: Story) -> None:
    reply = page_of(web, story)
    version = story.versions[-1]
    assert reply.status == 200
    shown = html.fromstring(reply.body.decode(story.charset)).text_content()
    assert version.title in shown
    assert all(paragraph in shown for paragraph in version.paragraphs)


@pytest.mark.parametrize("outlet", SITE.outlets, ids=lambda outlet: outlet.id)
def test_every_outlet_has_its_noise_and_says_that_it_is_invented(web: DemoWeb, outlet: Outlet) -> None:
    shown = page_of(web, SITE.stories_of(outlet)[0]).body.decode()
    assert NOISE[outlet.id] in shown
    assert NOTICE[outlet.language] in shown


@pytest.mark.parametrize(
    ("outlet_id", "dateline"),
    [
        ("daoyu", "（島嶼社記者"),
        ("chenghu", "〔記者"),
        ("jiangan", "江岸新闻网"),
        ("nandu", "南渡财经记者"),
        ("halyard", "(Halyard) - "),
    ],
)
def test_datelines(web: DemoWeb, outlet_id: str, dateline: str) -> None:
    story = next(s for s in SITE.stories if s.outlet == outlet_id and not s.copy_of and s.charset == "utf-8")
    assert dateline in page_of(web, story).body.decode()


def test_structured_data_is_json(web: DemoWeb) -> None:
    seen = set()
    for outlet in SITE.outlets:
        root = html.fromstring(page_of(web, SITE.stories_of(outlet)[0]).body.decode())
        for script in root.iterfind(".//script[@type='application/ld+json']"):
            value = json.loads(script.text)
            seen.add("array" if isinstance(value, list) else "graph" if "@graph" in value else "object")
    assert seen == {"array", "graph", "object"}


def test_one_page_is_big5_without_saying_so_in_its_header(web: DemoWeb) -> None:
    (story,) = (story for story in SITE.stories if story.charset == "big5")
    reply = page_of(web, story)
    assert reply.headers["content-type"] == "text/html"
    assert story.versions[0].title in reply.body.decode("big5")
    with pytest.raises(UnicodeDecodeError):
        reply.body.decode("utf-8")


def test_one_page_is_gb18030_under_a_header_that_says_utf8(web: DemoWeb) -> None:
    (story,) = (story for story in SITE.stories if story.charset == "gb18030")
    reply = page_of(web, story)
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert story.versions[0].title in reply.body.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        reply.body.decode("utf-8")


def test_one_page_tells_no_time_at_all(web: DemoWeb) -> None:
    (story,) = (story for story in SITE.stories if story.undated)
    reply = page_of(web, story)
    text = reply.body.decode()
    assert "last-modified" not in reply.headers
    assert f"{story.published:%Y-%m-%d}" not in text
    assert "datePublished" not in text


def test_quotation_marks_do_not_end_an_attribute(web: DemoWeb) -> None:
    quoted = [s for s in SITE.stories if s.outlet == "harbour" and '"' in lead(s.versions[0])]
    assert quoted
    for story in quoted:
        root = html.fromstring(page_of(web, story).body.decode())
        assert root.find(".//meta[@name='description']").get("content") == lead(story.versions[0])
