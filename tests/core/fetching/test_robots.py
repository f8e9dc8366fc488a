"""robots.txt by RFC 9309, as a table; and what an answer without a file means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.fetching.robots import MAX_BYTES, RobotsRule, parse_robots, product, robots_for_status

AGENT = "Seedwatch/0.1 (+https://seedwatch.example/bot)"


def allows(text: str | bytes, path: str) -> bool:
    body = text.encode() if isinstance(text, str) else text
    return parse_robots(body).classify_address(f"https://news.example{path}", AGENT).allowed


ALL = "User-agent: *\n"


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/", True),
        (ALL, "/", True),
        (ALL + "Disallow:\n", "/", True),
        (ALL + "Disallow: /\n", "/", False),
        (ALL + "Disallow: /\n", "/robots.txt", True),
        (ALL + "Disallow: /x\n", "/x/y", False),
        (ALL + "Disallow: /x\n", "/X", True),
        (ALL + "Disallow: /x/\n", "/x", True),
        (ALL + "Disallow: /x$\n", "/x", False),
        (ALL + "Disallow: /x$\n", "/xy", True),
        (ALL + "Disallow: /*.pdf$\n", "/a/b.pdf", False),
        (ALL + "Disallow: /*?\n", "/a?b", False),
        (ALL + "Disallow: /a\nAllow: /a/b\n", "/a/b/c", True),
        (ALL + "Allow: /a\nDisallow: /a\n", "/a", True),
        (ALL + "Disallow: /%E6%96%B0\n", "/新聞", False),
        (ALL + "Disallow: /新\n", "/%e6%96%b0", False),
        ("\ufeff" + ALL + "Disallow: /x\n", "/x", False),
        ("User-agent: *\r\nDisallow: /x\r\n", "/x", False),
        ("User-agent: *\rDisallow: /x\r", "/x", False),
        ("  USER-AGENT : *  # c\n  disallow : /x # c\n", "/x", False),
        (ALL + "Crawl-delay: 5\nDisallow: /x\n", "/x", False),
        (ALL + "Disallow: /a\nSitemap: https://e.example/s.xml\nDisallow: /x\n", "/x", False),
        ("Disallow: /x\n", "/x", True),
        ("<html><body>404</body></html>", "/a", True),
        # our own group beats the one for all, wherever it stands; groups of one name are one
        (ALL + "Disallow: /\nUser-agent: seedwatch\nDisallow:\n", "/a", True),
        ("User-agent: seedwatch\nDisallow: /a\n" + ALL + "Disallow: /b\n", "/b", True),
        ("User-agent: seedwatch\nDisallow: /a\nUser-agent: SEEDWATCH\nDisallow: /b\n", "/b", False),
        ("User-agent: other\nUser-agent: seedwatch\nDisallow: /x\n", "/x", False),
        # product tokens: a version is no part of it, a part of it is not it
        ("User-agent: Seedwatch/2.0\nDisallow: /x\n", "/x", False),
        ("User-agent: seed\nDisallow: /x\n", "/x", True),
        ("User-agent: seedwatcher\nDisallow: /x\n", "/x", True),
        ("User-agent: watch\nDisallow: /\n" + ALL + "Disallow: /x\n", "/y", True),
    ],
)
def test_rules(text: str, path: str, allowed: bool) -> None:
    assert allows(text, path) is allowed


def test_the_line_that_forbids_is_named() -> None:
    body = b"User-agent: *\nDisallow: /a\nDisallow: /a/b\nUser-agent: other\nDisallow: /a/b/c\n"
    assert parse_robots(body).classify_address("https://x.example/a/b/c", AGENT).rule == "Disallow: /a/b"
    assert parse_robots(body).classify_address("https://x.example/", AGENT).rule == ""


def test_only_the_first_500_kib_hold() -> None:
    filler = b"# filler\n" * (MAX_BYTES // 9)
    assert not allows(ALL.encode() + b"Disallow: /x\n" + filler * 2, "/x")
    assert len(parse_robots(ALL.encode() + filler * 4 + b"Disallow: /x\n").text) <= MAX_BYTES


def test_twenty_thousand_groups() -> None:
    groups = b"".join(b"User-agent: bot%d\nDisallow: /%d\n" % (n, n) for n in range(20_000))
    assert not allows(ALL.encode() + b"Disallow: /x\n" + groups, "/x")
    assert allows(groups, "/7")


def test_wildcards_cost_no_time() -> None:
    assert allows(ALL + f"Disallow: /{'*a' * 60}b\n", f"/{'a' * 2000}")


@pytest.mark.parametrize(
    ("value", "delay"), [("5", 5.0), ("0.5", 0.5), ("soon", None), ("nan", None), ("-3", None), ("inf", None)]
)
def test_crawl_delay(value: str, delay: float | None) -> None:
    assert parse_robots(f"User-agent: *\nCrawl-delay: {value}\n".encode()).crawl_delay(AGENT) == delay


def test_sitemaps_and_signals() -> None:
    body = (
        b"License: https://news.example/licence.xml\n"
        b"Sitemap: https://news.example/s.xml\nSitemap: /relative.xml\n"
        b"User-agent: *\nContent-Signal: search=yes, ai-train=no\n"
        b"User-agent: other\nContent-Signal: search=no\n"
    )
    robots = parse_robots(body)
    assert robots.sitemaps == ("https://news.example/s.xml",)
    assert robots.signals(AGENT) == ("https://news.example/licence.xml", "search=yes, ai-train=no")


@pytest.mark.parametrize(
    ("status", "redirects", "rule"),
    [
        (200, 0, RobotsRule.OBEY), (204, 0, RobotsRule.OBEY), (200, 5, RobotsRule.OBEY),
        (200, 6, RobotsRule.ALLOW_ALL), (302, 6, RobotsRule.ALLOW_ALL), (302, 1, RobotsRule.DISALLOW_ALL),
        (401, 0, RobotsRule.ALLOW_ALL),
        (403, 0, RobotsRule.ALLOW_ALL),
        (404, 2, RobotsRule.ALLOW_ALL), (410, 0, RobotsRule.ALLOW_ALL), (429, 0, RobotsRule.DISALLOW_ALL),
        (500, 0, RobotsRule.DISALLOW_ALL), (503, 0, RobotsRule.DISALLOW_ALL),
        (None, 0, RobotsRule.DISALLOW_ALL),
    ],
)  # fmt: skip
def test_what_a_status_means(status: int | None, redirects: int, rule: RobotsRule) -> None:
    assert robots_for_status(status, redirects) is rule


@pytest.mark.parametrize(
    ("agent", "token"), [(AGENT, "seedwatch"), ("Seed-Watch_2", "seed-watch_2"), ("", ""), (" /", "")]
)
def test_product_token(agent: str, token: str) -> None:
    assert product(agent) == token


@given(st.binary(max_size=300), st.text(max_size=30))
def test_never_raises(body: bytes, path: str) -> None:
    robots = parse_robots(ALL.encode() + body)
    robots.classify_address(f"https://news.example/{path}", AGENT)
    robots.crawl_delay(AGENT)
    robots.signals(AGENT)
    assert isinstance(robots.sitemaps, tuple)
