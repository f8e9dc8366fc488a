"""Settings say where they came from, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedwatch.app.settings import Settings, load, origins
from seedwatch.core.errors import InputError


@pytest.fixture(autouse=True)
def empty_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def origin_of(key: str, **overrides: object) -> str:
    return next(each.origin for each in origins(load(**overrides), **overrides) if each.key == key)


def test_the_command_line_wins_over_environment_file_and_default(
    empty_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (load().pages_days, origin_of("pages_days")) == (30, "default")
    (empty_directory / "seedwatch.toml").write_text("pages_days = 7\n")
    assert (load().pages_days, origin_of("pages_days")) == (7, "seedwatch.toml")
    monkeypatch.setenv("SEEDWATCH_PAGES_DAYS", "9")
    assert (load().pages_days, origin_of("pages_days")) == (9, "SEEDWATCH_PAGES_DAYS")
    assert (load(pages_days=11).pages_days, origin_of("pages_days", pages_days=11)) == (11, "command line")


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("pages_days = 0\n", "seedwatch.toml: pages_days: Input should be greater than or equal to 1"),
        (
            "page_days = 3\n",
            "seedwatch.toml: page_days: no such setting\nDid you mean pages_days? There are: ",
        ),
        (
            "[crawl]\npages_days = 3\n",
            "seedwatch.toml: crawl: no such setting\nThere are: allow_hosts, bing_url",
        ),
        ("pages_days = \n", "seedwatch.toml: not readable"),
        ("profile = 'business'\n", "seedwatch.toml: profile"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(empty_directory: Path, toml: str, told: str) -> None:
    (empty_directory / "seedwatch.toml").write_text(toml)
    with pytest.raises(InputError) as caught:
        load()
    assert told in str(caught.value)


def test_an_unknown_key_is_told_with_every_key_that_there_is(empty_directory: Path) -> None:
    (empty_directory / "seedwatch.toml").write_text("workers = 1\nwebport = 80\n")
    with pytest.raises(InputError) as caught:
        load()
    message, _, listed = str(caught.value).partition("There are: ")
    assert message == "seedwatch.toml: webport: no such setting\nDid you mean web_port? "
    assert set(listed.rstrip(".").split(", ")) == set(Settings.model_fields)
    assert caught.value.exit_code == 2


def test_a_misspelt_variable_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEEDWATCH_DATABSE_URL", "sqlite://")
    with pytest.raises(
        InputError, match="SEEDWATCH_DATABSE_URL: no such setting\nDid you mean SEEDWATCH_DATABASE_URL"
    ):
        load()


def test_passwords_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEEDWATCH_DATABASE_URL", "postgresql://me:hush@host/name")
    monkeypatch.setenv("SEEDWATCH_PROXY", "http://me:hush@proxy:3128")
    shown = {each.key: each.value for each in origins(load())}
    assert shown["database_url"] == "postgresql://me:***@host/name"
    assert "hush" not in "".join(shown.values())


def test_allowed_hosts_may_be_one_string(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEEDWATCH_ALLOW_HOSTS", "127.0.0.0/8, 10.0.0.0/8:8080")
    assert load().allow_hosts == ("127.0.0.0/8", "10.0.0.0/8:8080")


def test_the_user_agent_is_honest() -> None:
    assert load(contact="https://example.org/bot").user_agent.endswith("(+https://example.org/bot)")
    assert load().user_agent.startswith("Seedwatch/")
