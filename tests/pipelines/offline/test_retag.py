"""Re-tagging the archive: what is found waits outside of memory and is written in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.archive.articles import store_article
from db.archive.tags import current_tags
from db.engine.database import Database, open_database
from db.search.index import index_stored
from pipelines.offline.retag import retag_archive
from seedwatch.core.errors import DatabaseError
from seedwatch.core.model.article import DedupeDecision, TaggedArticle, ThemeHit
from seedwatch.core.model.text import Language
from seedwatch.core.themes import Tagger
from tests.core.themes.sample import tagger
from tests.db.samples import HIT, make_article


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(f"sqlite:///{tmp_path / 'a.db'}") as opened:
        yield opened


def store(database: Database, number: int, title: str) -> int:
    with database.write() as conn:
        tagged = TaggedArticle(make_article(number, title=title, text=f"{title}。第{number}則。"), (HIT,))
        stored = store_article(conn, tagged, None, DedupeDecision())
        index_stored(conn, stored.article_id)
    return stored.article_id


def themes(database: Database, article_id: int) -> set[str]:
    with database.read() as conn:
        return {each.theme for each in current_tags(conn, article_id)}


def test_every_article_gets_the_tags_of_the_files(database: Database) -> None:
    tide, other = store(database, 1, "潮汐發電廠明年啟用"), store(database, 2, "漁港整建")
    report = retag_archive(database, tagger())
    assert (report.read, report.changed, report.new, report.gone) == (
        2,
        2,
        {"tidal-power": 1},
        {HIT.theme: 2},
    )
    assert (themes(database, tide), themes(database, other)) == ({"tidal-power"}, set())
    assert retag_archive(database, tagger()).changed == 0


def test_only_the_themes_asked_for_come_and_go(database: Database) -> None:
    tide = store(database, 1, "潮汐發電廠明年啟用")
    retag_archive(database, tagger(), ("tidal-power",))
    assert themes(database, tide) == {"tidal-power", HIT.theme}


class Meanwhile(Tagger):
    """A tagger in whose time another program stores a revision and a new article."""

    database: Database

    def tag(self, title: str, text: str, language: Language | None = None) -> tuple[ThemeHit, ...]:
        if not hasattr(self, "done"):
            self.done = True
            article = make_article(1, title="港口改名", text="改寫過的內文，與潮汐無關。")
            with self.database.write() as conn:
                store_article(conn, TaggedArticle(article, (HIT,)), None, DedupeDecision(article_id=1))
            store(self.database, 7, "另一則新消息")
        return super().tag(title, text, language)


def test_what_a_crawl_stores_meanwhile_keeps_the_tags_it_gave(database: Database) -> None:
    one = store(database, 1, "潮汐發電廠明年啟用")
    watching = tagger()
    watching.__class__ = Meanwhile
    assert isinstance(watching, Meanwhile)
    watching.database = database
    report = retag_archive(database, watching)
    assert (report.read, report.changed) == (1, 0)
    assert themes(database, one) == {HIT.theme}


class Faulty(Tagger):
    """A tagger whose tag for the last article cannot be stored."""

    def tag(self, title: str, text: str, language: Language | None = None) -> tuple[ThemeHit, ...]:
        if title == "最後一則":
            return (ThemeHit("tidal-power", 0.9, (), None),)  # type: ignore[arg-type]
        return super().tag(title, text, language)


def test_a_fault_on_the_way_leaves_every_tag_as_it_was(database: Database) -> None:
    ids = [store(database, number, title) for number, title in enumerate(("潮汐發電", "最後一則"))]
    faulty = tagger()
    faulty.__class__ = Faulty
    with pytest.raises(DatabaseError):
        retag_archive(database, faulty)
    assert [themes(database, each) for each in ids] == [{HIT.theme}] * 2
