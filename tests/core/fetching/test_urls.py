"""One spelling per address and one key per article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.errors import UrlError
from seedwatch.core.fetching.urls import MAX_LENGTH, canonical_url, same_address, same_site, url_key

CANONICAL = [
    ("HTTPS://News.Example:443/a", "https://news.example/a"),
    ("http://news.example:80/a", "http://news.example/a"),
    ("http://news.example:8080/a", "http://news.example:8080/a"),
    ("https://news.example", "https://news.example/"),
    ("https://news.example./a", "https://news.example/a"),
    ("\u3000https://news.example/a\u200b\n", "https://news.example/a"),
    ("//news.example/a", "https://news.example/a"),
    ("https://user:secret@news.example/a", "https://news.example/a"),
    ("https://news.example/a#comments", "https://news.example/a"),
    ("https://news.example/x/../a/./b", "https://news.example/a/b"),
    ("https://news.example/%7Ekim/%e6%96%b0", "https://news.example/~kim/%E6%96%B0"),
    ("https://news.example/新聞?q=中文", "https://news.example/%E6%96%B0%E8%81%9E?q=%E4%B8%AD%E6%96%87"),
    ("https://中国.example/a", "https://xn--fiqs8s.example/a"),
    ("https://news.example/a;jsessionid=0A1B?x=1", "https://news.example/a?x=1"),
    ("https://news.example/a?b=2&UTM_Source=x&a=1&&fbclid=z", "https://news.example/a?a=1&b=2"),
    ("https://news.example/a?tag=2&tag=1", "https://news.example/a?tag=2&tag=1"),
    ("https://news.example/a?q=a+b", "https://news.example/a?q=a%20b"),
    ("https://news.example/a?q=a%2Bb", "https://news.example/a?q=a%2Bb"),
    ("https://news.example/?", "https://news.example/"),
    ("https://blog.example/2026/05/06/slug/?amp=1", "https://blog.example/2026/05/06/slug/"),
    ("https://blog.example/2026/05/06/slug/amp/", "https://blog.example/2026/05/06/slug"),
    ("https://blog.example/a-b-c.amp.html", "https://blog.example/a-b-c.html"),
    ("https://blog.example/amp/2026/slug", "https://blog.example/2026/slug"),
    ("https://blog.example/amp", "https://blog.example/amp"),
    ("https://blog.example/guitar/amp", "https://blog.example/guitar/amp"),
    ("https://blog.example/a?share=twitter", "https://blog.example/a"),
    ("https://blog.example/a?share=portfolio", "https://blog.example/a?share=portfolio"),
    (
        "https://news-example.cdn.ampproject.org/c/s/news.example/2026/a?x=1",
        "https://news.example/2026/a?x=1",
    ),
    ("https://www.google.com/amp/s/news.example/2026/a", "https://news.example/2026/a"),
    ("https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fnews.example%2Fa", "https://news.example/a"),
    (
        "https://www.bing.com/news/apiclick.aspx?ref=x&url=https%3a%2f%2fnews.example%2fa",
        "https://news.example/a",
    ),
    ("https://twitter.com/intent/tweet?url=javascript%3Aalert(1)", None),
    ("https://m.ltn.com.tw/news/world/breakingnews/1", "https://news.ltn.com.tw/news/world/breakingnews/1"),
    ("https://news.ltn.com.tw/news/world/paper/1/print", "https://news.ltn.com.tw/news/world/paper/1"),
    ("https://udn.com/news/amp/story/7240/1?from=udn-ch1", "https://udn.com/news/story/7240/1"),
    ("https://m.cnyes.com/news/id/5?exp=a", "https://news.cnyes.com/news/id/5"),
    ("https://www.setn.com/m/ampnews.aspx?NewsID=7", "https://www.setn.com/News.aspx?NewsID=7"),
    ("https://m.ithome.com/html/512345.htm", "https://www.ithome.com/0/512/345.htm"),
    ("https://amp.theguardian.com/world/2026/a", "https://www.theguardian.com/world/2026/a"),
    ("http://[::1]:8000/a", "http://[::1]:8000/a"),
    ("http://0x7f.1/a", "http://127.0.0.1/a"),
]


@pytest.mark.parametrize(("url", "wanted"), CANONICAL)
def test_one_spelling(url: str, wanted: str | None) -> None:
    """Each address has one spelling, and that spelling stays."""
    found = canonical_url(url)
    assert found == wanted or (wanted is None and found.startswith("https://twitter.com/"))
    assert canonical_url(found) == found


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news.example/a",
        "/a",
        "javascript:alert(1)",
        "mailto:a@news.example",
        "ftp://news.example/a",
        "file:///etc/passwd",
        "data:text/html,x",
        "http://",
        "///Y:/a",
        "https://a b.example/",
        "https://xn--/",
        "https://news.example:99999/",
        "https://[::1/",
        "https://news.example/" + "a" * MAX_LENGTH,
        "\udcff",
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(UrlError):
        canonical_url(url)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("https://www.a.example/1", "https://m.a.example/1", True),
        ("https://a.example/1", "https://b.example/1", False),
        ("https://news.a.com.tw/1", "https://a.com.tw/2", True),
        ("https://a.com.tw/1", "https://b.com.tw/1", False),
        ("https://a.blogspot.com/1", "https://b.blogspot.com/1", False),
        ("https://evil.netlify.app/1", "https://victim.netlify.app/1", False),
        ("https://diplomatie.gouv.fr/1", "https://economie.gouv.fr/1", False),
        ("http://127.0.0.1/1", "http://127.0.0.2/1", False),
        ("http://127.0.0.1:81/1", "http://127.0.0.1/1", True),
    ],
)
def test_one_publisher_by_the_hosts(a: str, b: str, same: bool) -> None:
    assert same_site(a, b) is same


def test_relative_addresses_need_their_base() -> None:
    assert canonical_url("../b?x=1#y", "https://news.example/s/a/") == "https://news.example/s/b?x=1"


SAME = [
    ("http://news.example/a", "https://news.example/a"),
    ("https://www.news.example/a", "https://m.news.example/a"),
    ("https://news.example/a?a=1&b=2", "https://news.example/a?b=2&a=1&spm=1.2"),
]
OTHER = [
    ("http://news.example:8080/a", "http://news.example:8081/a"),
    ("http://news.example:8080/a", "https://news.example:8080/a"),
    ("https://sport.news.example/a", "https://news.example/a"),
    ("https://www.example/a", "https://m.example/a"),
    ("https://news.example/a%2Fb", "https://news.example/a/b"),
    ("https://news.example/a?id=1&utm_source=x", "https://news.example/a?id=2&utm_source=x"),
    ("https://news.example/a?t=1&t=2", "https://news.example/a?t=2&t=1"),
    ("https://news.example/zh-tw/a", "https://news.example/zh-cn/a"),
]


#: Of one outlet each: views of an article that are one, and what looks like a view and is another article.
OUTLETS = [
    (
        "https://global.udn.com/global_vision/amp/story/8663/1",
        "https://global.udn.com/global_vision/story/8663/1",
    ),
    ("https://sports.ltn.com.tw/amp/news/breakingnews/1", "https://sports.ltn.com.tw/news/breakingnews/1"),
    ("https://m.ettoday.net/news/20260101/77", "https://www.ettoday.net/news/20260101/77.htm?from=rss"),
    ("https://www.ftvnews.com.tw/AMP/news/detail/2026A", "https://www.ftvnews.com.tw/news/detail/2026A"),
    ("https://www.thenewslens.com/article/5/fullpage", "https://www.thenewslens.com/article/5"),
    ("https://news.now.com/mobile/local/player?newsId=3", "https://news.now.com/home/local/player?newsId=3"),
    ("https://inews.hket.com/article/9/a-b?mtc=20026", "https://inews.hket.com/article/9/a-b"),
    ("https://www.zaobao.com/news/china/story2026-1", "https://www.zaobao.com.sg/news/china/story2026-1"),
    ("https://www.voachinese.com/amp/a-b/7.html", "https://www.voachinese.com/a/a-b/7.html"),
    ("https://m.thepaper.cn/detail/31", "https://www.thepaper.cn/newsDetail_forward_31"),
    ("https://3g.163.com/news/article/AB1.html", "https://www.163.com/news/article/AB1.html"),
    ("https://i.ifeng.com/c/8abc?ch=ref", "https://news.ifeng.com/c/8abc"),
    (
        "https://mp.weixin.qq.com/s?__biz=A&mid=1&idx=1&sn=f&scene=27&chksm=9",
        "https://mp.weixin.qq.com/s?__biz=A&mid=1&idx=1&sn=f",
    ),
    (
        "https://amp.cnn.com/cnn/2026/01/02/a-b/index.html",
        "https://edition.cnn.com/2026/01/02/a-b/index.html",
    ),
    ("https://www.bbc.co.uk/news/amp/world-1?at_medium=RSS", "https://www.bbc.com/news/world-1"),
    ("https://www.reuters.com/article/us-a-b-idUSKBN1", "https://mobile.reuters.com/article/amp/idUSKBN1"),
    ("https://www.theguardian.com/a/2026/jan/02/b-c?CMP=x", "https://amp.theguardian.com/a/2026/jan/02/b-c"),
    ("https://www.wsj.com/articles/a-b-1?mod=hp&st=x", "https://www.wsj.com/articles/a-b-1"),
    ("https://finance.yahoo.com/amphtml/news/a-b-1.html", "https://finance.yahoo.com/news/a-b-1.html"),
    ("https://l.instagram.com/?u=https%3A%2F%2Fa.example%2F1", "https://a.example/1"),
    (
        "https://connect.qq.com/widget/shareqq/index.html?url=https%3A%2F%2Fa.example%2F1",
        "https://a.example/1",
    ),
    ("https://a.example/1?hmsr=toutiao&tt_from=weixin&share_token=z", "https://a.example/1"),
    ("https://a.example/1?a=1&amp;b=2", "https://a.example/1?b=2&a=1"),
    ("https://a.example/1?view=print", "https://a.example/1"),
    ("https://a.example/#!/story/1", "http://www.a.example/#!/story/%31"),
]
OTHER_ARTICLES = [
    ("https://a.example/#!/story/1", "https://a.example/#!/story/2"),
    ("https://a.example/app#/story/1", "https://a.example/app#/story/2"),
    ("https://udn.com/news/story/1/7", "https://udn.com/news/story/2/7"),
    ("https://mp.weixin.qq.com/s?__biz=A&mid=1&idx=1", "https://mp.weixin.qq.com/s?__biz=A&mid=1&idx=2"),
    ("https://www.setn.com/News.aspx?NewsID=7", "https://www.setn.com/News.aspx?NewsID=8"),
    ("https://news.now.com/home/local/player?newsId=3", "https://news.now.com/home/local/player?newsId=4"),
    ("https://a.example/?p=7", "https://a.example/?p=8"),
    ("https://a.example/a.php?sid=7", "https://a.example/a.php?sid=8"),
    ("https://a.example/view?no=7", "https://a.example/view?no=8"),
    ("https://a.example/list?view=week", "https://a.example/list?view=month"),
    ("https://a.example/?format=podcast", "https://a.example/"),
    ("https://a.example/rss?ceid=TW:zh-Hant", "https://a.example/rss?ceid=HK:zh-Hant"),
    ("https://www.epochtimes.com/b5/26/1/2/n1.htm", "https://www.epochtimes.com/gb/26/1/2/n1.htm"),
    ("https://money.udn.com/money/story/5612/1", "https://udn.com/money/story/5612/1"),
    ("https://sports.ltn.com.tw/news/breakingnews/1", "https://news.ltn.com.tw/news/breakingnews/1"),
]


@pytest.mark.parametrize(
    ("a", "b", "same"), [(*p, True) for p in OUTLETS] + [(*p, False) for p in OTHER_ARTICLES]
)
def test_views_of_outlets(a: str, b: str, same: bool) -> None:
    assert same_address(a, b) is same
    for url in (a, b):
        assert canonical_url(canonical_url(url)) == canonical_url(url)


@pytest.mark.parametrize(("a", "b", "same"), [(*p, True) for p in SAME] + [(*p, False) for p in OTHER])
def test_two_addresses_of_one_article(a: str, b: str, same: bool) -> None:
    assert same_address(a, b) is same
    assert (url_key(a) == url_key(b)) is same


HOSTS = st.sampled_from(
    ["news.example", "www.news.example", "m.ltn.com.tw", "udn.com", "中国.example", "127.0.0.1:80"]
)
PARTS = st.text(alphabet="abAB19-._~%/;=&?+#@:\\ 中\u3000é'\"<>|^`{}[]2Fe amp", max_size=40)


@given(
    st.sampled_from(["http", "https"]),
    HOSTS,
    PARTS,
    st.sampled_from(["", "/amp", ".amp.html", "?amp", "?utm_id=1"]),
)
def test_canonical_is_idempotent_and_keeps_the_key(scheme: str, host: str, path: str, tail: str) -> None:
    url = f"{scheme}://{host}/{path}{tail}"
    once = canonical_url(url)
    assert canonical_url(once) == once
    assert url_key(once) == url_key(url)
    assert len(url_key(url)) == 32


@given(st.text(max_size=60), st.none() | st.just("https://news.example/s/"))
def test_any_text_gives_an_address_or_our_error(text: str, base: str | None) -> None:
    try:
        found = canonical_url(text, base)
    except UrlError:
        return
    assert canonical_url(found) == found
