"""Articles in: new, copy, revision, unchanged; how pages end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select, text

from db.archive import event_log, raw_pages
from db.archive.articles import article_at, known_keys, store_article, texts_of
from db.archive.event_log import EventKind
from db.archive.page_outcomes import record_outcome, record_outcomes
from db.engine.database import Database
from db.jobs import runs
from db.reads.article import article as article_of
from db.reads.lists import undated
from db.schema.tables import address, article, outcome
from seedwatch.core.model.article import CopyKind, DedupeDecision, Fingerprint, Stored, StoredText, ThemeHit
from seedwatch.core.model.outcome import FINAL, Outcome
from seedwatch.core.model.page import RawRef
from seedwatch.core.model.text import Language
from tests.db.samples import EVIDENCE, HIT, NOW, PUBLISHED, key_of, make_article, make_end, make_tagged

LATER = NOW + timedelta(hours=6)


def store(conn: Connection, number: int = 1, place: DedupeDecision | None = None, **changes: Any) -> Stored:
    return store_article(conn, make_tagged(number, **changes), None, place)


def start(conn: Connection) -> int:
    return runs.start_run(conn, "crawl", NOW, 42, {"all": True})


def kinds(conn: Connection, article_id: int) -> list[str]:
    return [each.kind for each in event_log.list_events(conn, article_id=article_id)]


def test_a_new_article_is_stored_whole(database: Database) -> None:
    given = make_article(raw=RawRef("run-1.warc.gz", 100, 2000), summary="摘要")
    with database.write() as conn:
        stored = store_article(
            conn, make_tagged(raw=given.raw, summary="摘要"), start(conn), DedupeDecision()
        )
    assert stored == Stored(stored.article_id, Outcome.STORED, themes=("humanoid-robots",))
    with database.read() as conn:
        found = article_of(conn, stored.article_id)
    assert found is not None
    current = found.current
    assert (found.url, found.url_key, found.source_id) == (given.canonical_url, given.url_key, "example")
    assert (current.title, current.text, current.authors) == (
        given.title,
        given.text,
        given.extraction.authors,
    )
    assert (current.dates, current.raw, current.image) == (
        given.extraction.dates,
        given.raw,
        given.extraction.image,
    )
    assert (current.section, current.method, current.extractor) == ("科技", "article", 3)
    assert (found.published, found.published_local) == (PUBLISHED.utc, "2026-04-02T08:15:00+08:00")
    assert (found.precision, found.offset, found.origin) == ("minute", "stated", "meta")
    assert (found.first_seen, found.last_seen, found.summary) == (NOW, NOW, "摘要")
    assert [(tag.theme, tag.score, tag.evidence) for tag in found.tags] == [
        ("humanoid-robots", 0.875, EVIDENCE)
    ]


def test_an_undated_article_is_marked(database: Database) -> None:
    with database.write() as conn:
        store(conn, 1)
        bare = store(conn, 2, published=None)
        assert [each.id for each in undated(conn)] == [bare.article_id]


def test_nul_and_lone_surrogates_are_stored_on_both_engines(database: Database) -> None:
    with database.write() as conn:
        broken = make_tagged(
            1,
            (replace(HIT, evidence=(replace(EVIDENCE[0], phrase="人\x00形\ud800"),)),),
            title="標\x00題",
            text="內\udfff文\x00",
        )
        stored = store_article(conn, broken, None, DedupeDecision())
        again = store_article(conn, broken, None, DedupeDecision())
        found = article_of(conn, stored.article_id)
    assert again.outcome is Outcome.UNCHANGED
    assert found is not None
    assert (found.current.title, found.current.text) == ("標\ufffd題", "內\ufffd文\ufffd")
    assert found.tags[0].evidence[0].phrase == "人\ufffd形\ufffd"


def test_a_copy_joins_the_first_of_its_cluster(database: Database) -> None:
    with database.write() as conn:
        first = store(conn, 1)
        copied = store(
            conn, 2, DedupeDecision(copy_of=first.article_id, copy_kind=CopyKind.SYNDICATED, score=0.9)
        )
        of_a_copy = store(
            conn, 3, DedupeDecision(copy_of=copied.article_id, copy_kind=CopyKind.OTHER_SCRIPT, score=0.8)
        )
        seen = article_of(conn, first.article_id)
        assert kinds(conn, copied.article_id) == ["stored", "copy"]
    assert (copied.outcome, copied.copy_of, copied.copy_kind) == (
        Outcome.COPY,
        first.article_id,
        CopyKind.SYNDICATED,
    )
    assert of_a_copy.copy_of == first.article_id
    assert seen is not None
    assert [(each.id, each.kind, each.score) for each in seen.also_at] == [
        (copied.article_id, "syndicated", 0.9),
        (of_a_copy.article_id, "other-script", 0.8),
    ]


def test_changed_text_becomes_a_revision(database: Database) -> None:
    new_hit = ThemeHit("robot-policy", 0.5, EVIDENCE[:1], "v1")
    with database.write() as conn:
        first = store(conn, 1)
        place = DedupeDecision(article_id=first.article_id)
        changed = store(conn, 1, place, hits=(new_hit,), text="全文改寫。", fetched_at=LATER, title="新標題")
        found = article_of(conn, first.article_id)
        assert kinds(conn, first.article_id) == ["stored", "revised", "headline", "tagged", "untagged"]
    assert (changed.article_id, changed.outcome) == (first.article_id, Outcome.REVISED)
    assert changed.themes == ("robot-policy",)
    assert found is not None
    assert [(each.number, each.valid_from, each.valid_to) for each in found.revisions] == [
        (1, NOW, LATER),
        (2, LATER, None),
    ]
    assert [each.title for each in found.revisions] == ["人形機器人進廠 1", "新標題"]
    assert (found.published, found.last_seen) == (PUBLISHED.utc, LATER)


def test_a_revision_without_new_headline_says_so(database: Database) -> None:
    with database.write() as conn:
        first = store(conn, 1)
        store(conn, 1, DedupeDecision(article_id=first.article_id), text="全文改寫。", fetched_at=LATER)
        assert kinds(conn, first.article_id) == ["stored", "revised"]


def test_a_date_that_an_edit_brings_is_taken_only_when_there_was_none(database: Database) -> None:
    other = replace(PUBLISHED, at=PUBLISHED.at + timedelta(days=1))
    with database.write() as conn:
        dated, bare = store(conn, 1), store(conn, 2, published=None)
        for number, known in ((1, dated), (2, bare)):
            store(conn, number, DedupeDecision(article_id=known.article_id), text="改", published=other)
        question = select(article.c.published, article.c.undated).order_by(article.c.id)
        assert conn.execute(question).all() == [(PUBLISHED.utc, False), (other.utc, False)]


def test_unchanged_text_only_moves_last_seen(database: Database) -> None:
    with database.write() as conn:
        first = store(conn, 1)
        again = store(conn, 1, DedupeDecision(article_id=first.article_id, unchanged=True), fetched_at=LATER)
        found = article_of(conn, first.article_id)
        assert kinds(conn, first.article_id) == ["stored"]
    assert again == Stored(first.article_id, Outcome.UNCHANGED, themes=("humanoid-robots",))
    assert found is not None
    assert (len(found.revisions), found.first_seen, found.last_seen) == (1, NOW, LATER)


@pytest.mark.parametrize(
    ("changes", "ended"),
    [({}, Outcome.UNCHANGED), ({"text": "改"}, Outcome.REVISED), ({"title": "改"}, Outcome.REVISED)],
)
def test_a_row_that_the_placement_missed_is_found_by_its_address(
    database: Database, changes: dict[str, Any], ended: Outcome
) -> None:
    with database.write() as conn:
        first = store(conn, 1)
        again = store(conn, 1, DedupeDecision(), fetched_at=LATER, **changes)
        assert (again.article_id, again.outcome) == (first.article_id, ended)
        assert conn.execute(text("SELECT count(*) FROM articles")).scalar() == 1


def test_texts_for_comparison(database: Database) -> None:
    with database.write() as conn:
        first = store(conn, 1)
        second = store(
            conn, 2, DedupeDecision(copy_of=first.article_id, copy_kind=CopyKind.IDENTICAL, score=1.0)
        )
        store(conn, 1, DedupeDecision(article_id=first.article_id), text="新", fetched_at=LATER)
        found = texts_of(conn, [second.article_id, first.article_id, 999])
    assert [(each.article_id, each.text, each.copy_of) for each in found] == [
        (first.article_id, "新", None),
        (second.article_id, make_article(2).text, first.article_id),
    ]
    given = make_article(1)
    assert found[0] == StoredText(
        article_id=first.article_id,
        url_key=given.url_key,
        source_id="example",
        title=given.title,
        text="新",
        exact=key_of("新"),
        version=1,
        published=PUBLISHED.utc,
        first_seen=NOW,
        copy_of=None,
        extractor=given.extractor,
    )


def test_final_ends_make_addresses_known(database: Database) -> None:
    with database.write() as conn:
        run_id = start(conn)
        ends = [make_end(f"https://a.example/{each}", each) for each in Outcome]
        record_outcomes(conn, run_id, ends)
        known = known_keys(conn, [end.ref.key for end in ends] + ["f" * 32])
        assert known == {end.ref.key for end in ends if end.outcome in FINAL}
        assert sum(runs.tally(conn, run_id).values()) == len(Outcome)


def test_known_keys_of_many_addresses(database: Database) -> None:
    with database.write() as conn:
        ends = [make_end(f"https://a.example/{number}", Outcome.OLDER) for number in range(1200)]
        record_outcomes(conn, start(conn), ends)
        assert len(known_keys(conn, (end.ref.key for end in ends))) == 1200
        assert known_keys(conn, ()) == frozenset()


def test_asked_and_canonical_address_lead_to_the_article(database: Database) -> None:
    with database.write() as conn:
        stored = store(conn, 1)
        given = make_article(1)
        record_outcome(
            conn, start(conn), make_end(given.ref.url, stored.outcome, article_id=stored.article_id)
        )
        assert known_keys(conn, [key_of(given.ref.url), given.url_key]) == {
            key_of(given.ref.url),
            given.url_key,
        }
        for key in (key_of(given.ref.url), given.url_key):
            found = article_at(conn, key)
            assert found is not None
            assert found.article_id == stored.article_id
        assert article_at(conn, "f" * 32) is None
        seen = article_of(conn, stored.article_id)
    assert seen is not None
    assert set(seen.addresses) == {given.ref.url, given.canonical_url}


def test_the_last_end_of_a_page_in_a_run_counts(database: Database) -> None:
    with database.write() as conn:
        run_id = start(conn)
        record_outcome(conn, run_id, make_end("https://a.example/1", Outcome.TIMEOUT))
        record_outcome(conn, run_id, make_end("https://a.example/1", Outcome.OLDER, bytes=7))
        assert runs.tally(conn, run_id) == {Outcome.OLDER: 1}
        assert conn.execute(select(outcome.c.bytes)).scalars().all() == [7]


def test_a_later_failure_does_not_forget_the_article(database: Database) -> None:
    with database.write() as conn:
        stored, url = store(conn, 1), make_article(1).ref.url
        record_outcome(conn, start(conn), make_end(url, Outcome.STORED, article_id=stored.article_id))
        for ended in (Outcome.ROBOTS, Outcome.TIMEOUT):
            record_outcome(conn, start(conn), make_end(url, ended, at=LATER))
        row = conn.execute(select(address).where(address.c.url_key == key_of(url))).one()
    assert (row.article_id, row.outcome, row.first_seen) == (stored.article_id, "robots", NOW)


def test_an_article_that_goes_and_comes_back(database: Database) -> None:
    with database.write() as conn:
        run_id, stored, url = start(conn), store(conn, 1), make_article(1).ref.url
        record_outcome(conn, run_id, make_end(url, Outcome.STORED, article_id=stored.article_id))
        for _ in range(2):
            record_outcome(conn, run_id, make_end(url, Outcome.GONE, status=410, at=LATER))
        assert conn.execute(select(article.c.gone_at)).scalar() == LATER
        store(conn, 1, DedupeDecision(article_id=stored.article_id, unchanged=True), fetched_at=LATER)
        assert conn.execute(select(article.c.gone_at)).scalar() is None
        assert kinds(conn, stored.article_id) == ["stored", "gone", "back"]
        detail = event_log.list_events(conn, kinds=[EventKind.GONE])[0].detail
    assert detail == {"status": 410}


def test_kept_bytes_are_noted_with_the_end(database: Database) -> None:
    raw = RawRef("run-1.warc.gz", 512, 900)
    with database.write() as conn:
        run_id = start(conn)
        for _ in range(2):
            record_outcome(conn, run_id, make_end("https://a.example/1", Outcome.CONSENT, raw=raw))
        record_outcome(conn, run_id, make_end("https://a.example/2", Outcome.TIMEOUT))
        (kept,) = raw_pages.raw_pages(conn)
        assert (kept.raw, kept.url, kept.outcome) == (raw, "https://a.example/1", "consent")
        assert raw_pages.raw_files(conn) == (("run-1.warc.gz", NOW, 900),)
        raw_pages.drop_files(conn, ["run-1.warc.gz"])
        assert raw_pages.raw_pages(conn) == ()


def test_long_and_odd_values_fit(database: Database) -> None:
    long = "https://a.example/" + "長" * 5000
    with database.write() as conn:
        stored = store(
            conn,
            1,
            canonical_url=long,
            url=long,
            text="字" * 300_000,
            fingerprint=Fingerprint("", (), 1),
            language=Language.OTHER,
        )
        record_outcome(
            conn, start(conn), make_end(long, Outcome.STORED, article_id=stored.article_id, reason="x" * 9000)
        )
        found = article_of(conn, stored.article_id)
    assert found is not None
    assert len(found.current.text) == 300_000
