"""Sources added by commands: imports, names, exports that read back, and what survives a sync."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from db.engine.database import Database
from db.schema.tables import source
from db.sources.catalogue import sync_catalogues
from db.sources.own import known_sources, own_sources, remove_own, switch
from seedwatch.app.own_sources import import_list, opml_of, resolve, save, source_of, yaml_of
from seedwatch.core.errors import InputError
from seedwatch.core.feeds.lists import read_feed_list
from seedwatch.core.model.source import Catalogue, FeedKind, FeedSpec, Source
from seedwatch.core.model.text import Language
from seedwatch.core.sources.declarations import parse_sources
from seedwatch.core.sources.discovery import FoundFeed
from tests.db.samples import NOW

NESTED = """<opml version="2.0"><body><outline text="科技"><outline text="深一層">
<outline text="甲" xmlUrl="https://a.example/rss"/><outline text="甲又" xmlUrl="https://a.example/rss"/>
</outline></outline><outline text="乙" xmlUrl="https://b.example/atom"/><outline text="壞" xmlUrl="ftp://c"/>
</body></opml>"""


def found(url: str, title: str = "科技報", language: str = "zh-TW") -> FoundFeed:
    return FoundFeed(url, FeedKind.FEED, title, 3, "2026-05-01", language, "named by the page")


def test_an_import_takes_each_feed_once(database: Database) -> None:
    done = import_list(database, NESTED, "mine.opml")
    assert [each.id for each in done.sources] == ["a-example", "b-example"]
    assert (done.known, len(done.skipped)) == (0, 1)
    again = import_list(database, NESTED, "mine.opml")
    assert (again.sources, again.known) == ((), 2)


def test_five_thousand_outlines(database: Database) -> None:
    outlines = "".join(f'<outline xmlUrl="https://n{n}.example/rss"/>' for n in range(5000))
    done = import_list(database, f"<opml><body>{outlines}</body></opml>", "many.opml")
    assert len(done.sources) == 5000
    with database.read() as conn:
        assert len(own_sources(conn)) == 5000


def test_a_source_takes_name_and_language_from_its_feed(database: Database) -> None:
    made = source_of(database, "https://www.news.example.tw/x", (found("https://news.example.tw/rss"),))
    assert (made.id, made.name, made.language, made.zone) == (
        "news-example-tw",
        "科技報",
        Language.ZH_HANT,
        "Asia/Taipei",
    )
    save(database, (made,))
    with pytest.raises(InputError, match="news-example-tw has this feed already"):
        source_of(database, "https://x.example/", (found("https://news.example.tw/rss"),))
    other = source_of(database, "https://www.news.example.tw/", (found("https://news.example.tw/2"),))
    assert other.id == "news-example-tw-2"


def test_sources_are_known_by_name_too(database: Database) -> None:
    save(database, (source_of(database, "https://a.example/", (found("https://a.example/rss"),)),))
    assert resolve(database, "科技報") == resolve(database, "a-example") == "a-example"
    save(database, (source_of(database, "https://b.example/", (found("https://b.example/rss"),)),))
    with pytest.raises(InputError, match="2 sources are called so"):
        resolve(database, "科技報")
    with pytest.raises(InputError, match="unknown source 'a-exampel'") as error:
        resolve(database, "a-exampel")
    assert "a-example" in str(error.value.hint)


def test_they_survive_a_sync_and_go_when_removed(database: Database) -> None:
    shipped = Source(
        "pts", "PTS", "https://p.example/", Language.ZH_HANT, "UTC", (FeedSpec("https://p.example/x"),)
    )
    save(database, (source_of(database, "https://a.example/", (found("https://a.example/rss"),)),))
    with database.write() as conn:
        sync_catalogues(conn, (Catalogue("shipped", (shipped,)),), NOW)
        switch(conn, "pts", on=False)
        sync_catalogues(conn, (Catalogue("shipped", (shipped,)),), NOW, take=True)
        on = {row.id: row.enabled for row in conn.execute(select(source.c.id, source.c.enabled))}
        assert on == {"a-example": True, "pts": False}
        assert not remove_own(conn, "pts")
        assert remove_own(conn, "a-example")
        assert [each.id for each in known_sources(conn)] == ["pts"]


def test_exports_read_back(database: Database) -> None:
    import_list(database, NESTED, "mine.opml")
    with database.read() as conn:
        mine = own_sources(conn)
    assert read_feed_list(opml_of(mine), "out.opml").addresses == (
        "https://a.example/rss",
        "https://b.example/atom",
    )
    assert parse_sources(yaml_of(mine), "out.yaml") == mine
