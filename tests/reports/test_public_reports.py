"""Faults that people reported of other tools, tried on ours: the report as a fact, the kind, and a test of our own.

Every input is written here; nothing of a report's text or code is in it. `REPORTS` is the table.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from seedwatch.core.chinese.folding import fold_chars
from seedwatch.core.extract.page import PageInput
from seedwatch.core.extract.read import extract
from seedwatch.core.feeds.parse import parse_feed
from seedwatch.core.fetching.robots import parse_robots
from seedwatch.core.fetching.urls import canonical_url, same_address
from seedwatch.core.model.feed import FeedEntry, ParsedFeed
from seedwatch.core.search.match_plan import holds, plan
from seedwatch.core.search.query import parse_query
from seedwatch.core.search.tokens import index_terms, text_terms

SITE = "https://news.example"


def feed(items: str, attributes: str = "", kind: str | None = None) -> ParsedFeed:
    body = f'<rss version="2.0" {attributes}><channel><title>報</title><link>{SITE}/</link>{items}</channel></rss>'
    return parse_feed(body.encode(), url=f"{SITE}/rss", content_type=kind)


def item(inner: str, attributes: str = "") -> FeedEntry:
    return feed(f"<item>{inner}</item>", attributes).entries[0]


def titles(parsed: ParsedFeed) -> list[str]:
    return [entry.title for entry in parsed.entries]


def json_item(inner: str) -> FeedEntry:
    body = f'{{"version":"https://jsonfeed.org/version/1.1","items":[{{"id":"1",{inner}}}]}}'
    return parse_feed(body.encode(), url=f"{SITE}/feed.json").entries[0]


URLSET = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{SITE}/a/1</loc></url></urlset>'.encode()


def sitemap(body: bytes, kind: str) -> list[str | None]:
    return [entry.url for entry in parse_feed(body, url=f"{SITE}/sitemap.xml.gz", content_type=kind).entries]


def may(rules: str | bytes, path: str) -> bool:
    body = rules.encode() if isinstance(rules, str) else rules
    return parse_robots(body).classify_address(f"{SITE}{path}", "Seedwatch").allowed


def finds(query: str, text: str) -> bool:
    return holds(plan(parse_query(query).root).expression, index_terms(text_terms("", text), ()))


PROSE = "港務公司公布新的航線安排，代表表示將於下月檢討各項費用與班次，並與業者繼續討論增班的可能與碼頭的維修時程。"


def body_of(*blocks: str) -> str:
    html = f"<html><body><nav><a href='/'>首頁</a></nav>{''.join(blocks)}</body></html>"
    now = datetime(2026, 11, 28, tzinfo=UTC)
    return extract(PageInput(html.encode(), f"{SITE}/a/1", "text/html; charset=utf-8", now)).text


@dataclass(frozen=True, slots=True)
class Report:
    """address: of the issue in a public tracker, as owner/name#number. kind: of fault. holds: on our code."""

    address: str
    kind: str
    holds: Callable[[], bool]


REPORTS = (
    # feeds
    Report("nt1m/livemarks#233", "a guid that says it is no link is taken for one", lambda: item(
        '<title>a</title><guid isPermaLink="false">123</guid>').url is None),
    Report("RssBandit/RssBandit#1243", "the same with its attribute in small letters", lambda: item(
        f'<title>a</title><link>{SITE}/1</link><guid ispermalink="false">tag:x,1:n</guid>').url == f"{SITE}/1"),
    Report("Ranchero-Software/NetNewsWire#1012", "line breaks inside a link in CDATA", lambda: item(
        f"<title>a</title><link><![CDATA[\n  {SITE}/1\n ]]></link><guid><![CDATA[ 15 ]]></guid>").url == f"{SITE}/1"),
    Report("Ranchero-Software/NetNewsWire#711", "a number as guid is joined to the site", lambda: item(
        f"<title>a</title><link>{SITE}/1</link><guid><![CDATA[1558978626260]]></guid>").url == f"{SITE}/1"),
    Report("yang991178/fluent-reader#587", "an item whose only link is its guid has none", lambda: item(
        f'<title>a</title><guid isPermaLink="true">{SITE}/7</guid>').url == f"{SITE}/7"),
    Report("brief-rss/brief#184", "a named reference of HTML ends the feed", lambda: titles(feed(
        "<item><title>a&rsquo;s</title></item><item><title>b</title></item>")) == ["a’s", "b"]),
    Report("mmcdole/gofeed#183", "a control character ends the feed", lambda: titles(feed(
        "<item><title>a</title><description>x\x1cy</description></item><item><title>b</title></item>")) == ["a", "b"]),
    Report("nyaadevs/nyaa#541", "a control character in a title", lambda: titles(feed(
        "<item><title>a\x1db</title></item><item><title>c</title></item>"))
        in (["a\ufffdb", "c"], ["ab", "c"], ["a b", "c"])),
    Report("Etuldan/spaRSS#23", "items without a title are lost", lambda: item(
        f"<link>{SITE}/1</link><description>港口開放</description>").summary == "港口開放"),
    Report("RssBandit/RssBandit#343", "comments inside titles and between items", lambda: titles(feed(
        "<item><title>a<!-- x --></title></item><!-- y --><item><title>b</title></item>")) == ["a", "b"]),
    Report("RssBandit/RssBandit#183", "one byte of another encoding ends the feed", lambda: len(parse_feed(
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><item><title>港口</title></item>'
        .encode() + b"<item><title>caf\xe9</title></item></channel></rss>", url=SITE).entries) == 2),
    Report("miniflux/v2#122", "a bare ampersand in a title", lambda: titles(feed(
        "<item><title>filters & names</title></item><item><title>f&ecirc;te</title></item>"))
        == ["filters & names", "fête"]),
    Report("alexdebril/feed-io#156", "dc:creator is no author", lambda: item(
        "<title>a</title><dc:creator><![CDATA[王小明]]></dc:creator>",
        'xmlns:dc="http://purl.org/dc/elements/1.1/"').author == "王小明"),
    Report("nextcloud/news#572", "the author of JSON Feed 1.0 is not read", lambda: json_item(
        '"author":{"name":"王小明"}').author == "王小明"),
    Report("miniflux/v2#3991", "one author in place of the list", lambda: json_item(
        '"authors":{"name":"王小明"}').author == "王小明"),
    Report("kurtmckee/feedparser#558", "a JSON item that has only its date of change", lambda: json_item(
        '"date_modified":"2026-11-20T08:00:00+08:00"').published is not None),
    Report("stefanzweifel/kirby-json-feed#3", "a JSON item without a date is lost", lambda: json_item(
        '"title":"a"').title == "a"),
    # sitemaps
    Report("Norconex/crawler#687", "a packed sitemap called just gzip", lambda: sitemap(
        gzip.compress(URLSET), "gzip") == [f"{SITE}/a/1"]),
    Report("simplecrawler/simplecrawler#488", "a packed sitemap called application/x-gzip", lambda: sitemap(
        gzip.compress(URLSET), "application/x-gzip") == [f"{SITE}/a/1"]),
    Report("apify/actor-scraper#241", "a packed sitemap called application/gzip", lambda: sitemap(
        gzip.compress(b'<?xml version="1.0"?>' + URLSET), "application/gzip") == [f"{SITE}/a/1"]),
    Report("crawler-commons/crawler-commons#143", "a packed sitemap in plain text", lambda: sitemap(
        gzip.compress(f"{SITE}/a/1\n{SITE}/a/2\n".encode()), "text/plain") == [f"{SITE}/a/1", f"{SITE}/a/2"]),
    Report("mdn/yari#8497", "a packed sitemap called XML", lambda: sitemap(
        gzip.compress(URLSET), "application/xml") == [f"{SITE}/a/1"]),
    Report("GateNLP/ultimate-sitemap-parser#89", "a sitemap named .gz that came unpacked", lambda: sitemap(
        URLSET, "application/xml") == [f"{SITE}/a/1"]),
    Report("plone/volto#6562", "a plain sitemap called packed", lambda: sitemap(
        URLSET, "application/x-gzip; charset=utf-8") == [f"{SITE}/a/1"]),
    # addresses
    Report("crawler-commons/crawler-commons#292", "a dot behind the host, dots above the root", lambda: canonical_url(
        "https://news.example./../a/../b") == f"{SITE}/b"),
    Report("crawler-commons/crawler-commons#303", "escapes in the host", lambda: canonical_url(
        "https://news%2Eexample/a") == f"{SITE}/a"),
    Report("crawler-commons/crawler-commons#263", "a bare percent sign", lambda: same_address(
        f"{SITE}/90%+of", f"{SITE}/90%+of#x")),
    Report("crawler-commons/crawler-commons#248", "one host in Unicode and in punycode", lambda: same_address(
        "https://新聞.example/a", "https://xn--efvv52e.example/a")
        or canonical_url("https://新聞.example/a").startswith("https://xn--")),
    Report("mediacloud/metadata-lib#72", "a default port is another address, a number loses its head", lambda: (
        canonical_url("http://news.example:80/a") == "http://news.example/a"
        and not same_address("http://10.2.3.4/a", "http://2.3.4.0/a"))),
    Report("seomoz/url-py#20", "an escaped delimiter is the delimiter", lambda: same_address(
        f"{SITE}/a%2fb", f"{SITE}/a%2Fb") and not same_address(f"{SITE}/a%2Fb", f"{SITE}/a/b")),
    Report("ukwa/webarchive-discovery#169", "an escaped backslash becomes a slash", lambda: not same_address(
        f"{SITE}/nb%5Cnb.nsf", f"{SITE}/nb/nb.nsf")),
    Report("mizchi/chaosbringer#9", "an empty path is another page than the root", lambda: same_address(
        SITE, f"{SITE}/")),
    Report("commoncrawl/cc-index-table#25", "one host as a number in other spellings", lambda: same_address(
        "http://0x0a020304/a", "http://10.2.3.4/a")),
    Report("netarchivesuite/solrwayback#242", "a front page with and without www", lambda: same_address(
        "http://www.news.example/", "http://news.example/")),
    # robots.txt
    Report("scrapy/scrapy#6195", "a byte order mark hides the first line", lambda: not may(
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n", "/a")),
    Report("seomoz/reppy#83", "a rule that begins with a star", lambda: not may(
        "User-agent: *\nDisallow: */test\n", "/test") and may("User-agent: *\nDisallow: /u/*/r\n", "/any")),
    Report("ArchiveTeam/wpull#273", "blank lines between a group and its rules", lambda: not may(
        "User-agent: *\n\n\nDisallow: /x\n", "/x/1")),
    Report("yasserg/crawler4j#62", "the general group weighs in beside our own", lambda: may(
        "User-agent: *\nDisallow: /\n\nUser-agent: Seedwatch\nAllow: /\n", "/a")),
    Report("LAW-Unimi/BUbiNG#17", "the mark before a file with carriage returns", lambda: not may(
        b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /p\r\n", "/p/1")),
    # search and writing
    Report("imfing/hextra#552", "a word in the middle of a sentence", lambda: finds(
        "一篇", "這是關於選課的一篇短文") and not finds("一篇", "這是第一個篇章")),
    Report("meilisearch/meilisearch#5015", "phrases and negation in Chinese", lambda: finds(
        '"港務公司" -基金', "港務公司擴建") and not finds('"港務公司" -基金', "港務公司與基金")),
    Report("packagecontrol/thecrawl#145", "ideographs beside letters and figures", lambda: finds(
        "分x6", "編號分x6的零件")),
    Report("xiaoyifang/goldendict-ng#2179", "pairs of characters apart make a hit", lambda: finds(
        "港務公司", "新的港務公司成立") and not finds("港務公司", "港務處與務公與公司")),
    Report("brief-rss/brief#183", "words that no space divides", lambda: (
        finds("務公", "港務公司") and not finds("務公", "港務與公司"))),
    Report("yichen0831/opencc-python#13", "后 and 後 in one text", lambda: (
        finds("後來", "后来") and finds("太后", "太后"))),
    Report("nk2028/opencc-js#45", "什麼, 什么 and 什幺", lambda: (
        finds("什麼", "什么") and finds("什么", "什麼"))),
    Report("fkxxyz/rime-cloverpinyin#156", "群 and 羣, 床 and 牀", lambda: finds("群牀", "羣床")),
    Report("BYVoid/OpenCC#7", "梁 and 樑, 台 and 臺", lambda: fold_chars("樑臺后") == fold_chars("梁台後")),
    Report("tongwentang/New-Tongwentang-for-Firefox#44", "one character for three: 干, 幹, 乾", lambda: finds(
        "干預", "干预") and finds("幹部", "干部")),
    Report("meilisearch/meilisearch#2091", "a hit behind Latin letters", lambda: finds("虛擬機", "虛擬機 a : a : a")),
    # pages
    Report("mozilla/readability#878", "a paragraph that is a link as a whole", lambda: "檢察官昨天" in body_of(
        f"<article><h1>港口糾紛</h1><p><a href='/b'><strong>檢察官昨天{PROSE}</strong></a></p>"
        + f"<p>{PROSE}</p>" * 4 + "</article>")),
    Report("andreskrey/readability.php#84", "the first paragraph in a box of its own", lambda: "第一段說明" in body_of(
        f"<article><h1>港口擴建</h1><div class='intro'><p>第一段說明，{PROSE}</p></div><div class='text'>"
        + "".join(f"<p>第{n}點，{PROSE}</p>" for n in range(2, 7)) + "</div></article>")),
)  # fmt: skip


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.address)
def test_the_kind_does_not_happen_here(report: Report) -> None:
    assert report.holds(), report.kind


def test_the_table_is_a_table() -> None:
    assert len({report.address for report in REPORTS}) == len(REPORTS) >= 40
