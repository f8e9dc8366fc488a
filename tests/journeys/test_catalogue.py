"""Sources are written down by one act; a crawl's own feeds are nobody else's; looking changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.engine.database import open_database
from db.migrations import migrate, versions
from db.sources.catalogue import source_ids
from db.sources.feeds import due_feeds
from seedwatch.demo.server import DemoWeb
from tests.hostile.web import Site, Web, running
from tests.journeys.running import PATIENCE, own_sources, run, started, wait_until

HOSTS = 3


@pytest.fixture
def sites() -> Iterator[Web]:
    with running(*(Site(f"127.0.0.{90 + n}", [f"/a-{n}"]) for n in range(HOSTS))) as served:
        yield served


def declare(folder: Path, name: str, web: Web, *numbers: int) -> dict[str, str]:
    """A folder of source files; the settings of an installation that has these and no others."""
    (folder / name).mkdir(exist_ok=True)
    hosts = list(web.sites.values())
    lines = [
        f"- {{id: s{n}, name: S{n}, home: {web.url(hosts[n], '/')!r}, language: zh-Hant, pace: 0.5,"
        f" zone: Asia/Taipei, triage: off, feeds: [{{url: {web.url(hosts[n], '/feed.xml')!r}}}]}}"
        for n in numbers
    ]
    (folder / name / "own.yaml").write_text("sources:\n" + "\n".join(lines) + "\n")
    return {
        "SEEDWATCH_SOURCES_DIR": name,
        "SEEDWATCH_SHIPPED_SOURCES": "false",
        "SEEDWATCH_ALLOW_HOSTS": "127.0.0.0/8",
    }


def dump(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that SQLite lets one read."""
    with closing(sqlite3.connect(folder / "seedwatch.db", timeout=30)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%'"
        )
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for (name,) in tables.fetchall()}


def enabled(folder: Path) -> set[str]:
    with closing(sqlite3.connect(folder / "seedwatch.db", timeout=30)) as connection:
        return {name for (name,) in connection.execute("SELECT id FROM source WHERE enabled")}


def test_a_crawl_with_other_source_files_leaves_the_others_on(tmp_path: Path, sites: Web) -> None:
    here, there = declare(tmp_path, "here", sites, 0, 1), declare(tmp_path, "there", sites, 1, 2)
    assert run(tmp_path, "crawl", env=here).code == 0
    asked = len(sites.asked())
    crawled = run(tmp_path, "crawl", "--all", env=there)
    assert crawled.code == 0
    assert enabled(tmp_path) == {"s0", "s1", "s2"}
    assert {path for path in sites.asked()[asked:] if path.startswith("/a-")} == {"/a-2"}
    assert "s1: declared by files:" in crawled.err
    assert "seedwatch sources sync" in crawled.err
    listed = {row["id"]: row["status"] for row in run(tmp_path, "sources", "list", "--json", env=there).rows}
    assert "seedwatch sources sync" in listed["s1"]
    assert listed["s2"] == "ok"

    taken = run(tmp_path, "sources", "sync", env=there)
    assert taken.code == 0
    assert "yours now: s1" in taken.out
    assert enabled(tmp_path) == {"s0", "s1", "s2"}
    assert "0 of 2 feeds" in run(tmp_path, "doctor", env=there).out


def test_a_source_that_is_taken_out_of_the_files_is_off_with_the_next_crawl(
    tmp_path: Path, sites: Web
) -> None:
    env = declare(tmp_path, "here", sites, 0, 1)
    assert run(tmp_path, "crawl", env=env).code == 0
    declare(tmp_path, "here", sites, 1)
    assert run(tmp_path, "crawl", env=env).code == 0
    assert enabled(tmp_path) == {"s1"}


def test_while_a_topic_crawl_runs_its_search_is_due_to_nobody_else(web: DemoWeb, tmp_path: Path) -> None:
    """The topic crawl waits for an outlet that does not answer; meanwhile it is asked what is due."""
    slow = Site("127.0.0.95", ["/a-1"])
    with running(slow) as held:
        held.held.add("/feed.xml")
        env = own_sources(tmp_path, web)
        with (tmp_path / "sources" / "own.yaml").open("a") as file:
            feed = held.url(slow, "/feed.xml")
            file.write(
                f"- {{id: slow, name: S, home: {feed!r}, language: en, zone: UTC, feeds: [{{url: {feed!r}}}]}}\n"
            )
        with started(tmp_path, "topic", "安世半導體", "--pace", "0", env=env) as crawl:
            wait_until(lambda: "/feed.xml" in held.asked(feeds=True), "the crawl in the middle")
            found, known = due_and_known(tmp_path)
            assert crawl.poll() is None, "it ran all the while"
            held.held.clear()
            assert crawl.wait(PATIENCE) == 0
    assert "slow" in found
    assert "bing-news" in known, "its visits and articles have a row to point to"
    assert "bing-news" not in found
    assert any(hit.outlet == "search" for hit in web.log), "it was asked by its own crawl"


def due_and_known(folder: Path) -> tuple[set[str], frozenset[str]]:
    """What a crawl of every feed would visit now; every source that has a row."""
    with open_database(f"sqlite:///{folder}/seedwatch.db") as database, database.read() as conn:
        due = due_feeds(conn, datetime.now(UTC), force=True)
        return {each.source_id for each in due}, source_ids(conn)


READING = (
    ("sources", "list"),
    ("search", "稀土"),
    ("runs",),
    ("status",),
    ("db", "stats"),
    ("export", "--format", "jsonl"),
    ("events",),
    ("doctor",),
    ("themes", "rehearse"),
    ("themes", "labels"),
    ("fetch", "--dry-run", "https://example.org/1"),
)


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_looking_leaves_the_database_as_it_was(tmp_path: Path, sites: Web, command: tuple[str, ...]) -> None:
    """With source files other than those it was filled from."""
    open_database(f"sqlite:///{tmp_path}/seedwatch.db").close()
    before, content = dump(tmp_path), (tmp_path / "seedwatch.db").read_bytes()
    ended = run(tmp_path, *command, env=declare(tmp_path, "there", sites, 2))
    assert ended.code in (0, 1), ended.err
    assert dump(tmp_path) == before
    assert (tmp_path / "seedwatch.db").read_bytes() == content


@pytest.mark.parametrize("command", [each for each in READING if each != ("doctor",)], ids=" ".join)
def test_looking_at_an_older_database_says_what_to_do_and_changes_nothing(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    with (
        open_database(f"sqlite:///{tmp_path}/seedwatch.db", upgrade=False) as database,
        database.write() as conn,
    ):
        migrate(conn, versions()[-2])
    before = dump(tmp_path)
    ended = run(tmp_path, *command)
    assert ended.code == 4
    assert versions()[-2] in ended.err
    assert "seedwatch db upgrade" in ended.err
    assert dump(tmp_path) == before
    assert run(tmp_path, "db", "upgrade").code == 0
    assert run(tmp_path, *command).code == 0


def test_looking_where_there_is_nothing_makes_nothing(tmp_path: Path) -> None:
    for command in READING:
        ended = run(tmp_path, *command)
        needs = command[0] in ("search", "export")
        assert ended.code == (4 if needs else 0), (command, ended.err)
        assert not needs or "seedwatch demo" in ended.err
    assert list(tmp_path.iterdir()) == []
    served = run(tmp_path, "serve")
    assert (served.code, list(tmp_path.iterdir())) == (4, [])
