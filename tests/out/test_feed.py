"""Feeds conform, name articles for ever, and lead to outlets only unless the pages can be reached."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from seedwatch.core.model.rights import UseRights
from seedwatch.out.feed import Deleted, Feed, atom, json_feed, opml
from tests.out.conformance import AT, ATOM, atom_faults, json_faults
from tests.out.rows import DAY, HOSTILE, MONTH, PLAIN, STYLE, UNDATED, hostile

FEED = Feed(
    "/feeds/theme/humanoid-robots",
    "人形機器人",
    "/?theme=humanoid-robots",
    "zh-Hant",
    (PLAIN, DAY, MONTH, UNDATED, *hostile()),
    (Deleted(5, datetime(2026, 4, 3, tzinfo=UTC)),),
)
SITE = replace(STYLE, site="https://news.example.org")


@pytest.mark.parametrize("style", [STYLE, SITE, replace(SITE, full_text=True)])
def test_feeds_conform(style: object) -> None:
    assert atom_faults(atom(FEED, style)) == []  # type: ignore[arg-type]
    assert json_faults(json_feed(FEED, style)) == []  # type: ignore[arg-type]


def test_the_checks_can_fail() -> None:
    body = atom(FEED, STYLE)
    assert atom_faults(body.replace(b"<updated>2026", b"<updated>26", 1))
    assert atom_faults(body.replace(b"urn:uuid:", b"tag:", 1))
    assert json_faults(json_feed(FEED, STYLE).replace(b'"content_text"', b'"text"', 1))


def test_a_reader_sees_what_was_meant() -> None:
    parsed = feedparser.parse(atom(FEED, STYLE))
    assert not parsed.bozo
    first = parsed.entries[0]
    assert (first.title, first.link) == (PLAIN.title, PLAIN.url)
    assert first.published == "2026-04-02T00:15:00Z"
    assert [each.name for each in first.authors] == list(PLAIN.authors)
    assert [each.label for each in first.tags] == ["人形機器人"]
    assert first.rights == "範例新聞"
    assert len(first.summary) <= 200
    items = json.loads(json_feed(FEED, STYLE))["items"]
    assert [each["title"] for each in items[4:]] == list(HOSTILE)
    assert [each["id"] for each in items] == [each.id for each in parsed.entries]


def test_whole_texts_need_the_setting_and_the_rights() -> None:
    full = replace(STYLE, full_text=True)
    closed = replace(FEED, rows=(replace(PLAIN, rights=UseRights(quote=20)),), deleted=())
    assert PLAIN.body in atom(FEED, full).decode()
    assert PLAIN.body not in atom(FEED, STYLE).decode()
    for made in (atom(closed, full), json_feed(closed, full)):
        assert PLAIN.body[:25] not in made.decode()


def test_what_was_erased_is_said() -> None:
    (gone,) = etree.fromstring(atom(FEED, STYLE)).findall(f"{AT}deleted-entry")
    assert gone.get("ref") == STYLE.id_of(5)
    assert FEED.updated == datetime(2026, 4, 3, tzinfo=UTC)


def test_an_edit_is_an_update_of_the_same_entry() -> None:
    later = replace(PLAIN, title="改過", edited_at=PLAIN.fetched_at + timedelta(hours=1))
    before, after = (
        etree.fromstring(atom(replace(FEED, rows=(row,), deleted=()), STYLE)) for row in (PLAIN, later)
    )
    assert before.findtext(f"{ATOM}entry/{ATOM}id") == after.findtext(f"{ATOM}entry/{ATOM}id")
    assert before.findtext(f"{ATOM}entry/{ATOM}updated") < after.findtext(f"{ATOM}entry/{ATOM}updated")


@given(st.text(max_size=40))
def test_any_title_makes_a_feed_that_is_read(title: str) -> None:
    feed = replace(FEED, rows=(replace(PLAIN, title=title.encode("utf-8", "replace").decode()),))
    assert atom_faults(atom(feed, STYLE)) == []


def test_all_feeds_as_one_list() -> None:
    made = opml([("一 & 二", "/feeds/saved/a"), ("找", "/feeds/search?q=%E6%99%B6")], "Seedwatch", SITE, "k")
    addresses = [each.get("xmlUrl") for each in etree.fromstring(made).iter("outline")]
    assert addresses == [
        "https://news.example.org/feeds/saved/a.atom?key=k",
        "https://news.example.org/feeds/search.atom?q=%E6%99%B6&key=k",
    ]
