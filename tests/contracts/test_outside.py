"""What users type, write and read from outside keeps its name: more may come, nothing that is listed may go.

`outside.json` is the list as it stood when it was first drawn up (commands with their options, settings, keys of
the files people write, SQL views with their columns, keys of every JSON answer).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import inspect
from typer.core import TyperGroup
from typer.main import get_command

from db.archive.event_log import EventKind, append
from db.engine.database import Database
from db.jobs.runs import finish_run, start_run
from seedwatch.app.settings import RENAMED as RENAMED_SETTINGS
from seedwatch.app.settings import Settings, load
from seedwatch.cli.aliases import RENAMED
from seedwatch.cli.main import app
from seedwatch.core.extract import rules
from seedwatch.core.sources import schema
from seedwatch.web.app import create_app
from tests.warm import run_command
from tests.web.archive import fill
from tests.web.test_pages import FACTS
from tools.make_theme_schema import json_schema

OUTSIDE: dict[str, Any] = json.loads(Path(__file__).with_name("outside.json").read_text(encoding="utf-8"))
PAGE = f"<html><body><article><h1>機器人進廠</h1><p>{'特斯拉今天展示量產線，人形機器人開始上班。' * 12}</p></article>"
FEED = (
    "<rss version='2.0'><channel><title>t</title><item><title>a</title><link>https://a.example/1</link>"
    "<pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate></item></channel></rss>"
)
TEXTS = "".join(
    json.dumps(
        {
            "id": str(n),
            "title": "人形機器人進廠",
            "text": "特斯拉今天展示量產線。",
            "url": f"https://{n}.example/1",
        }
    )
    + "\n"
    for n in range(2)
)
QUESTIONS = {
    "search": ("search", "機器人", "--json"),
    "show": ("show", "1", "--json"),
    "export": ("export",),
    "events": ("events", "--json"),
    "sources list": ("sources", "list", "--json"),
    "runs": ("runs", "--json"),
    "db stats": ("db", "stats", "--json"),
    "config": ("config", "--json"),
    "themes list": ("themes", "list", "--json"),
    "extract": ("extract", "page.html", "--url", "https://a.example/1"),
    "parse-feed": ("parse-feed", "feed.xml"),
    "tag": ("tag", "texts.jsonl"),
    "dedupe": ("dedupe", "texts.jsonl"),
}
ROUTES = {
    "/api/articles": "/api/articles?q=英伟达 OR 人形機器人",
    "/api/articles/{article_id}": "/api/articles/1",
    "/api/articles (400)": "/api/articles?q=(",
}


def paths(value: object, before: str = "") -> Iterator[str]:
    """Every key of a JSON answer with the keys above it; the items of lists taken together."""
    if isinstance(value, dict):
        for key, inner in value.items():
            path = f"{before}.{key}" if before else key
            yield path
            yield from paths(inner, path)
    elif isinstance(value, list):
        for item in value:
            yield from paths(item, f"{before}[]")


def properties(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", ())
        for inner in schema.values():
            yield from properties(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from properties(inner)


def missing(name: str, present: object) -> set[str]:
    return set(OUTSIDE[name]) - set(present)  # type: ignore[call-overload]


@pytest.fixture
def archive(sqlite_database: Database) -> Database:
    fill(sqlite_database)
    now = datetime.now(UTC)
    with sqlite_database.write() as conn:
        finish_run(conn, start_run(conn, "crawl", now, 1, {}), now, 0)
        append(conn, now, EventKind.HEADLINE, 1, {"before": "a", "after": "b"})
    return sqlite_database


@pytest.mark.parametrize("command", OUTSIDE["commands"])
def test_every_command_and_option_is_still_there(command: str) -> None:
    group = get_command(app)
    context = group.make_context("seedwatch", [], resilient_parsing=True)
    words = command.split()
    for word in words:
        assert isinstance(group, TyperGroup)
        _, group, rest = group.resolve_command(context, [word])
        assert group is not None
        assert rest == []
        context = type(context)(group, info_name=word, parent=context)
    known = {
        option
        for each in group.params
        if each.param_type_name == "option"
        for option in (*each.opts, *each.secondary_opts)
    }
    assert set(OUTSIDE["commands"][command]) <= known


@pytest.mark.parametrize(("group", "old"), RENAMED)
def test_a_former_name_works_and_says_the_new_one_once(group: str, old: str, tmp_path: Path) -> None:
    former = [*group.split(), old, "--help"]
    now = [*group.split(), RENAMED[group, old], "--help"]
    code, said, told = run_command(former, tmp_path, {}, b"", 60)
    assert (code, said) == run_command(now, tmp_path, {}, b"", 60)[:2]
    assert code == 0
    assert told.decode().count(f"`seedwatch {' '.join(now[:-1])}`") == 1
    assert run_command(now, tmp_path, {}, b"", 60)[2] == b""


def test_settings_keep_their_names() -> None:
    assert missing("settings", {*Settings.model_fields, *RENAMED_SETTINGS}) == set()


@pytest.mark.parametrize("old", RENAMED_SETTINGS)
@pytest.mark.parametrize("place", ["file", "environment"])
def test_a_former_setting_still_works(
    old: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if place == "file":
        (tmp_path / "seedwatch.toml").write_text(f"{old} = 77\n", encoding="utf-8")
    else:
        monkeypatch.setenv(f"SEEDWATCH_{old.upper()}", "77")
    assert getattr(load(), RENAMED_SETTINGS[old]) == 77


def test_files_that_people_write_keep_their_keys() -> None:
    assert missing("source file keys", properties(schema.SourceFile.model_json_schema())) == set()
    assert missing("rules file keys", properties(rules._File.model_json_schema())) == set()
    assert missing("theme file keys", properties(json_schema())) == set()


def test_views_keep_their_columns(database: Database) -> None:
    with database.read() as conn:
        views = {
            name: [each["name"] for each in inspect(conn).get_columns(name)] for name in OUTSIDE["views"]
        }
    for name, columns in OUTSIDE["views"].items():
        assert views[name][: len(columns)] == columns


@pytest.mark.parametrize("name", OUTSIDE["json"])
def test_json_answers_keep_their_keys(name: str, archive: Database, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "feed.xml").write_text(FEED, encoding="utf-8")
    (tmp_path / "texts.jsonl").write_text(TEXTS, encoding="utf-8")
    environment = {"SEEDWATCH_DATABASE_URL": archive.engine.url.render_as_string(hide_password=False)}
    code, said, told = run_command(QUESTIONS[name], tmp_path, environment, b"", 120)
    assert code == 0, told.decode()
    try:
        answers = [json.loads(said)]
    except ValueError:
        answers = [json.loads(line) for line in said.splitlines()]
    assert set(OUTSIDE["json"][name]) - {path for each in answers for path in paths(each)} == set()


@pytest.mark.parametrize("route", OUTSIDE["api"])
def test_the_api_keeps_its_keys(route: str, archive: Database) -> None:
    with TestClient(create_app(archive, FACTS), base_url="http://127.0.0.1") as client:
        answer = client.get(ROUTES[route]).json()
    assert set(OUTSIDE["api"][route]) - set(paths(answer)) == set()
