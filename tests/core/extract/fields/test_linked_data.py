"""JSON-LD in its real wrappings, and which of several nodes is the page's own."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.extract.fields.linked_data import LinkedData, articles, own_nodes, read_scripts

NODE = {
    "@type": "NewsArticle",
    "headline": "港務公司公布新航線",
    "datePublished": "2026-11-18T09:30:00+08:00",
    "author": {"@type": "Person", "name": "王小明"},
}
TEXT = json.dumps(NODE, ensure_ascii=False)
OTHER = json.dumps(
    NODE | {"headline": "去年颱風造成農損", "url": "https://news.example/900"}, ensure_ascii=False
)


@pytest.mark.parametrize(
    "script",
    [
        TEXT,
        f"\n<![CDATA[\n{TEXT}\n]]>\n",
        f"//<![CDATA[\n{TEXT}\n//]]>",
        f"/* <![CDATA[ */ {TEXT} /* ]]> */",
        f"<!--\n{TEXT}\n-->",
        f"\ufeff{TEXT};",
        TEXT.replace('"', "&quot;"),
        TEXT[:-1] + ",}",
        TEXT.replace("新航線", "新\n航線"),
        TEXT.replace("公布", "\\'公布\\'"),
        f'{{"@type": "WebSite", "name": "港報"}}\n{TEXT}',
        f'{{"@graph": [{TEXT}]}}',
        TEXT.replace("新航線", '"新"航線'),
    ],
    ids=[
        "plain",
        "cdata",
        "cdata-slashes",
        "cdata-comment",
        "comment",
        "bom",
        "entities",
        "trailing-comma",
        "line-break",
        "bad-escape",
        "two-objects",
        "graph",
        "bare-quotes",
    ],
)
def test_each_wrapping_gives_date_and_author(script: str) -> None:
    (node,) = read_scripts([script]).nodes
    assert node.published == "2026-11-18T09:30:00+08:00"
    assert node.authors == ("王小明",)


def test_a_broken_script_about_several_articles_tells_nothing() -> None:
    assert read_scripts([f"[{TEXT} {OTHER}]"]).nodes == ()


@given(st.text(alphabet='{}[]":,\\ \n<!-/*CDATA]>&quot;\ufeffa1', max_size=80))
def test_no_script_stops_the_reading(script: str) -> None:
    assert isinstance(read_scripts([script]).nodes, tuple)


def test_an_author_named_by_reference_is_found() -> None:
    graph = {
        "@graph": [
            NODE | {"author": {"@id": "#/person/1"}, "publisher": {"@id": "#org"}},
            {"@type": "Person", "@id": "#/person/1", "name": "林小美"},
            {"@type": "Organization", "@id": "#org", "name": "港報"},
        ]
    }
    (node,) = read_scripts([json.dumps(graph)]).nodes
    assert (node.authors, node.organisations, node.publisher) == (("林小美",), frozenset(), "港報")


PAGE = ["https://news.example/news/1.html"]
TITLES = ["港務公司公布新航線 | 港報", "港務公司公布新航線"]


def _node(headline: str = "", url: str = "", article: bool = True) -> LinkedData:
    return LinkedData(article, headline, urls=(url,) if url else ())


@pytest.mark.parametrize(
    ("nodes", "kept"),
    [
        ([_node("去年颱風造成農損", "/a/900"), _node("港務公司公布新航線", "/news/1.html")], [1]),
        ([_node("去年颱風造成農損"), _node("港務公司公布新航線")], [1]),
        ([_node("港務公司公布新航線，明年起"), _node("去年颱風造成農損")], [0]),
        ([_node("港務公司公布…")], [0]),
        ([_node(), _node("港務公司公布新航線")], [1, 0]),
        ([_node("去年颱風造成農損", "/a/900")], []),
        ([_node("去年颱風造成農損", "https://news.example/")], [0]),
        ([_node("", "/a/900")], [0]),
        ([_node("航線公布：港務公司的新計畫", "/a/900")], [0]),
        ([_node("航班大亂", "https://m.news.example/news/1.html/")], [0]),
    ],
)
def test_only_what_may_be_this_pages_is_kept(nodes: list[LinkedData], kept: list[int]) -> None:
    assert own_nodes(nodes, PAGE, TITLES) == [nodes[i] for i in kept]


def test_without_address_and_titles_nothing_is_another_pages() -> None:
    nodes = [_node("去年颱風造成農損", "/a/900")]
    assert own_nodes(nodes, [""], [""]) == nodes


def test_articles_stand_before_pages() -> None:
    page, article = _node("頁", article=False), _node("文")
    assert articles([page, article]) == [article, page]
