"""What goes in comes out the same on both engines."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone, tzinfo

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from db.engine.database import Database
from db.schema.tables import host
from db.schema.types import clean, dump_json, read_dates, read_evidence
from seedwatch.core.errors import DatabaseError
from seedwatch.core.model.moment import DateCandidate, DateOrigin, Moment, OffsetKnown, Precision
from seedwatch.core.model.text import Evidence, Field
from tests.db.samples import NOW, PUBLISHED


@pytest.mark.parametrize(
    ("given_text", "stored"),
    [
        ("a\x00b", "a\ufffdb"),
        ("a\ud800b", "a\ufffdb"),
        ("\ud83d\ude00", "😀"),
        ("輝達😀", "輝達😀"),
        ("", ""),
    ],
)
def test_text_is_made_storable(given_text: str, stored: str) -> None:
    assert clean(given_text) == stored


@given(st.text(st.characters(exclude_categories=())))
def test_clean_text_is_always_storable_and_stays(value: str) -> None:
    cleaned = clean(value)
    assert "\x00" not in cleaned
    assert cleaned.encode().decode() == cleaned
    assert clean(cleaned) == cleaned


def test_times_come_back_aware_in_utc(database: Database) -> None:
    taipei = NOW.astimezone(timezone(timedelta(hours=8))).replace(microsecond=123456)
    with database.write() as conn:
        conn.execute(insert(host).values(name="a", cooldown_until=taipei, next_slot=None))
    with database.read() as conn:
        row = conn.execute(select(host.c.cooldown_until, host.c.next_slot)).one()
        assert row.cooldown_until == taipei
        assert row.cooldown_until.utcoffset() == timedelta(0)
        assert row.next_slot is None
        assert conn.execute(select(host.c.name).where(host.c.cooldown_until <= taipei)).scalar() == "a"


def test_a_naive_time_is_refused(database: Database) -> None:
    with pytest.raises(DatabaseError, match="without offset"), database.write() as conn:
        conn.execute(insert(host).values(name="a", cooldown_until=NOW.replace(tzinfo=None)))


class OddZone(tzinfo):
    """A zone as dateparser makes them, unknown to the JSON library."""

    def utcoffset(self, _at: datetime | None) -> timedelta:
        return timedelta(hours=8)

    def dst(self, _at: datetime | None) -> timedelta:
        return timedelta(0)

    def tzname(self, _at: datetime | None) -> str:
        return "odd"


def test_records_survive_json() -> None:
    evidence = (Evidence("人形\x00機器人\ud800", Field.TITLE, 3, "phrase", "zh-Hans"),)
    (back,) = read_evidence(orjson.loads(dump_json(evidence)))
    assert back == Evidence("人形\ufffd機器人\ufffd", Field.TITLE, 3, "phrase", "zh-Hans")
    day = datetime(2026, 1, 2, tzinfo=OddZone())
    odd = Moment(day, Precision.DAY, OffsetKnown.ASSUMED, DateOrigin.URL, "x")
    dates = (
        DateCandidate(DateOrigin.META, PUBLISHED.raw, PUBLISHED, "chosen"),
        DateCandidate(DateOrigin.URL, "x", odd),
        DateCandidate(DateOrigin.PRINTED, "昨日", None),
    )
    assert read_dates(orjson.loads(dump_json(dates))) == dates


def test_a_backslash_u_in_text_is_not_taken_for_nul() -> None:
    assert orjson.loads(dump_json(["\\u0000"])) == ["\\u0000"]
