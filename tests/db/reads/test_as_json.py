"""The keys of every JSON view, which programs rely on: none may go, change its name, or come unasked."""

from __future__ import annotations

from datetime import timedelta

from db.archive.articles import store_article
from db.engine.database import Database
from db.reads.article import article
from db.reads.as_json import article_json, row_json
from db.search.index import index_stored
from db.search.query import search
from seedwatch.core.model.answer import ArticleQuery
from seedwatch.core.model.article import CopyKind, DedupeDecision
from seedwatch.core.model.page import RawRef
from tests.db.samples import NOW, make_tagged

ARTICLE = """id url title body authors published published_utc precision offset date_origin source source_name
    credit language summary rights fetched_at copy_of copy_kind themes tags also_at dates revisions addresses"""
ROW = """id url title source source_name language published fetched_at themes snippet copies copy_of"""
PARTS = {
    "tags": "theme score verdict version since evidence",
    "also_at": "id url title source published seconds_later kind score",
    "dates": "origin raw read_as note",
    "revisions": "number from to title characters raw",
}


def test_the_keys_are_these(database: Database) -> None:
    with database.write() as conn:
        raw = RawRef("run-1.warc.gz", 100, 2000)
        first = store_article(conn, make_tagged(1, raw=raw), None, DedupeDecision())
        place = DedupeDecision(copy_of=first.article_id, copy_kind=CopyKind.SYNDICATED, score=0.9)
        store_article(conn, make_tagged(2, fetched_at=NOW + timedelta(hours=1)), None, place)
        index_stored(conn, first.article_id)
    with database.read() as conn:
        found = article(conn, first.article_id)
        rows = search(conn, ArticleQuery(), NOW).rows
    assert found is not None
    told = article_json(found)
    assert sorted(told) == sorted(ARTICLE.split())
    for name, keys in PARTS.items():
        part = told[name]
        assert isinstance(part, list)
        assert sorted(part[0]) == sorted(keys.split()), name
    revision, tag = found.revisions[0], told["tags"][0]  # type: ignore[index]
    assert sorted(tag["evidence"][0]) == ["field", "offset", "phrase", "rule", "script"]
    assert told["revisions"] == [
        {
            "number": 1,
            "from": NOW,
            "to": None,
            "title": revision.title,
            "characters": len(revision.text),
            "raw": {"file": "run-1.warc.gz", "offset": 100, "length": 2000},
        }
    ]
    assert (told["body"], told["published"]) == (revision.text, "2026-04-02T08:15:00+08:00")
    assert sorted(row_json(rows[0])) == sorted(ROW.split())
