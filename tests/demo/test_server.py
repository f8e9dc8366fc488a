"""The server: faults answer as declared, validators work, rounds move on, and nothing stays behind."""

from __future__ import annotations

import socket
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import pytest
from lxml import etree

from seedwatch.core.errors import InputError
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.source import FeedKind
from seedwatch.demo.records import FaultKind
from seedwatch.demo.server import DemoWeb, Truth, serve_demo
from tests.demo.conftest import fetch


def faulty(web: DemoWeb, outcome: Outcome) -> Truth:
    (truth,) = (truth for truth in web.truths() if truth.outcome is outcome)
    return truth


def ask(web: DemoWeb, query: str) -> list[str]:
    """Article addresses that the search endpoint finds."""
    reply = fetch(f"{web.search_url}?{urlencode({'q': query, 'format': 'rss'})}")
    assert reply.status == 200
    links = [item.findtext("link") for item in etree.fromstring(reply.body).iter("item")]
    assert all(urlsplit(link).path == "/news/apiclick.aspx" for link in links)
    return [parse_qs(urlsplit(link).query)["url"][0] for link in links]


def test_paywall_stub(web: DemoWeb) -> None:
    reply = fetch(faulty(web, Outcome.PAYWALL).url)
    assert reply.status == 200
    assert b'"isAccessibleForFree": false' in reply.body
    assert b"Subscribe to continue reading" in reply.body


def test_consent_page(web: DemoWeb) -> None:
    reply = fetch(faulty(web, Outcome.CONSENT).url)
    assert reply.status == 200
    assert b"Before you continue" in reply.body


def test_missing_page(web: DemoWeb) -> None:
    assert fetch(faulty(web, Outcome.GONE).url).status == 404


def test_listing_page_has_many_links_and_no_article(web: DemoWeb) -> None:
    reply = fetch(faulty(web, Outcome.NOT_ARTICLE).url)
    assert reply.status == 200
    assert reply.body.count(b"<li>") >= 10


def test_redirect_never_ends_and_never_repeats(web: DemoWeb) -> None:
    url = faulty(web, Outcome.REDIRECT_LOOP).url
    seen = set()
    for _ in range(40):
        seen.add(url)
        reply = fetch(url)
        assert reply.status == 302
        url = urljoin(url, reply.headers["location"])
    assert len(seen) == 40


def test_robots_close_what_a_feed_links_to(web: DemoWeb) -> None:
    closed = faulty(web, Outcome.ROBOTS)
    robots = fetch(urljoin(closed.url, "/robots.txt"))
    assert b"Disallow: /members/" in robots.body
    assert urlsplit(closed.url).path.startswith("/members/")
    for base in web.addresses.bases.values():
        if base != web.addresses.search:
            assert fetch(f"{base}/robots.txt").body.startswith(b"User-agent: *\n")


@pytest.mark.parametrize("header", ["etag", "last-modified"])
def test_conditional_requests(web: DemoWeb, header: str) -> None:
    name = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}[header]
    for url in (*web.feed_urls, web.url_of(web.site.by_key["daoyu/hormuz-first-convoy"])):
        known = fetch(url).headers[header]
        again = fetch(url, {name: known})
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == fetch(url).headers["etag"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"If-None-Match": '"other"'},
        {"If-Modified-Since": "Fri, 01 Aug 2025 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
        {"If-None-Match": '"other"', "If-Modified-Since": "Fri, 01 Jan 2038 00:00:00 GMT"},
    ],
)
def test_unknown_states_are_sent_in_full(web: DemoWeb, headers: dict[str, str]) -> None:
    assert fetch(web.feed_urls[0], headers).status == 200


def test_head_has_the_length_and_no_body(web: DemoWeb) -> None:
    whole, head = fetch(web.feed_urls[0]), fetch(web.feed_urls[0], method="HEAD")
    assert head.body == b""
    assert head.headers["content-length"] == str(len(whole.body))


def test_a_front_page_leads_to_its_feed(web: DemoWeb) -> None:
    for source in web.sources:
        assert urlsplit(source.feeds[0].url).path.encode() in fetch(source.home).body


def test_sources_are_ready_to_crawl(web: DemoWeb) -> None:
    assert [source.feeds[0].url for source in web.sources] == list(web.feed_urls)
    assert {source.feeds[0].kind for source in web.sources} == {FeedKind.FEED, FeedKind.SITEMAP}
    assert all(source.crawl_delay == 0 for source in web.sources)


def test_search_finds_both_scripts(web: DemoWeb) -> None:
    assert ask(web, "輝達") != ask(web, "英伟达") != []
    assert ask(web, "荷莫茲") == ask(web, "荷莫兹") != []
    both = {urlsplit(url).port for url in ask(web, "稀土")}
    assert len(both) >= 3


def test_search_takes_phrases_and_alternatives(web: DemoWeb) -> None:
    convoy = web.url_of(web.site.by_key["daoyu/hormuz-first-convoy"])
    assert convoy in ask(web, '"護航船隊"')
    assert set(ask(web, "深坑 OR glockenspiel")) == {web.url_of(web.site.by_key["nandao/tofu-village"])}
    assert ask(web, "glockenspiel") == []
    assert len(ask(web, "a")) == 12


def test_a_click_address_redirects_to_its_article(web: DemoWeb) -> None:
    reply = fetch(f"{web.search_url}?q=Brentford&format=rss")
    link = etree.fromstring(reply.body).findtext(".//item/link")
    assert fetch(link).headers["location"] == web.url_of(web.site.by_key["harbour/brentford-accounts"])


def test_addresses_nobody_has_are_missing(web: DemoWeb) -> None:
    assert fetch(urljoin(web.feed_urls[0], "/no/such/page")).status == 404
    assert fetch(urljoin(web.search_url, "/news/other")).status == 404


def test_requests_are_logged(web: DemoWeb) -> None:
    before = len(web.log)
    fetch(web.feed_urls[3])
    (hit,) = web.log[before:]
    assert (hit.outlet, hit.method, hit.target, hit.status) == ("lianlu", "GET", "/feed.json", 200)


def test_the_second_round_adds_and_takes_nothing_away() -> None:
    with serve_demo(1) as web:
        first = {truth.url for truth in web.truths()}
        states = {url: fetch(url) for url in web.feed_urls}
        revised = web.site.by_key["daoyu/musk-pay-delaware"]
        before = fetch(web.url_of(revised))
        pages = {truth.url: fetch(truth.url) for truth in web.truths()}
        web.publish(2)
        second = {truth.url for truth in web.truths()}
        assert first < second
        assert all(
            fetch(url, {"If-None-Match": was.headers["etag"]}).status == 200 for url, was in states.items()
        )
        after = fetch(web.url_of(revised), {"If-None-Match": before.headers["etag"]})
        assert after.status == 200
        assert after.body != before.body
        assert f"{web.url_of(revised)}?ver=".encode() in fetch(web.feed_urls[0]).body
        changed = [url for url, was in pages.items() if was.body != fetch(url).body]
        listing = faulty(web, Outcome.NOT_ARTICLE).url
        assert set(changed) <= {web.url_of(revised), listing}


def test_an_article_of_the_second_round_is_missing_in_the_first() -> None:
    with serve_demo(1) as web:
        late = web.site.by_key["nandu/unitree-after-listing"]
        assert fetch(web.url_of(late)).status == 404
        assert ask(web, '"宇樹科技"') == []
        web.publish(2)
        assert fetch(web.url_of(late)).status == 200


def test_every_fault_is_listed_in_the_first_round() -> None:
    with serve_demo(1) as web:
        outcomes = {truth.outcome for truth in web.truths()}
    assert {fault.outcome for outlet in web.outlets for fault in outlet.faults} <= outcomes
    assert len(FaultKind) == 6


def test_fixed_ports_and_a_taken_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"127.0.0.1:{port}"), serve_demo(1, first_port=port):
            pass


def test_stopping_ends_open_connections() -> None:
    with serve_demo(1) as web:
        parts = urlsplit(web.feed_urls[0])
        idle = socket.create_connection((parts.hostname, parts.port), timeout=10)
        idle.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: demo\r\n\r\n")
        assert idle.recv(4096).startswith(b"HTTP/1.1 200")
    with idle:
        assert idle.recv(4096) == b""
