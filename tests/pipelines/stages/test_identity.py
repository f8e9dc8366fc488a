"""Two articles never replace each other, whatever addresses their pages claim; decided on a database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from db.archive.addresses import write_addresses
from db.archive.articles import store_article
from db.engine.database import Database
from db.schema.tables import article as article_table
from db.upkeep.erasure import address_target, erase
from pipelines.stages.duplicates import Duplicates
from pipelines.stages.identity import settle
from pipelines.workers.tasks import article_of
from seedwatch.core.fetching.urls import url_key
from seedwatch.core.model.article import Article, Extraction, Stored, TaggedArticle
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.page import Page
from tests.db.samples import NOW
from tests.refs import ref_of

SITE = "https://outlet.example"
STEEL = (
    "鋼鐵廠擴產計畫出爐",
    "鋼鐵公司宣布新的高爐將在明年春天點火，工程師估計年產量增加兩成，附近居民要求先公布空污監測數據。" * 3,
)
SHIPS = (
    "造船公司接獲大單",
    "三艘貨櫃輪將在高雄的船塢建造，買方是一家挪威航商，船廠說訂單排到後年，需要再招募四百名焊工與電工。" * 3,
)
TEA = (
    "茶葉出口成長兩成",
    "山區茶農今年春天遇上少雨，產量卻因為新的灌溉池而上升，日本與加拿大買家在展覽會上簽下三年的合約。" * 3,
)


def found_at(
    path: str, words: tuple[str, str], claim: str | None, minutes: int = 0, asked: str = ""
) -> Article:
    at = NOW + timedelta(minutes=minutes)
    ref = ref_of(f"{SITE}/{asked or path}", "example", "Asia/Taipei")
    page = Page(ref, f"{SITE}/{path}", 200, (), b"", at)
    return article_of(
        page,
        Extraction(Outcome.STORED, title=words[0], text=words[1], canonical_url=claim and f"{SITE}/{claim}"),
    )


def store(conn: Connection, found: Article, *, is_noted: bool = True) -> Stored:
    """As the last stage does; is_noted: whether the batch ended before the next page."""
    duplicates = Duplicates()
    found = settle(conn, duplicates, found)
    place = duplicates.place(conn, found)
    stored = store_article(conn, TaggedArticle(found, ()), None, place)
    duplicates.remember(conn, found, place, stored)
    if is_noted:  # what the end of the batch writes
        seen = {"first_seen": found.fetched_at, "last_seen": found.fetched_at}
        outcome = {"outcome": stored.outcome.value, "article_id": stored.article_id}
        write_addresses(conn, [{"url_key": found.ref.key, "url": found.ref.url, **outcome, **seen}])
    return stored


def titles(conn: Connection) -> dict[str, str]:
    rows = conn.execute(select(article_table.c.url, article_table.c.title))
    return {row.url.removeprefix(f"{SITE}/"): row.title for row in rows}


@pytest.mark.parametrize("is_noted", [True, False])
@pytest.mark.parametrize("claim", ["other", "news/12345", None])
def test_several_articles_that_claim_one_address_are_several(
    database: Database, claim: str | None, is_noted: bool
) -> None:
    with database.write() as conn:
        for n, words in enumerate((STEEL, SHIPS, TEA)):
            assert (
                store(conn, found_at(f"a{n}", words, claim, n), is_noted=is_noted).outcome is Outcome.STORED
            )
        assert titles(conn) == {"a0": STEEL[0], "a1": SHIPS[0], "a2": TEA[0]}
        for n, words in enumerate((STEEL, SHIPS, TEA)):  # and at the next visit they are as they were
            assert store(conn, found_at(f"a{n}", words, claim, 10 + n)).outcome is Outcome.UNCHANGED


@pytest.mark.parametrize("is_noted", [True, False])
def test_what_only_claimed_an_address_makes_room_for_the_article_at_home_there(
    database: Database, is_noted: bool
) -> None:
    with database.write() as conn:
        # The number is in both addresses, so the claim is believed at first.
        first = store(conn, found_at("show?id=12345&part=2", SHIPS, "news/12345"), is_noted=is_noted)
        assert titles(conn) == {"news/12345": SHIPS[0]}
        second = store(conn, found_at("news/12345", STEEL, "news/12345", 1), is_noted=is_noted)
        assert (first.outcome, second.outcome) == (Outcome.STORED, Outcome.STORED)
        assert titles(conn) == {"show?id=12345&part=2": SHIPS[0], "news/12345": STEEL[0]}
        again = store(conn, found_at("show?id=12345&part=2", SHIPS, "news/12345", 2))
        assert (again.article_id, again.outcome) == (first.article_id, Outcome.UNCHANGED)


def test_a_claim_is_believed_when_the_same_text_is_stored_there(database: Database) -> None:
    with database.write() as conn:
        plain = store(conn, found_at("b", STEEL, "b"))
        view = store(conn, found_at("view-of-b", STEEL, "b", 1))
        assert (view.article_id, view.outcome) == (plain.article_id, Outcome.UNCHANGED)
        assert titles(conn) == {"b": STEEL[0]}


def test_an_edited_page_is_a_revision_whatever_it_claims(database: Database) -> None:
    for n, (path, claim) in enumerate(
        (("x1", "x1"), ("show?id=55501", "news/55501"), ("x3", "else"), ("x4", None))
    ):
        with database.write() as conn:
            flash = store(conn, found_at(path, ("快訊", "船廠得標，詳情稍後。" + str(n)), claim))
            full = store(conn, found_at(path, SHIPS, claim, 5))
            assert (full.article_id, full.outcome) == (flash.article_id, Outcome.REVISED)
            store(conn, found_at(path, ("撤下", "本文已由編輯撤下，原因另行說明。" + str(n)), claim, 9))


def test_a_redirect_leads_to_the_article_and_a_reused_address_to_another(database: Database) -> None:
    with database.write() as conn:
        moved = store(conn, found_at("new-home", STEEL, None, asked="old-home"))
        assert store(conn, found_at("old-home", SHIPS, None, 5)).outcome is Outcome.STORED
        assert titles(conn) == {"new-home": STEEL[0], "old-home": SHIPS[0]}
        assert store(conn, found_at("new-home", STEEL, None, 6)).article_id == moved.article_id


@pytest.mark.parametrize("asked", ["", "elsewhere"])
def test_a_tombstone_makes_room_for_nobody(database: Database, asked: str) -> None:
    """Whatever leads to an address that was removed on request ends there, with another text too."""
    with database.write() as conn:
        first = store(conn, found_at("removed", STEEL, None))
        url = f"{SITE}/removed"
        erase(conn, address_target(conn, url, url_key(url)), NOW)
        again = settle(conn, Duplicates(), found_at("removed", SHIPS, None, 1, asked))
        place = Duplicates().place(conn, again)
        assert (place.erased, place.article_id) == (True, first.article_id)
        other = settle(conn, Duplicates(), found_at("kept", SHIPS, None, 2))
        assert not Duplicates().place(conn, other).erased
