"""Re-tagging: one transaction, old tags keep their times, a person's word stands above rules."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.archive import event_log, tags
from db.archive.articles import store_article
from db.archive.tags import TagDecision
from db.engine.database import Database
from db.search.index import index_stored
from db.search.query import search
from db.upkeep import retagging
from db.upkeep.retagging import RetaggedArticle
from seedwatch.core.errors import DatabaseError
from seedwatch.core.model.answer import ArticleQuery
from seedwatch.core.model.article import DedupeDecision, TaggedArticle, ThemeHit
from seedwatch.core.model.text import Evidence, Field
from seedwatch.core.themes.preview import preview
from tests.core.themes.sample import tagger
from tests.db.samples import HIT, NOW, make_article

LATER = NOW + timedelta(days=1)
TIDE = "潮汐發電廠明年啟用，居民可以參觀。"


def store(database: Database, *texts: str) -> list[int]:
    with database.write() as conn:
        ids = []
        for number, text in enumerate(texts):
            tagged = TaggedArticle(make_article(number, title="港口消息", text=text), (HIT,))
            ids.append(store_article(conn, tagged, None, DedupeDecision()).article_id)
            index_stored(conn, ids[-1])
    return ids


def retagged(article_id: int, hits: tuple[ThemeHit, ...] = (), revision: int = 1) -> RetaggedArticle:
    return RetaggedArticle(article_id, revision, hits)


def test_every_text_comes_with_its_tags(database: Database) -> None:
    ids = store(database, TIDE, "第二篇報導。")
    with database.write() as conn:
        retagging.decide(conn, ids[0], HIT.theme, TagDecision.REMOVED, LATER)
        retagging.decide(conn, ids[1], HIT.theme, TagDecision.ADDED, LATER)
        found = {each.article_id: each for each in retagging.tagged_texts(conn)}
    assert found[ids[0]].tags == {}
    assert found[ids[0]].fixed == {HIT.theme}
    assert found[ids[1]].tags == {HIT.theme: 1.0}


def test_retagging_moves_the_index_with_it_and_announces_once(database: Database) -> None:
    (one,) = store(database, TIDE)
    hits = tagger().tag("港口消息", TIDE)
    with database.write() as conn:
        changed = retagging.retag(conn, [retagged(one, hits)], LATER)
        again = retagging.retag(conn, [retagged(one, hits)], LATER + timedelta(days=1))
        told = [
            (each.kind, each.detail["theme"])
            for each in event_log.list_events(conn)
            if "theme" in each.detail
        ]
        found = search(conn, ArticleQuery(themes=("tidal-power",)), LATER)
        gone = search(conn, ArticleQuery(themes=(HIT.theme,)), LATER)
        history = tags.tag_history(conn, one)
    assert (changed.articles, changed.new, changed.gone) == (1, {"tidal-power": 1}, {HIT.theme: 1})
    assert again.articles == 0
    assert told.count((event_log.EventKind.TAGGED.value, "tidal-power")) == 1
    assert [row.id for row in found.rows] == [one]
    assert gone.rows == ()
    assert {(each.theme, each.valid_to) for each in history} == {("tidal-power", None), (HIT.theme, LATER)}


def test_a_failed_retagging_changes_nothing(database: Database) -> None:
    ids = store(database, TIDE, TIDE + "又一篇。")
    wrong = ThemeHit("tidal-power", 0.9, (), None)  # type: ignore[arg-type]
    with pytest.raises(DatabaseError), database.write() as conn:
        retagging.retag(conn, [retagged(ids[0]), retagged(ids[1], (wrong,))], LATER)
    with database.read() as conn:
        assert [each.theme for each in tags.current_tags(conn, ids[0])] == [HIT.theme]


def test_what_was_found_for_an_older_revision_is_left_out(database: Database) -> None:
    (one,) = store(database, TIDE)
    with database.write() as conn:
        changed = retagging.retag(conn, [retagged(one, tagger().tag("港口消息", TIDE), revision=2)], LATER)
    assert changed.articles == 0


def test_texts_beside_a_theme_are_the_newest_with_and_without_it(database: Database) -> None:
    ids = store(database, TIDE, "第二篇報導。", "第三篇報導。")
    with database.write() as conn:
        retagging.decide(conn, ids[0], HIT.theme, TagDecision.REMOVED, LATER)
        inside, outside = retagging.texts_beside(conn, HIT.theme, most=1)
    assert inside == ["港口消息\n第三篇報導。"]
    assert outside == [f"港口消息\n{TIDE}"]


def test_a_verdict_outlives_retagging_and_shows_in_precision(database: Database) -> None:
    ids = store(database, TIDE, TIDE + "又一篇。", "第三篇。")
    with database.write() as conn:
        retagging.retag(conn, [retagged(each, tagger().tag("港口消息", TIDE)) for each in ids[:2]], LATER)
        assert retagging.decide(conn, ids[0], "tidal-power", TagDecision.REMOVED, LATER)
        assert retagging.decide(conn, ids[1], "tidal-power", TagDecision.ADDED, LATER)
        assert retagging.decide(conn, ids[2], "tidal-power", TagDecision.ADDED, LATER)
        assert not retagging.decide(conn, ids[2], "tidal-power", TagDecision.ADDED, LATER)
        retagging.retag(conn, [retagged(each, tagger().tag("港口消息", TIDE)) for each in ids], LATER)
        (said,) = [each for each in retagging.verdicts(conn) if each.theme == "tidal-power"]
        labels = {each.article_id: set(each.tags) for each in retagging.decided_texts(conn)}
    assert (said.confirmed, said.removed, said.added, said.precision) == (1, 1, 1, 0.5)
    assert labels[ids[0]] == set()
    assert "tidal-power" in labels[ids[2]]


def test_rehearsing_the_archive_foretells_what_applying_does(database: Database) -> None:
    ids = store(database, TIDE, "第二篇報導。")
    with database.read() as conn:
        found = {each.theme: each for each in preview(tagger(), retagging.tagged_texts(conn))}
    assert found["tidal-power"].summary == "+1 / -0"
    assert [change.article_id for change in found["tidal-power"].gained] == ids[:1]
    assert found[HIT.theme].summary == "+0 / -2"


def test_theme_times_are_in_order_with_their_phrases(database: Database) -> None:
    (one,) = store(database, TIDE)
    hit = ThemeHit("tidal-power", 0.9, (Evidence("潮汐發電", Field.TEXT, 0, "phrase"),), "v")
    with database.write() as conn:
        retagging.retag(conn, [retagged(one, (hit,))], LATER)
        times = retagging.theme_times(conn)
    assert times["tidal-power"][0].phrases == ("潮汐發電",)
    assert HIT.theme not in times
