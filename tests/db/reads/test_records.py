"""Which of two outlets came first, and by how much, as far as both tell."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from db.reads.records import ClusterMember
from tests.db.samples import NOW


def member(published: datetime | None, precision: str | None) -> ClusterMember:
    return ClusterMember(1, "https://a.example/1", "", "a", "A", published, NOW, "identical", 1.0, precision)


@pytest.mark.parametrize(
    ("published", "precision", "wanted"),
    [
        (NOW + timedelta(minutes=65), "minute", timedelta(minutes=65)),
        (NOW - timedelta(seconds=30), "second", timedelta(seconds=-30)),
        (NOW - timedelta(hours=50), "day", timedelta(days=-2)),
        (NOW - timedelta(hours=9), "day", None),
        (None, None, None),
    ],
)
def test_how_much_later(published: datetime | None, precision: str | None, wanted: timedelta | None) -> None:
    assert member(published, precision).after(NOW, "minute") == wanted
    assert member(NOW, "minute").after(None, None) is None
