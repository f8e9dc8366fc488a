"""Kept pages read again: what would change is shown first, applied in place, and stable."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Table, func, select

from db.archive.articles import store_article
from db.archive.page_outcomes import record_outcomes
from db.archive.tags import current_tags
from db.engine.database import Database
from db.jobs.runs import start_run
from db.reads.article import article as article_record
from db.reads.sources import source_states
from db.schema.tables import event, revision
from db.search.query import search
from db.sources.catalogue import register_ad_hoc, sync_sources
from db.upkeep.reprocess import misnamed_articles, pages_of_articles, rejected_pages
from pipelines.offline.reprocess import Change, apply, preview, renamed
from pipelines.stages.duplicates import Duplicates
from pipelines.warc.store import ArchiveOptions, WarcStore
from pipelines.workers.tasks import WorkerConfig, read_page
from seedwatch.core.fetching.urls import url_key
from seedwatch.core.model.answer import ArticleQuery
from seedwatch.core.model.article import Article
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.page import Page
from seedwatch.core.model.source import FOUND, FeedKind, FeedSpec, Source
from seedwatch.core.model.text import Language
from tests.core.themes.sample import TIDE, TOPICS, WORDS
from tests.db.samples import make_source, make_tagged, with_changes
from tests.refs import ref_of

FETCHED = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)
LATER = FETCHED + timedelta(days=5)
PROSE = [
    f"第{n}段說明港口吊車改造工程的進度，工程師逐一檢查鋼索、煞車與電纜，並把結果記在冊子裡，"
    f"隔日再由另一組人複查，確認數字沒有抄錯，這樣的程序已經持續了{n}個月。"
    for n in ("一", "二", "三", "四", "五")
]
PAGE = f"""<!doctype html><html lang="zh-Hant"><head><meta charset="utf-8">
<title>吊車改造過半 工程師天天複查 | 港邊報</title>
<meta property="article:published_time" content="2026-11-10T09:30:00+08:00"></head><body><article>
<h1>吊車改造過半 工程師天天複查</h1>{"".join(f"<p>{line}</p>" for line in PROSE)}</article></body></html>"""

THEMES = (
    ("topics.yaml", TOPICS),
    ("words.yaml", WORDS),
    ("tide.yaml", TIDE.replace("潮汐發電", "吊車改造")),
)


def page(number: int, directory: Path, markup: str = PAGE) -> Page:
    """A page as it was fetched, its bytes kept on a store."""
    url = f"https://harbour.example/{number}"
    fetched = Page(
        ref=ref_of(url, "harbour", "Asia/Taipei"),
        final_url=url,
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=markup.encode(),
        fetched_at=FETCHED,
    )
    store = WarcStore(ArchiveOptions(directory), directory, number)
    kept = replace(fetched, raw=store.keep(fetched))
    store.close()
    return kept


def read(kept: Page) -> Article:
    tagged = read_page(kept, None).tagged
    assert tagged is not None
    return tagged.article


def store(database: Database, article: Article) -> int:
    from seedwatch.core.model.article import TaggedArticle

    with database.write() as conn:
        return store_article(
            conn, TaggedArticle(article, ()), None, Duplicates().place(conn, article)
        ).article_id


def rows(database: Database, table: Table) -> int:
    with database.read() as conn:
        return conn.execute(select(func.count()).select_from(table)).scalar_one()


def reject(database: Database, kept: Page, outcome: Outcome) -> None:
    """The page as an earlier version refused it."""
    end = kept.end(outcome, "earlier")
    with database.write() as conn:
        record_outcomes(conn, start_run(conn, "crawl", FETCHED, 1, {}), (end,))


def replay(database: Database, directory: Path) -> list[Change]:
    with database.read() as conn:
        pages = (*pages_of_articles(conn), *rejected_pages(conn))
        return list(preview(conn, WorkerConfig(), 1, 30.0, directory, pages))


def write(database: Database, changes: list[Change]) -> int:
    with database.write() as conn:
        return apply(conn, changes, start_run(conn, "replay", LATER, 1, {}), LATER)


def test_what_todays_code_wrote_stays_the_same(database: Database, tmp_path: Path) -> None:
    store(database, read(page(1, tmp_path)))
    (change,) = replay(database, tmp_path)
    assert change.fields == ()
    assert write(database, [change]) == 0


def test_an_earlier_reading_is_mended_in_place(database: Database, tmp_path: Path) -> None:
    now = read(page(1, tmp_path))
    number = store(database, with_changes(now, title="港邊報", text=now.text[:80], published=None))
    changes = replay(database, tmp_path)
    assert set(changes[0].fields) == {"title", "text", "published"}
    assert (changes[0].before, changes[0].after) == ("港邊報", "吊車改造過半 工程師天天複查")
    assert replay(database, tmp_path) == changes  # two replays give the same
    before = rows(database, event), rows(database, revision)
    assert write(database, changes) == 1
    assert (rows(database, event), rows(database, revision)) == before
    with database.read() as conn:
        found = article_record(conn, number)
    assert found is not None
    assert [each.title for each in found.revisions] == ["吊車改造過半 工程師天天複查"]
    assert found.current.text == now.text
    assert (found.current.valid_from, found.current.valid_to) == (FETCHED, None)
    assert found.published_local == "2026-11-10T09:30:00+08:00"
    assert [change.fields for change in replay(database, tmp_path)] == [()]


def test_a_better_reading_is_found_and_tagged_without_an_event(database: Database, tmp_path: Path) -> None:
    plan = WorkerConfig(themes=THEMES)
    number = store(database, with_changes(read(page(1, tmp_path)), title="港邊報", text=PROSE[0][:20]))
    with database.read() as conn:
        changes = list(preview(conn, plan, 1, 30.0, tmp_path, pages_of_articles(conn)))
        assert not [row.id for row in search(conn, ArticleQuery("複查"), LATER).rows]
    before = rows(database, event)
    assert write(database, changes) == 1
    with database.read() as conn:
        assert [tag.theme for tag in current_tags(conn, number)] == ["tidal-power"]
        assert [row.id for row in search(conn, ArticleQuery("複查"), LATER).rows] == [number]
    assert rows(database, event) == before


def test_a_date_that_was_made_up_goes(database: Database, tmp_path: Path) -> None:
    undated = page(1, tmp_path, PAGE.replace('content="2026-11-10T09:30:00+08:00"', ""))
    dated = read(page(2, tmp_path))
    number = store(database, with_changes(read(undated), published=dated.published))
    (change,) = replay(database, tmp_path)
    assert change.fields == ("published",)
    assert write(database, [change]) == 1
    with database.read() as conn:
        found = article_record(conn, number)
    assert found is not None
    assert found.published_local is None


def test_a_page_refused_before_becomes_an_article(database: Database, tmp_path: Path) -> None:
    reject(database, page(2, tmp_path), Outcome.NOT_ARTICLE)
    (change,) = replay(database, tmp_path)
    assert change.fields == ("article",)
    assert write(database, [change]) == 1
    assert [change.fields for change in replay(database, tmp_path)] == [()]


def test_bytes_that_are_gone_are_told(database: Database, tmp_path: Path) -> None:
    store(database, read(page(1, tmp_path)))
    for file in tmp_path.glob("*.warc.gz"):
        file.unlink()
    (change,) = replay(database, tmp_path)
    assert change.fields == ("missing",)


@pytest.mark.parametrize("keep", [0, 10, 60])
def test_a_torn_member_is_told(sqlite_database: Database, tmp_path: Path, keep: int) -> None:
    store(sqlite_database, read(page(1, tmp_path)))
    for file in tmp_path.glob("*.warc.gz"):
        file.write_bytes(file.read_bytes()[:keep])
    (change,) = replay(sqlite_database, tmp_path)
    assert change.fields == ("missing",)


ENDPOINT = Source(
    "bing-news", "Bing News", "https://search.example/", Language.OTHER, "UTC",
    (FeedSpec("https://search.example/?q=a", FeedKind.SEARCH),),
)  # fmt: skip


@pytest.mark.parametrize("has_bytes", [True, False])
def test_what_stands_under_a_search_endpoint_gets_its_outlet(
    database: Database, tmp_path: Path, has_bytes: bool
) -> None:
    """Declared or not, its bytes kept or not; and a second time there is nothing to do."""
    with database.write() as conn:
        sync_sources(conn, [make_source("coast", home="https://www.coast.example/")])
        register_ad_hoc(conn, [ENDPOINT])
    kept = page(1, tmp_path)
    mine = read(
        replace(kept, ref=ref_of(kept.ref.url, "bing-news", "UTC"), raw=kept.raw if has_bytes else None)
    )
    url = "https://m.coast.example/7"
    other = make_tagged(5, source_id="bing-news", raw=None)
    other = replace(other, article=replace(other.article, canonical_url=url, url_key=url_key(url)))
    numbers = [store(database, mine)]
    with database.write() as conn:
        numbers.append(store_article(conn, other, None).article_id)

    changes = [change for change in mended(database, tmp_path) if change.fields]
    assert [("outlet" in change.fields, change.page.article_id) for change in changes] == [
        (True, n) for n in numbers
    ]
    write(database, changes)
    with database.read() as conn:
        found = [article_record(conn, number) for number in numbers]
        (row,) = [state for state in source_states(conn) if state.id == "harbour.example"]
    assert [each and each.source_id for each in found] == ["harbour.example", "coast"]
    assert (row.catalogue, row.name) == (FOUND, "harbour.example")
    assert [change.fields for change in mended(database, tmp_path) if change.fields] == []


def mended(database: Database, directory: Path) -> list[Change]:
    with database.read() as conn:
        return [
            *preview(conn, WorkerConfig(), 1, 30.0, directory, pages_of_articles(conn)),
            *renamed(misnamed_articles(conn)),
        ]
