"""What a person types reaches the command as meant: words with a dash, misspelt options, ids and names."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from db.engine.database import open_database
from seedwatch.cli import output
from seedwatch.cli.main import app
from seedwatch.core.errors import DatabaseError, InputError, SeedwatchError
from tests.web.archive import fill


@pytest.fixture
def url(sqlite_url: str) -> str:
    with open_database(sqlite_url) as database:
        fill(database)
    return sqlite_url


def ask(url: str, *args: str) -> tuple[int, str]:
    at = 2 if args[0] == "sources" else 1
    shown = CliRunner().invoke(app, [*args[:at], "--db", url, *args[at:]])
    if isinstance(shown.exception, SeedwatchError):
        raise shown.exception
    return shown.exit_code, shown.output


@pytest.mark.parametrize(
    "words", [["-川普"], ["機器人", "-川普"], ["-hbm", "機器人"], ["--", "-川普", "機器人"]]
)
def test_words_may_begin_with_a_dash(url: str, words: list[str]) -> None:
    code, shown = ask(url, "search", "--limit", "5", *words)
    assert code == 0
    assert "機器人進廠第一天" in shown


@pytest.mark.parametrize(
    ("option", "near"), [("--limt", "--limit"), ("--them=x", "--theme"), ("--jsn", "--json")]
)
@pytest.mark.parametrize("command", ["search", "topic"])
def test_a_misspelt_option_is_an_error_that_names_the_nearest(command: str, option: str, near: str) -> None:
    shown = CliRunner().invoke(app, [command, "安世", option, "5"])
    assert shown.exit_code == 2
    if not (command == "topic" and near not in ("--limit",)):
        assert near in shown.output


@pytest.mark.parametrize(
    "args",
    [
        ["--theme", "人形機器人"],
        ["--theme", "humanoid-robots"],
        ["--source", "別家新聞", "--copies"],
        ["theme:人形机器人"],
        ["--lang", "zh-TW"],
    ],
)
def test_names_that_are_shown_work_as_ids(url: str, args: list[str]) -> None:
    words = [] if not args[0].startswith("--") else [""]
    assert "nothing found" not in ask(url, "search", *words, *args)[1]


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (["", "--theme", "humanoid-robot"], "humanoid-robots"),
        (["theme:人型機器人"], "humanoid-robots"),
        (["", "--source", "別家新文"], "other"),
        (["source:nope"], "sources list"),
        (["", "--lang", "xx"], "search --help"),
    ],
)
def test_an_unknown_id_is_an_error_with_suggestions(url: str, args: list[str], hint: str) -> None:
    with pytest.raises(InputError) as caught:
        ask(url, "search", *args)
    assert hint in str(caught.value)


@pytest.mark.parametrize(
    "args", [["search", "x"], ["show", "1"], ["export"], ["events"], ["runs"], ["sources", "list"]]
)
def test_a_command_that_reads_makes_no_database(args: list[str], tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match=r"foo.*(?s:.)*seedwatch demo"):
        ask(str(tmp_path / "foo"), *args)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", ["99999999999999999999", "9223372036854775808", "0"])
def test_numbers_that_no_row_can_have_are_told(url: str, number: str) -> None:
    with pytest.raises(InputError, match="no article"):
        ask(url, "show", number)


@pytest.mark.parametrize("given", ["昨天", "上週", "3天前", "last week", "9999-12-31", "0001-01-01"])
@pytest.mark.parametrize("option", ["--since", "--until", "--as-of"])
def test_options_take_the_dates_that_queries_take(url: str, option: str, given: str) -> None:
    assert ask(url, "search", "", option, given)[0] == 0


@pytest.mark.parametrize(("encoding", "shown"), [("latin-1", "??"), ("big5", "機器"), ("utf-8", "🏆機器")])
def test_a_console_that_lacks_characters_says_so_once(
    encoding: str, shown: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    output._TOLD.clear()
    output.settle_streams()
    print("🏆機器", file=stream)
    print("🏆", file=stream)
    stream.flush()
    assert shown in stream.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]
    assert capsys.readouterr().err.count("lacks some characters") == (encoding != "utf-8")


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("'{0}' -m seedwatch.cli search --db {1} '' > /dev/full", 1, "No space left"),
        ("'{0}' -m seedwatch.cli search --db {1} '' >&-", 0, ""),
        ("'{0}' -m seedwatch.cli extract - <&-", 0, ""),
        ("SEEDWATCH_DATABASE_URL= '{0}' -m seedwatch.cli config", 2, "is empty"),
        ("SEEDWATCH_DATABASE_URL=sqlite:// '{0}' -m seedwatch.cli search x", 2, "in memory"),
    ],
)
def test_odd_streams_and_settings_are_told_in_a_sentence(
    url: str, line: str, code: int, told: str, tmp_path: Path
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        ["sh", "-c", line.format(sys.executable, url)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": root},
        check=False,
    )
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    assert told in done.stderr


def test_a_used_port_is_told(url: str) -> None:
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        shown = CliRunner().invoke(app, ["serve", "--db", url, "--port", str(port)])
    assert isinstance(shown.exception, SeedwatchError)
    assert (shown.exception.exit_code, str(port) in str(shown.exception)) == (1, True)
