"""One fault never costs the feed: what is mended, what is named, and whose words and addresses count."""

from __future__ import annotations

import json

import pytest

from seedwatch.core.feeds.mend import late_start, without_broken_references
from seedwatch.core.feeds.parse import parse_feed

CDN = "https://feeds.cdn.example/news/rss.xml"
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>x</title>{inner}</feed>'


def rss(items: str, link: str = "https://news.example/blog/", attributes: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {attributes}><channel><title>港口報</title>'
        f"<image><link>https://pictures.example/</link></image><link>{link}</link>{items}</channel></rss>"
    ).encode()


def atom(inner: str, attributes: str = "") -> bytes:
    return ATOM.format(inner=inner, attributes=attributes).encode()


@pytest.mark.parametrize(
    ("reference", "mended"),
    [
        ("&#55357;&#56911;", "&#128591;"),
        ("&#xD83D;&#xDE4F;", "&#128591;"),
        ("&#55357;", "&#65533;"),
        ("&#56911;&#55357;", "&#65533;&#65533;"),
        ("&#0;", "&#65533;"),
        ("&#11;", "&#65533;"),
        ("&#x110000;", "&#65533;"),
        ("&#99999999999999999999;", "&#65533;"),
        ("&#10;&#x20AC;&#x10FFFF;", "&#10;&#x20AC;&#x10FFFF;"),
        ("&#xFFFE;", "&#65533;"),
        ("&# 12; &#; &#x;", "&# 12; &#; &#x;"),
    ],
)
def test_references_that_name_no_character(reference: str, mended: str) -> None:
    assert without_broken_references(f"前{reference}後".encode()) == (
        f"前{mended}後".encode(),
        reference != mended,
    )


@pytest.mark.parametrize("field", ["title", "description", "author"])
def test_half_an_emoji_costs_no_entry(field: str) -> None:
    bad = f"<item><title>一</title><link>/1</link><{field}>a&#55357;</{field}></item>"
    parsed = parse_feed(rss(bad + "<item><title>二</title><link>/2</link></item>"), url=CDN)
    assert [entry.url for entry in parsed.entries] == ["https://news.example/1", "https://news.example/2"]
    assert any("mended" in problem for problem in parsed.problems)


def test_an_item_that_the_parser_cannot_take_is_named_and_the_others_are_read() -> None:
    point = "<g:Point><g:pos>x</g:pos></g:Point>"  # a place outside a georss:where: KeyError in feedparser 6
    items = "".join(f"<item><title>{t}</title><link>/{t}</link></item>" for t in ("a", f"b{point}", "c"))
    body = rss(items, attributes='xmlns:g="http://www.opengis.net/gml"')
    parsed = parse_feed(body, url=CDN)
    assert [entry.title for entry in parsed.entries] == ["a", "c"]
    assert parsed.title == "港口報"
    assert any("item 2 unreadable" in problem for problem in parsed.problems)


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (rss("<item><title>a</title><link>/a/1</link></item>"), "https://news.example/a/1"),
        (
            rss("<item><title>a</title><link>2026/1.html</link></item>"),
            "https://news.example/blog/2026/1.html",
        ),
        (rss("<item><title>a</title><link>//m.example/1</link></item>"), "https://m.example/1"),
        (rss("<item><title>a</title><guid>/a/5</guid></item>"), "https://news.example/a/5"),
        (rss("<item><title>a</title><link>/1</link></item>", link="/"), "https://feeds.cdn.example/1"),
        (
            rss(
                "<item><title>a</title><link>/1</link></item>", attributes='xml:base="https://base.example/"'
            ),
            "https://base.example/1",
        ),
        (
            atom('<link href="https://news.example/"/><entry><title>a</title><link href="/1"/></entry>'),
            "https://news.example/1",
        ),
        (
            atom('<link href="https://www.cdn.example/"/><entry><title>a</title><link href="1"/></entry>'),
            "https://feeds.cdn.example/news/1",
        ),
        (
            atom(
                '<link rel="hub" href="https://hub.example/"/><entry><title>a</title><link href="/1"/></entry>'
            ),
            "https://feeds.cdn.example/1",
        ),
        (
            b'{"version":"https://jsonfeed.org/version/1.1","home_page_url":"https://news.example/",'
            b'"items":[{"id":"1","url":"/1"}]}',
            "https://news.example/1",
        ),
        (
            rss(
                "<item><title>a</title><link>https://count.example/~r/x</link>"
                "<f:origLink>https://news.example/11</f:origLink></item>",
                attributes='xmlns:f="http://rssnamespace.org/feedburner/ext/1.0"',
            ),
            "https://news.example/11",
        ),
        (
            rss(
                "<item><title>a</title><link>http://[broken</link><guid>https://news.example/6</guid></item>"
            ),
            "https://news.example/6",
        ),
    ],
)
def test_what_relative_and_counted_links_lead_to(body: bytes, url: str) -> None:
    assert parse_feed(body, url=CDN).entries[0].url == url


DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'


@pytest.mark.parametrize(
    ("body", "author"),
    [
        (
            rss(
                "<item><title>a</title><dc:creator>王</dc:creator><dc:creator>李</dc:creator></item>",
                attributes=DC,
            ),
            "王, 李",
        ),
        (rss("<item><title>a</title><author>me@news.example (王)</author></item>"), "王"),
        (
            atom(
                "<entry><title>a</title><author><name>王</name></author><author><name>李</name></author></entry>"
            ),
            "王, 李",
        ),
        (atom("<author><name>王</name></author><entry><title>a</title></entry>"), "王"),
        (
            atom(
                "<author><name>王</name></author><entry><title>a</title><author><name>李</name></author></entry>"
            ),
            "李",
        ),
        (
            atom("<entry><title>a</title><source><author><name>李</name></author></source></entry>"),
            "李",
        ),
        (rss("<managingEditor>desk@news.example (主編)</managingEditor><item><title>a</title></item>"), ""),
        (
            '{"version":"https://jsonfeed.org/version/1.1","authors":[{"name":"王"},{"name":"李"}],'
            '"items":[{"id":"1"}]}'.encode(),
            "王, 李",
        ),
        ('{"author":{"name":"王"},"items":[{"id":"1"}],"version":"1"}'.encode(), "王"),
        ('{"items":[{"id":"1","authors":["王","李","王"]}]}'.encode(), "王, 李"),
    ],
)
def test_all_authors_and_those_of_the_whole_feed(body: bytes, author: str) -> None:
    assert parse_feed(body, url=CDN).entries[0].author == author


SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://news.example/1</loc></url></urlset>'


@pytest.mark.parametrize(
    "noise", ["<br />\n<b>Warning</b>: x in y on line 3<br />\n", "Notice: x\n", "<!-- a --><p>"]
)
@pytest.mark.parametrize(
    "document",
    [
        f'<?xml version="1.0"?>{SITEMAP}',
        SITEMAP,
        '<?xml version="1.0"?><rss version="2.0"><channel><item><link>https://news.example/1</link></item></channel></rss>',
        '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "url": "https://news.example/1"}]}',
    ],
)
def test_words_of_the_server_before_a_document(noise: str, document: str) -> None:
    parsed = parse_feed((noise + document).encode(), url="https://news.example/f")
    assert [entry.url for entry in parsed.entries] == ["https://news.example/1"]


def test_a_page_that_shows_a_feed_is_a_page() -> None:
    page = f"<html><body><pre>{SITEMAP}</pre></body></html>".encode()
    assert late_start(page) is None
    assert parse_feed(page, url="https://news.example/f").format == "html"


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("AT&amp;amp;amp;T", "AT&T"),
        ("&amp;lt;p&amp;gt;港口&amp;amp;nbsp;擴建&amp;lt;/p&amp;gt;", "港口 擴建"),
        ("&amp;lt;img src=&quot;x.png&quot;&amp;gt;圖", "圖"),
        ("如何使用 &amp;lt;b&amp;gt; 標籤", "如何使用 <b> 標籤"),
        ("a &amp;lt; b 且 c &amp;gt; d", "a < b 且 c > d"),
        ("R&amp;amp;D", "R&D"),
    ],
)
def test_markup_escaped_once_too_often(words: str, plain: str) -> None:
    item = f"<item><title>t</title><description>{words}</description></item>"
    assert parse_feed(rss(item), url=CDN).entries[0].summary == plain


def test_a_feed_without_a_declared_encoding_is_utf8() -> None:
    body = atom(
        "<entry><title>a</title><contributor><name>乙</name></contributor><author><name>甲</name></author></entry>"
    )
    assert parse_feed(body, url=CDN).entries[0].author == "甲"


BROKEN = "半導\n  體與零\u200b組\u00ad件"
CLEAN = "半導體與零組件"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("rss", rss(f"<item><title>{BROKEN}</title><description>{BROKEN}</description></item>")),
        (
            "escaped",
            rss(
                f"<item><title>{BROKEN}</title><description>&lt;p&gt;{BROKEN}&lt;/p&gt;</description></item>"
            ),
        ),
        ("atom", atom(f'<entry><title type="text">{BROKEN}</title><summary>{BROKEN}</summary></entry>')),
        (
            "json",
            json.dumps(
                {
                    "version": "https://jsonfeed.org/version/1.1",
                    "title": "x",
                    "items": [{"id": "1", "title": BROKEN, "summary": BROKEN}],
                }
            ).encode(),
        ),
    ],
)
def test_a_chinese_word_that_the_feed_breaks_is_whole(kind: str, body: bytes) -> None:
    (entry,) = parse_feed(body, url=CDN).entries
    assert (entry.title, entry.summary) == (CLEAN, CLEAN), kind


def test_words_that_are_written_apart_stay_apart() -> None:
    body = rss(
        "<item><title>輝達\n AI\n 晶片 擴產</title><description>two\nlines\n한국\n경제</description></item>"
    )
    (entry,) = parse_feed(body, url=CDN).entries
    assert (entry.title, entry.summary) == ("輝達 AI 晶片 擴產", "two lines 한국 경제")


def test_an_id_is_no_text() -> None:
    (entry,) = parse_feed(
        rss('<item><guid isPermaLink="false">港\u200b1</guid><title>x</title></item>'), url=CDN
    ).entries
    assert entry.id == "港\u200b1"
