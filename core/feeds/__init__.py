"""Feeds, sitemaps and search answers: what they list, and what was wrong with them. Nothing here raises."""

from core.feeds.lists import read_feed_list
from core.feeds.parse import parse_feed
from core.feeds.record import feed_record

__all__ = ["feed_record", "parse_feed", "read_feed_list"]
