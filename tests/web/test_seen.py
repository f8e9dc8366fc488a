"""看到這裡 on the pages: by a form of ours only, and by nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from lxml import html

from db.engine.database import Database
from seedwatch.web.app import create_app
from tests.web.archive import fill, store
from tests.web.test_pages import FACTS, HANT

HERE = {"origin": "http://127.0.0.1", **HANT}


@pytest.fixture
def client(sqlite_database: Database) -> Iterator[TestClient]:
    with TestClient(create_app(sqlite_database, FACTS), base_url="http://127.0.0.1") as made:
        yield made


def titles(client: TestClient, **asked: str) -> list[str]:
    tree = html.document_fromstring(client.get("/", params=asked, headers=HANT).text)
    return [each.text_content().strip() for each in tree.cssselect("ol.found h2")]


def press(client: TestClient, action: str, **asked: str) -> None:
    """Send the page's own form, as its button does."""
    page = html.document_fromstring(client.get("/", params=asked, headers=HANT).text)
    form = next(each for each in page.forms if each.action == action)
    answer = client.post(action, data=dict(form.fields), headers=HERE, follow_redirects=False)
    assert answer.status_code == 303


def test_opening_and_reloading_moves_nothing_and_the_button_does(
    client: TestClient, sqlite_database: Database
) -> None:
    fill(sqlite_database)
    for _ in range(3):
        assert titles(client, new="1") == ["機器人進廠第一天"]
    press(client, "/seen")
    assert titles(client, new="1") == []
    assert titles(client) == ["機器人進廠第一天"]
    store(sqlite_database, 3, title="第二天", text="另一天的另一件事。")
    assert titles(client, new="1") == ["第二天"]
    assert titles(client, new="1", q="另一天") == ["第二天"]  # another view was never seen
    press(client, "/seen/back")
    assert titles(client, new="1") == ["第二天", "機器人進廠第一天"]


def test_what_came_in_after_the_page_was_made_stays_new(
    client: TestClient, sqlite_database: Database
) -> None:
    fill(sqlite_database)
    page = html.document_fromstring(client.get("/", headers=HANT).text)
    form = next(each for each in page.forms if each.action == "/seen")
    store(sqlite_database, 3, title="剛剛才到", text="別的事。")
    client.post("/seen", data=dict(form.fields), headers=HERE)
    assert titles(client, new="1") == ["剛剛才到"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "https://elsewhere.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://127.0.0.1", "sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_no_other_site_can_press_it(
    client: TestClient, sqlite_database: Database, headers: dict[str, str]
) -> None:
    fill(sqlite_database)
    assert client.post("/seen", data={"upto": "99"}, headers=headers).status_code == 403
    assert client.get("/seen").status_code == 405
    assert titles(client, new="1") == ["機器人進廠第一天"]


@pytest.mark.parametrize("upto", ["", "x", "-1", "１", "9" * 40])
def test_a_mark_is_the_number_of_an_article(client: TestClient, upto: str) -> None:
    assert client.post("/seen", data={"upto": upto}, headers=HERE).status_code == 400


def test_nobody_sees_the_future(client: TestClient, sqlite_database: Database) -> None:
    fill(sqlite_database)
    client.post("/seen", data={"upto": "999999"}, headers=HERE)
    store(sqlite_database, 3, title="之後", text="之後的事。")
    assert titles(client, new="1") == ["之後"]
