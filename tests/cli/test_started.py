"""Commands that are printed work as typed, and `seedwatch` alone says where one stands."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from db.engine.database import open_database
from db.jobs.runs import finish_run, start_run
from seedwatch.cli import output, started
from seedwatch.cli.main import app
from seedwatch.cli.started import as_typed, started_as
from tests.web.archive import fill


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the folder of an environment that is not on the PATH."""
    file = tmp_path / "my folder" / "bin" / "seedwatch"
    file.parent.mkdir(parents=True)
    file.write_text("#!/bin/sh\n", encoding="utf-8")
    file.chmod(0o755)
    monkeypatch.setenv("PATH", "/usr/bin")
    monkeypatch.chdir(tmp_path)
    started_as.cache_clear()
    return file


def test_a_program_off_the_path_is_named_by_its_path(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert started_as(str(program)) == "'my folder/bin/seedwatch'"
    monkeypatch.setattr(started.sys, "argv", ["my folder/bin/seedwatch"])
    told = as_typed("`seedwatch demo` shows\n  seedwatch crawl\nthe seedwatch program; seedwatch.db")
    assert told == (
        "`'my folder/bin/seedwatch' demo` shows\n  'my folder/bin/seedwatch' crawl\nthe seedwatch program; seedwatch.db"
    )


def test_a_program_on_the_path_is_named_alone(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(program.parent))
    assert started_as(str(program)) == "seedwatch"


@pytest.mark.parametrize("argument", ["-m", "/x/__main__.py", "pytest"])
def test_a_start_without_a_file_of_that_name_is_told_by_name(argument: str) -> None:
    assert started_as(argument) == "seedwatch"


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Next: "), ("zh-Hant", "下一步："), ("zh-Hans", "下一步：")]
)
def test_alone_it_says_in_three_lines_where_one_stands(
    language: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "400")
    output.console.cache_clear()
    ask = ["--lang-ui", language]
    before = CliRunner().invoke(app, ask, catch_exceptions=False)
    assert (before.exit_code, len(before.output.splitlines()), words in before.output) == (0, 3, True)
    assert "demo" in before.output
    assert list(tmp_path.iterdir()) == []
    with open_database("seedwatch.db") as database:
        fill(database)
        with database.write() as conn:
            now = datetime.now(UTC)
            finish_run(conn, start_run(conn, "crawl", now, 1, {}), now, 0)
    output.console.cache_clear()
    after = CliRunner().invoke(app, ask, catch_exceptions=False)
    lines = after.output.splitlines()
    assert len(lines) == 3
    assert "2 " in lines[0]
    assert "demo" not in after.output
    output.console.cache_clear()
