"""A feed as one line of JSON, for people and scorers."""

from __future__ import annotations

from typing import Any

from seedwatch.core.model.feed import FeedEntry, FeedWords, ParsedFeed


def feed_record(parsed: ParsedFeed, file: str, record_id: str | None = None) -> dict[str, Any]:
    """What `parse-feed` prints for a file: the feed's own words (sanitised HTML), dates in ISO 8601."""
    record: dict[str, Any] = {} if record_id is None else {"id": record_id}
    record |= {
        "file": file,
        "format": parsed.format,
        "title": parsed.title_words or parsed.title,
        "link": parsed.link,
        "language": parsed.language,
        "updated": parsed.updated.iso if parsed.updated else None,
        "entries": [_entry_record(entry) for entry in parsed.entries],
        "sitemaps": list(parsed.sitemaps),
        "ttl": parsed.ttl,
        "problems": list(parsed.problems),
    }
    return record


def _entry_record(entry: FeedEntry) -> dict[str, Any]:
    words = entry.words or FeedWords(entry.title, entry.summary, "", entry.author)
    record: dict[str, Any] = {
        "title": words.title,
        "link": entry.url,
        "id": entry.id,
        "published": entry.published.iso if entry.published else None,
        "author": words.author,
        "summary": words.summary or words.content,
    }
    if words.content:
        record["content"] = words.content
    return record
