"""Captured feeds and search answers: every entry with its link and its date, as the README beside them states.

What is wanted is written here, read by eye from the files: format, and of each entry the date in ISO 8601 (a day
where the feed gives no time, no offset where it states none). A link has to stand in the file as it is, or to be the
one inside a counting link. The feeds of declared outlets have a truth of their own.
"""

from __future__ import annotations

import html
import json
from pathlib import Path
from urllib.parse import unquote

from bench.rows import Row
from seedwatch.core.feeds.parse import parse_feed
from seedwatch.core.model.feed import FeedEntry

_CNYES = ("2026-08-27T05:43:02", "2026-08-27T02:45:39", "2026-08-12T11:07:41", "2026-06-24T07:45:10")
#: file -> address it came from, format, dates of its entries.
_WANTED: dict[str, tuple[str, str, tuple[str | None, ...]]] = {
    "bbc-rss2.xml": ("", "rss", ("2021-02-25T10:15:00+00:00",)),
    "bing-news-search-2021.xml": ("https://www.bing.com/news/search", "rss", ("2021-05-07T12:00:00+00:00",)),
    "biorxiv-rss1.xml": ("", "rdf", ("2023-12-16",)),
    "cnyes-keyword-search-2026-08.trim.json": ("", "json", tuple(f"{at}+00:00" for at in _CNYES)),
    "gdelt-artlist-shape.json": ("", "json", (None, None)),
    "google-news-search-zhTW-2026-09-30.trim.xml": (
        "https://news.google.com/rss/search",
        "rss",
        ("2026-09-20T14:57:35+00:00", "2026-09-21", "2026-07-06", "2025-07-03", "2025-12-28"),
    ),
    "hn-algolia-shape.json": ("", "json", ("2026-06-09T11:45:00+00:00", "2026-06-09T10:15:00+00:00")),
    "ilgiornale-rss2.xml": ("", "rss", ("2022-11-15T20:15:04+00:00",)),
    "koreatimes-rss2-2022.trim.xml": ("", "rss", ("2022-07-28T04:35:05+09:00",) * 4),
    "nbcny-rss2.xml": ("", "rss", ("2023-12-16T14:02:33",)),
    "pts-newsfeed-2026-07.trim.atom": ("", "atom", ("2026-07-19T10:00:00+08:00", "2026-07-19T09:00:00+08:00")),
    "pts-newsfeed-links-2026-09.trim.atom": ("", "atom", ("2026-09-28T21:10:10+08:00",)),
    "rss1-rdf.xml": ("", "rdf", ("2025-01-03T10:14:24+01:00",)),
    "rss2-charset.xml": ("", "rss", ("2022-12-31T08:00:00+00:00",)),
    "rss2-dcdate.xml": ("", "rss", ("2025-02-26T16:42:45+00:00",)),
    "rss2-time.xml": ("", "rss", ("2019-05-03T15:21:00",)),
    "tvbs-news-sitemap-2026-09.trim.xml": (
        "https://news.tvbs.com.tw/sitemap/news-sitemap",
        "sitemap",
        ("2026-09-29T07:58:32+08:00", "2026-09-28T22:01:00+08:00"),
    ),
    "tw-rss-odd-dates-2026-09.trim.xml": (
        "",
        "rss",
        ("2026-09-29T07:24:43+08:00", "2026-09-28", "2026-09-28T23:48:22+08:00", "2026-09-28T16:22:23+00:00"),
    ),
}  # fmt: skip
#: Entries that have no link: a text post, an item of a podcast.
_UNLINKED = {"hn-algolia-shape.json": 1, "rss2-charset.xml": 1}


def rows(data: Path) -> list[Row]:
    return [*_captured(data / "feeds"), *_outlets(data / "outlets" / "feeds")]


def _captured(folder: Path) -> list[Row]:
    counts, dates, links, missing = [], [], [], []
    for name, (url, form, wanted) in _WANTED.items():
        file = folder / name
        if not file.is_file():
            missing.append(name)
            continue
        body = file.read_bytes()
        parsed = parse_feed(body, url=url or None)
        counts.append(parsed.format == form and len(parsed.entries) == len(wanted))
        said = [_date(entry) for entry in parsed.entries]
        dates += [one == other for one, other in zip(said, wanted, strict=False)]
        linked = [_stands_in(entry.url, body) for entry in parsed.entries if entry.url]
        links += linked
        links += [len(linked) == len(wanted) - _UNLINKED.get(name, 0)]
    found = [*counts, *dates, *links]
    return [
        Row("captured feeds: entries", "", "all", f"{sum(counts)} of {len(counts)} files", all(counts)),
        Row("captured feeds: dates", "feedparser: 4 forms unread", "all", f"{sum(dates)} of {len(dates)}", all(dates)),
        Row("captured feeds: links", "", "all", f"{sum(links)} of {len(links)}", all(links)),
        *([Row("captured feeds: not there", "", "", ", ".join(missing))] if missing else []),
    ] if found else []  # fmt: skip


def _date(entry: FeedEntry) -> str | None:
    return entry.published.iso if entry.published else None


def _stands_in(url: str, body: bytes) -> bool:
    """In the file as it is, percent-encoded in a counting link, or made of an article's number."""
    text = html.unescape(body.decode("utf-8", "replace"))
    return url in text or url in unquote(text) or url.rpartition("/")[2] in text


def _outlets(folder: Path) -> list[Row]:
    truth = folder / "truth.jsonl"
    if not truth.is_file():
        return []
    right = total = 0
    for line in truth.read_text("utf-8").splitlines():
        case = json.loads(line)
        parsed = parse_feed((folder / f"{case['id']}.xml").read_bytes(), url=case["url"])
        found = {(entry.url, entry.title, _date(entry)) for entry in parsed.entries}
        total += len(case["items"])
        right += sum((item["link"], item["title"], item["published"]) in found for item in case["items"])
    return [
        Row(
            "feeds of declared outlets: link, title and date",
            "",
            "all",
            f"{right} of {total}",
            right == total,
        )
    ]
