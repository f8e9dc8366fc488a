"""Reading commands: tables for people, one JSON object a line for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.journeys.conftest import Archive
from tests.journeys.running import run

READING = (
    ("search", ""),
    ("show", "1"),
    ("themes", "list"),
    ("sources", "list"),
    ("runs",),
    ("db", "stats"),
    ("config",),
)


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_json_is_one_compact_object_a_line_with_an_id(archive: Archive, command: tuple[str, ...]) -> None:
    ended = archive.ask(*command, "--json")
    assert ended.err == ""
    assert ended.rows
    for line in ended.out.splitlines():
        record = json.loads(line)
        assert record["id"] not in (None, "")
        assert line == json.dumps(record, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize("command", [*READING, ("runs", "1"), ("doctor",)], ids=" ".join)
def test_people_get_text_without_colour_codes_in_a_pipe(archive: Archive, command: tuple[str, ...]) -> None:
    ended = archive.ask(*command)
    assert ended.out.strip()
    assert "\x1b" not in ended.out


def test_an_empty_query_is_everything_newest_first(archive: Archive) -> None:
    rows = archive.ask("search", "", "--limit", "1000", "--copies", "--exact", "--json").rows
    assert len(rows) == len(archive.ask("export").rows)
    days = [row["published"][:10] for row in rows if row["published"]]
    assert all(later >= earlier for later, earlier in zip(days, sorted(days, reverse=True), strict=True))


def test_a_query_may_begin_with_a_minus(archive: Archive) -> None:
    def found(query: str) -> set[int]:
        rows = archive.ask("search", query, "--limit", "1000", "--copies", "--exact", "--json").rows
        return {row["id"] for row in rows}

    with_word, without = found("稀土"), found("-稀土")
    assert with_word
    assert without
    assert without == found("") - with_word


def test_both_scripts_find_the_same(archive: Archive) -> None:
    found = [
        {row["id"] for row in archive.ask("search", query, "--limit", "100", "--json").rows}
        for query in ("人形機器人", "人形机器人")
    ]
    assert found[0] == found[1] != set()


def test_filters_narrow(archive: Archive) -> None:
    wanted = {"theme": "humanoid-robots", "lang": "zh-Hans", "since": "2026-01-01"}
    options = [part for key, value in wanted.items() for part in (f"--{key}", value)]
    rows = archive.ask("search", "", *options, "--json").rows
    assert rows
    for row in rows:
        assert "humanoid-robots" in row["themes"]
        assert row["language"] == "zh-Hans"
        assert row["published"] >= "2026"


def test_show_has_the_whole_article(archive: Archive) -> None:
    (listed, *_) = archive.ask("search", "人形機器人", "--json").rows
    (shown,) = archive.ask("show", str(listed["id"]), "--json").rows
    assert shown["title"] == listed["title"]
    assert len(shown["body"]) > 300
    assert shown["title"] in archive.ask("show", str(listed["id"])).out.replace("\n", "")


def test_export_has_every_row_with_its_fields(archive: Archive) -> None:
    rows = archive.ask("export", "--format", "jsonl").rows
    assert all({"url", "title", "published", "body", "themes", "copy_of"} <= row.keys() for row in rows)
    truths = {truth.url: truth for truth in archive.truths if truth.title}
    known = [row for row in rows if row["url"] in truths]
    assert len(known) > 0.9 * len(rows)
    copies = [row for row in known if truths[row["url"]].copy_of]
    assert copies
    assert sum(row["copy_of"] is not None for row in copies) > 0.8 * len(copies)
    assert all(isinstance(row["themes"], list) and row["body"] for row in rows)


def test_one_run_tells_what_it_refused(archive: Archive) -> None:
    out = archive.ask("runs", "1").out
    assert "paywall" in out
    assert "robots" in out


def test_a_run_that_does_not_exist_is_an_input_error(archive: Archive) -> None:
    ended = run(archive.folder, "runs", "99")
    assert (ended.code, ended.err.splitlines()[0]) == (2, "seedwatch: there is no run 99")


def test_an_article_that_does_not_exist_is_an_input_error(archive: Archive) -> None:
    ended = run(archive.folder, "show", "99999")
    assert (ended.code, ended.err.splitlines()[0]) == (2, "seedwatch: there is no article 99999")


def test_upgrading_an_up_to_date_database_says_its_version(archive: Archive) -> None:
    assert "version" in archive.ask("db", "upgrade").out


def test_the_configuration_says_where_each_value_came_from(tmp_path: Path) -> None:
    (tmp_path / "seedwatch.toml").write_text("pages_days = 7\n")
    env = {"SEEDWATCH_WEB_PORT": "8000", "SEEDWATCH_DATABASE_URL": "postgresql://me:geheim@host/news"}
    ended = run(tmp_path, "config", "--json", env=env)
    found = {row["id"]: (row["value"], row["origin"]) for row in ended.rows}
    assert found["pages_days"] == ("7", "seedwatch.toml")
    assert found["web_port"] == ("8000", "SEEDWATCH_WEB_PORT")
    assert found["page_seconds"][1] == "default"
    assert "geheim" not in ended.out
    assert not (tmp_path / "seedwatch.db").exists(), "asking for settings touches no database"


def test_a_reader_that_goes_away_is_no_error(archive: Archive) -> None:
    """`seedwatch export | head -1`"""
    import subprocess

    from tests.journeys.running import COMMAND, environment

    with subprocess.Popen(
        [*COMMAND, "export"],
        cwd=archive.folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdout
        assert child.stderr
        child.stdout.readline()
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait() == 0
