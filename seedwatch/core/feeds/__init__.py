"""Feeds, sitemaps and search answers: what they list, and what was wrong with them. Nothing here raises."""

from seedwatch.core.feeds.lists import read_feed_list
from seedwatch.core.feeds.parse import parse_feed
from seedwatch.core.feeds.record import feed_record

__all__ = ["feed_record", "parse_feed", "read_feed_list"]
