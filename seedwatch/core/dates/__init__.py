"""Date strings of news pages and feeds, read without guessing: what cannot be read stays unknown."""

from seedwatch.core.dates.parse import parse_date

__all__ = ["parse_date"]
