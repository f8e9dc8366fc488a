"""Where articles go: new, copy, revision or unchanged; decided on a database."""

from __future__ import annotations

import random
from datetime import timedelta

from sqlalchemy import Connection, func, select

from db.archive.articles import store_article
from db.archive.event_log import EventKind, list_events
from db.engine.database import Database, open_database
from db.schema.tables import article as article_table
from db.schema.tables import revision
from pipelines.stages.duplicates import Duplicates
from seedwatch.core.duplicates.fingerprint import fingerprint_of
from seedwatch.core.fetching.urls import canonical_url, url_key
from seedwatch.core.model.article import Article, CopyKind, Stored, TaggedArticle
from seedwatch.core.model.moment import Moment
from seedwatch.core.model.outcome import Outcome
from tests.core.changes.test_boilerplate import CHURN, TEXT, TITLE
from tests.core.duplicates.test_duplicates import PARAGRAPHS, simplified
from tests.core.duplicates.test_duplicates import TEXT as FERRY
from tests.core.duplicates.test_duplicates import TITLE as FERRY_TITLE
from tests.db.samples import NOW, PUBLISHED, make_article, with_changes


def article(path: str, title: str, text: str, minutes: int = 0, asked: str | None = None) -> Article:
    url = canonical_url(f"https://outlet.example/{path}")
    return make_article(
        url=asked or url,
        key=url_key(asked or url),
        canonical_url=url,
        url_key=url_key(url),
        title=title,
        text=text,
        fingerprint=fingerprint_of(title, text),
        fetched_at=NOW + timedelta(minutes=minutes),
    )


def store(conn: Connection, duplicates: Duplicates, found: Article) -> Stored:
    place = duplicates.place(conn, found)
    stored = store_article(conn, TaggedArticle(found, ()), None, place)
    duplicates.remember(conn, found, place, stored)
    return stored


def copies_of(conn: Connection) -> dict[int, int | None]:
    return {row.id: row.copy_of for row in conn.execute(select(article_table.c.id, article_table.c.copy_of))}


def test_copies_join_the_first_and_both_rows_stay(database: Database) -> None:
    with database.write() as conn:
        duplicates = Duplicates()
        first = store(conn, duplicates, article("a", FERRY_TITLE, FERRY))
        other = store(conn, duplicates, article("b", simplified(FERRY_TITLE), simplified(FERRY), 1))
        cut = store(conn, duplicates, article("c", FERRY_TITLE, "\n".join(PARAGRAPHS[:3]), 2))
        alone = store(conn, duplicates, article("d", TITLE, TEXT, 3))
    assert (first.outcome, alone.outcome) == (Outcome.STORED, Outcome.STORED)
    assert (other.outcome, other.copy_of, other.copy_kind) == (
        Outcome.COPY,
        first.article_id,
        CopyKind.OTHER_SCRIPT,
    )
    assert (cut.copy_of, cut.copy_kind) == (first.article_id, CopyKind.TRUNCATED)


def test_another_process_sees_the_same(database: Database) -> None:
    with database.write() as conn:
        first = store(conn, Duplicates(), article("a", FERRY_TITLE, FERRY))
    with database.write() as conn:
        assert store(conn, Duplicates(), article("b", "夜船", FERRY, 1)).copy_of == first.article_id


def test_ten_polls_with_churn_make_one_row_and_an_edit_one_revision(database: Database) -> None:
    with database.write() as conn:
        duplicates = Duplicates()
        outcomes = [
            store(conn, duplicates, article("a", TITLE, text, n)).outcome
            for n, text in enumerate([TEXT, *list(CHURN.values())[:9]])
        ]
        assert outcomes == [Outcome.STORED, *[Outcome.UNCHANGED] * 9]
        edited = article("a", TITLE, TEXT.replace("加開四班", "加開五班"), 20)
        assert store(conn, duplicates, edited).outcome is Outcome.REVISED
        assert (
            store(conn, duplicates, with_changes(edited, text=edited.text + "\n3小時前")).outcome
            is Outcome.UNCHANGED
        )
        assert conn.execute(select(func.count()).select_from(revision)).scalar() == 2


def test_a_revision_may_turn_into_a_copy(database: Database) -> None:
    with database.write() as conn:
        duplicates = Duplicates()
        first = store(conn, duplicates, article("a", FERRY_TITLE, FERRY))
        flash = store(conn, duplicates, article("b", "快訊", "港務公司試辦夜航，詳情稍後。", 1))
        assert flash.outcome is Outcome.STORED
        grown = store(conn, duplicates, article("b", FERRY_TITLE, FERRY + "（完）", 30))
        assert (grown.outcome, grown.copy_of) == (Outcome.REVISED, first.article_id)


def test_two_clusters_meet_in_the_full_text(database: Database) -> None:
    with database.write() as conn:
        duplicates = Duplicates()
        halves = ("\n".join(PARAGRAPHS[:4]), "\n".join(PARAGRAPHS[3:]))
        a, b = (
            store(conn, duplicates, article(str(n), FERRY_TITLE, each, n)) for n, each in enumerate(halves)
        )
        assert b.outcome is Outcome.STORED
        store(conn, duplicates, article("full", FERRY_TITLE, FERRY, 5))
        assert copies_of(conn)[a.article_id] is None


def test_a_digest_does_not_join_the_articles_it_holds(database: Database) -> None:
    other = (
        "氣象站清晨測得入春以來最低溫，站長許明德說冷空氣將在週四減弱，山區仍有零星降雨，上山民眾要多帶一件衣服。"
        "林道管制站表示，路面已經清理完畢，小客車可以通行，大型車輛須等邊坡補強後再開放。登山協會提醒，"
        "夜間能見度差，山友應提早下撤並隨身攜帶頭燈與備用電源，行前務必登記路線。"
    )
    with database.write() as conn:
        duplicates = Duplicates()
        a = store(conn, duplicates, article("a", FERRY_TITLE, FERRY))
        b = store(conn, duplicates, article("b", "山區低溫", other, 1))
        store(conn, duplicates, article("c", "今日要聞", FERRY + "\n" + other, 2))
        assert (copies_of(conn)[a.article_id], copies_of(conn)[b.article_id]) == (None, None)


def test_an_earlier_full_text_takes_the_cluster_over(database: Database) -> None:
    def dated(found: Article, minutes: int) -> Article:
        moment = Moment(
            PUBLISHED.at + timedelta(minutes=minutes),
            PUBLISHED.precision,
            PUBLISHED.offset,
            PUBLISHED.origin,
            "",
        )
        return with_changes(found, published=moment)

    with database.write() as conn:
        duplicates = Duplicates()
        late = store(conn, duplicates, dated(article("a", FERRY_TITLE, FERRY), 40))
        wire = store(conn, duplicates, dated(article("b", FERRY_TITLE, FERRY + "（完）", 1), 0))
        stub = store(conn, duplicates, dated(article("c", FERRY_TITLE, "\n".join(PARAGRAPHS[:3]), 2), -40))
        assert copies_of(conn) == {
            late.article_id: wire.article_id,
            wire.article_id: None,
            stub.article_id: wire.article_id,
        }
        (event,) = list_events(conn, kinds=(EventKind.ORIGINAL,))
        assert (event.article_id, event.detail["instead_of"]) == (wire.article_id, late.article_id)


def test_a_canonical_link_joins_two_rows_later(database: Database) -> None:
    with database.write() as conn:
        duplicates = Duplicates()
        mobile = store(conn, duplicates, article("m-view", FERRY_TITLE, FERRY))
        plain = store(conn, duplicates, article("a", FERRY_TITLE, FERRY + "（完）", 1))
        asked = "https://outlet.example/m-view"
        store(conn, duplicates, article("a", FERRY_TITLE, FERRY + "（完）", 2, asked=asked))
        assert copies_of(conn)[plain.article_id] == mobile.article_id
        (event,) = list_events(conn, kinds=(EventKind.MERGED,))
        assert (event.article_id, event.detail["into"]) == (plain.article_id, mobile.article_id)
        again = store(conn, duplicates, article("a", FERRY_TITLE, FERRY + "（完）", 3))
        assert (again.article_id, again.outcome) == (mobile.article_id, Outcome.UNCHANGED)


def test_notes_with_one_footer_make_no_giant_cluster(sqlite_url: str) -> None:
    footer = (
        "本報尊重著作權，轉載請先來信洽詢。讀者投書請附真實姓名與聯絡電話，編輯部有刪修權。客服專線週一至週五服務。"
        * 2
    )
    words = "山河海港橋路車船燈樹花果米茶鹽糖紙筆書畫歌舞鼓笛門窗牆瓦石沙土泥雲雨風雪霜露虹霧星月日光"
    rng = random.Random(7)
    with open_database(sqlite_url) as opened, opened.write() as conn:
        duplicates = Duplicates()
        for n in range(120):
            own = "".join(rng.choices(words, k=50))
            store(conn, duplicates, article(str(n), own[:12], own + footer, n))
        assert not any(copies_of(conn).values())
