"""Texts go when the terms of their source say so; title, lead and link stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from db.archive.articles import store_article
from db.archive.event_log import EventKind, list_events
from db.archive.page_outcomes import record_outcome
from db.archive.raw_pages import raw_pages
from db.engine.database import Database
from db.jobs.runs import start_run
from db.reads.export import export_rows
from db.search.index import index_stored
from db.search.query import search
from db.sources.catalogue import sync_sources
from db.upkeep.retention import expire_texts, keep_within_terms
from seedwatch.core.model.answer import ArticleQuery
from seedwatch.core.model.article import DedupeDecision
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.page import RawRef
from seedwatch.core.model.source import FullText, Terms
from tests.db.samples import NOW, make_end, make_source, make_tagged

BOUNDED = replace(make_source("bounded"), terms=Terms(retention_days=10))
FREE = make_source("free")
LEAD = replace(make_source("lead"), terms=Terms(keep=FullText.LEAD))


def _fill(database: Database) -> dict[str, int]:
    """One article of each source, with kept pages, twenty days old; and a young one of the bounded source."""
    ids: dict[str, int] = {}
    with database.write() as conn:
        sync_sources(conn, [BOUNDED, FREE, LEAD])
        run_id = start_run(conn, "crawl", NOW, 1, {})
        young = ("young", "bounded", NOW - timedelta(days=9))
        old = [(name, name, NOW - timedelta(days=20)) for name in ("bounded", "free", "lead")]
        for number, (name, source, at) in enumerate([young, *old]):
            raw = RawRef("f.warc.gz", number * 1000, 900)
            words = f"碼頭的{name}獨白。"
            tagged = make_tagged(number, source_id=source, fetched_at=at, text=words, raw=raw, summary="導言")
            stored = store_article(conn, tagged, None, DedupeDecision())
            ids[name] = stored.article_id
            end = make_end(f"https://{source}.example/{number}", Outcome.STORED, raw=raw)
            record_outcome(conn, run_id, replace(end, at=at, ref=replace(end.ref, source_id=source)))
            index_stored(conn, stored.article_id)
    return ids


def test_each_source_keeps_what_its_terms_allow(database: Database) -> None:
    ids = _fill(database)
    erased: list[RawRef] = []
    done = keep_within_terms(database, NOW, erased.extend)
    assert (done.articles, done.pages) == (2, 2)
    assert sorted(ref.offset for ref in erased) == [1000, 3000]
    with database.read() as conn:
        bodies = {row.id: row.body for row in export_rows(conn)}
        assert {name: bool(bodies[each]) for name, each in ids.items()} == {
            "young": True,
            "bounded": False,
            "free": True,
            "lead": False,
        }
        assert len(raw_pages(conn)) == 2
        assert _found(database, "獨白") == {ids["young"], ids["free"]}
        assert _found(database, "人形機器人") == set(ids.values())  # their titles stay
        assert ids["bounded"] in _found(database, "導言")


def _found(database: Database, words: str) -> set[int]:
    with database.read() as conn:
        return {row.id for row in search(conn, ArticleQuery(words, copies=True), NOW).rows}


def test_tidying_again_finds_nothing_to_do(database: Database) -> None:
    _fill(database)
    keep_within_terms(database, NOW, list)
    done = keep_within_terms(database, NOW, list)
    assert (done.articles, done.pages) == (0, 0)
    with database.read() as conn:
        assert len(list_events(conn, kinds=[EventKind.RELEASED])) == 2


def test_a_page_that_begins_to_say_noarchive_loses_its_older_texts_too(database: Database) -> None:
    ids = _fill(database)
    with database.write() as conn:
        expire_texts(conn, (ids["free"],), NOW)
    erased: list[RawRef] = []

    def take(refs: Sequence[RawRef]) -> None:
        erased.extend(refs)

    keep_within_terms(database, NOW, take)
    assert 2000 in {ref.offset for ref in erased}
