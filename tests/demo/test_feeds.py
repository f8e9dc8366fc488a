"""The feeds are well-formed, of the declared kind, and tell the time as that kind does."""

from __future__ import annotations

import json
from email.utils import parsedate_to_datetime

import pytest
from lxml import etree

from seedwatch.demo.content import load_site
from seedwatch.demo.records import FeedFormat, Outlet
from seedwatch.demo.server import DemoWeb
from tests.demo.conftest import fetch

OUTLETS = load_site().outlets
ATOM = "{http://www.w3.org/2005/Atom}"
RSS1 = "{http://purl.org/rss/1.0/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def links_and_titles(feed: FeedFormat, body: bytes) -> list[tuple[str, str]]:
    if feed is FeedFormat.JSON:
        return [(item["url"], item["title"]) for item in json.loads(body)["items"]]
    root = etree.fromstring(body)
    if feed is FeedFormat.ATOM:
        return [
            (e.find(f"{ATOM}link").get("href"), e.findtext(f"{ATOM}title")) for e in root.iter(f"{ATOM}entry")
        ]
    if feed is FeedFormat.SITEMAP:
        return [(u.findtext(f"{MAP}loc"), u.findtext(f".//{NEWS}title")) for u in root.iter(f"{MAP}url")]
    space = RSS1 if feed is FeedFormat.RDF else ""
    return [
        (i.findtext(f"{space}link").strip(), i.findtext(f"{space}title")) for i in root.iter(f"{space}item")
    ]


def read(web: DemoWeb, outlet: Outlet) -> bytes:
    reply = fetch(web.addresses.bases[outlet.id] + outlet.feed_path)
    assert reply.status == 200
    return reply.body


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.id)
def test_a_feed_lists_every_story_and_faulty_link(web: DemoWeb, outlet: Outlet) -> None:
    listed = {
        (url.partition("?")[0], title) for url, title in links_and_titles(outlet.feed, read(web, outlet))
    }
    assert listed == {(truth.url, truth.title) for truth in web.truths() if truth.outlet == outlet.id}


def test_atom_entries_have_updated_and_no_published(web: DemoWeb) -> None:
    for outlet in OUTLETS:
        if outlet.feed is FeedFormat.ATOM:
            root = etree.fromstring(read(web, outlet))
            assert root.findall(f".//{ATOM}published") == []
            assert all(entry.findtext(f"{ATOM}updated") for entry in root.iter(f"{ATOM}entry"))


def test_rdf_items_are_announced_and_dated(web: DemoWeb) -> None:
    outlet = next(outlet for outlet in OUTLETS if outlet.feed is FeedFormat.RDF)
    root = etree.fromstring(read(web, outlet))
    announced = [item.get(f"{RDF}resource") for item in root.iter(f"{RDF}li")]
    assert announced == [item.get(f"{RDF}about") for item in root.iter(f"{RSS1}item")]
    assert all(item.findtext(f"{DC}date") for item in root.iter(f"{RSS1}item"))


def test_rss_dates_are_rfc_822_and_one_item_has_none(web: DemoWeb) -> None:
    undated = 0
    for outlet in OUTLETS:
        if outlet.feed is not FeedFormat.RSS:
            continue
        for item in etree.fromstring(read(web, outlet)).iter("item"):
            raw = item.findtext("pubDate")
            undated += raw is None
            assert raw is None or parsedate_to_datetime(raw).tzinfo
    assert undated == 1


def test_json_feeds_are_version_1_1(web: DemoWeb) -> None:
    for outlet in OUTLETS:
        if outlet.feed is FeedFormat.JSON:
            document = json.loads(read(web, outlet))
            assert document["version"] == "https://jsonfeed.org/version/1.1"
            assert all({"id", "url", "title", "date_published"} <= item.keys() for item in document["items"])


def test_the_sitemap_names_the_publication(web: DemoWeb) -> None:
    outlet = next(outlet for outlet in OUTLETS if outlet.feed is FeedFormat.SITEMAP)
    root = etree.fromstring(read(web, outlet))
    assert {name.text for name in root.iter(f"{NEWS}name")} == {outlet.name}
    assert len(list(root.iter(f"{NEWS}publication_date"))) == len(list(root.iter(f"{MAP}url")))
