"""`seedwatch search` as a person asks: what is new since it was last marked as seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from db.engine.database import open_database
from seedwatch.cli.main import app
from seedwatch.core.errors import InputError, QueryError
from tests.web.archive import fill, store


@pytest.fixture
def url(sqlite_url: str) -> str:
    with open_database(sqlite_url) as database:
        fill(database)
    return sqlite_url


def ask(url: str, *args: str) -> str:
    return CliRunner().invoke(app, ["search", "--db", url, *args], catch_exceptions=False).stdout


def add(url: str, number: int, title: str) -> None:
    with open_database(url) as database:
        store(database, number, title=title, text=f"{title}。第{number}件事。")


def test_new_is_what_came_in_since_the_mark(url: str) -> None:
    assert "機器人進廠第一天" in ask(url, "", "--new")
    assert "機器人進廠第一天" in ask(url, "", "--new", "--mark-seen")
    assert "nothing found" in ask(url, "", "--new")
    add(url, 3, "第二天")
    for _ in range(2):
        shown = ask(url, "", "--new")
        assert "第二天" in shown
        assert "第一天" not in shown
    assert "第一天" in ask(url, "机器人", "--new")  # another search, never marked
    assert "nothing found" in ask(url, "", "--new", "--theme", "humanoid-robots", "--until", "2000-01-01")


def test_a_mark_is_taken_back(url: str) -> None:
    ask(url, "", "--mark-seen")
    assert "機器人進廠第一天" in ask(url, "", "--new", "--unmark-seen")
    assert "機器人進廠第一天" in ask(url, "", "--new")


def test_the_past_has_no_news(url: str) -> None:
    with pytest.raises(InputError, match="--as-of"):
        ask(url, "", "--new", "--as-of", "2026-01-01")


def exported(url: str, capfdbinary: pytest.CaptureFixture[bytes], *args: str) -> bytes:
    """What `search --format` writes, to standard output as it is."""
    app(["search", "--db", url, *args], standalone_mode=False)
    return capfdbinary.readouterr().out


def test_an_export_writes_every_hit(url: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    for number in range(3, 30):
        add(url, number, f"機器人第{number}則")
    lines = exported(url, capfdbinary, "机器人", "--format", "jsonl").splitlines()
    assert len(lines) == 28
    record = json.loads(lines[0])
    assert {"id", "url", "title", "body", "published", "source", "themes", "fetched_at"} <= set(record)
    assert len(exported(url, capfdbinary, "机器人", "--format", "jsonl", "--limit", "3").splitlines()) == 3
    assert exported(url, capfdbinary, "机器人", "--format", "csv").startswith(b"\xef\xbb\xbf")
    assert exported(url, capfdbinary, "机器人", "--format", "xlsx").startswith(b"PK")


def test_an_export_into_a_file_is_whole_or_not_at_all(url: str, tmp_path: Path) -> None:
    target = tmp_path / "found.csv"
    target.write_text("before")
    with pytest.raises(QueryError):
        ask(url, "(", "--format", "csv", "--output", str(target))
    assert [each.read_text() for each in tmp_path.glob("*found*")] == ["before"]
    ask(url, "机器人", "--format", "csv", "-o", str(target))
    assert "機器人進廠第一天" in target.read_text(encoding="utf-8-sig")
    with pytest.raises(InputError, match="cannot be written"):
        ask(url, "机器人", "--format", "csv", "-o", str(tmp_path / "no" / "folder.csv"))


@pytest.mark.parametrize(
    ("args", "message"), [(["--format", "docx"], "docx: no such"), (["-o", "x"], "which format")]
)
def test_a_format_that_is_none(url: str, args: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        ask(url, "", *args)


def test_a_citation_for_people(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEEDWATCH_LANGUAGE", "zh-Hans")
    done = CliRunner().invoke(app, ["cite", "1", "--style", "gb7714", "--db", url], catch_exceptions=False)
    assert "機器人進廠第一天[N/OL]. 範例新聞, 2026-04-02[2026-04-02]. https://news.example/1." in done.output
    assert "已不再保存" in done.output
    with pytest.raises(InputError, match="no article 99"):
        CliRunner().invoke(app, ["cite", "99", "--db", url], catch_exceptions=False)
