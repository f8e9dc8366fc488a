"""`seedwatch events` as a person asks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from db.archive.articles import store_article
from db.engine.database import open_database
from seedwatch.cli.main import app
from seedwatch.core.errors import InputError
from seedwatch.core.model.article import DedupeDecision
from tests.db.samples import make_tagged


@pytest.fixture
def url(sqlite_url: str) -> str:
    with open_database(sqlite_url) as database, database.write() as conn:
        one = store_article(conn, make_tagged(1), None).article_id
        store_article(conn, make_tagged(1, title="機器人停工", text="改寫。"), None, DedupeDecision(one))
    return sqlite_url


def ask(url: str, *args: str) -> str:
    return CliRunner().invoke(app, ["events", "--db", url, *args], catch_exceptions=False).output


def test_changed_headlines_for_people(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shown = ask(url, "--kind", "headline", "机器人")
    assert "人形機器人進廠 1 → 機器人停工" in shown
    assert "nothing found" in ask(url, "--kind", "gone")


def test_one_json_object_a_line(url: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    from seedwatch.cli.events import events

    events(kind=["headline"], as_json=True, db=url, limit=50)
    (line,) = capfdbinary.readouterr().out.splitlines()
    record = json.loads(line)
    assert (record["kind"], record["before"], record["after"]) == (
        "headline",
        "人形機器人進廠 1",
        "機器人停工",
    )


def test_an_unknown_kind_is_named_with_the_known_ones(url: str) -> None:
    with pytest.raises(InputError, match="--kind x") as caught:
        ask(url, "--kind", "x")
    assert "headline" in str(caught.value.hint)
