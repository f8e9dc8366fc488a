"""Saving a search, and taking results away as files, from the search page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from lxml import html

from db.engine.database import Database
from db.readers.saved_searches import saved_searches
from seedwatch.core.model.saved import SavedSearch
from seedwatch.web.app import create_app
from seedwatch.web.search_form import Asked
from tests.web.archive import fill
from tests.web.test_pages import FACTS, HANT
from tests.web.test_seen import HERE


@pytest.fixture
def client(sqlite_database: Database) -> Iterator[TestClient]:
    fill(sqlite_database)
    with TestClient(create_app(sqlite_database, FACTS), base_url="http://127.0.0.1") as made:
        yield made


def test_a_search_is_kept_and_asked_again(client: TestClient, sqlite_database: Database) -> None:
    asked = {"q": "机器人", "theme": "humanoid-robots"}
    page = html.document_fromstring(client.get("/", params=asked, headers=HANT).text)
    form = next(each for each in page.forms if each.action == "/saved")
    fields = {**dict(form.fields), "name": "晨讀"}
    assert client.post("/saved", data=fields, headers=HERE, follow_redirects=False).status_code == 303
    with sqlite_database.read() as conn:
        assert saved_searches(conn) == (SavedSearch("晨讀", "机器人", ("humanoid-robots",)),)
    page = html.document_fromstring(client.get("/", headers=HANT).text)
    (link,) = [each for each in page.cssselect(".outward a") if each.text == "晨讀"]
    again = html.document_fromstring(client.get(link.get("href"), headers=HANT).text)
    assert [each.text_content().strip() for each in again.cssselect(".found h2")] == ["機器人進廠第一天"]
    assert client.post("/saved", data=fields, headers=HERE).status_code == 400  # the name is taken
    assert client.post("/saved", data={**fields, "name": "b"}).status_code == 403


@pytest.mark.parametrize(
    "fields", [{"name": " "}, {"name": "x" * 81}, {"name": "a", "q": "("}, {"name": "a\nb"}]
)
def test_what_cannot_be_kept(client: TestClient, fields: dict[str, str]) -> None:
    assert client.post("/saved", data=fields, headers=HERE).status_code == 400


def test_a_form_shows_all_filters_of_a_saved_search() -> None:
    saved = SavedSearch("n", "a OR b", themes=("x", "y"), sources=("cna",), since="7d")
    assert Asked.of(saved) == Asked(q="(a OR b) theme:(x OR y)", source="cna", since="7d")


@pytest.mark.parametrize("name", ["csv", "xlsx", "jsonl", "ris", "csl-json", "html", "md"])
def test_results_as_a_file(client: TestClient, name: str) -> None:
    answer = client.get(f"/export/{name}", params={"q": "机器人"}, headers=HANT)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    assert int(answer.headers["content-length"]) == len(answer.content) > 100


@pytest.mark.parametrize(("name", "query"), [("docx", "机器人"), ("csv", "(")])
def test_an_export_that_cannot_be_is_said(client: TestClient, name: str, query: str) -> None:
    assert client.get(f"/export/{name}", params={"q": query}).status_code == 400
