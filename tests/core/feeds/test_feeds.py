"""Feeds of every kind and condition: what they list, and never an exception."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedwatch.core.errors import InputError
from seedwatch.core.feeds.lists import read_feed_list
from seedwatch.core.feeds.parse import parse_feed
from seedwatch.core.feeds.record import feed_record
from seedwatch.core.model.feed import FeedEntry
from seedwatch.core.model.moment import OffsetKnown, Precision

ITEM = """<item><title>港口起重機恢復作業</title><link>https://news.example/a/1</link>
<guid isPermaLink="false">a-1</guid><pubDate>Sun, 22 Mar 2026 21:05:00 +0800</pubDate>
<description>&lt;p&gt;工會與公司達成&lt;b&gt;協議&lt;/b&gt;。&lt;/p&gt;</description>
<author>desk@news.example (陳曉明)</author></item>"""


def rss(*items: str, head: str = "", attributes: str = "") -> bytes:
    channel = (
        f"<channel><title>港口報</title><link>https://news.example/</link>{head}{''.join(items)}</channel>"
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {attributes}>{channel}</rss>'.encode()


def first(body: bytes, **options: str) -> FeedEntry:
    parsed = parse_feed(body, **options)  # type: ignore[arg-type]
    assert parsed.entries, parsed.problems
    return parsed.entries[0]


def test_a_tag_of_a_million_attributes_costs_nothing() -> None:
    flood = "<item " + " ".join(f'a{n}="1"' for n in range(200_000)) + "><title>x</title></item>"
    found = parse_feed(f'<rss version="2.0"><channel>{flood}</channel></rss>'.encode())
    assert [entry.title for entry in found.entries] == ["x"]


def test_rss() -> None:
    parsed = parse_feed(rss(ITEM, head="<ttl>30</ttl><language>zh-TW</language>"))
    assert (parsed.format, parsed.title, parsed.link) == ("rss", "港口報", "https://news.example/")
    assert (parsed.ttl, parsed.language, parsed.problems) == (1800, "zh-TW", ())
    entry = parsed.entries[0]
    assert (entry.url, entry.id, entry.title) == ("https://news.example/a/1", "a-1", "港口起重機恢復作業")
    assert (entry.summary, entry.author) == ("工會與公司達成協議。", "陳曉明")
    assert entry.published is not None
    assert entry.published.iso == "2026-03-22T21:05:00+08:00"


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>港口報</title><link rel="self" href="/feed.xml"/>
<entry><title type="text">1 &lt; 2</title><id>urn:1</id>
<link rel="self" href="https://news.example/xml/1"/>
<link rel="enclosure" href="https://news.example/1.mp3"/>
<link rel="alternate" type="application/json" href="https://news.example/1.json"/>
<link rel="alternate" type="text/html" href="/a/1"/>
<updated>2026-09-28T21:10:10+08:00</updated></entry></feed>"""


def test_atom_takes_the_article_among_links_and_the_only_date() -> None:
    entry = first(ATOM.encode(), url="https://news.example/feed.xml")
    assert entry.url == "https://news.example/a/1"
    assert entry.title == "1 < 2"
    assert entry.published is not None
    assert entry.published.iso == "2026-09-28T21:10:10+08:00"


def test_rdf() -> None:
    body = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
      <channel rdf:about="https://news.example/"><title>T</title><link>https://news.example/</link>
      <sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency></channel>
      <item rdf:about="https://news.example/1"><title>One</title><link>https://news.example/1</link>
      <dc:date>2026-03-22</dc:date><dc:creator>A. Writer</dc:creator></item></rdf:RDF>"""
    parsed = parse_feed(body)
    assert (parsed.format, parsed.ttl) == ("rdf", 1800)
    assert parsed.entries[0].author == "A. Writer"
    assert parsed.entries[0].published is not None
    assert parsed.entries[0].published.precision is Precision.DAY


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<link>\n<![CDATA[ https://news.example/1?a=1&b=2 ]]>\n</link>", "https://news.example/1?a=1&b=2"),
        ("<guid>https://news.example/2</guid>", "https://news.example/2"),
        ("<link>/3</link>", "https://news.example/3"),
        ("<link>javascript:alert(1)</link>", None),
        ('<guid isPermaLink="false">https://news.example/no-link</guid>', "https://news.example/no-link"),
        ('<guid isPermaLink="false">4711</guid>', None),
        (
            "<link>http://www.bing.com/news/apiclick.aspx?ref=x&amp;url=https%3a%2f%2fpaper.example%2f5&amp;c=1</link>",
            "https://paper.example/5",
        ),
        (
            "<link>https://other.example/apiclick.aspx?url=https%3a%2f%2fx.example</link>",
            "https://other.example/apiclick.aspx?url=https%3a%2f%2fx.example",
        ),
    ],
)
def test_links(item: str, url: str | None) -> None:
    assert first(rss(f"<item><title>t</title>{item}</item>"), url="https://news.example/rss").url == url


@pytest.mark.parametrize(
    ("date", "iso"),
    [
        ("<pubDate>Thu,28 Jul 2022 4:35:5 GMT+9</pubDate>", "2022-07-28T04:35:05+09:00"),
        ("<pubDate>Sat, Dec 16 2023 02:02:33 PM</pubDate>", "2023-12-16T14:02:33+08:00"),
        ("<pubdate>115-09-28</pubdate>", "2026-09-28"),
        ("<pubDate>2026/09/28 08:15</pubDate>", "2026-09-28T08:15:00+08:00"),
        ("<pubDate>soon</pubDate>", None),
        ("<pubDate>3 小時前</pubDate>", None),
        ("<pubDate>Sun, 99 Jun 2009 12:00:00 GMT</pubDate>", None),
        ("<pubDate>never</pubDate><dc:date>2026-09-28T01:02:03Z</dc:date>", "2026-09-28T01:02:03+00:00"),
    ],
)
def test_dates(date: str, iso: str | None) -> None:
    body = rss(
        f"<item><title>t</title>{date}</item>", attributes='xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    entry = parse_feed(body, zone=ZoneInfo("Asia/Taipei")).entries[0]
    assert (entry.published.iso if entry.published else None) == iso


def test_relative_dates_count_from_the_time_of_reading() -> None:
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    entry = parse_feed(rss("<item><pubDate>3 小時前</pubDate></item>"), now=now).entries[0]
    assert entry.published is not None
    assert entry.published.utc == now.replace(hour=9)


def test_google_titles_and_days() -> None:
    body = rss(
        "<item><title>港口復工 - 港口報</title><link>https://news.google.com/rss/articles/x</link>"
        '<pubDate>Mon, 21 Sep 2026 07:00:00 GMT</pubDate><source url="https://p.example">港口報</source></item>'
    )
    entry = first(body)
    assert entry.title == "港口復工"
    assert entry.published is not None
    assert (entry.published.iso, entry.published.offset) == ("2026-09-21", OffsetKnown.UNKNOWN)


def test_other_feeds_keep_their_titles() -> None:
    body = rss(
        '<item><title>A - B</title><link>https://x.example/1</link><source url="https://b.example">B</source></item>'
    )
    assert first(body).title == "A - B"


@pytest.mark.parametrize("encoding", ["big5", "gb18030", "utf-16"])
def test_encodings_declared_and_lying(encoding: str) -> None:
    text = rss(*[ITEM] * 5).decode()
    for declared in (encoding, "utf-8"):
        body = text.replace('encoding="utf-8"', f'encoding="{declared}"').encode(encoding)
        assert first(body, content_type="text/xml; charset=utf-8").title == "港口起重機恢復作業"


def test_words_are_kept_without_active_markup() -> None:
    body = rss(
        "<item><title>t</title>"
        "<description>&lt;p onclick='x()'&gt;a&lt;script&gt;b&lt;/script&gt;&lt;/p&gt;</description></item>"
    )
    record = feed_record(parse_feed(body), "f.xml", "7")
    assert record["id"] == "7"
    assert record["entries"][0]["summary"] == "<p>a</p>"
    assert json.loads(json.dumps(record, ensure_ascii=False)) == record


def test_an_html_page_is_no_empty_feed() -> None:
    parsed = parse_feed(b"<!-- x --><!DOCTYPE html><html><head><title>404</title></head></html>")
    assert parsed.format == "html"
    assert parsed.problems


def test_a_feed_behind_a_wrong_doctype_is_a_feed() -> None:
    doctype = b'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x">'
    body = doctype + b"<rss><channel><title>T</title></channel></rss>"
    assert parse_feed(body).title == "T"


@pytest.mark.parametrize(("root", "kind"), [("rss", "rss"), ("feed", "atom"), ("other", "unknown")])
def test_a_feed_without_version_is_known_by_its_root(root: str, kind: str) -> None:
    assert parse_feed(f"<{root}><title>T</title></{root}>".encode()).format == kind


def test_damage_costs_no_entries() -> None:
    parsed = parse_feed(rss(ITEM, "<item><title>a & b</title><link>https://news.example/2</link></item>"))
    assert len(parsed.entries) == 2
    assert any("damaged" in problem for problem in parsed.problems)


BOMBS = {
    "nested": '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">',
    "external": '<!ENTITY c SYSTEM "file:///etc/hostname">',
    "long": f'<!ENTITY c "{"a" * 5000}">',
}


@pytest.mark.parametrize("declaration", BOMBS.values(), ids=BOMBS)
def test_entity_bombs_are_harmless(declaration: str) -> None:
    body = f"<!DOCTYPE rss [{declaration}]><rss version='2.0'><channel><title>&c;</title></channel></rss>"
    assert len(parse_feed(body.encode()).title) < 40


def test_named_characters_of_a_document_type_are_kept() -> None:
    body = b'<!DOCTYPE rss [<!ENTITY uuml "&#252;">]><rss><channel><title>Z&uuml;rich</title></channel></rss>'
    assert parse_feed(body).title == "Zürich"


@pytest.mark.parametrize("number", [999, 1000, 1001, 30_000])
def test_no_more_entries_than_asked_for(number: int) -> None:
    parsed = parse_feed(rss(*[ITEM] * number))
    assert len(parsed.entries) == min(number, 1000)
    assert bool(parsed.problems) is (number > 1000)
    assert parsed.entries[-1].url == "https://news.example/a/1"


def test_a_cut_document_is_closed_again() -> None:
    parsed = parse_feed(rss(*[ITEM] * 30), max_entries=10)
    assert len(parsed.entries) == 10
    assert not any("damaged" in problem for problem in parsed.problems)


def test_gzip() -> None:
    assert first(gzip.compress(rss(ITEM))).id == "a-1"
    assert first(gzip.compress(gzip.compress(rss(ITEM)))).id == "a-1"
    assert parse_feed(gzip.compress(rss(ITEM))[:60]).problems


JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "港口報",
    "home_page_url": "https://news.example/",
    "language": "zh-Hant",
    "items": [
        {"id": 7, "url": "https://news.example/7", "title": "A<script>x()</script>B",
         "content_html": "<p>c</p>",
         "date_published": "2026-11-20T08:00:00+08:00", "authors": [{"name": "陳曉明"}, {"name": "B"}]},
        {"id": "https://news.example/8", "content_text": "no title, no url"},
        {"id": "9", "url": "javascript:x()"},
        "no item",
    ],
}  # fmt: skip


def test_json_feed() -> None:
    parsed = parse_feed(json.dumps(JSON_FEED).encode())
    assert (parsed.format, parsed.title, len(parsed.entries)) == ("json", "港口報", 2)
    one, two = parsed.entries
    assert (one.id, one.title, one.summary, one.author) == ("7", "A B", "c", "陳曉明, B")
    assert one.published is not None
    assert (two.url, two.summary) == ("https://news.example/8", "no title, no url")


@pytest.mark.parametrize(
    "body",
    [
        b'{"items": {"a": 1}}',
        b"[" * 100_000 + b"]" * 100_000,
        b'{"items": [',
        b'{"items": [{"id": ' + b"9" * 100_000 + b"}]}",
        b'{"items": [{"url": "https://x.example", "title": "\\ud800", "x": NaN}]}',
        b'{"data": {"items": [{"newsId": "../../x"}]}}',
        b"[1, 2]",
    ],
)
def test_json_of_other_shapes(body: bytes) -> None:
    for entry in parse_feed(body).entries:
        entry.title.encode()


def test_search_answers_in_json() -> None:
    gdelt = {"articles": [{"url": "https://p.example/1", "title": "t", "seendate": "20260827T101500Z"}]}
    assert (
        parse_feed(json.dumps(gdelt).encode()).entries[0].published is None
    )  # when seen is not when published
    found = {"data": {"items": [{"newsId": 12, "title": "<mark>股</mark>價", "publishAt": 1787809382}]}}
    entry = first(json.dumps(found).encode())
    assert (entry.url, entry.title) == ("https://news.cnyes.com/news/id/12", "股價")
    assert entry.published is not None


@given(st.binary(max_size=300))
@settings(max_examples=60)
def test_any_bytes(body: bytes) -> None:
    parse_feed(body)


MARKUP = st.lists(
    st.sampled_from(
        ["<rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<![CDATA[", "]]>", "&", "&amp;",
         "<!--",
         "-->", "<feed>", "<entry>", "<urlset>", "<url>", "<loc>", "</loc>", "</url>",
         "https://x.example/", "{", '"items":[',
         "<?xml",
         "?>", "<!DOCTYPE", "\0", "港", "<link>", "<guid/>", "<pubDate>2026", "<html>"]
    ),
    max_size=25,
)  # fmt: skip


@given(MARKUP)
@settings(max_examples=120, deadline=None)
def test_any_markup(parts: list[str]) -> None:
    parsed = parse_feed("".join(parts).encode(), url="https://x.example/")
    json.dumps(feed_record(parsed, "f"), ensure_ascii=False).encode()


class TestFeedLists:
    def test_lines(self) -> None:
        text = "\ufeff# mine\n\nhttps://a.example/rss  # comment\nhttp://b.example/\nhttps://a.example/rss\n"
        assert read_feed_list(text, "feeds.txt").addresses == ("https://a.example/rss", "http://b.example/")

    def test_opml(self) -> None:
        text = (
            '<?xml version="1.0"?><opml version="2.0"><body><outline text="x"><outline text="a" xmlUrl="https://a.example/"/>'
            '</outline><outline xmlUrl="https://b.example/"/></body></opml>'
        )
        assert read_feed_list(text, "feeds.opml").addresses == ("https://a.example/", "https://b.example/")

    @pytest.mark.parametrize("attribute", ["xmlUrl", "xmlurl", "xmlURL", "XMLURL", "XmlUrl"])
    def test_no_bad_outline_refuses_the_list(self, attribute: str) -> None:
        good = f'<outline {attribute}="https://a.example/?a=1&amp;b=2"/>'
        bad = (
            '<outline xmlUrl="newsletter:12345:abc"/>', '<outline xmlUrl="http://["/>', '<outline xmlUrl=""/>',
            '<outline htmlUrl="https://x.example/?a=1&b=2"/>', '<outline text="R&D" xmlUrl="feed://c.example/f"/>',
            '<outline text="a < b" />', "<outline text=b xmlUrl=c>", "</nonsense>", "<Outline>&nbsp;",
        )  # fmt: skip
        for one in bad:
            end = '<outline xmlUrl="feed:https://b.example/"/></body></opml>'
            found = read_feed_list(f"<opml><body>{good}\n{one}\n{end}", "feeds.opml")
            assert found.addresses[0] == "https://a.example/?a=1&b=2"
            assert found.addresses[-1] == "https://b.example/"
            if "newsletter" in one:
                assert found.skipped == ("feeds.opml, line 2: not a web address: newsletter:12345:abc",)
            if "c.example" in one:
                assert found.addresses[1] == "http://c.example/f"

    def test_opml_with_entities_is_defused(self) -> None:
        text = (
            '<!DOCTYPE opml [<!ENTITY e SYSTEM "file:///etc/hostname">]><opml><body>'
            '<outline xmlUrl="https://a.example/"/><title>&e;</title></body></opml>'
        )
        assert read_feed_list(text, "f").addresses == ("https://a.example/",)

    @pytest.mark.parametrize(
        ("text", "line"),
        [("https://a.example/\nnot-a-url\n", "line 2"), ("<opml><body>\n<x></body></opml>", "line 2"),
         ("ftp://a.example/", "line 1"), ("http://[", "line 1"), ("\n# nothing\n", "no feed"), ("", "feeds")],
    )  # fmt: skip
    def test_what_is_wrong_is_named(self, text: str, line: str) -> None:
        with pytest.raises(InputError, match=line) as caught:
            read_feed_list(text, "feeds.txt")
        assert "feeds.txt" in str(caught.value)
