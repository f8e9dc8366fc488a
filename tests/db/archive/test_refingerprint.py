"""After a change of method old articles are found again; the older ones by their exact text only."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from db.archive import fingerprint_keys
from db.archive.articles import store_article
from db.archive.refingerprint import NEWEST, is_stale, refingerprint
from db.engine.database import Database
from db.jobs.owners import this_process
from db.schema.tables import revision
from db.upkeep.maintenance import MaintenancePlan, maintain
from pipelines.stages.duplicates import Duplicates
from seedwatch.core.duplicates.fingerprint import VERSION, fingerprint_of
from seedwatch.core.model.article import Fingerprint, Stored, TaggedArticle
from seedwatch.core.model.outcome import Outcome
from tests.core.duplicates.test_duplicates import TEXT, TITLE
from tests.db.samples import NOW, make_article, with_changes

OLD = Fingerprint("0" * 32, (1, 2, 3), VERSION - 1)


def kept(conn: Connection, number: int, at: datetime = NOW, fingerprint: Fingerprint = OLD) -> int:
    found = make_article(number, title=TITLE, text=TEXT, fetched_at=at, fingerprint=fingerprint)
    stored = store_article(conn, TaggedArticle(found, ()), None)
    fingerprint_keys.add(conn, stored.article_id, fingerprint)
    return stored.article_id


def versions_of(conn: Connection) -> set[int]:
    return set(conn.execute(select(revision.c.fingerprint_version)).scalars())


def test_tidy_signs_what_an_older_method_signed(database: Database) -> None:
    with database.write() as conn:
        old = kept(conn, 1, NOW - timedelta(days=90))
        new = kept(conn, 2)
        kept_text = make_article(3, fingerprint=OLD)
        released = store_article(conn, TaggedArticle(with_changes(kept_text, text=""), ()), None)
        assert is_stale(conn)
    plan = MaintenancePlan(lambda: None, NOW, NOW - timedelta(days=30), lambda refs: None)
    assert maintain(database, plan, lambda: NOW, this_process()).signed == 2
    assert maintain(database, plan, lambda: NOW, this_process()).signed == 0
    with database.read() as conn:
        signed = fingerprint_of(TITLE, TEXT)
        assert fingerprint_keys.exact(conn, signed) in (old, new)
        assert fingerprint_keys.candidates(conn, signed) == (new,)
        assert versions_of(conn) == {VERSION - 1, VERSION}
        assert released.outcome is Outcome.STORED


def test_steps_leave_no_revision_out(database: Database) -> None:
    with database.write() as conn:
        ids = [kept(conn, number) for number in range(1, 8)]
        last: int | None = NEWEST
        done = []
        while last is not None:
            count, last = refingerprint(conn, NOW, 3, last)
            done.append(count)
        assert sum(done) == len(ids)
        assert versions_of(conn) == {VERSION}


def test_a_crawl_meets_articles_of_the_older_method(database: Database) -> None:
    """The control is the older signature, which meets nothing."""

    def placed(conn: Connection, number: int, fingerprint: Fingerprint) -> Stored:
        duplicates = Duplicates()
        found = make_article(number, title=TITLE, text=TEXT + "（完）", fingerprint=fingerprint)
        place = duplicates.place(conn, found)
        return store_article(conn, TaggedArticle(found, ()), None, place)

    with database.write() as conn:
        first = kept(conn, 1)
        assert placed(conn, 2, replace(OLD, exact="1" * 32, keys=(7,))).outcome is Outcome.STORED
        assert placed(conn, 3, fingerprint_of(TITLE, TEXT + "（完）")).copy_of == first
