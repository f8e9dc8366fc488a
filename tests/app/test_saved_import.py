"""Alerts of another service come over in one go; a line with a fault is named and costs no other."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from db.engine.database import open_database
from db.readers.saved_searches import saved_searches
from seedwatch.cli.main import app
from seedwatch.core.errors import InputError
from tests.web.archive import fill

ROWS = (
    ("name", "query", "theme", "schedule", "to"),
    ("晨讀", "机器人", "", "daily@07:30", "mailto:me@example.org; https://hook.example/x"),
    ("主題", "", "humanoid-robots", "", ""),
    ("", "", "", "", ""),
    ("壞掉", "(機器人", "", "", ""),
    ("沒有", "", "no-such-theme", "", ""),
    ("空的", "", "", "", ""),
    ("", "晶片", "", "", ""),
    ("晨讀", "另一個", "", "", ""),
    ("沒中", "無此字詞", "", "", ""),
)


def write(path: Path, rows: object = ROWS, encoding: str = "utf-8") -> Path:
    if path.suffix == ".xlsx":
        book = Workbook()
        for row in rows:  # type: ignore[attr-defined]
            book.active.append([cell or None for cell in row])
        book.save(path)
    else:
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(rows)  # type: ignore[arg-type]
    return path


@pytest.fixture
def url(sqlite_url: str) -> str:
    with open_database(sqlite_url) as database:
        fill(database)
    return sqlite_url


def run(url: str, *args: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["saved", *args, "--db", url], catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("name", "encoding"), [("a.csv", "utf-8"), ("a.csv", "utf-8-sig"), ("a.csv", "big5"), ("a.xlsx", "")]
)
def test_good_lines_are_kept_and_bad_ones_named(url: str, tmp_path: Path, name: str, encoding: str) -> None:
    rows = (
        ROWS
        if encoding != "big5"
        else [tuple(cell.replace("机器人", "機器人") for cell in row) for row in ROWS]
    )
    path = write(tmp_path / name, rows, encoding)
    code, told, faults = run(url, "import", str(path))
    assert code == 2
    assert "line 2: 晨讀: finds 1 article" in told
    assert "line 3: 主題: finds 1 article" in told
    assert "line 10: 沒中: finds nothing yet" in told
    assert "3 of 8 kept" in told
    lines = [line for line in faults.splitlines() if line.startswith(str(path))]
    assert [line.removeprefix(f"{path}:").split(":")[0] for line in lines] == ["5", "6", "7", "8", "9"]
    assert "no-such-theme" in lines[1]
    assert "already" in lines[4]
    with open_database(url) as database, database.read() as conn:
        found = {each.name: each for each in saved_searches(conn)}
    assert found["晨讀"].schedule == "daily@07:30"
    assert found["晨讀"].receivers == ("mailto:me@example.org", "https://hook.example/x")
    assert found["主題"].themes == ("humanoid-robots",)


def test_the_same_file_again_changes_nothing(url: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ROWS[:3])
    assert run(url, "import", str(path))[0] == run(url, "import", str(path))[0] == 0


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"name,color\nx,y\n", "line 1: unknown column 'color'"),
        ("a.csv", b"name\nx\n", "columns are missing"),
        ("a.xlsx", b"no zip", "no readable XLSX"),
        ("none.csv", None, "cannot be read"),
    ],
)
def test_a_file_that_is_no_table(
    url: str, tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=message):
        run(url, "import", str(tmp_path / name))


def test_saved_searches_from_the_command_line(url: str) -> None:
    assert run(url, "add", "晨讀", "--query", "机器人", "--theme", "humanoid-robots")[0] == 0
    assert "晨讀" in run(url, "list")[1]
    assert "機器人進廠第一天" in run(url, "run", "晨讀", "--new", "--mark-seen")[1]
    assert "nothing found" in run(url, "run", "晨讀", "--new")[1]
    for args, message in (
        (("add", "晨讀"), "already"),
        (("add", "x", "--query", "("), "bracket"),
        (("run", "y"), "no saved search 'y'"),
        (("remove", "y"), "no saved search 'y'"),
    ):
        with pytest.raises(InputError, match=message):
            run(url, *args)
    assert run(url, "remove", "晨讀")[0] == 0
    assert "晨讀" not in run(url, "list")[1]
