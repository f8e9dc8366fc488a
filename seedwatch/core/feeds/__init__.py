"""Feeds, sitemaps and search answers: what they list, and what was wrong with them. Nothing here raises."""
