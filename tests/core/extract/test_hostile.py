"""Extraction answers any bytes with one outcome, within its bounds."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedwatch.core.extract.page import PageInput
from seedwatch.core.extract.parse import MAX_BYTES, MAX_ELEMENTS
from seedwatch.core.extract.read import extract
from seedwatch.core.model.article import Extraction
from seedwatch.core.model.outcome import Outcome

NOW = datetime(2026, 11, 20, tzinfo=UTC)
_OPEN = b"<html><body>"
_DRAWN = b'<html><script type="application/ld+json">'

BAD = {
    "nested divs": _OPEN + b"<div>" * 100_000 + b"text" + b"</div>" * 100_000,
    "nested spans": _OPEN + b"<span>" * 100_000 + b"text",
    "one long line": _OPEN + b"<p>" + b"word and more " * 100_000,
    "many paragraphs": _OPEN + b"<p>word, and more.</p>" * 5_000,
    "many links": _OPEN + b"<a href='/1'>some link text here</a>" * 10_000,
    "nuls": b"\x00" * 1000,
    "nuls inside": b"<html>\x00<body>\x00<p>he\x00llo</p>",
    "not text": bytes(range(256)) * 200,
    "surrogates": b"<html><body><p>\xed\xa0\x80\xed\xb0\x80 text</p>",
    "surrogates by number": b"<html><body><p>&#xD800;&#0;&#x10FFFF; text &#xFFFE;</p>",
    "nested JSON": _DRAWN + b"[" * 100_000 + b"</script><body><p>hi",
    "nested graph": _DRAWN + b'{"@graph":' * 50_000 + b"</script><body><p>hi",
    "long title": b"<html><title>" + b"a - " * 10_000 + b"</title><body><p>hello",
    "many dates": _OPEN + b"<p>2026-01-01 12:00</p>" * 1_000,
    "many headings": b"<html><title>foo bar</title><body>" + b"<h1>foo bar</h1>" * 1_000,
    "open comment": b"<html><!--" + b"a" * 1_000_000,
    "empty": b"",
    "white space": b" \n\t ",
}


def read(body: bytes, content_type: str | None = None) -> Extraction:
    return extract(PageInput(body, "https://x.example/n/1", content_type, NOW))


@pytest.mark.parametrize("name", BAD)
def test_bad_bytes_end_in_an_outcome(name: str) -> None:
    found = read(BAD[name])
    pickle.dumps(found)
    (found.title + found.text).encode("utf-8")
    assert found.outcome is Outcome.STORED or found.reason


def test_a_huge_page_is_named_too_large_and_read_to_the_bound() -> None:
    found = read(_OPEN + b"<p>" + b"word and more " * (MAX_BYTES // 10))
    assert found.outcome is Outcome.TOO_LARGE
    assert 0 < len(found.text) <= MAX_BYTES


def test_no_more_elements_are_visited_than_the_bound() -> None:
    found = read(_OPEN + b"<p>word, and more.</p>" * (MAX_ELEMENTS + 10_000))
    assert found.text.count("\n") < MAX_ELEMENTS


@pytest.mark.parametrize(
    ("body", "content_type", "outcome"),
    [
        (b"%PDF-1.7 ...", "text/html", Outcome.NOT_HTML),
        (b'{"a": 1}', None, Outcome.NOT_HTML),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "text/xml", Outcome.NOT_HTML),
        (b"<urlset><url/></urlset>", "text/html", Outcome.NOT_HTML),
        (b"plain words", "application/pdf", Outcome.NOT_HTML),
        (b"<html><body><p>short</p></body></html>", "image/png", Outcome.NOT_ARTICLE),
        (b"", "text/html", Outcome.NOT_ARTICLE),
    ],
)
def test_what_is_no_page_is_named(body: bytes, content_type: str | None, outcome: Outcome) -> None:
    assert read(body, content_type).outcome is outcome


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes(body: bytes) -> None:
    found = read(b"<html><body><p>" + body)
    found.text.encode("utf-8")
