"""Scorers over the hostile collections: encodings, dates, feeds, addresses, robots, sitemaps."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from lxml import etree, html

from bench.rows import Row
from seedwatch.core.dates.parse import parse_date
from seedwatch.core.encoding.decode import decode
from seedwatch.core.feeds.parse import parse_feed
from seedwatch.core.feeds.record import feed_record
from seedwatch.core.fetching.ip_guard import classify_address, classify_url
from seedwatch.core.fetching.robots import RobotsRule, parse_robots, robots_for_status
from seedwatch.core.model.feed import ParsedFeed
from seedwatch.core.model.moment import DateOrigin

Case = dict[str, Any]


def rows(data: Path) -> list[Row]:
    """Every figure of the collections below `data`/hostile."""
    hostile = data / "hostile"
    return [
        *encoding_rows(hostile),
        *date_rows(hostile),
        *feed_rows(hostile),
        *json_feed_rows(hostile),
        *sitemap_rows(hostile),
        *address_rows(hostile),
        *robots_rows(hostile),
    ]


def read_cases(path: Path) -> Iterator[Case]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def percent(hits: int, total: int) -> str:
    return f"{100 * hits / total:.1f} % ({hits}/{total})" if total else "none"


def encoding_rows(hostile: Path) -> list[Row]:
    """Title and paragraph come out exactly; what is wrong must be flagged."""
    right: dict[str, list[bool]] = {"must": [], "should": [], "may": []}
    silent = 0
    with ZipFile(hostile / "pages.zip") as pages:
        for case in read_cases(hostile / "pages.jsonl"):
            found = decode(pages.read(case["file"]), case["content_type"])
            exact = case["title"] in found.text and case["paragraph"] in found.text
            right[case["level"]].append(exact)
            silent += not exact and not found.doubtful
    goals = (("must", "100 %", 1.0), ("should", ">= 92 %", 0.92))
    lines = [
        Row(
            f"encodings, {level}",
            "",
            wanted,
            percent(sum(right[level]), len(right[level])),
            sum(right[level]) >= floor * len(right[level]),
        )
        for level, wanted, floor in goals
    ]
    return [*lines, Row("encodings, silent mojibake", "1 in 4 lying pages", "0", str(silent), silent == 0)]


_NOW = datetime(2026, 11, 20, 13, 30, tzinfo=UTC)


def date_rows(hostile: Path) -> list[Row]:
    """A string's UTC value, or null for what is no date."""
    right = wrong = total = 0
    for case in read_cases(hostile / "dates.jsonl"):
        moment = parse_date(case["text"], now=_NOW, origin=DateOrigin.FEED)
        wanted = datetime.fromisoformat(case["utc"]) if case["utc"] else None
        total += 1
        right += (moment.utc if moment else None) == wanted
        wrong += moment is not None and moment.utc != wanted
    return [
        Row("date strings", "feedparser 36/36", ">= 97 %", percent(right, total), right >= 0.97 * total),
        Row("date strings, silently wrong", "", "0", str(wrong), wrong == 0),
    ]


def feed_rows(hostile: Path) -> list[Row]:
    """Facts that concern what an archive stores, entry counts of well-formed files, and time."""
    facts: list[bool] = []
    counts: list[bool] = []
    slowest = 0.0
    with ZipFile(hostile / "feeds.zip") as feeds:
        for case in read_cases(hostile / "cases.jsonl"):
            body = feeds.read(case["file"])
            started = time.perf_counter()
            parsed = parse_feed(body, url=case.get("url"), headers=case.get("headers") or {})
            slowest = max(slowest, time.perf_counter() - started)
            if case.get("well_formed") and case["n_entries"] is not None:
                counts.append(len(parsed.entries) == case["n_entries"])
            holds = _is_inert if case["kind"] == "sanitize" else _holds
            facts += [holds(fact, parsed) for fact in case["facts"] if fact["core"]]
    return [
        Row("feeds, core facts", "feedparser 98.5 %", ">= 99.5 %", percent(sum(facts), len(facts)),
            sum(facts) >= 0.995 * len(facts)),
        Row("feeds, entry counts", "", ">= 99.7 %", percent(sum(counts), len(counts)),
            sum(counts) >= 0.997 * len(counts)),
        Row("feeds, slowest file", "0.1 s", "<= 1 s", f"{slowest:.2f} s", slowest <= 1),
    ]  # fmt: skip


#: Names of upstream's facts and ours; what is not printed (feed ids, licence links) cannot hold.
_NAMES = {"description": "summary", "guid": "id", "links": "link"}


def _holds(fact: Case, parsed: ParsedFeed) -> bool:
    record = feed_record(parsed, "")
    where, *rest = fact["path"].split(".")
    if fact["op"] == "len":
        return bool(len(record["entries"]) == fact["value"])
    number, name = (int(rest[0]), rest[1]) if where == "entries" else (-1, rest[0])
    if where == "entries" and number >= len(record["entries"]):
        return False
    part = record if where == "feed" else record["entries"][number]
    if name.endswith("_parsed") or (where == "entries" and name in {"published", "updated"}):
        moment = parsed.entries[number].published if where == "entries" else parsed.updated
        return moment is not None and _same_moment(moment.utc, fact)
    if name == "content":
        return bool((part.get("content") or part["summary"]) == fact["value"])
    return bool(part.get(_NAMES.get(name, name)) == fact["value"])


_ACTIVE_TAGS = frozenset({"script", "iframe", "object", "embed", "base", "meta", "link", "style", "form"})
_ACTIVE_URL = re.compile(r"^\s*(?:javascript|vbscript|data(?!:image/(?:png|gif|jpe?g|webp))):", re.IGNORECASE)
_ACTIVE_STYLE = re.compile(r"expression|binding|behaviou?r|javascript", re.IGNORECASE)


def _is_inert(fact: Case, parsed: ParsedFeed) -> bool:
    """No active markup is left in what the feed's words become."""
    record = feed_record(parsed, "")
    texts = [record["title"], *(str(value) for entry in record["entries"] for value in entry.values())]
    return all(_is_inert_html(text) for text in texts)


def _is_inert_html(text: str) -> bool:
    for element in html.fragments_fromstring(f"<div>{text}</div>")[0].iter(etree.Element):
        if element.tag in _ACTIVE_TAGS:
            return False
        for name, value in element.attrib.items():
            if name.startswith("on") or _ACTIVE_URL.match(value):
                return False
            if name == "style" and _ACTIVE_STYLE.search(value):
                return False
    return True


def _same_moment(utc: datetime, fact: Case) -> bool:
    if isinstance(fact["value"], list):
        return list(utc.timetuple()[:6]) == fact["value"][:6]
    moment = parse_date(str(fact["value"]), now=_NOW, origin=DateOrigin.FEED)
    return moment is not None and moment.utc == utc


def json_feed_rows(hostile: Path) -> list[Row]:
    right: list[bool] = []
    for case in read_cases(hostile / "jsonfeeds.jsonl"):
        bomb = b"[" * 100_000 + b"]" * 100_000
        entries = parse_feed(bytes.fromhex(case["body_hex"]) if case["body_hex"] else bomb).entries
        wanted = case["expect"]
        right.append(
            wanted is None
            or (
                len(wanted) == len(entries)
                and all(
                    all(getattr(entry, name) == value for name, value in one.items())
                    for one, entry in zip(wanted, entries, strict=True)
                )
            )
        )
    return [Row("JSON Feeds", "", "all", percent(sum(right), len(right)), all(right))]


def sitemap_rows(hostile: Path) -> list[Row]:
    right: list[bool] = []
    with ZipFile(hostile / "sitemaps.zip") as files:
        for case in read_cases(hostile / "sitemaps.jsonl"):
            url = f"https://e.example/{case['file'].rpartition('/')[2]}"
            parsed = parse_feed(files.read(case["file"]), url=url)
            wanted, found = case["expect"], [entry.url for entry in parsed.entries]
            may_skip = wanted.get("may_skip") and not found
            right.append(
                (found == wanted.get("urls", []) or may_skip)
                and list(parsed.sitemaps) == wanted.get("sitemaps", [])
            )
    return [Row("sitemaps", "", "all", percent(sum(right), len(right)), all(right))]


def address_rows(hostile: Path) -> list[Row]:
    """Forms that must be refused, public neighbours that must not, and scripted resolver answers."""
    refused: dict[str, list[bool]] = {"forbid": [], "allow": []}
    for case in read_cases(hostile / "ssrf.jsonl"):
        refused.setdefault(case["verdict"], []).append(not classify_url(case["url"]).allowed)
    forbidden, controls = refused["forbid"], refused["allow"]
    answers = [_answers_hold(case) for case in read_cases(hostile / "dns.jsonl")]
    return [
        Row("forbidden addresses refused", "spelling alone 18 %", "100 %",
            percent(sum(forbidden), len(forbidden)), all(forbidden)),
        Row("public addresses refused", "", "0 %", percent(sum(controls), len(controls)), not any(controls)),
        Row("resolver answers", "", "all", percent(sum(answers), len(answers)), all(answers)),
    ]  # fmt: skip


def _answers_hold(case: Case) -> bool:
    """Each answer is judged by itself and what was judged is connected: no answer forbidden here may pass."""
    passed = [
        [address for address in answer if classify_address(address).allowed] for answer in case["answers"]
    ]
    if case["expect"] in {"connect", "public-only", "pin-or-refuse"}:
        return bool(passed[0]) and len(passed[0]) <= len(case["answers"][0])
    return not any(passed)


#: What robots_http.jsonl tells in words: status (None: no answer) and redirects followed.
_TRANSPORT: dict[str, tuple[int | None, int]] = {
    "301 to the same host, then 200": (200, 1),
    "301 to another host, then 200: rules hold for the first host": (200, 1),
    "5 redirects, then 200": (200, 5),
    "6 redirects": (302, 6),
    "redirect loop": (302, 6),
    "5 MiB of rules": (200, 0),
    "endless body": (200, 0),
}


def robots_rows(hostile: Path) -> list[Row]:
    right: list[bool] = []
    for case in read_cases(hostile / "robots.jsonl"):
        if case["allowed"] is None or case["text"] is None:
            continue  # either is right, or made by recipe in the tests
        robots = parse_robots(case["text"].replace("%UA%", "User-agent").encode())
        right.append(
            robots.classify_address(f"https://e.example{case['path']}", case["ua"]).allowed == case["allowed"]
        )
    transport = [_transport_holds(case) for case in read_cases(hostile / "robots_http.jsonl")]
    return [
        Row("robots, text", "Protego 40/43", ">= 98 %", percent(sum(right), len(right)),
            sum(right) >= 0.98 * len(right)),
        Row("robots, transport (rule of the status)", "", "all", percent(sum(transport), len(transport)),
            all(transport)),
    ]  # fmt: skip


def _transport_holds(case: Case) -> bool:
    words = case["case"]
    status, redirects = _TRANSPORT.get(words, (int(words) if words.isdigit() else None, 0))
    rule = robots_for_status(status, redirects)
    return bool(
        case["expect"].startswith(rule.value) or (rule is RobotsRule.OBEY and "obey" in case["expect"])
    )
