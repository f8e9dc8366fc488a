"""Search gives the same answers on both engines, finds every slice in either script, and never trips."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select, text

from db.archive.articles import store_article
from db.archive.event_log import EventKind, append
from db.engine.database import Database
from db.schema.search_tables import MOST_DOCID, search_doc
from db.schema.tables import article
from db.search.index import IndexedArticle, index_article, index_stored, reindex_stale, remove
from db.search.matches import newest
from db.search.query import search
from db.search.request import build_request
from db.upkeep.erasure import address_target, erase
from seedwatch.core.chinese.names import parse_lexicon
from seedwatch.core.errors import InputError, QueryError
from seedwatch.core.model.answer import ArticleQuery, Expansion, Facet, Sort
from seedwatch.core.model.article import CopyKind, DedupeDecision, ThemeHit
from seedwatch.core.model.moment import Moment
from seedwatch.core.model.text import Language
from seedwatch.core.search.match_plan import holds
from seedwatch.core.search.tokens import index_terms, text_terms
from tests.db.samples import NOW, PUBLISHED, make_tagged

LEXICON = parse_lexicon(
    "firm\t輝達|英偉達\t英伟达\tNvidia|NVDA\nperson\t黃仁勳\t黄仁勋\tJensen Huang\n",
    "names",
)
TEXTS = (
    (
        "輝達新晶片將量產",
        "輝達執行長黃仁勳表示，資訊安全與AI晶片需求強勁。\n第4季營收達600億美元。",
        "zh-Hant",
    ),
    (
        "英伟达芯片出口受限",
        "美国商务部收紧对华芯片出口管制，人工智能芯片首当其冲。信息技术企业忧心。",
        "zh-Hans",
    ),
    (
        "Nvidia results beat forecasts",
        "Jensen Huang said demand for AI chips is strong. Café owner Šefčovič agrees.",
        "en",
    ),
    ("稀土價格上漲", "中國收緊稀土出口，鄭重回應；乾隆年間的瓷器拍賣破紀錄。", "zh-Hant"),
    ("機器人進廠 🤖", "人形機器人走進工廠，川普稱美國製造將復興。他說：「沒問題」。", "zh-Hant"),
)


def dated(days: float) -> Moment:
    return replace(PUBLISHED, at=NOW - timedelta(days=days))


def fill(conn: Connection) -> list[int]:
    """The texts, a day apart, the first one newest; themes by turns."""
    ids = []
    for number, (title, body, language) in enumerate(TEXTS):
        hits = (ThemeHit("nvidia-ai-chips", 0.9, (), "v"),) if number < 3 else ()
        tagged = make_tagged(
            number, hits, title=title, text=body, language=Language(language), published=dated(number)
        )
        ids.append(store_article(conn, tagged, None, DedupeDecision()).article_id)
        index_stored(conn, ids[-1])
    return ids


def find(database: Database, asked: str, **options: object) -> list[int]:
    """Positions in TEXTS of what is found, in the answer's order."""
    with database.write() as conn:
        ids = fill(conn) if not conn.execute(text("SELECT count(*) FROM search_doc")).scalar() else None
    query = replace(ArticleQuery(asked), **options)  # type: ignore[arg-type]
    with database.read() as conn:
        ids = ids or list(conn.execute(text("SELECT id FROM article ORDER BY id")).scalars())
        return [ids.index(row.id) for row in search(conn, query, NOW, LEXICON).rows]


CASES: tuple[tuple[str, list[int]], ...] = (
    ("", [0, 1, 2, 3, 4]),
    ("晶片", [0, 1]),
    ("芯片", [0, 1]),
    ("资讯", [0, 1]),
    ("資訊", [0, 1]),
    ("信息", [0, 1]),
    ("资讯安全", [0]),
    ("信息安全", [0]),
    ("人工智慧", [1]),
    ("片出", [1]),
    ("量", [0]),
    ("产", [0]),
    ("稀", [3]),
    ("AI晶片", [0]),
    ("AI芯", [0]),
    ("与ai", [0]),
    ("第4季", [0]),
    ("4季", [0]),
    ("第4", [0]),
    ("600億", [0]),
    ("00億", []),
    ("乾", [3]),
    ("干", [3]),
    ("乾隆", [3]),
    ("鄭重回應", [3]),
    ("重回应乾", []),
    ("「重回應；乾隆」", [3]),
    ("「郑重回应；乾隆」", [3]),
    ("「应；乾」", [3]),
    ("「資訊安全與AI晶片需求強勁。第4季」", [0]),
    ("「信息安全与AI芯片需求强劲。第4季」", [0]),
    ("「芯片需求强劲。第4季」", [0]),
    ("「芯片需求强劲。第5季」", []),
    ("「首當其衝。資訊技術」", [1]),
    ("sefcovic", [2]),
    ("ŠEFČOVIČ", [2]),
    ("CAFE", [2]),
    ("chip", []),
    ("chip*", [2]),
    ("ai", [0, 2]),
    ("輝達", [0, 1, 2]),
    ("英伟达", [0, 1, 2]),
    ("nvidia", [0, 1, 2]),
    ("「輝達」", [0, 1]),
    ("輝達芯片", [1]),
    ("jensen huang", [0, 2]),
    ("黄仁勋", [0, 2]),
    ("芯片 -出口", [0]),
    ("芯片 -輝達", []),
    ("-晶片", [2, 3, 4]),
    ("稀土 OR 川普", [3, 4]),
    ("(稀土 OR 川普) 製造", [4]),
    ("title:芯片", [0, 1]),
    ("title:ai", []),
    ("title:(稀土 OR 机器人)", [3, 4]),
    ("title:稀", [3]),
    ("title:鄭", []),
    ("theme:nvidia-ai-chips 出口", [1]),
    ("source:example 稀土", [3]),
    ("source:other", []),
    ("lang:zh-Hans", [1]),
    ("lang:zh", [0, 1, 3, 4]),
    ("lang:en OR 稀土", [2, 3]),
    ("after:36h", [0, 1]),
    ("before:2026-03-31", [3, 4]),
    ("after:2026-03-31 before:2026-04-02", [1, 2]),
    ("稀土 after:7d", [3]),
    ("🤖", [4]),
    ("机器人 🤖", [4]),
    ("'; DROP TABLE article; --", []),
    ("美国，芯片", [1]),
    ("沒問題", [4]),
    ("\u202e稀土\u202c", [3]),
    ("稀\u200b土", [3]),
    ("ＡＩ", [0, 2]),
)


def test_each_query_finds_its_articles(database: Database) -> None:
    assert {asked: find(database, asked) for asked, _ in CASES} == dict(CASES)


def test_filters_narrow_the_answer(database: Database) -> None:
    assert find(database, "", themes=("nvidia-ai-chips", "none")) == [0, 1, 2]
    assert find(database, "晶片", languages=("zh-Hans",)) == [1]
    assert find(database, "", sources=("other",)) == []
    assert find(database, "", since=NOW - timedelta(days=1), until=NOW) == [1]
    assert find(database, "nvidia", expand=False) == [2]


def test_names_looked_for_otherwise_are_told(database: Database) -> None:
    find(database, "")
    with database.read() as conn:
        found = search(conn, ArticleQuery("輝達 股價"), NOW, LEXICON)
        plain = search(conn, ArticleQuery("輝達 股價", expand=False), NOW, LEXICON)
    assert found.expansions == (Expansion("輝達", ("英偉達", "Nvidia", "NVDA")),)
    assert plain.expansions == ()


def test_highlights_stand_in_the_published_script(database: Database) -> None:
    find(database, "")
    with database.read() as conn:
        row = search(conn, ArticleQuery("信息安全 OR 芯片"), NOW, LEXICON).rows[0]
    assert [row.title[a:b] for a, b in row.title_marks] == ["晶片"]
    assert [row.snippet[a:b] for a, b in row.snippet_marks] == ["資訊安全", "晶片"]
    assert "\n" not in row.snippet


def test_facets_count_what_matches(database: Database) -> None:
    find(database, "")
    with database.read() as conn:
        found = search(conn, ArticleQuery("晶片"), NOW)
    assert (found.total, found.total_capped) == (2, False)
    assert Facet("theme", "nvidia-ai-chips", 2) in found.facets
    assert Facet("language", "zh-Hans", 1) in found.facets
    assert Facet("day", "2026-04-01", 1) in found.facets
    assert Facet("source", "example", 2) in found.facets


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("cap", [2000, 2])
def test_pages_join_to_the_whole_and_stay_when_more_comes(
    database: Database, monkeypatch: pytest.MonkeyPatch, sort: Sort, cap: int
) -> None:
    monkeypatch.setattr("db.search.matches.CAP" if sort is Sort.DATE else "db.search.paging.RANKED", cap)
    find(database, "")
    query = ArticleQuery("片 OR 土 OR 人", sort=sort, limit=1)
    pages: list[int] = []
    whole: list[int] = []
    for _ in range(9):
        with database.write() as conn:
            newer = make_tagged(50 + len(pages), title="更新的芯片", published=dated(-1 - len(pages)))
            index_stored(conn, store_article(conn, newer, None, DedupeDecision()).article_id)
        with database.read() as conn:
            found = search(conn, query, NOW + timedelta(hours=len(pages)))
            if not pages:
                whole = [row.id for row in search(conn, replace(query, limit=9), NOW).rows]
        pages.append(found.rows[0].id)
        query = replace(query, cursor=found.next_cursor)
        if found.next_cursor is None:
            break
    assert pages == whole


@pytest.mark.parametrize("cursor", ["x", "####", "ZA", "\ud800", "é", "d" * 100])
def test_a_broken_cursor_is_refused(sqlite_database: Database, cursor: str) -> None:
    with sqlite_database.read() as conn, pytest.raises(InputError, match="cursor"):
        search(conn, ArticleQuery("芯片", cursor=cursor), NOW)


def test_the_title_and_recency_weigh(database: Database) -> None:
    with database.write() as conn:
        for number, (title, days) in enumerate((("談晶片", 40), ("談別的", 1), ("談晶片", 1))):
            body = "這裡說到晶片一次，然後說別的事情說得很久。"
            tagged = make_tagged(number, (), title=title, text=body, published=dated(days))
            index_stored(conn, store_article(conn, tagged, None, DedupeDecision()).article_id)
    with database.read() as conn:
        found = search(conn, ArticleQuery("芯片", sort=Sort.RELEVANCE), NOW).rows
    assert [(row.title, row.published and row.published[:10]) for row in found] == [
        ("談晶片", "2026-04-01"),
        ("談晶片", "2026-02-21"),
        ("談別的", "2026-04-01"),
    ]


def test_copies_are_joined_under_an_original_that_matches(database: Database) -> None:
    with database.write() as conn:
        first = store_article(conn, make_tagged(1, title="原文", text="稀土出口"), None, DedupeDecision())
        place = DedupeDecision(copy_of=first.article_id, copy_kind=CopyKind.SYNDICATED)
        second = store_article(conn, make_tagged(2, title="轉載獨家", text="稀土出口"), None, place)
        for stored in (first, second):
            index_stored(conn, stored.article_id)
    with database.read() as conn:
        joined = search(conn, ArticleQuery("稀土"), NOW)
        apart = search(conn, ArticleQuery("稀土", copies=True), NOW)
        only_copy = search(conn, ArticleQuery("獨家"), NOW)
    assert [(row.id, row.copies) for row in joined.rows] == [(first.article_id, 1)]
    assert {row.id for row in apart.rows} == {first.article_id, second.article_id}
    assert [row.copy_of for row in only_copy.rows] == [first.article_id]


def test_a_revision_takes_the_place_of_the_text_before(database: Database) -> None:
    with database.write() as conn:
        stored = store_article(conn, make_tagged(1, title="舊標題", text="舊內文"), None, DedupeDecision())
        index_stored(conn, stored.article_id)
        place = DedupeDecision(article_id=stored.article_id)
        store_article(conn, make_tagged(1, title="新標題", text="新內文"), None, place)
        index_stored(conn, stored.article_id)
    with database.read() as conn:
        assert search(conn, ArticleQuery("舊內文"), NOW).total == 0
        assert search(conn, ArticleQuery("舊"), NOW).total == 0
        assert search(conn, ArticleQuery("新內文 title:新標題"), NOW).total == 1
    with database.write() as conn:
        assert remove(conn, stored.article_id)
        assert not remove(conn, stored.article_id)
    with database.read() as conn:
        assert search(conn, ArticleQuery(""), NOW).total == 0


def test_stale_articles_are_indexed_bit_by_bit_while_search_goes_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    find(database, "")
    monkeypatch.setattr("db.search.index.INDEX_VERSION", 999_999)
    done = []
    for _ in range(4):
        with database.write() as conn:
            done.append(reindex_stale(conn, 2))
            assert search(conn, ArticleQuery("晶片"), NOW).total == 2
    assert done == [2, 2, 1, 0]


def test_what_was_stored_before_search_existed_is_found_after_reindexing(database: Database) -> None:
    with database.write() as conn:
        store_article(conn, make_tagged(1, title="稀土"), None, DedupeDecision())
        assert search(conn, ArticleQuery("稀土"), NOW).total == 0
        assert reindex_stale(conn, 10) == 1
        assert search(conn, ArticleQuery("稀土"), NOW).total == 1


def test_more_articles_of_one_second_than_it_has_docids(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.search.index.SLOTS", 2)
    with database.write() as conn:
        for number in range(7):
            terms = text_terms("稀土", "內文")
            index_article(conn, IndexedArticle(number, terms, (), "s", "zh-Hant", NOW))
        docids = conn.execute(text("SELECT docid FROM search_doc")).scalars().all()
    assert len(set(docids)) == 7


def test_an_answer_as_of_a_time_is_what_was_stored_then(database: Database) -> None:
    def hit(theme: str) -> ThemeHit:
        return ThemeHit(theme, 0.9, (), "v")

    with database.write() as conn:
        first = store_article(
            conn, make_tagged(1, (hit("old"),), title="舊標題", text="稀土"), None, DedupeDecision()
        )
        revised = make_tagged(
            1, (hit("new"),), title="新標題", text="鋰礦", fetched_at=NOW + timedelta(hours=2)
        )
        store_article(conn, revised, None, DedupeDecision(article_id=first.article_id))
        second = make_tagged(2, title="後來的", text="稀土", fetched_at=NOW + timedelta(hours=3))
        later = store_article(conn, second, None, DedupeDecision())
        for stored in (first, later):
            index_stored(conn, stored.article_id)

    def titles(asked: str, hours: int, **options: object) -> list[str]:
        query = ArticleQuery(asked, as_of=NOW + timedelta(hours=hours), **options)  # type: ignore[arg-type]
        with database.read() as conn:
            return [row.title for row in search(conn, query, NOW).rows]

    assert titles("稀土", 1) == ["舊標題"]
    assert titles("鋰", 1) == []
    assert titles("", -1) == []
    assert titles("", 1, themes=("old",)) == ["舊標題"]
    assert titles("", 1, themes=("new",)) == []
    assert titles("鋰 -稀土", 2) == ["新標題"]
    assert titles("", 2, themes=("new",)) == ["新標題"]
    assert titles("稀土", 3) == ["後來的"]
    assert sorted(titles("", 4)) == ["後來的", "新標題"]
    with pytest.raises(QueryError, match="theme"):
        titles("theme:old", 1)
    with pytest.raises(InputError, match="by date"):
        titles("稀土", 1, sort=Sort.RELEVANCE)


def test_what_happened_to_an_article_narrows_the_answer(database: Database) -> None:
    find(database, "")
    with database.write() as conn:
        ids = list(conn.execute(text("SELECT id FROM article ORDER BY id")).scalars())
        append(conn, NOW, EventKind.HEADLINE, ids[0], {})
        append(conn, NOW, EventKind.GONE, ids[1], {})
        append(conn, NOW + timedelta(hours=2), EventKind.BACK, ids[1], {})
    assert find(database, "event:headline") == [0]
    assert find(database, "事件:(改標題 OR 下架)") == [0, 1]
    assert find(database, "晶片 event:gone") == [1]
    assert find(database, "晶片 -event:gone") == [0]
    assert find(database, "event:gone -event:back") == []
    assert find(database, "稀土 event:gone") == []
    assert find(database, "event:gone title:芯片 after:7d", sort=Sort.RELEVANCE) == [1]
    with pytest.raises(QueryError, match="whole query"):
        find(database, "稀土 OR event:gone")


def test_what_had_not_happened_yet_is_not_known(database: Database) -> None:
    with database.write() as conn:
        stored = store_article(conn, make_tagged(1, title="舊", text="稀土"), None, DedupeDecision())
        place = DedupeDecision(article_id=stored.article_id)
        revised = make_tagged(1, title="新", text="鋰礦", fetched_at=NOW + timedelta(hours=2))
        store_article(conn, revised, None, place)
        append(conn, NOW + timedelta(hours=3), EventKind.GONE, stored.article_id, {})
        index_stored(conn, stored.article_id)

    def titles(asked: str, hours: int) -> list[str]:
        with database.read() as conn:
            query = ArticleQuery(asked, as_of=NOW + timedelta(hours=hours))
            return [row.title for row in search(conn, query, NOW).rows]

    assert titles("event:headline", 1) == []
    assert titles("-event:headline", 1) == ["舊"]
    assert titles("event:headline", 2) == ["新"]
    assert titles("event:gone", 2) == []
    assert titles("event:gone", 3) == ["新"]


def test_the_past_does_not_bring_back_what_was_forgotten(database: Database) -> None:
    with database.write() as conn:
        for number, words in enumerate(("稀土", "鋰礦")):
            first = make_tagged(number, title=f"舊{words}", text=words)
            place = DedupeDecision(article_id=store_article(conn, first, None, DedupeDecision()).article_id)
            later = make_tagged(
                number, title=f"新{words}", text=f"{words}後續", fetched_at=NOW + timedelta(hours=2)
            )
            index_stored(conn, store_article(conn, later, None, place).article_id)
        gone = conn.execute(text("SELECT url, url_key FROM address ORDER BY article_id")).first()
        assert gone is not None
        erase(conn, address_target(conn, gone.url, gone.url_key), NOW + timedelta(hours=4))

    for hours in (1, 3, 5):
        query = ArticleQuery("", as_of=NOW + timedelta(hours=hours))
        with database.read() as conn:
            for asked in ("", "稀土", "-鋰礦", "title:稀土"):
                rows = search(conn, replace(query, text=asked), NOW).rows
                assert not any("稀土" in f"{row.title}{row.snippet}" for row in rows)
            assert len(search(conn, query, NOW).rows) == 1


LONG = {
    "megabyte": "稀土出口管制，" * 50_000 + "最後一句話在這裡。",
    "one ideograph": "啊" * 20_000 + "完",
    "no punctuation": "出口管制與資訊安全" * 3_000 + "最後一句",
    "empty": "",
    "one character": "芯",
    "latin": "chips and minerals " * 20_000 + "the end",
    "base64": "A1b2" * 20_000,
}


def test_long_and_short_articles_are_found(database: Database) -> None:
    with database.write() as conn:
        for number, (name, body) in enumerate(LONG.items()):
            tagged = make_tagged(number, (), title=f"標題 {name}", text=body, published=dated(number))
            index_stored(conn, store_article(conn, tagged, None, DedupeDecision()).article_id)

    def names(asked: str) -> list[str]:
        with database.read() as conn:
            rows = search(conn, ArticleQuery(asked), NOW).rows
        return [row.title.removeprefix("標題 ") for row in rows]

    assert names("最後一句話") == ["megabyte"]
    assert names("最後一句") == ["megabyte", "no punctuation"]
    assert names("最后一句 -稀土") == ["no punctuation"]
    assert names("信息安全最后一句") == ["no punctuation"]
    assert names("title:megabyte 稀土出口管制") == ["megabyte"]
    assert names("啊啊啊啊啊啊啊啊完") == ["one ideograph"]
    assert names("title:empty") == ["empty"]
    assert names("芯") == ["one character"]
    assert names('"minerals the end"') == ["latin"]
    assert names("標題 -稀土 -管 -啊 -chips -芯") == ["empty", "base64"]


HOSTILE = (
    *("\x00", "\ud800", "芯\x00片", "芯\ud800片", "芯" * 10_000, '"' * 999, "(" * 500, "*", "a*", "^芯片"),
    *("title:", ":", "芯片:", "芯片 AND", "NEAR/3", "a' OR '1'='1", "芯片 & 出口 | !稀土", "'a':*A", "<->"),
    *("\\", "\\'", "\u202e芯片\u202c", "👨‍👩‍👧", "🇹🇼", "%", "_", "¶", "a:all", "t:x", "m:2026-04"),
    *("﷽", "a" * 900, "{芯片}"),
)


def answer(database: Database, asked: str) -> int | str:
    """How many are found, or the message."""
    try:
        with database.read() as conn:
            return search(conn, ArticleQuery(asked), NOW, LEXICON).total
    except QueryError as error:
        return error.what


def test_hostile_queries_are_answered_or_refused(database: Database) -> None:
    find(database, "")
    answers = {asked: answer(database, asked) for asked in HOSTILE}
    assert answers["\u202e芯片\u202c"] == answers["^芯片"] == answers["{芯片}"] == 2
    assert answers["a:all"] == answers["m:2026-04"] == answers["a" * 900] == 0
    assert "1000 are allowed" in str(answers["芯" * 10_000])
    assert "nothing to look for" in str(answers["¶"])


ALPHABET = st.sampled_from([*"芯片晶稀土訊息資", "AI", "4", " ", "，", "。", "資訊", "信息", "Nvidia", "\n"])
PIECES = st.lists(ALPHABET, max_size=14).map("".join)
PARTS = (*"芯片稀土息資4「」()，", "AI", "資訊", "信息安", "nvid*", " ", " ", " -", " OR ", "title:")
QUERIES = st.lists(st.sampled_from(PARTS), min_size=1, max_size=8).map("".join)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(PIECES, PIECES), min_size=1, max_size=5), st.lists(QUERIES, min_size=8, max_size=8))
def test_both_engines_find_what_the_query_means(
    database: Database, articles: list[tuple[str, str]], asked: list[str]
) -> None:
    """Against `seedwatch.core.search.match_plan.holds`, which knows no engine."""
    with database.write() as conn:
        for number, (title, body) in enumerate(articles):
            at = NOW - timedelta(days=number)
            index_article(conn, IndexedArticle(number, text_terms(title, body), (), "s", "zh-Hant", at))
        for query in asked:
            try:
                question = build_request(ArticleQuery(query), NOW, LEXICON)
            except QueryError:
                continue
            indexed = [index_terms(text_terms(title, body), ()) for title, body in articles]
            wanted = [n for n, each in enumerate(indexed) if holds(question.expression, each)]
            found = newest(conn, question, MOST_DOCID, 99)
            docids = {row.docid: row.article_id for row in conn.execute(select(search_doc))}
            assert [docids[docid] for docid in found] == wanted, query
        for number in range(len(articles)):
            remove(conn, number)


def arrived(database: Database) -> None:
    """The texts, the first one seen NOW, each of the others a day before the one before it."""
    with database.write() as conn:
        ids = fill(conn)
        for number, each in enumerate(ids):
            seen = NOW - timedelta(days=number)
            conn.execute(article.update().where(article.c.id == each).values(first_seen=seen))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("seen-after:2026-03-31", [0, 1, 2]),
        ("收錄之後:36h", [0, 1]),
        ("收录之后：2d seen-before:1d", [2]),
        ("seen-after:2d -title:稀土 晶片", [0, 1]),
        ("seen-after:36h after:3d", [0, 1]),
        ("seen-before:2026-03-31", [3, 4]),
        ("seen-after:2026-05-01", []),
    ],
)
@pytest.mark.parametrize("few", [0, 5000])  # articles looked up one by one, or listed
def test_when_an_article_came_in(
    database: Database, monkeypatch: pytest.MonkeyPatch, asked: str, found: list[int], few: int
) -> None:
    monkeypatch.setattr("db.search.conditions._FEW", few)
    arrived(database)
    assert find(database, asked) == found
    assert find(database, asked, as_of=NOW) == found


def test_a_time_of_arrival_bounds_the_whole_query(database: Database) -> None:
    with pytest.raises(QueryError, match="whole query") as caught:
        find(database, "晶片 OR seen-after:7d")
    assert caught.value.position == 17
    with pytest.raises(QueryError, match="is no time"):
        find(database, "seen-after:soon")
