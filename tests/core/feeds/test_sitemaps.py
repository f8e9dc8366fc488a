"""Sitemaps: the site's own pages, in order, whatever the document's condition."""

from __future__ import annotations

import gzip
import tracemalloc

import pytest

from seedwatch.core.feeds.parse import parse_feed

NEWS = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://news.example/1 </loc><lastmod>2026-11-21</lastmod>
<image:image><image:loc>https://news.example/1.jpg</image:loc></image:image>
<news:news><news:publication><news:name>港口報</news:name><news:language>zh-tw</news:language></news:publication>
<news:publication_date>2026-11-20T09:30:00+08:00</news:publication_date>
<news:title>港口擴建 &amp; 延後</news:title></news:news>
</url></urlset>"""


def urls(body: str, url: str | None = "https://news.example/sitemap.xml") -> list[str | None]:
    return [entry.url for entry in parse_feed(body.encode(), url=url).entries]


def test_news_sitemap() -> None:
    parsed = parse_feed(NEWS.encode())
    assert (parsed.format, parsed.language, len(parsed.entries)) == ("sitemap", "zh-tw", 1)
    entry = parsed.entries[0]
    assert (entry.url, entry.title) == ("https://news.example/1", "港口擴建 & 延後")
    assert entry.published is not None
    assert entry.published.iso == "2026-11-20T09:30:00+08:00"


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<url><loc><![CDATA[https://news.example/1?a=1&b=2]]></loc></url>", ["https://news.example/1?a=1&b=2"]),
        ("<url><loc>https://news.example/1?a=1&amp;b=2</loc></url>", ["https://news.example/1?a=1&b=2"]),
        ("<url><loc>https://news.example/1?a=1&b=2</loc></url>", ["https://news.example/1?a=1&b=2"]),
        ("<url><loc>https://other.example.org/1</loc></url><url><loc>https://m.news.example/2</loc></url>",
         ["https://m.news.example/2"]),
        ("<url><loc>javascript:x</loc></url><url><loc/></url>", []),
        ("<url><loc>https://news.example/&own;</loc></url><url><loc>https://news.example/2</loc></url>",
         ["https://news.example/2"]),
        ("<x:url><x:loc>https://news.example/1</x:loc></x:url>", ["https://news.example/1"]),
    ],
)  # fmt: skip
def test_addresses(inner: str, expected: list[str]) -> None:
    assert urls(f"\n\n<urlset>{inner}</urlset>") == expected


def test_what_comes_before_the_cut_is_used() -> None:
    assert urls("<urlset><url><loc>https://news.example/1</loc></url><url><loc>https://news.exam") == [
        "https://news.example/1"
    ]


def test_other_public_suffixes_are_other_sites() -> None:
    body = "<urlset><url><loc>https://b.com.tw/1</loc></url><url><loc>https://www.a.com.tw/2</loc></url></urlset>"
    assert urls(body, "https://a.com.tw/s.xml") == ["https://www.a.com.tw/2"]


def test_index() -> None:
    one = "<sitemap><loc>https://news.example/s1.xml</loc></sitemap>"
    parsed = parse_feed(f"<sitemapindex>{one}{one}</sitemapindex>".encode())
    assert (parsed.format, parsed.sitemaps) == ("sitemap-index", ("https://news.example/s1.xml",))


def test_of_a_long_one_the_latest_are_kept_in_order() -> None:
    days = [
        f"<url><loc>https://news.example/{n}</loc><lastmod>2026-01-{n:02}</lastmod></url>"
        for n in (3, 9, 1, 8)
    ]
    parsed = parse_feed(f"<urlset>{''.join(days)}</urlset>".encode(), max_entries=2)
    assert [entry.url for entry in parsed.entries] == ["https://news.example/9", "https://news.example/8"]
    assert parsed.problems


def test_plain_text_and_gzip() -> None:
    assert urls("https://news.example/1\nhttps://news.example/2\n") == [
        "https://news.example/1",
        "https://news.example/2",
    ]
    assert len(parse_feed(gzip.compress(NEWS.encode()), url="https://news.example/s.xml.gz").entries) == 1
    assert len(parse_feed(NEWS.encode(), url="https://news.example/s.xml.gz").entries) == 1


def test_entities_are_not_resolved() -> None:
    doctype = '<!DOCTYPE urlset [<!ENTITY h SYSTEM "file:///etc/hostname">]>'
    assert urls(f"{doctype}<urlset><url><loc>https://news.example/&h;</loc></url></urlset>") == []


def _many(count: int) -> str:
    listed = "".join(
        f"<url><loc>https://news.example/{n}</loc><lastmod>20{n % 25:02}-01-01</lastmod></url>"
        for n in range(count)
    )
    return f"<urlset>{listed}</urlset>"


def test_a_long_one_is_read_in_parts_and_its_latest_pages_are_taken() -> None:
    """Parts end where pages end, wherever the pieces of the document do."""
    parsed = parse_feed(_many(10_000).encode(), url="https://news.example/s.xml", max_entries=400)
    assert [entry.url for entry in parsed.entries] == [
        f"https://news.example/{n}" for n in range(24, 10_000, 25)
    ]
    assert parsed.problems == ("more than 400 entries: the latest are read",)


@pytest.mark.parametrize("layers", [0, 1, 2])
def test_packed_ones_are_the_same(layers: int) -> None:
    body = _many(5000).encode()
    for _ in range(layers):
        body = gzip.compress(body[: len(body) // 2]) + gzip.compress(body[len(body) // 2 :])
    parsed = parse_feed(body, url="https://news.example/s.xml", max_entries=9999)
    assert (len(parsed.entries), parsed.problems) == (5000, ())


def test_a_cut_pack_gives_what_came() -> None:
    body = gzip.compress(_many(5000).encode())
    parsed = parse_feed(body[: len(body) // 2], max_entries=9999)
    assert 1000 < len(parsed.entries) < 5000
    assert parsed.problems == ("gzip cut short",)


BOMBS = {
    "blanks": b"<urlset>" + b" " * (60 << 20),
    "one text": b"<urlset><url><loc>https://news.example/" + b"1" * (60 << 20) + b"</loc></url>",
    "pages": b"<urlset>" + b"<url><loc>https://news.example/1</loc></url>" * 6000,
    "names": b"<urlset><url>" + b"<loc>https://news.example/1</loc>" * 200_000 + b"</url>",
    "index": b"<sitemapindex>" + b"<sitemap><loc>https://news.example/1</loc></sitemap>" * 6000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_take_little_memory(bomb: str) -> None:
    """The packed document is a few kB; what is held beside it at a time is a piece, or an element."""
    packed = gzip.compress(BOMBS[bomb], 1)
    tracemalloc.start()
    try:
        parse_feed(packed, url="https://news.example/s.xml")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 6 << 20
