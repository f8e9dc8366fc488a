"""A better reading of ours is no edit of the publisher: pages unchanged since the extractor before tell nobody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from db.archive.articles import store_article
from db.engine.database import Database
from db.reads.article import article as article_record
from db.schema.tables import event, revision
from pipelines.stages.duplicates import Duplicates
from seedwatch.core.extract.read import VERSION
from seedwatch.core.model.article import Article, Stored, TaggedArticle
from seedwatch.core.model.outcome import Outcome
from tests.db.samples import with_changes
from tests.pipelines.offline.test_reprocess import PROSE, page, read

EARLIER = {
    "title": {"title": "工程師天天複查"},
    "text": {"text": "\n".join(["記者王小明／台北報導", *PROSE[:4]])},
    "authors": {"authors": ("港邊報",)},
    "date": {"published": None},
    "all": {"title": "吊車改造", "text": "\n".join([*PROSE, "分享讓更多人看到"]), "authors": ("港邊報",)},
}


def store(database: Database, article: Article) -> Stored:
    duplicates = Duplicates()
    with database.write() as conn:
        place = duplicates.place(conn, article)
        stored = store_article(conn, TaggedArticle(article, ()), None, place)
        duplicates.remember(conn, article, place, stored)
        return stored


def counted(database: Database) -> tuple[int, int]:
    with database.read() as conn:
        counts = [
            conn.execute(select(func.count()).select_from(table)).scalar_one() for table in (event, revision)
        ]
    return counts[0], counts[1]


@pytest.mark.parametrize("fault", EARLIER)
def test_an_unchanged_page_read_better_is_mended_in_place(
    database: Database, tmp_path: Path, fault: str
) -> None:
    now = read(page(1, tmp_path))
    store(database, replace(with_changes(now, **EARLIER[fault]), extractor=VERSION - 1))
    before = counted(database)
    again = store(database, now)
    assert (again.outcome, counted(database)) == (Outcome.UNCHANGED, before)
    with database.read() as conn:
        found = article_record(conn, again.article_id)
    assert found is not None
    assert (found.current.title, found.current.text, found.current.extractor) == (
        now.title,
        now.text,
        VERSION,
    )
    assert tuple(found.current.authors) == now.extraction.authors
    assert found.published_local == "2026-11-10T09:30:00+08:00"


def test_another_text_is_an_edit_whoever_reads_it(database: Database, tmp_path: Path) -> None:
    now = read(page(1, tmp_path))
    other = "市立動物園公布新的開放時間，夜間導覽自下月起改為每週兩次，門票與停車費用維持不變。" * 6
    store(database, replace(with_changes(now, title="夜間導覽改期", text=other), extractor=VERSION - 1))
    before = counted(database)
    assert store(database, now).outcome is Outcome.REVISED
    assert counted(database) == (before[0] + 2, before[1] + 1)  # the text and its headline


def test_the_same_extractor_sees_an_edit(database: Database, tmp_path: Path) -> None:
    now = read(page(1, tmp_path))
    store(database, with_changes(now, title="工程師天天複查"))
    assert store(database, now).outcome is Outcome.REVISED
