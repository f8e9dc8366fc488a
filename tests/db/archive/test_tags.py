"""Tags keep their times, and a person's verdict stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from db.archive import event_log, tags
from db.archive.articles import store_article
from db.archive.tags import TagDecision
from db.engine.database import Database
from seedwatch.core.model.article import DedupeDecision, ThemeHit
from tests.db.samples import EVIDENCE, HIT, NOW, make_tagged

LATER = NOW + timedelta(days=1)
OTHER = ThemeHit("robot-policy", 0.5, EVIDENCE[:1], "v1")


def test_retagging_closes_what_held_and_keeps_it(database: Database) -> None:
    with database.write() as conn:
        article_id = store_article(conn, make_tagged(), None, DedupeDecision()).article_id
        assert tags.set_tags(conn, article_id, (OTHER,), LATER) == (("robot-policy",), ("humanoid-robots",))
        now = tags.current_tags(conn, article_id)
        history = tags.tag_history(conn, article_id)
    assert [(each.theme, each.valid_from) for each in now] == [("robot-policy", LATER)]
    assert [(each.theme, each.valid_from, each.valid_to) for each in history] == [
        ("humanoid-robots", NOW, LATER),
        ("robot-policy", LATER, None),
    ]


def test_the_same_hits_change_nothing(database: Database) -> None:
    with database.write() as conn:
        article_id = store_article(conn, make_tagged(), None, DedupeDecision()).article_id
        before = tags.tag_history(conn, article_id)
        assert tags.set_tags(conn, article_id, (HIT,), LATER) == ((), ())
        assert tags.tag_history(conn, article_id) == before


def test_new_evidence_is_a_new_row_but_no_event(database: Database) -> None:
    with database.write() as conn:
        article_id = store_article(conn, make_tagged(), None, DedupeDecision()).article_id
        assert tags.set_tags(conn, article_id, (replace(HIT, version="v2"),), LATER) == ((), ())
        assert [each.version for each in tags.tag_history(conn, article_id)] == ["v1", "v2"]
        assert [each.kind for each in event_log.list_events(conn)] == ["stored"]


def test_a_persons_verdict_outlives_the_tagger(database: Database) -> None:
    with database.write() as conn:
        article_id = store_article(conn, make_tagged(), None, DedupeDecision()).article_id
        assert tags.fix_tag(conn, article_id, "humanoid-robots", TagDecision.REMOVED, LATER)
        assert tags.fix_tag(conn, article_id, "chips", TagDecision.ADDED, LATER)
        assert not tags.fix_tag(conn, article_id, "chips", TagDecision.ADDED, LATER)
        tags.set_tags(conn, article_id, (HIT, OTHER), LATER)
        assert tags.themes_of(conn, [article_id]) == {article_id: ("chips", "robot-policy")}
        tags.set_tags(conn, article_id, (), LATER)
        assert tags.themes_of(conn, [article_id, 99]) == {article_id: ("chips",)}
        assert tags.fix_tag(conn, article_id, "humanoid-robots", TagDecision.RULE, LATER)
        tags.set_tags(conn, article_id, (HIT,), LATER)
        assert tags.themes_of(conn, [article_id]) == {article_id: ("chips", "humanoid-robots")}
