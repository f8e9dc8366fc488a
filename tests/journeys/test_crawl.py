"""`seedwatch crawl`: from feeds to an archive, once and again."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from seedwatch.core.model.outcome import Outcome
from seedwatch.demo.server import DemoWeb
from tests.journeys.conftest import ALLOWED, Archive
from tests.journeys.running import own_sources, run

KEPT = (Outcome.STORED, Outcome.COPY, Outcome.OLDER)  # --all takes older ones too


def test_every_article_is_stored_and_every_page_has_its_outcome(archive: Archive) -> None:
    assert archive.first.code == 0, archive.first.err
    (run_row,) = [row for row in archive.ask("runs", "--json").rows if row["id"] == 1]
    wanted = Counter(truth.outcome for truth in archive.truths)
    refused = {name: count for name, count in wanted.items() if name not in KEPT}
    outcomes = run_row["outcomes"]
    kept = outcomes["stored"] + outcomes["copy"]
    assert {name: outcomes.get(name) for name in refused} == refused
    assert kept == sum(wanted[name] for name in KEPT)
    assert sum(outcomes.values()) == len(archive.truths)
    assert f"= {len(archive.truths)} outcomes" in archive.first.out


def test_the_second_crawl_downloads_no_page_and_stores_no_row(archive: Archive) -> None:
    assert archive.second.code == 0, archive.second.err
    assert "0 fetched + 0 refused" in archive.second.out
    feeds = {urlsplit(url).path for url in archive.web.feed_urls}
    asked = {hit.target for hit in archive.hits}
    assert asked <= feeds | {"/robots.txt"}
    answers = Counter(hit.status for hit in archive.hits if hit.target in feeds)
    assert answers[304] > 0, "conditional requests are answered with 304"
    (last,) = archive.ask("runs", "--json", "--limit", "1").rows
    assert (last["id"], last["outcomes"]) == (2, {})


def test_opml_names_feeds_too(web: DemoWeb, tmp_path: Path) -> None:
    outline = f'<outline text="one" type="rss" xmlUrl="{web.feed_urls[0]}"/>'
    body = f'<head/><body><outline text="news">{outline}</outline></body>'
    (tmp_path / "feeds.opml").write_text(f'<?xml version="1.0"?><opml version="2.0">{body}</opml>')
    ended = run(tmp_path, "crawl", "--feeds", "feeds.opml", "--since", "2099-01-01", *ALLOWED)
    assert ended.code == 0, ended.err
    assert "feeds: 1 ok" in ended.out
    (count,) = re.findall(r"^entries: (\d+) listed by feeds: (\d+) older$", ended.out, re.MULTILINE)
    assert count[0] == count[1] != "0"
    assert "0 fetched" in ended.out


def test_sources_themes_and_since_choose(web: DemoWeb, tmp_path: Path) -> None:
    """Only the named outlet, only outlets that lean to the theme, only what is newer."""
    env = own_sources(tmp_path, web)
    first, second = web.sources[:2]

    def crawled(*options: str) -> tuple[set[str], str]:
        begun = len(web.log)
        ended = run(tmp_path, "crawl", *options, *ALLOWED, env=env)
        assert ended.code == 0, ended.err
        return {hit.outlet for hit in web.log[begun:]}, ended.out

    outlets, out = crawled("--source", first.id, "--source", second.id, "--since", "2026-10-01")
    assert outlets == {first.id, second.id}
    rows = run(tmp_path, "search", "", "--limit", "500", "--copies", "--json", env=env).rows
    assert rows
    assert {row["source"] for row in rows} <= {first.id, second.id}
    assert all(row["published"] is None or row["published"] >= "2026-09-30" for row in rows)
    assert "published before the bound" in out

    leaning = {source.id for source in web.sources if source.themes}
    assert leaning, "outlets without themes lean to all"
    outlets, _ = crawled("--theme", "quantum-computing", "--since", "2099-01-01")
    assert outlets == {source.id for source in web.sources} - leaning
