"""Feeds over the wire: found by readers, fetched once, closed to strangers, and the same wherever they are served."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from lxml import etree, html

from db.engine.database import Database
from db.readers.access_keys import add_key, revoke_key
from db.readers.saved_searches import add_saved
from db.upkeep.erasure import address_target, erase
from seedwatch.core.model.saved import SavedSearch
from seedwatch.web.app import create_app
from seedwatch.web.outgoing import Outgoing
from tests.db.samples import key_of
from tests.out.conformance import AT, atom_faults, json_faults
from tests.web.archive import fill, store
from tests.web.test_pages import FACTS, HANT

NOW = datetime.now(UTC)
ADDRESSES = (
    "/feeds/search.{}",
    "/feeds/search.{}?q=%E6%9C%BA%E5%99%A8%E4%BA%BA&lang=zh-Hant",
    "/feeds/theme/humanoid-robots.{}",
    "/feeds/source/example.{}",
    "/feeds/saved/%E6%99%A8%E8%AE%80%20a%2Fb.{}",
)
SITE = Outgoing("https://news.example.org", ZoneInfo("Asia/Taipei"), "zh-Hant")


@pytest.fixture
def filled(sqlite_database: Database) -> Database:
    fill(sqlite_database)
    with sqlite_database.write() as conn:
        add_saved(conn, SavedSearch("晨讀 a/b", text="機器人", themes=("humanoid-robots",)), NOW)
    return sqlite_database


@pytest.fixture
def client(filled: Database) -> Iterator[TestClient]:
    with TestClient(create_app(filled, FACTS), base_url="http://127.0.0.1") as made:
        yield made


@pytest.fixture
def elsewhere(filled: Database) -> Iterator[TestClient]:
    with TestClient(create_app(filled, FACTS, SITE), base_url="https://news.example.org") as made:
        yield made


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_feed_conforms_and_tells_the_article_once(client: TestClient, address: str) -> None:
    atom, found = client.get(address.format("atom")), client.get(address.format("json"))
    assert atom_faults(atom.content) == []
    assert json_faults(found.content) == []
    assert atom.headers["content-type"].startswith("application/atom+xml")
    assert [each["title"] for each in found.json()["items"]] == ["機器人進廠第一天"]
    assert found.json()["items"][0]["url"] == "https://news.example/1"


@pytest.mark.parametrize("address", [*(each.format("atom") for each in ADDRESSES), "/feeds/all.opml"])
def test_what_a_reader_has_is_not_sent_again(client: TestClient, filled: Database, address: str) -> None:
    first = client.get(address)
    tag = first.headers["etag"]
    again = client.get(address, headers={"if-none-match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.head(address).headers["etag"] == tag
    assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200
    if modified := first.headers.get("last-modified"):
        assert client.get(address, headers={"if-modified-since": modified}).status_code == 304
        assert client.get(address, headers={"if-modified-since": "nonsense"}).status_code == 200
        store(filled, 3, title="新的機器人", text="新的一件機器人的事。")
        assert client.get("/feeds/search.atom", headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/feeds/theme/none.atom", 404),
        ("/feeds/source/none.json", 404),
        ("/feeds/saved/none.atom", 404),
        ("/feeds/other/example.atom", 404),
        ("/feeds/source/example.rss", 404),
        ("/feeds/search.atom?q=%28", 400),
        ("/feeds/search.atom?since=soon", 400),
    ],
)
def test_a_feed_that_is_none(client: TestClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_pages_name_their_feed(client: TestClient) -> None:
    for asked in ({}, {"theme": "humanoid-robots"}, {"q": "机器人", "new": "1", "cursor": ""}):
        page = html.document_fromstring(client.get("/", params=asked, headers=HANT).text)
        links = {each.get("type"): each.get("href") for each in page.cssselect("link[rel=alternate]")}
        assert set(links) == {"application/atom+xml", "application/feed+json"}
        assert atom_faults(client.get(links["application/atom+xml"]).content) == []
        assert json_faults(client.get(links["application/feed+json"]).content) == []
    assert links["application/atom+xml"].endswith("?q=%E6%9C%BA%E5%99%A8%E4%BA%BA")


def test_an_erased_article_leaves_as_a_deletion(client: TestClient, filled: Database) -> None:
    first = client.get("/feeds/search.json").json()["items"][0]["id"]
    with filled.write() as conn:
        erase(
            conn,
            address_target(conn, "https://news.example/1", key_of("https://news.example/1")),
            datetime.now(UTC),
        )
    body = client.get("/feeds/search.atom").content
    assert "機器人進廠第一天" not in body.decode()
    assert first in {each.get("ref") for each in etree.fromstring(body).findall(f"{AT}deleted-entry")}


def test_names_are_the_same_wherever_it_is_served(
    client: TestClient, elsewhere: TestClient, filled: Database
) -> None:
    with filled.write() as conn:
        key = add_key(conn, "phone", NOW)
    here = client.get("/feeds/search.json").json()
    there = elsewhere.get(f"/feeds/search.json?key={key}").json()
    assert [each["id"] for each in here["items"]] == [each["id"] for each in there["items"]]
    assert "feed_url" not in here
    assert there["feed_url"] == "https://news.example.org/feeds/search.json"


def test_from_elsewhere_a_key_is_needed_until_it_is_revoked(elsewhere: TestClient, filled: Database) -> None:
    addresses = ("/feeds/search.atom", "/feeds/all.opml", "/api/articles", "/api/articles/1")
    with filled.write() as conn:
        key = add_key(conn, "phone", NOW)
    for address in addresses:
        assert elsewhere.get(address).status_code == 403
        assert elsewhere.get(f"{address}?key=wrong").status_code == 403
        assert elsewhere.get(f"{address}?key={key}").status_code == 200
    with filled.write() as conn:
        revoke_key(conn, "phone", NOW)
    for address in addresses:
        assert elsewhere.get(f"{address}?key={key}").status_code == 403


def test_a_proxy_that_names_this_machine_opens_nothing(client: TestClient) -> None:
    assert client.get("/feeds/search.atom").status_code == 200
    assert client.get("/feeds/search.atom", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 403
    assert client.get("/feeds/search.atom", headers={"host": "evil.example"}).status_code == 400


def test_a_key_is_in_no_log(
    elsewhere: TestClient, filled: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with filled.write() as conn:
        key = add_key(conn, "phone", NOW)
    with caplog.at_level(logging.DEBUG, "seedwatch"):
        elsewhere.get(f"/feeds/search.atom?key={key}")
    assert key not in caplog.text


def outward(client: TestClient, key: str = "") -> dict[str, bytes]:
    """Everything that leaves: each feed, the list of them, each export."""
    ending = f"key={key}" if key else ""
    feeds = [each.format(kind) for each in ADDRESSES for kind in ("atom", "json")]
    files = [f"/export/{name}" for name in ("csv", "xlsx", "jsonl", "ris", "csl-json", "html", "md")]
    found = {}
    for address in [*feeds, "/feeds/all.opml", *files]:
        answer = client.get(f"{address}{'&' if '?' in address else '?'}{ending}")
        assert answer.status_code == 200, address
        found[address] = answer.content
    return found


def test_nothing_that_leaves_names_this_machine(
    client: TestClient, elsewhere: TestClient, filled: Database
) -> None:
    with filled.write() as conn:
        key = add_key(conn, "phone", NOW)
    for made in (outward(client), outward(elsewhere, key)):
        for address, body in made.items():
            for forbidden in (b"127.0.0.1", b"localhost", b"file:", b"/tmp/", b"/home/", b".db"):
                assert forbidden not in body, (address, forbidden)
    assert b"news.example.org" in outward(elsewhere, key)["/feeds/search.atom"]
    assert b"news.example.org" not in outward(client)["/feeds/search.atom"]
