"""Outlets as data: what is shipped is sound, and what is wrong is named."""

from __future__ import annotations

import pytest

from seedwatch.core.errors import InputError
from seedwatch.core.sources.declarations import parse_catalogue, parse_sources
from seedwatch.sources import texts

GOOD = """\
sources:
- id: morning-post
  name: 晨報
  home: https://morning.example/
  language: zh-Hant
  zone: Asia/Taipei
  feeds:
  - url: https://morning.example/rss
"""


def test_the_shipped_catalogue_is_sound() -> None:
    sources = parse_catalogue(texts())
    assert sum(source.grade == "A" for source in sources) >= 20
    assert {source.language for source in sources} == {"zh-Hant", "zh-Hans", "en"}
    assert all(source.grade in {"A", "B"} for source in sources if source.enabled)


def test_defaults_are_polite() -> None:
    (source,) = parse_sources(GOOD, "good.yaml")
    assert (source.crawl_delay, source.interval, source.enabled) == (1.0, 1800, True)


@pytest.mark.parametrize(
    ("find", "replace", "told"),
    [
        ("zone: Asia/Taipei", "zone: Asia/Formosa", "line 6: sources.0.zone"),
        ("name: 晨報", "nme: 晨報", "line 3: sources.0.nme"),
        ("language: zh-Hant", "language: zh", "line 5: sources.0.language"),
        ("- id: morning-post", "- id: Morning Post", "line 2: sources.0.id"),
        ("https://morning.example/rss", "ftp://morning.example/rss", "line 8: sources.0.feeds.0.url"),
        ("  name: 晨報", "  name: 晨報\n  pace: 0.1", "line 4: sources.0.pace"),
        ("  name: 晨報", "  name: 晨報\n  name: 晚報", "line 4: name: key given twice"),
        ("  feeds:", " feeds:", "not readable as YAML"),
    ],
)
def test_an_error_names_file_line_and_key(find: str, replace: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_sources(GOOD.replace(find, replace), "mine.yaml")
    assert "mine.yaml" in str(caught.value)
    assert told in str(caught.value)


def test_a_later_file_replaces_a_source_by_id() -> None:
    mine = GOOD.replace("晨報", "我的晨報")
    (source,) = parse_catalogue((("good.yaml", GOOD), ("mine.yaml", mine)))
    assert source.name == "我的晨報"


def test_two_sources_may_not_share_a_feed() -> None:
    other = GOOD.replace("morning-post", "evening-post")
    with pytest.raises(InputError, match=r"share the feed https://morning\.example/rss"):
        parse_catalogue((("good.yaml", GOOD), ("other.yaml", other)))
