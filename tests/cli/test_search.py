"""`seedwatch search` as a person asks: what is new since it was last marked as seen."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from db.engine.database import open_database
from seedwatch.cli.main import app
from seedwatch.core.errors import InputError
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
