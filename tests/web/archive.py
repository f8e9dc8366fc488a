"""A small archive to look at: real rows, written the way the crawl writes them."""

from __future__ import annotations

from typing import Any

from db.archive.articles import store_article
from db.engine.database import Database
from db.search.index import index_stored
from db.sources.catalogue import sync_sources
from seedwatch.core.model.article import CopyKind, DedupeDecision, ThemeHit
from seedwatch.core.model.text import Evidence, Field
from tests.db.samples import make_source, make_tagged

TEXT = "特斯拉今天展示量產線。\n工廠裡的人形機器人開始上班，宇樹也跟進。"


def store(database: Database, number: int, place: DedupeDecision | None = None, **changes: Any) -> int:
    """One article, stored and indexed; its id."""
    with database.write() as conn:
        stored = store_article(conn, make_tagged(number, **changes), None, place)
        index_stored(conn, stored.article_id)
    return stored.article_id


def fill(database: Database) -> int:
    """An original with evidence and one copy; the original's id."""
    with database.write() as conn:
        sync_sources(conn, (make_source("example"), make_source("other", name="別家新聞")))
    evidence = (
        Evidence("人形機器人", Field.TEXT, TEXT.index("人形機器人"), "phrase"),
        Evidence("宇樹", Field.TEXT, TEXT.index("宇樹"), "strong alias"),
    )
    hit = ThemeHit("humanoid-robots", 0.9, evidence, "v1")
    first = store(database, 1, title="機器人進廠第一天", text=TEXT, hits=(hit,))
    place = DedupeDecision(copy_of=first, copy_kind=CopyKind.REHEADLINED, score=0.95)
    store(database, 2, place, title="換個標題的同一篇", text=TEXT, source_id="other", hits=(hit,))
    return first
