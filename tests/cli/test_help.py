"""Help and messages in the reader's language: which language is spoken, and that all of it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer._click.core import Context
from typer.main import get_command
from typer.testing import CliRunner

from seedwatch.cli import help as cli_help
from seedwatch.cli.help import language_asked
from seedwatch.cli.main import COMMANDS, Heading, app
from seedwatch.cli.wrap import columns, wrapped
from seedwatch.core.errors import DatabaseError, InputError
from seedwatch.locales import LANGUAGES, N_, speaking
from seedwatch.locales.faults import message

VARIABLES = ("SEEDWATCH_LANG", "SEEDWATCH_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture(autouse=True)
def no_language(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def shown(*args: str) -> str:
    return CliRunner().invoke(app, list(args), env={"COLUMNS": "80"}).output


@pytest.mark.parametrize(
    ("args", "environment", "setting", "language"),
    [
        ([], {}, "", "en"),
        ([], {"LANG": "C"}, "", "en"),
        ([], {"LANG": "POSIX", "LC_ALL": ""}, "", "en"),
        ([], {"LANG": "zh_TW.UTF-8"}, "", "zh-Hant"),
        ([], {"LANG": "zh_CN.GB18030"}, "", "zh-Hans"),
        ([], {"LANG": "zh_TW", "LC_MESSAGES": "zh_CN.UTF-8"}, "", "zh-Hans"),
        ([], {"LANG": "zh_CN", "LC_ALL": "C.UTF-8"}, "", "en"),
        ([], {"LANG": "fr_FR.UTF-8"}, "", "en"),
        ([], {"LC_ALL": "en_US.UTF-8"}, "zh-Hant", "zh-Hant"),
        ([], {"SEEDWATCH_LANG": "zh-Hans", "LANG": "en"}, "zh-Hant", "zh-Hans"),
        (["--lang-ui", "zh-TW"], {"SEEDWATCH_LANG": "en"}, "zh-Hans", "zh-Hant"),
        (["search", "--lang-ui=zh-Hans", "x"], {}, "", "zh-Hans"),
    ],
)
def test_the_language_is_the_one_named_most_strongly(
    args: list[str], environment: dict[str, str], setting: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    if setting:
        Path("seedwatch.toml").write_text(f'language = "{setting}"\n', encoding="utf-8")
    assert language_asked(args)[0] == language


def test_the_option_is_taken_out_wherever_it_stands() -> None:
    assert language_asked(["search", "--lang-ui", "en", "x", "--", "--lang-ui"])[1] == [
        "search",
        "x",
        "--",
        "--lang-ui",
    ]


@pytest.mark.parametrize("where", ["--lang-ui", "SEEDWATCH_LANG"])
def test_a_language_that_is_not_spoken_is_an_error(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEEDWATCH_LANG", "fr")
    with pytest.raises(InputError, match="fr"):
        language_asked(["--lang-ui", "fr"] if where == "--lang-ui" else [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_lists_at_most_fourteen_commands_and_the_rest_on_demand(language: str) -> None:
    short, whole = shown("--lang-ui", language, "--help"), shown("--lang-ui", language, "--help-all")
    listed = [name for name in COMMANDS if re.search(rf"^  {name} ", short, re.MULTILINE)]
    assert listed == [name for name, (_, heading) in COMMANDS.items() if heading is not Heading.OTHER]
    assert len(listed) <= 14
    assert all(re.search(rf"^  {name} ", whole, re.MULTILINE) for name in COMMANDS)
    assert [line for line in short.splitlines() if line.startswith(("每天", "Every day"))]


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("command", [*COMMANDS, "themes list", "sources list", "db stats"])
def test_help_is_whole_in_the_readers_language_and_fits_the_terminal(command: str, language: str) -> None:
    text = shown("--lang-ui", language, *command.split(), "--help")
    for line in text.splitlines():
        assert columns(line) <= 80, line
        told = re.sub(r"seedwatch .*|^ *(-|[A-Z])\S*( [A-Z]\S*)?|\[[^\]]*\]|`[^`]*`", "", line)
        words = re.findall(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,} [a-z]{2,}", told)
        assert not words or "newer than" in line or "title" in line, line


def test_each_command_says_what_it_does_in_one_sentence() -> None:
    root = get_command(app)
    for name in COMMANDS:
        command = root.get_command(Context(root), name)  # type: ignore[attr-defined]
        first = (command.help or "").split("\n\n")[0]
        assert first.rstrip().endswith("."), name
        assert first.count(". ") == 0, name


def test_the_old_name_of_correct_goes_on() -> None:
    ended = CliRunner().invoke(app, ["tag-fix", "--help"])
    assert ended.exit_code == 0
    assert "correct" in ended.output


def test_faults_of_the_command_line_are_told_in_the_readers_language() -> None:
    assert "沒有 --limt 這個選項。" in shown("--lang-ui", "zh-Hant", "search", "x", "--limt", "3")
    assert "沒有 shwo 這個指令。是不是 show？" in shown("--lang-ui", "zh-Hant", "shwo").replace(
        " 是不是", "是不是"
    )
    assert "缺少" in shown("--lang-ui", "zh-Hant", "show")


def test_errors_carry_their_values_into_other_languages() -> None:
    error = DatabaseError(N_("there is no database %(url)s yet"), url="sqlite:///50%.db")
    assert str(error) == "there is no database sqlite:///50%.db yet"
    with speaking("zh-Hant"):
        assert message(error) == "還沒有資料庫 sqlite:///50%.db"
    assert str(InputError("100% of %(x)s", "50%")) == "100% of %(x)s\n50%"


def test_errors_keep_their_values_across_processes() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(DatabaseError(N_("there is no database %(url)s yet"), url="x")))
    assert (str(error), error.values) == ("there is no database x yet", {"url": "x"})


@pytest.mark.parametrize("width", [20, 40, 80])
def test_lines_are_measured_in_columns(width: int) -> None:
    text = "搜尋新聞庫，繁簡皆可；「片語」、OR、-排除。 Words of English between 中文 too."
    lines = list(wrapped(text, width))
    assert all(columns(line) <= width + 2 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line.startswith(("，", "。", "」", "、")) for line in lines)


def test_the_version_is_told() -> None:
    assert re.fullmatch(r"seedwatch \d+\.\d+\.\d+\S*", shown("--version").strip())


def test_the_module_reads_no_settings_for_help() -> None:
    assert "pydantic" not in (Path(cli_help.__file__).read_text(encoding="utf-8"))
