"""Every kind of source has its row, and a document is read as its kind is."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from seedwatch.core.feeds.kinds import KINDS, read_document
from seedwatch.core.model.feed import FeedDocument
from seedwatch.core.model.source import FeedKind

RSS = b"""<rss version="2.0"><channel><title>t</title><item><title>a</title><link>/1</link>
<pubDate>2026-05-04 09:00</pubDate></item></channel></rss>"""
INDEX = b"<sitemapindex><sitemap><loc>http://a.example/s.xml</loc></sitemap></sitemapindex>"


def test_every_kind_has_a_row() -> None:
    assert KINDS.keys() == set(FeedKind)
    assert [kind for kind, facts in KINDS.items() if facts.matches_itself] == [FeedKind.SEARCH]
    assert [kind for kind, facts in KINDS.items() if facts.lists_others] == [FeedKind.SEARCH]
    assert [kind for kind, facts in KINDS.items() if facts.lists_sitemaps] == [FeedKind.SITEMAP]


@pytest.mark.parametrize("kind", [FeedKind.FEED, FeedKind.SITEMAP, FeedKind.SEARCH])
def test_servers_mistake_one_format_for_another(kind: FeedKind) -> None:
    zone = ZoneInfo("Asia/Taipei")
    feed = read_document(FeedDocument(kind, RSS, "http://a.example/feed", {}, "Asia/Taipei", 10), zone)
    assert [entry.url for entry in feed.entries] == ["http://a.example/1"]
    moment = feed.entries[0].published
    assert moment is not None
    assert moment.iso == "2026-05-04T09:00:00+08:00"
    index = read_document(FeedDocument(kind, INDEX, "http://a.example/feed", {}, "", 10), None)
    assert index.sitemaps == ("http://a.example/s.xml",)
