"""Whatever a browser asks, it gets a page in its language, with a way back, and never a 500."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from db.engine.database import Database
from seedwatch.app.settings import Settings
from seedwatch.core.chinese.names import Lexicon
from seedwatch.core.errors import DatabaseError
from seedwatch.web.app import create_app
from seedwatch.web.routes import Facts
from tests.web.archive import fill

NAMES = {"humanoid-robots": {"zh-Hant": "人形機器人", "zh-Hans": "人形机器人", "en": "Humanoid robots"}}


@pytest.fixture
def client(sqlite_database: Database) -> Iterator[TestClient]:
    fill(sqlite_database)
    facts = Facts(NAMES, Lexicon(()), Settings())
    with TestClient(
        create_app(sqlite_database, facts), "http://127.0.0.1", raise_server_exceptions=False
    ) as made:
        yield made


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/?cursor=zzz", 400, "下一頁"),
        ("/?theme=nope", 400, "沒有「nope」這個主題"),
        ("/?q=source:nope", 400, "沒有「nope」這個來源"),
        ("/?q=NEAR/5", 400, "NEAR/5"),
        ("/?since=abc", 400, "abc"),
        ("/nowhere", 404, "沒有這一頁"),
        ("/article/abc", 404, "沒有這一頁"),
        ("/article/99999999999999999999999", 404, "沒有這一頁"),
        ("/article/" + "9" * 5000, 404, "沒有這一頁"),
        ("/?q=" + "a" * 20_001, 400, "無法回應"),
    ],
)
def test_errors_are_pages_with_a_way_back(client: TestClient, path: str, status: int, told: str) -> None:
    answer = client.get(path, headers={"Accept-Language": "zh-TW"})
    assert answer.status_code == status
    assert 'lang="zh-Hant"' in answer.text
    assert told in answer.text
    assert 'href="/"' in answer.text


@pytest.mark.parametrize(
    "path", ["/api/articles?cursor=zzz", "/api/articles?q=(", "/api/articles/x", "/api/x"]
)
def test_beside_json_errors_are_json(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (400, 404)
    assert answer.json()["error"]


@pytest.mark.parametrize(
    "path", ["/", "/article/1", "/api/articles", "/api/articles/1", "/static/seedwatch.css", "/x"]
)
def test_head_is_get_without_a_body(client: TestClient, path: str) -> None:
    head, got = client.head(path), client.get(path)
    assert (head.status_code, head.headers["content-length"]) == (
        got.status_code,
        got.headers["content-length"],
    )
    assert head.content == b""


@pytest.mark.parametrize(
    "given", ["昨天", "上週", "last week", "3天前", "0001-01-01", "9999-12-31", "2026-11-20"]
)
@pytest.mark.parametrize("field", ["since", "until"])
def test_pages_take_the_dates_that_commands_take(client: TestClient, field: str, given: str) -> None:
    assert client.get("/", params={field: given}).status_code == 200


@pytest.mark.parametrize("name", ["人形機器人", "人形机器人", "humanoid-robots"])
def test_names_that_are_shown_work_as_ids(client: TestClient, name: str) -> None:
    assert client.get("/api/articles", params={"q": f"theme:{name}"}).json()["total"] == 1


@pytest.mark.parametrize("header", ["en;q=0.3, zh-TW;q=0.9", "fr, zh-Hant;q=0.5, en;q=0.1", "en;q=0, zh;q=1"])
def test_the_best_liked_language_is_spoken(client: TestClient, header: str) -> None:
    assert 'lang="zh-Hant"' in client.get("/", headers={"Accept-Language": header}).text


@pytest.mark.parametrize("header", ["en;q=x", ";;;,,,", "zh;q=", "q=1", "en;q=inf", "a" * 9000, "zh-" * 300])
def test_an_odd_header_is_no_fault(client: TestClient, header: str) -> None:
    assert client.get("/", headers={"Accept-Language": header}).status_code == 200


def test_a_database_that_fails_is_told(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise DatabaseError("the disk is gone")

    assert client.get("/").status_code == 200
    monkeypatch.setattr("seedwatch.web.routes.search", fail)
    answer = client.get("/", headers={"Accept-Language": "zh-TW"})
    assert (answer.status_code, "新聞庫" in answer.text) == (503, True)
