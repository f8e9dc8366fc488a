"""`seedwatch topic`: the archive first, then the outlets and a search endpoint, here the sample web's."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from seedwatch.demo.server import DemoWeb
from tests.journeys.conftest import ALLOWED
from tests.journeys.running import own_sources, run


def test_a_topic_is_answered_from_the_archive_and_then_fetched(web: DemoWeb, tmp_path: Path) -> None:
    """In either script, each article once, and nothing is left for the scheduler."""
    env = own_sources(tmp_path, web)

    begun = len(web.log)
    first = run(tmp_path, "topic", "安世半導體", *ALLOWED, env=env)
    assert first.code == 0, first.err
    archive, new = first.out.split("New:")
    assert "nothing found" in archive
    assert "安世" in new

    hits = web.log[begun:]
    asked = [hit for hit in hits if hit.outlet == "search" and hit.target != "/robots.txt"]
    assert [hit.status for hit in asked] == [200], "one question, no click address"
    pages = Counter((hit.outlet, hit.target) for hit in hits if hit.outlet != "search")
    assert max(pages.values()) == 1, "nothing is fetched twice"

    stored = run(tmp_path, "search", "", "--limit", "500", "--copies", "--json", env=env).rows
    languages = {row["language"] for row in stored}
    assert {"zh-Hant", "zh-Hans"} <= languages
    addresses = [row["url"] for row in stored]
    assert len(addresses) == len(set(addresses))
    assert all(url.startswith("http://127.0.0.1:") and "apiclick" not in url for url in addresses)
    assert len(stored) < len(web.truths()) / 2, "only what the question asks for"
    outlets = {truth.url: truth.outlet for truth in web.truths()}
    assert {row["url"]: row["source"] for row in stored if row["url"] in outlets}.items() <= outlets.items()

    begun = len(web.log)
    second = run(tmp_path, "topic", "安世半导体", *ALLOWED, env=env)
    assert second.code == 0, second.err
    archive, new = second.out.split("New:")
    assert "安世" in archive
    assert "nothing found" in new
    again = {hit.target for hit in web.log[begun:] if hit.outlet != "search"}
    feeds = {outlet.feed_path for outlet in web.outlets}
    assert not {target for _, target in pages} & (again - feeds - {"/robots.txt"})

    due = run(tmp_path, "doctor", env=env).out
    assert f"of {len(web.outlets)} feeds" in due, "the search endpoint is nobody's feed afterwards"


def test_a_query_that_cannot_be_read_is_refused_before_anything_is_fetched(
    web: DemoWeb, tmp_path: Path
) -> None:
    begun = len(web.log)
    ended = run(tmp_path, "topic", "(安世", *ALLOWED, env=own_sources(tmp_path, web))
    assert ended.code == 2
    assert "bracket" in ended.err
    assert len(ended.err.splitlines()) <= 2
    assert len(web.log) == begun


def test_what_a_search_finds_carries_its_outlet(web: DemoWeb, tmp_path: Path) -> None:
    """Nobody declares the outlets here but one: each has a row of its own, none stands under the endpoint."""
    env = own_sources(tmp_path, web)
    own = tmp_path / "sources" / "own.yaml"
    declared = own.read_text("utf-8").split("- id: ")
    own.write_text("- id: ".join(declared[:2]), "utf-8")
    first = run(tmp_path, "topic", "安世半導體", *ALLOWED, env=env)
    assert first.code == 0, first.err
    stored = run(tmp_path, "search", "", "--limit", "500", "--copies", "--json", env=env).rows
    assert len(stored) > 3
    places = {source.id: urlsplit(source.home).netloc for source in web.sources}
    known = declared[1].split()[0]
    for row in stored:
        place = urlsplit(row["url"]).netloc
        assert row["source"] == (known if place == places[known] else place)
    found = {row["id"]: row for row in run(tmp_path, "sources", "list", "--json", env=env).rows}
    assert "bing-news" not in found
    names = {found[row["source"]]["name"] for row in stored if row["source"] != known}
    assert names <= {source.name for source in web.sources}, "named as their pages name themselves"
    assert {found[row["source"]]["catalogue"] for row in stored if row["source"] != known} == {"found"}
