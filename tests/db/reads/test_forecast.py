"""What came of late, carried on: and nothing is said of what is too young."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.archive.articles import store_article
from db.engine.database import Database
from db.reads.forecast import StorageForecast, forecast
from db.reads.stats import stats
from seedwatch.core.model.article import DedupeDecision
from tests.db.samples import NOW, make_tagged

BOUNDS = {"pages_days": 30, "pages_bytes": 10**9}


@pytest.fixture
def filled(database: Database) -> Database:
    """Ten articles, all seen first at NOW."""
    with database.write() as conn:
        for number in range(10):
            store_article(conn, make_tagged(number), None, DedupeDecision())
    return database


def test_an_empty_archive_does_not_grow(database: Database) -> None:
    with database.read() as conn:
        assert forecast(conn, stats(conn), NOW, **BOUNDS) is None


def test_a_young_one_says_nothing(filled: Database) -> None:
    with filled.read() as conn:
        assert forecast(conn, stats(conn), NOW + timedelta(hours=23), **BOUNDS) is None


@pytest.mark.parametrize(("days", "a_day"), [(2, 5.0), (20, 0.5), (60, 0.0)])
def test_the_last_thirty_days_go_on(filled: Database, days: int, a_day: float) -> None:
    with filled.read() as conn:
        found = stats(conn)
        growth = forecast(conn, found, NOW + timedelta(days=days), **BOUNDS)
    each = found.size / 10
    assert growth == StorageForecast(
        a_day,
        round(each),
        round(found.size + each * a_day * 30),
        round(found.size + each * a_day * 365),
        0,
    )
