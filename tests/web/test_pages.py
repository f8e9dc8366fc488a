"""The pages as a program sees them: status, headers, content, and nothing that could run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from lxml import html

from db.engine.database import Database
from seedwatch.core.chinese.names import parse_lexicon
from seedwatch.themes import lexicon_text
from seedwatch.web.app import create_app
from seedwatch.web.routes import Facts
from tests.web.archive import TEXT, fill, store

FACTS = Facts(
    {"humanoid-robots": {"zh-Hant": "人形機器人", "zh-Hans": "人形机器人", "en": "Humanoid robots"}},
    parse_lexicon(lexicon_text(), "lexicon"),
)
HANT = {"accept-language": "zh-TW,zh;q=0.9"}
#: Where our own forms lead.
FORMS = ("/", "/seen", "/seen/back", "/saved")
#: Ways in which words of a stranger's page try to become part of ours.
HOSTILE = (
    "<script>boom()</script>",
    '"><img src=x onerror=boom()>',
    "</title><svg onload=boom()>",
    "{{ boom() }} ${boom()} <%= boom() %>",
    "]]><script>boom()</script>",
    "'; boom(); //",
    "\u202emoob<b onclick=boom()>",
)


@pytest.fixture
def client(sqlite_database: Database) -> Iterator[TestClient]:
    with TestClient(create_app(sqlite_database, FACTS), base_url="http://127.0.0.1") as made:
        yield made


def active_nodes(page: str) -> list[str]:
    """Everything in a page that a browser might run or load from elsewhere."""
    tree = html.document_fromstring(page)
    found = [node.tag for node in tree.iter("script", "iframe", "object", "embed", "base", "style", "form")]
    found = [tag for tag in found if tag != "form"]
    found += [f"form to {form.action}" for form in tree.forms if form.action not in FORMS]
    for node in tree.iter():
        for name, value in node.attrib.items():
            if name.startswith("on") or (
                name in ("href", "src") and value.lower().startswith(("javascript:", "data:"))
            ):
                found.append(f"{node.tag} {name}")
    return found


def test_a_search_in_the_other_script_finds_and_marks(client: TestClient, sqlite_database: Database) -> None:
    fill(sqlite_database)
    page = client.get("/", params={"q": "人形机器人"}, headers=HANT).text
    assert "機器人進廠第一天" in page
    assert "<mark>人形機器人</mark>" in page
    assert "換個標題的同一篇" not in page  # a copy is no entry of its own
    assert "轉載 1 篇" in page


def test_an_article_shows_text_evidence_date_and_copies(
    client: TestClient, sqlite_database: Database
) -> None:
    number = fill(sqlite_database)
    tree = html.document_fromstring(client.get(f"/article/{number}", headers=HANT).text)
    shown = "\n".join(p.text_content() for p in tree.find_class("text")[0].iter("p"))
    assert shown == TEXT
    assert [mark.text for mark in tree.iter("mark")] == ["人形機器人", "宇樹"]
    words = tree.text_content()
    for told in ("2026-04-02 08:15 +08:00", "「宇樹」專名", "換個標題的同一篇", "換標題", "林記者"):
        assert told in words


def test_json_stands_beside_each_page(client: TestClient, sqlite_database: Database) -> None:
    number = fill(sqlite_database)
    found = client.get("/api/articles", params={"q": "宇樹"}).json()
    assert [row["id"] for row in found["rows"]] == [number]
    assert {"kind": "theme", "value": "humanoid-robots", "count": 1} in found["facets"]
    assert found["expansions"][0]["written"] == "宇樹"
    article = client.get(f"/api/articles/{number}").json()
    assert (article["body"], article["themes"], article["copy_of"]) == (TEXT, ["humanoid-robots"], None)
    assert article["also_at"][0]["kind"] == "re-headlined"


@pytest.mark.parametrize("number", [0, 7, -1, 2**63, 10**30])
def test_an_unknown_article_is_a_404(client: TestClient, number: int) -> None:
    assert client.get(f"/article/{number}").status_code == 404
    assert client.get(f"/api/articles/{number}").status_code == 404


@pytest.mark.parametrize("query", ['"open', "(", "after:never", "a" * 10_000, "after:99999999999d"])
def test_a_query_that_cannot_be_read_is_told(client: TestClient, query: str) -> None:
    answer = client.get("/", params={"q": query}, headers=HANT)
    assert answer.status_code == 400
    assert "這個查詢讀不懂" in answer.text
    told = client.get("/api/articles", params={"q": query})
    assert (told.status_code, set(told.json())) == (400, {"error", "position"})


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("芯片 (出口", ("芯片 <mark>(</mark>出口", "這個括號沒有關上")),
        ("芯片 <b>) x", ("芯片 &lt;b&gt;<mark>)</mark> x", "沒有對應的左括號")),
        ("event:boom", ("event:<mark>b</mark>oom", "「boom」不是異動")),
        ("after:never", ("after:<mark>n</mark>ever", "「never」不是時間")),
    ],
)
def test_a_fault_is_told_in_the_language_of_the_page(
    client: TestClient, query: str, told: tuple[str, ...]
) -> None:
    page = client.get("/", params={"q": query}, headers=HANT).text
    assert all(each in page for each in told)
    english = client.get("/", params={"q": query}, headers={"accept-language": "en"}).text
    assert told[0] in english
    assert told[1] not in english


@pytest.mark.parametrize(
    "query", ["!!!", "😀", "\u202e", "%'; DROP TABLE article; --", "NEAR(a b)", "\x00a", "*", "-"]
)
def test_odd_queries_are_answered(client: TestClient, query: str) -> None:
    assert client.get("/", params={"q": query}).status_code in (200, 400)


@pytest.mark.parametrize("field", ["since", "until"])
@pytest.mark.parametrize("value", ["yesterday", "2026-13-01", "0001-01-01", "9999-12-31"])
def test_odd_dates_are_told(client: TestClient, field: str, value: str) -> None:
    assert client.get("/", params={field: value}).status_code in (200, 400)


@pytest.mark.parametrize("words", HOSTILE)
def test_strangers_words_stay_words(client: TestClient, sqlite_database: Database, words: str) -> None:
    store(sqlite_database, 1, title=words, text=f"{words}\n{words}", authors=(words,), section=words)
    for path in ("/", "/article/1"):
        answer = client.get(path, params={"q": words if path == "/" and '"' not in words else ""})
        assert not active_nodes(answer.text)
    assert words in html.document_fromstring(client.get("/article/1").text).text_content()


def test_the_check_for_active_nodes_can_fail() -> None:
    assert active_nodes("<p onclick=x>a</p><a href='javascript:x'>b</a><script>c</script>")


def test_a_link_that_is_no_web_address_is_no_link(client: TestClient, sqlite_database: Database) -> None:
    store(sqlite_database, 1, canonical_url="javascript:boom()", own_url="https://example.com/a")
    assert not active_nodes(client.get("/article/1").text)


def test_answers_forbid_scripts_frames_and_foreign_hosts(client: TestClient) -> None:
    answer = client.get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    ("asked", "lang"),
    [
        ("zh-TW,en;q=0.8", "zh-Hant"),
        ("zh-CN", "zh-Hans"),
        ("zh-HK", "zh-Hant"),
        ("en-GB,zh;q=0.5", "en"),
        ("fr", "zh-Hant"),
    ],
)
def test_the_pages_speak_the_browsers_language(client: TestClient, asked: str, lang: str) -> None:
    page = client.get("/", headers={"accept-language": asked}).text
    assert html.document_fromstring(page).get("lang") == lang


def test_pages_follow_each_other(client: TestClient, sqlite_database: Database) -> None:
    for number in range(1, 28):
        store(sqlite_database, number, text=f"第{number}篇關於稀土的獨立報導。")
    seen: list[str] = []
    path = "/?q=稀土"
    while path:
        tree = html.document_fromstring(client.get(path).text)
        seen += [link.get("href") for link in tree.cssselect("ol.found h2 a")]
        following = tree.cssselect("nav.more a")
        path = following[0].get("href") if following else ""
    assert len(seen) == len(set(seen)) == 27
