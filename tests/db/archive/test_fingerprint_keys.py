"""Keys in the database: what is found, in what order, and what is never asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from db.archive import fingerprint_keys
from db.archive.articles import store_article
from db.engine.database import Database
from seedwatch.core.model.article import Fingerprint
from tests.db.samples import NOW, make_tagged


def signed(*keys: int, exact: str = "e") -> Fingerprint:
    return Fingerprint(exact, keys, 1)


def test_candidates_that_share_most_come_first(database: Database) -> None:
    with database.write() as conn:
        fingerprint_keys.add(conn, 1, signed(1, 2, 3))
        fingerprint_keys.add(conn, 2, signed(2, 3, 4))
        fingerprint_keys.add(conn, 3, signed(-9))
        assert fingerprint_keys.candidates(conn, signed(2, 3, 4, 5)) == (2, 1)
        assert fingerprint_keys.candidates(conn, signed(2, 3, 4, 5), most=1) == (2,)
        assert fingerprint_keys.candidates(conn, signed(7)) == ()
        assert fingerprint_keys.candidates(conn, signed()) == ()


def test_adding_again_changes_nothing(database: Database) -> None:
    with database.write() as conn:
        fingerprint_keys.add(conn, 1, signed(-(2**63), 2**63 - 1))
        fingerprint_keys.add(conn, 1, signed(-(2**63), 2**63 - 1))
        assert fingerprint_keys.candidates(conn, signed(2**63 - 1)) == (1,)


def test_a_key_of_many_articles_says_nothing(database: Database) -> None:
    """The control: the same number of articles less one, and each is a candidate."""
    with database.write() as conn:
        for article_id in range(1, fingerprint_keys.HOT):
            fingerprint_keys.add(conn, article_id, signed(5))
        assert len(fingerprint_keys.candidates(conn, signed(5), most=1000)) == fingerprint_keys.HOT - 1
        for article_id in range(fingerprint_keys.HOT, fingerprint_keys.HOT + 50):
            fingerprint_keys.add(conn, article_id, signed(5, article_id))
        assert fingerprint_keys.candidates(conn, signed(5)) == ()
        assert fingerprint_keys.candidates(conn, signed(5, fingerprint_keys.HOT + 7)) == (
            fingerprint_keys.HOT + 7,
        )


def test_exact_identity_by_method_and_kept_when_keys_are_pruned(database: Database) -> None:
    with database.write() as conn:
        old = make_tagged(1, fingerprint=signed(1, 2, exact="a" * 32))
        new = make_tagged(2, fingerprint=signed(1, 2, exact="b" * 32), fetched_at=NOW + timedelta(days=60))
        ids = [store_article(conn, each, None).article_id for each in (old, new)]
        for article_id, each in zip(ids, (old, new), strict=True):
            fingerprint_keys.add(conn, article_id, each.article.fingerprint)
        assert fingerprint_keys.exact(conn, old.article.fingerprint) == ids[0]
        assert fingerprint_keys.exact(conn, replace(old.article.fingerprint, version=2)) is None
        assert fingerprint_keys.exact(conn, signed(exact="")) is None
        assert fingerprint_keys.prune(conn, NOW + timedelta(days=30)) == 2
        assert fingerprint_keys.candidates(conn, signed(1, 2)) == (ids[1],)
        assert fingerprint_keys.exact(conn, old.article.fingerprint) == ids[0]
